# SPDX-License-Identifier: Apache-2.0
"""Golden values of chi-squared homogeneity and Cramer's V: SciPy where counts are small enough for
its floats, exact fractions and mpmath everywhere; the script fails where the two disagree.

    python3 chi_squared.py > chi_squared.json
"""
import json
from fractions import Fraction

import mpmath as mp
import numpy as np
import scipy
from scipy import stats
from scipy.stats.contingency import association

mp.mp.dps = 40
rng = np.random.default_rng(11)


def case(name, reference, current):
    pairs = [(int(r), int(c)) for r, c in zip(reference, current) if r or c]
    n, m = sum(r for r, _ in pairs), sum(c for _, c in pairs)
    total, k = n + m, len(pairs)
    statistic = sum(Fraction((r * m - c * n) ** 2, n * m * (r + c)) for r, c in pairs)
    x = mp.mpf(statistic.numerator) / statistic.denominator
    p = mp.gammainc(mp.mpf(k - 1) / 2, x / 2, regularized=True)
    v = mp.sqrt(x / total)
    phi = max(mp.mpf(0), x / total - mp.mpf(k - 1) / (total - 1))
    least = min(2 - mp.mpf(1) / (total - 1), k - mp.mpf(k - 1) ** 2 / (total - 1)) - 1
    corrected = float(mp.sqrt(phi / least)) if least > 0 else None
    if total < 1e6 and total > 0:
        table = np.array(pairs).T
        sx, sp, dof, _ = stats.chi2_contingency(table, correction=False)
        assert dof == k - 1
        assert np.isclose(sx, float(x), rtol=1e-9, atol=1e-12), (name, sx, x)
        assert np.isclose(sp, float(p), rtol=1e-9), (name, sp, p)
        assert np.isclose(association(table, method="cramer"), float(v), rtol=1e-9, atol=1e-9)
    return {"name": name, "reference": [int(v) for v in reference],
            "current": [int(v) for v in current],
            "expected": [float(x), float(p), k - 1], "cramers_v": float(v),
            "cramers_v_corrected": corrected}


big = 10**12
cases = [
    case("published", [10, 20, 30], [6, 9, 17]),
    case("two by two, no continuity correction", [12, 5], [3, 9]),
    case("equal shares", [10, 20, 30], [1, 2, 3]),
    case("one side of each", [5, 0], [0, 7]),
    case("one of each", [1, 0], [0, 1]),
    case("empty columns", [0, 4, 0, 9, 3], [0, 6, 0, 2, 0]),
    case("a new category", [50, 50, 0], [45, 50, 20]),
    case("far tail", [1000, 10], [10, 1000]),
    case("counts of a million million", [big, big + 10**6, 2 * big], [big // 10, big // 10, big // 5]),
    case("nearly equal, huge", [big, big], [big + 2000000, big]),
    case("very nearly equal, huge", [big, big], [big + 40000, big]),
    case("huge against small", [big, 3 * big, big + 7], [40, 130, 35]),
]
for k in (2, 5, 12, 40):
    shares = rng.dirichlet(np.ones(k))
    cases.append(case(f"same, {k} cells", rng.multinomial(2000, shares), rng.multinomial(500, shares)))
    other = rng.dirichlet(np.ones(k))
    cases.append(case(f"other, {k} cells", rng.multinomial(300, shares), rng.multinomial(400, other)))
print(json.dumps({
    "versions": {"mpmath": mp.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
