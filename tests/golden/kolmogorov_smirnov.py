# SPDX-License-Identifier: Apache-2.0
"""Golden values of the Kolmogorov-Smirnov test: SciPy's ks_2samp (method auto), kstwo, kolmogorov.

    python3 kolmogorov_smirnov.py > kolmogorov_smirnov.json

A case of "grid" is described, not listed: reference i / n for i < n, current
shift + scale * ((j + 0.5) / m) for j < m, both rounded down to multiples of 1 / levels where levels
is not 0.
"""
import json
import warnings

import numpy as np
import scipy
from scipy import stats
from scipy.special import kolmogorov

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def test(a, b):
    got = stats.ks_2samp(a, b, method="auto")
    return [got.statistic, got.pvalue]


def rows(name, a, b, kind="double"):
    a, b = (np.sort(np.asarray(v, dtype={"double": np.float64, "float": np.float32}[kind]))
            for v in (a, b))
    return {"name": name, "type": kind, "reference": a.tolist(), "current": b.tolist(),
            "expected": test(a, b)}


def grid(n, m, shift, scale, levels=0):
    a = np.arange(n) / n
    b = shift + scale * ((np.arange(m) + 0.5) / m)
    if levels:
        a, b = np.floor(a * levels) / levels, np.floor(b * levels) / levels
    return {"n": n, "m": m, "shift": shift, "scale": scale, "levels": levels,
            "expected": test(a, b)}


x = np.arange(1, 11)
cases = [
    rows("published", x, x + 2.5),
    rows("published, unequal", x, x[:7] + 2.5),
    rows("disjoint", [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]),
    rows("disjoint, the other way", [6, 7, 8], [1, 2]),
    rows("one and one", [1], [2]),
    rows("one against many", [3], np.arange(9)),
    rows("equal", [1, 2, 3], [1, 2, 3]),
    rows("all tied", [4] * 5, [4] * 3),
    rows("two values", [0, 0, 0, 1, 1], [0, 1, 1, 1]),
    rows("far apart in size", [1e-300, 1e300], [0, 1e-10, 1e10]),
]
for n, m in ((20, 30), (37, 41), (50, 50), (64, 16), (7, 100)):
    a, b = rng.normal(size=n), rng.normal(0.4, 1.2, m)
    cases.append(rows(f"normal {n} {m}", a, b))
    cases.append(rows(f"tied {n} {m}", np.round(a), np.round(b)))
cases.append(rows("float", rng.normal(size=40), rng.normal(0.2, 1, 25), "float"))
cases.append(rows("float, tied", rng.integers(0, 4, 33), rng.integers(0, 5, 44), "float"))

grids = [grid(*g) for g in (
    (10000, 1000, 0.0, 1.0), (10000, 1000, 0.01, 1.0), (10000, 1000, 0.03, 1.0),
    (10000, 1000, 0.05, 1.0), (10000, 1000, 0.0, 0.8), (10000, 1000, 0.2, 1.0),
    (10000, 1000, 0.5, 1.0), (10000, 1000, 0.6, 1.0), (10000, 1000, 0.3, 0.4),
    (10000, 1000, 0.02, 0.98, 48), (1000, 10000, 0.1, 1.0), (10000, 997, 0.05, 1.0),
    (10000, 312, 0.07, 1.0), (9999, 1000, 0.05, 1.0), (10000, 1, 0.9, 0.0), (10000, 2, 0.7, 0.1),
    (1000, 1000, 0.05, 1.0), (1000, 1000, 0.5, 1.0), (10000, 10000, 0.03, 1.0),
    (10000, 10000, 0.15, 1.0), (500, 250, 0.04, 1.0), (3000, 2000, 0.03, 1.0),
    # beyond 10,000: the one-sample law at the effective size
    (10001, 1000, 0.05, 1.0), (10001, 10000, 0.02, 1.0), (20000, 1000, 0.01, 1.0),
    (20000, 1000, 0.03, 1.0), (20000, 500, 0.3, 1.0), (20000, 100, 0.07, 1.0),
    (20000, 3, 0.4, 0.3), (1, 10001, 0.3, 1.0), (12000, 12000, 0.4, 1.0), (30000, 30000, 0.004, 1.0),
    (20000, 20000, 0.005, 1.0, 100), (12001, 4001, 0.0, 0.5))]

law = []
for n in (1, 2, 3, 10, 50, 140, 141, 500, 909, 5000, 45000, 100000, 100001, 1000000):
    ds = {min(0.999, z / np.sqrt(n)) for z in (0.1, 0.35, 0.6, 0.86, 1.2, 1.47, 1.49, 1.95, 2.1, 4,
                                               12, 18.5)}
    ds |= {0.6 / n, 1 / n, 1.4 / n, 0.5, 0.75, 1 - 0.5 / n}
    for d in sorted(ds):
        p = float(stats.kstwo.sf(d, n))
        if p > 1e-290:
            law.append([n, float(d), p])

limit = [[z, float(kolmogorov(z))] for z in
         (0.03, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0, 1.17, 1.1799, 1.18, 1.1801, 1.3, 1.6, 2.0, 3.0, 5.0,
          10.0, 18.0)]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases, "grids": grids, "law": law, "limit": limit,
}, separators=(",", ":")).replace('{"n', '\n{"n').replace("],[", "],\n["))
