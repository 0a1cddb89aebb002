# SPDX-License-Identifier: Apache-2.0
"""Golden values of the rank metrics: scikit-learn for the values, DeLong's variance pair by pair,
SciPy's quantiles of Student and, for Clopper and Pearson, of beta.

    python3 roc_auc.py > roc_auc.json
"""
import json

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk

rng = np.random.default_rng(5)


def delong(pos, neg):
    won = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    if len(pos) < 2 or len(neg) < 2:
        return won.mean(), 0.0, 1.0
    a = won.mean(axis=1).var(ddof=1) / len(pos)
    b = won.mean(axis=0).var(ddof=1) / len(neg)
    if a + b == 0:
        return won.mean(), 0.0, 1.0
    return won.mean(), a + b, (a + b)**2 / (a**2 / (len(pos) - 1) + b**2 / (len(neg) - 1))


def bounds(auc, variance, df, pairs):
    if variance > 0:
        logit = np.log(auc / (1 - auc))
        half = stats.t.ppf(0.975, df) * np.sqrt(variance) / (auc * (1 - auc))
        return [1 / (1 + np.exp(-(logit - half))), 1 / (1 + np.exp(-(logit + half)))]
    if auc in (0.0, 1.0):
        won = int(auc * pairs)
        return [stats.beta.ppf(0.025, won, pairs - won + 1) if won else 0.0,
                stats.beta.ppf(0.975, won + 1, pairs - won) if won < pairs else 1.0]
    half = np.sqrt(np.log(40) / (2 * pairs))
    return [max(0.0, auc - half), min(1.0, auc + half)]


def log_odds_edges(count):
    """Where the bins begin, but the first: straight within an octave, with twice as many bins in
    the octave next to 1/2; the same seen from 1."""
    octave = max(1, count // 32)
    octaves = count // 2 // octave - 2
    far = [2.0**(k - 2 - octaves) * (1 + i / octave) for k in range(octaves) for i in range(octave)]
    near = [0.25 * (1 + i / (2 * octave)) for i in range(2 * octave)]
    below = (far + near)[1:]
    return np.array(below + [0.5] + [1 - x for x in reversed(below)])


def case(name, y, p, kind="double"):
    y = np.asarray(y)
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind])
    one = {"name": name, "type": kind, "actual": y.tolist(), "score": p.tolist()}
    if y.all() or not y.any():
        return one | {"expected": None}
    pos, neg = p[y == 1].astype(float), p[y == 0].astype(float)
    auc, variance, df = delong(pos, neg)
    assert abs(auc - sk.roc_auc_score(y, p)) < 1e-14
    low, high = bounds(auc, variance, df, min(len(pos), len(neg)))
    fpr, tpr, _ = sk.roc_curve(y, p, drop_intermediate=False)
    band = sum(np.sqrt(np.log(80) / (2 * len(x))) for x in (pos, neg))
    ks = max(0.0, float((tpr - fpr).max()))
    binned = {}
    for count in (4, 8, 64):
        at = lambda x: np.searchsorted(log_odds_edges(count), x, side="right")
        a, b = at(pos)[:, None], at(neg)[None, :]
        won, tied = (a > b).mean(), (a == b).mean()
        of_bins, variance_of_bins, _ = delong(at(pos), at(neg))
        binned[str(count)] = [of_bins, won, won + tied, variance_of_bins]
    return one | {"expected": {
        "roc_auc": [auc, low, high], "variance": variance, "degrees_of_freedom": df,
        "gini": [2 * auc - 1, 2 * low - 1, 2 * high - 1],
        "class_ks": [ks, max(0.0, ks - band), min(1.0, ks + band)],
        "binned": binned,
    }}


def drawn(n, rate, shift, digits):
    y = (rng.random(n) < rate).astype(int)
    y[:2] = [0, 1]
    z = rng.normal(shift * y, 1)
    return y, np.round(1 / (1 + np.exp(-z)), digits)


cases = [
    case("four rows", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
    case("smooth", *drawn(200, 0.4, 1.2, 9)),
    case("smooth, float", *drawn(200, 0.4, 1.2, 9), kind="float"),
    case("ties", *drawn(300, 0.4, 1.0, 1)),
    case("ties, float", *drawn(150, 0.5, 0.7, 1), kind="float"),
    case("imbalanced", *drawn(400, 0.02, 1.5, 6)),
    case("chance", *drawn(100, 0.5, 0.0, 3)),
    case("worse than chance", *drawn(60, 0.5, -1.0, 2)),
    case("perfect", [0, 0, 0, 1, 1], [0.1, 0.2, 0.3, 0.7, 0.8]),
    case("always wrong", [1, 1, 0, 0, 0], [0.1, 0.2, 0.3, 0.7, 0.8]),
    case("all tied", [0, 1, 0, 1, 1], [0.5] * 5),
    case("one positive", [0, 0, 1, 0], [0.2, 0.4, 0.3, 0.1]),
    case("one negative", [1, 1, 0, 1], [0.2, 0.4, 0.3, 0.1]),
    case("two rows", [0, 1], [0.3, 0.3]),
    case("at the ends", [0, 1, 0, 1, 1, 0], [0.0, 1.0, 1.0, 0.0, 1.0, 0.0]),
    case("one class", [0, 0, 0], [0.1, 0.2, 0.3]),
    case("the other class", [1, 1], [0.1, 0.2]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
