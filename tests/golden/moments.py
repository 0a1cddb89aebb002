# SPDX-License-Identifier: Apache-2.0
"""Golden values of the moments: weighted mean and variance (sum of weighted squared deviations over
weight - 1) in exact rational arithmetic, rounded once; NumPy and statsmodels agree where their own
rounding lets them.

    python3 moments.py > moments.json
"""
import json
from fractions import Fraction

import numpy as np
import statsmodels
from statsmodels.stats.weightstats import DescrStatsW


def case(name, x, w=None, numpy_agrees=True):
    x = np.array(x, dtype=float)
    weights = np.ones(len(x)) if w is None else np.array(w, dtype=float)
    xs, ws = [Fraction(v) for v in x.tolist()], [Fraction(v) for v in weights.tolist()]
    total = sum(ws)
    mean = sum(a * b for a, b in zip(xs, ws)) / total
    squares = sum(b * (a - mean) ** 2 for a, b in zip(xs, ws))
    variance = squares / (total - 1) if total > 1 else None
    if numpy_agrees and variance is not None:
        stats = DescrStatsW(x, weights, ddof=1)
        np.testing.assert_allclose([stats.mean, stats.var], [float(mean), float(variance)], 1e-12)
        if w is None:
            np.testing.assert_allclose(np.var(x, ddof=1), float(variance), 1e-12)
    one = {"name": name, "values": x.tolist()}
    if w is not None:
        one["weights"] = weights.tolist()
    one |= {
        "weight": float(total),
        "mean": float(mean),
        "variance": None if variance is None else float(variance),
        "lowest": float(x.min()),
        "highest": float(x.max()),
    }
    return one


rng = np.random.default_rng(5)
cases = [
    case("four", [4, 7, 13, 16]),
    case("four far from zero", np.array([4, 7, 13, 16]) + 1e9, numpy_agrees=False),
    case("one", [3.5]),
    case("two", [3.5, -1.25]),
    case("all the same", [0.1] * 7, numpy_agrees=False),
    case("normal", np.round(rng.normal(0, 1, 300), 6)),
    case("normal at 1e9", 1e9 + np.round(rng.normal(0, 1, 300), 6), numpy_agrees=False),
    case("lognormal", np.round(rng.lognormal(0, 3, 257), 6)),
    case("one outlier at the start", [1e9, *np.round(rng.normal(0, 1, 299), 6)]),
    case("tiny", (rng.normal(0, 1, 50) * 1e-150).tolist(), numpy_agrees=False),
    case("huge", (rng.normal(0, 1, 50) * 1e150).tolist()),
    case("weights", np.round(rng.normal(5, 2, 200), 6), np.round(rng.gamma(2, 1, 200), 4)),
    case("weights at 1e9", 1e9 + np.round(rng.normal(5, 2, 200), 6),
         np.round(rng.gamma(2, 1, 200), 4), numpy_agrees=False),
    case("sampled", [1, 2, 3, 4], [10, 1, 1, 10]),
    case("too little weight", [1, 2], [0.5, 0.5]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "statsmodels": statsmodels.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
