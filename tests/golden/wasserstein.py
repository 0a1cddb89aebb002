# SPDX-License-Identifier: Apache-2.0
"""Golden values of the Wasserstein-1 distance: SciPy's wasserstein_distance.

    python3 wasserstein.py > wasserstein.json
"""
import json

import numpy as np
import scipy
from scipy.stats import wasserstein_distance

rng = np.random.default_rng(9)


def case(name, a, b, kind="double"):
    a, b = (np.sort(np.asarray(v, dtype={"double": np.float64, "float": np.float32}[kind]))
            for v in (a, b))
    return {"name": name, "type": kind, "reference": a.tolist(), "current": b.tolist(),
            "expected": wasserstein_distance(a.astype(np.float64), b.astype(np.float64))}


x = np.arange(1, 11)
cases = [
    case("published", x, x + 2.5),
    case("one and one", [1.5], [-2]),
    case("one against many", [3], np.arange(9)),
    case("equal", [1, 2, 3], [1, 2, 3]),
    case("all tied", [4] * 5, [4] * 3),
    case("two values", [0, 0, 0, 1, 1], [0, 1, 1, 1]),
    case("disjoint", [10, 11, 15], [-3, -2.5]),
    case("far apart in size", [1e-300, 1e300], [0, 1e-10, 1e10]),
    case("large offset", rng.normal(1e9, 1, 20), rng.normal(1e9, 1, 30)),
]
for n, m in ((20, 30), (37, 41), (50, 50), (7, 100)):
    a, b = rng.normal(size=n), rng.normal(0.4, 1.2, m)
    cases.append(case(f"normal {n} {m}", a, b))
    cases.append(case(f"tied {n} {m}", np.round(a), np.round(b)))
cases.append(case("float", rng.normal(size=40), rng.normal(0.2, 1, 25), "float"))
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
