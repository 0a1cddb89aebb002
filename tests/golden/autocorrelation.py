# SPDX-License-Identifier: Apache-2.0
"""Golden values of the autocorrelation: exact rational sums, rounded at the end; statsmodels' acf
(adjusted=False) agrees where its own rounding lets it.

    python3 autocorrelation.py > autocorrelation.json
"""
import json
from fractions import Fraction

import numpy as np
import statsmodels
from statsmodels.tsa.stattools import acf

LAGS = 8


def correlation_time(r):
    total = 0.0
    for even in range(0, LAGS, 2):
        if even + 1 >= len(r) or r[even] + r[even + 1] <= 0:
            return max(1.0, 2 * total - 1), False
        total += r[even] + r[even + 1]
    return max(1.0, 2 * total - 1), True


def case(name, x, statsmodels_agrees=True):
    x = np.array(x, dtype=float)
    xs = [Fraction(v) for v in x.tolist()]
    mean = sum(xs) / len(xs)
    d = [v - mean for v in xs]
    squares = sum(v * v for v in d)
    if squares == 0:
        return {"name": name, "values": x.tolist(), "acf": None}
    lags = min(LAGS, len(xs) - 1)
    r = [float(sum(a * b for a, b in zip(d, d[k:])) / squares) for k in range(lags + 1)]
    if statsmodels_agrees:
        np.testing.assert_allclose(acf(x, adjusted=False, nlags=lags, fft=False), r, 1e-9, 1e-12)
    time, outlasts = correlation_time(r)
    return {"name": name, "values": x.tolist(), "acf": r, "correlation_time": time,
            "outlasts": outlasts}


def autoregressive(rng, phi, n):
    x = [0.0]
    for e in rng.normal(0, 1, n - 1):
        x.append(phi * x[-1] + e)
    return np.round(x, 6)


rng = np.random.default_rng(3)
cases = [
    case("two", [1, 3]),
    case("three", [1, 3, 2]),
    case("all the same", [2.5] * 12),
    case("noise", np.round(rng.normal(0, 1, 150), 6)),
    case("autoregressive 0.5", autoregressive(rng, 0.5, 200)),
    case("autoregressive 0.95", autoregressive(rng, 0.95, 200)),
    case("alternating", [(-1) ** i + 0.01 * i for i in range(60)]),
    case("as many values as lags", np.arange(9.0) ** 2),
    case("noise at 1e9", 1e9 + np.round(rng.normal(0, 1, 150), 6), statsmodels_agrees=False),
    case("an outlier at the start", [1e6, *np.round(rng.normal(0, 1, 100), 6)]),
    case("a trend", np.arange(100.0) + np.round(rng.normal(0, 1, 100), 6)),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "statsmodels": statsmodels.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
