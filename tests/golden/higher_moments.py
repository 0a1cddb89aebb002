# SPDX-License-Identifier: Apache-2.0
"""Golden values of skewness and kurtosis: exact rational sums of powers, rounded at the end; SciPy
agrees where its own rounding lets it.

    python3 higher_moments.py > higher_moments.json
"""
import json
import math
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats


def case(name, x, w=None, scipy_agrees=True):
    x = np.array(x, dtype=float)
    weights = np.ones(len(x)) if w is None else np.array(w, dtype=float)
    xs, ws = [Fraction(v) for v in x.tolist()], [Fraction(v) for v in weights.tolist()]
    total = sum(ws)
    mean = sum(a * b for a, b in zip(xs, ws)) / total
    m2, m3, m4 = (sum(b * (a - mean) ** k for a, b in zip(xs, ws)) / total for k in (2, 3, 4))
    skewness = float(m3 / m2) / math.sqrt(m2) if m2 else None
    kurtosis = float(m4 / m2**2 - 3) if m2 else None
    if scipy_agrees and w is None:
        np.testing.assert_allclose(stats.skew(x), skewness, 1e-10, 1e-14)
        np.testing.assert_allclose(stats.kurtosis(x), kurtosis, 1e-10, 1e-14)
    one = {"name": name, "values": x.tolist()}
    if w is not None:
        one["weights"] = weights.tolist()
    return one | {"mean": float(mean), "variance": float(m2), "skewness": skewness,
                  "kurtosis": kurtosis}


rng = np.random.default_rng(7)
normal = np.round(rng.normal(0, 1, 200), 6)
lognormal = np.round(rng.lognormal(0, 1, 200), 6)
cases = [
    case("one", [3.5], scipy_agrees=False),
    case("two", [1, 2]),
    case("all the same", [0.25] * 9, scipy_agrees=False),
    case("normal", normal),
    case("lognormal", lognormal),
    case("lognormal at 1e9", 1e9 + lognormal, scipy_agrees=False),
    case("coins", [0] * 99 + [1]),
    case("tiny", normal * 1e-70),
    case("weights", lognormal, np.round(rng.gamma(2, 1, 200), 4)),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
