# SPDX-License-Identifier: Apache-2.0
"""Golden values of the exponential mean: mean, variance and effective size in exact rational
arithmetic from a factor 2^(-1/half_life) of 60 digits, rounded once; pandas agrees where its own
rounding lets it.

    python3 exponential_mean.py > exponential_mean.json
"""
import json
from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import pandas

getcontext().prec = 60


def case(name, x, half_life, pandas_agrees=True):
    factor = Fraction(Decimal(2) ** (Decimal(-1) / Decimal(half_life)))
    factor = Fraction(int(factor * 2**190), 2**190)
    xs = [Fraction(float(v)) for v in x]
    weights = [factor ** (len(xs) - 1 - i) for i in range(len(xs))]
    weight, squares = sum(weights), sum(w * w for w in weights)
    mean = sum(w * v for w, v in zip(weights, xs)) / weight
    deviations = sum(w * (v - mean) ** 2 for w, v in zip(weights, xs))
    variance = deviations / (weight - squares / weight) if len(xs) > 1 else None
    if pandas_agrees:
        ewm = pandas.Series(x, dtype=float).ewm(halflife=half_life, adjust=True)
        np.testing.assert_allclose(ewm.mean().iloc[-1], float(mean), 1e-12)
        if variance is not None:
            np.testing.assert_allclose(ewm.var(bias=False).iloc[-1], float(variance), 1e-10)
    return {
        "name": name,
        "half_life": half_life,
        "values": [float(v) for v in x],
        "weight": float(weight),
        "effective_size": float(weight * weight / squares),
        "mean": float(mean),
        "variance": None if variance is None else float(variance),
    }


rng = np.random.default_rng(12)
normal = np.round(rng.normal(10, 2, 60), 6)
cases = [
    case("one", [3.5], 5),
    case("two", [3.5, -1.25], 5),
    case("half a value", [1, 2, 4, 8], 0.5),
    case("all the same", [0.1] * 7, 3, pandas_agrees=False),
    case("normal", normal, 10),
    case("long memory", normal, 100000),
    case("a step", [0] * 20 + [1] * 20, 8),
    case("normal at 1e6", 1e6 + np.round(rng.normal(0, 1, 60), 6), 10, pandas_agrees=False),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "pandas": pandas.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
