# SPDX-License-Identifier: Apache-2.0
"""Golden values of the area under the ROC curve of a window's last rows: scikit-learn for the
values, Hanley and McNeil's variance by NumPy, SciPy's quantiles.

    python3 sliding_auc.py > sliding_auc.json
"""
import json

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk

rng = np.random.default_rng(6)


def variance(a, m, n):
    q1, q2 = a / (2 - a), 2 * a**2 / (1 + a)
    return (a * (1 - a) + (m - 1) * (q1 - a**2) + (n - 1) * (q2 - a**2)) / (m * n)


def expected(y, p):
    m, n = int(y.sum()), int((1 - y).sum())
    if m == 0 or n == 0:
        return None
    a = sk.roc_auc_score(y, p)
    if a in (0.0, 1.0):
        pairs = min(m, n)
        won = pairs if a == 1 else 0
        return [a, stats.beta.ppf(0.025, won, 1) if won else 0.0,
                stats.beta.ppf(0.975, 1, pairs) if not won else 1.0]
    half = stats.norm.ppf(0.975) * np.sqrt(variance(a, m, n)) / (a * (1 - a))
    logit = np.log(a / (1 - a))
    return [a, 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit))]


def case(name, capacity, y, p, kind="double"):
    y = np.asarray(y)
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind])
    return {"name": name, "type": kind, "capacity": capacity, "actual": y.tolist(),
            "score": p.tolist(), "expected": expected(y[-capacity:], p[-capacity:])}


def drawn(n, rate, shift, digits):
    y = (rng.random(n) < rate).astype(int)
    return y, np.round(1 / (1 + np.exp(-rng.normal(shift * y, 1))), digits)


def neighbours(n):
    p = [0.3]
    for _ in range(n - 1):
        p.append(float(np.nextafter(p[-1], 1)))
    return (rng.random(n) < 0.5).astype(int), np.array(p)[rng.permutation(n)]


cases = [
    case("four rows", 4, [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
    case("the last four", 4, [1, 1, 0, 0, 1, 1], [0.0, 0.1, 0.1, 0.4, 0.35, 0.8]),
    case("smooth", 150, *drawn(400, 0.4, 1.2, 9)),
    case("ties, float", 100, *drawn(300, 0.5, 0.7, 1), kind="float"),
    case("0.1 % positives", 3000, *drawn(4000, 0.002, 1.5, 6)),
    case("worse than chance", 60, *drawn(90, 0.5, -1.0, 2)),
    case("one unit in the last place apart", 64, *neighbours(100)),
    case("not full", 500, *drawn(80, 0.3, 1.0, 4)),
    case("perfect", 5, [1, 0, 0, 0, 1, 1], [0.0, 0.1, 0.2, 0.3, 0.7, 0.8]),
    case("always wrong", 5, [1, 1, 1, 0, 0, 0], [0.0, 0.1, 0.2, 0.3, 0.7, 0.8]),
    case("all tied", 5, [0, 1, 0, 1, 1], [0.5] * 5),
    case("two rows", 2, [1, 0, 1], [0.5, 0.3, 0.4]),
    case("one row", 1, [0, 1], [0.5, 0.3]),
    case("one class", 3, [1, 0, 0, 0], [0.5, 0.3, 0.4, 0.1]),
    case("empty", 3, [], []),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "standard_error": variance(0.75, 75, 75)**0.5,
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
