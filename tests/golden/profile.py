# SPDX-License-Identifier: Apache-2.0
"""Golden values of a profile: count, mean and unbiased variance of y in each bin of x, by
scipy.stats.binned_statistic and numpy.

    python3 profile.py > profile.json
"""
import json

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(21)
x = np.round(rng.uniform(-1, 4, 300), 3)
y = np.round(x**2 + rng.normal(0, 0.5, 300), 6)
edges = [0.0, 1.0, 2.5]
bounds = [-np.inf, *edges, np.inf]
finite = [-1e9, *edges, 1e9]


def statistic(of):
    return stats.binned_statistic(x, y, of, bins=finite).statistic.tolist()


variances = [float(np.var(y[(x >= a) & (x < b)], ddof=1)) for a, b in zip(bounds, bounds[1:])]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "edges": edges,
    "x": x.tolist(),
    "y": y.tolist(),
    "count": [int(c) for c in statistic("count")],
    "mean": statistic("mean"),
    "variance": variances,
}, separators=(",", ":")))
