# SPDX-License-Identifier: Apache-2.0
"""Golden values of the divergences between counts: the formulas at 40 digits, and SciPy's
jensenshannon and entropy, which must agree where floats can.

    python3 divergence.py > divergence.json
"""
import json

import mpmath as mp
import numpy as np
import scipy
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

mp.mp.dps = 40
rng = np.random.default_rng(5)


def case(name, reference, current):
    pairs = [(mp.mpf(int(r)), mp.mpf(int(c))) for r, c in zip(reference, current) if r or c]
    n, m, cells = sum(r for r, _ in pairs), sum(c for _, c in pairs), len(pairs)
    half = mp.mpf(1) / 2
    psi = mp.mpf(0)
    for r, c in pairs:
        p, q = (r + half) / (n + half * cells), (c + half) / (m + half * cells)
        psi += (q - p) * mp.log(q / p)
    shares = [(r / n, c / m) for r, c in pairs]

    def term(a, b):
        return a * mp.log(a / b) if a > 0 else mp.mpf(0)

    js = mp.sqrt(sum(term(p, (p + q) / 2) + term(q, (p + q) / 2) for p, q in shares)
                 / 2 / mp.log(2))
    kl = None
    if all(p > 0 for p, _ in shares):
        kl = float(sum(term(q, p) for p, q in shares))
    hellinger = mp.sqrt(sum((mp.sqrt(p) - mp.sqrt(q)) ** 2 for p, q in shares) / 2)
    tv = sum(abs(p - q) for p, q in shares) / 2
    if tv > 1e-3:
        p, q = np.array([[float(a), float(b)] for a, b in shares]).T
        assert np.isclose(jensenshannon(p, q, base=2), float(js), rtol=1e-10)
        assert kl is None or np.isclose(entropy(q, p), kl, rtol=1e-10)
    return {"name": name, "reference": [int(v) for v in reference],
            "current": [int(v) for v in current],
            "psi": float(psi), "null_mean": float((cells - 1) * (1 / n + 1 / m)),
            "jensen_shannon": float(js), "kullback_leibler": kl, "hellinger": float(hellinger),
            "total_variation": float(tv)}


big = 10**12
cases = [
    case("published", [20, 40, 60, 80], [40, 40, 50, 70]),
    case("disjoint", [3, 0], [0, 5]),
    case("reference lacks a cell", [10, 0, 5], [4, 3, 1]),
    case("current lacks a cell", [10, 6, 5], [4, 0, 1]),
    case("cells empty on both sides", [0, 10, 0, 6, 0], [0, 4, 0, 9, 0]),
    case("equal", [1, 2, 3], [10, 20, 30]),
    case("one cell", [7], [3]),
    case("one of each", [1, 0], [0, 1]),
    case("small against huge", [big, 1, big], [3, 4, 5]),
    case("nearly equal, huge", [big, big, 3 * big], [big + 10**6, big, 3 * big]),
    case("very nearly equal, huge", [big, big], [big + 10, big]),
    case("steep", [10**9, 1, 1], [1, 10**9, 1]),
]
for k in (2, 5, 20, 64):
    shares = rng.dirichlet(np.ones(k))
    cases.append(case(f"same, {k} cells", rng.multinomial(10000, shares), rng.multinomial(1000, shares)))
    other = rng.dirichlet(np.ones(k))
    cases.append(case(f"other, {k} cells", rng.multinomial(300, shares), rng.multinomial(400, other)))
print(json.dumps({
    "versions": {"mpmath": mp.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
