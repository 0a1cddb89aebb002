# SPDX-License-Identifier: Apache-2.0
"""Golden values of a silence: the probability of a gap of t after gaps of weighted mean m and
effective number n, as the upper tail of F(2, 2 n) at t / m.

    python3 arrivals.py > arrivals.json
"""
import json

import numpy as np
import scipy
from scipy import stats


def case(name, gaps, half_life, silences):
    gaps = np.array(gaps, dtype=float)
    weights = 2.0 ** (-np.arange(len(gaps))[::-1] / half_life)
    mean = float((weights * gaps).sum() / weights.sum())
    n = float(weights.sum() ** 2 / (weights**2).sum())
    return {
        "name": name,
        "half_life": half_life,
        "gaps_ns": [int(g) for g in gaps],
        "mean_gap": mean * 1e-9,
        "silences": [[int(t), float(stats.f.sf(t / mean, 2, 2 * n))] for t in silences],
    }


rng = np.random.default_rng(4)
second = 1_000_000_000
silences = [0, second // 2, 3 * second, 60 * second, 3600 * second]
cases = [
    case("one gap", [second], 100, silences),
    case("five", [second, 2 * second, second // 2, 3 * second, 0], 1e6, silences),
    case("many", np.round(rng.exponential(second, 400)), 100, silences),
    case("sparse", np.round(rng.exponential(600 * second, 50)), 20, silences),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
