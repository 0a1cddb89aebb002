# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics over K classes: scikit-learn for the values, statsmodels for
Wilson's intervals, complex-step derivatives for the delta-method errors.

    python3 multiclass.py > multiclass.json
"""
import json
import warnings

import numpy as np
import sklearn
import statsmodels
from sklearn import metrics as sk
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
CLASSES = 4
Z = 1.959963984540054
rng = np.random.default_rng(11)


def slopes(f, cells):
    """Derivative of f by each cell, by a complex step: exact to rounding."""
    step, out = 1e-30, np.empty(cells.shape)
    for at in np.ndindex(cells.shape):
        moved = cells.astype(complex)
        moved[at] += step * 1j
        out[at] = f(moved).imag / step
    return out


def mcc(c):
    n, t, p = c.sum(), c.sum(axis=1), c.sum(axis=0)
    return (c.trace() * n - t @ p) / (np.sqrt(n**2 - t @ t) * np.sqrt(n**2 - p @ p))


def kappa(c):
    n, chance = c.sum(), c.sum(axis=1) @ c.sum(axis=0)
    return (c.trace() * n - chance) / (n**2 - chance)


def around(f, value, y, p, w):
    """Delta-method interval, two average rows more spread over the cells: metric/agreement.hpp."""
    cells, squares = (sk.confusion_matrix(y, p, labels=range(CLASSES), sample_weight=x)
                      for x in (w, w**2))
    row = squares.sum() / cells.sum()
    near, near_squares = cells + 2 * row / CLASSES**2, squares + 2 * row**2 / CLASSES**2
    half = Z * np.sqrt((near_squares * slopes(f, near) ** 2).sum())
    centre = f(near)
    return [value, max(-1.0, min(value, centre - half)), min(1.0, max(value, centre + half))]


def mover(recalls):
    value = np.mean([r[0] for r in recalls])
    return [value,
            max(0.0, value - np.sqrt(sum((r[0] - r[1]) ** 2 for r in recalls)) / len(recalls)),
            min(1.0, value + np.sqrt(sum((r[2] - r[0]) ** 2 for r in recalls)) / len(recalls))]


def case(name, y, p, w=None):
    y, p = np.array(y), np.array(p)
    one = {"name": name, "actual": y.tolist(), "predicted": p.tolist()}
    sw = {}
    if w is not None:
        w = np.round(w, 3)
        one["weight"], sw = w.tolist(), {"sample_weight": w}
    e = {"accuracy": sk.accuracy_score(y, p, **sw)}
    constant = len(set(y)) == 1 or len(set(p)) == 1
    weights = np.ones(len(y)) if w is None else w
    e["matthews_correlation"] = None if constant else around(
        mcc, sk.matthews_corrcoef(y, p, **sw), y, p, weights)
    same = len(set(y) | set(p)) == 1
    e["cohen_kappa"] = None if same else around(
        kappa, sk.cohen_kappa_score(y, p, **sw), y, p, weights)
    e["balanced_accuracy"] = None
    if len(set(y)) > 1:
        recalls = []
        for k in sorted(set(y)):
            at = y == k
            share = weights[at & (p == k)].sum() / weights[at].sum()
            n = weights[at].sum() ** 2 / (weights[at] ** 2).sum()
            recalls.append([share, *proportion_confint(share * n, n, method="wilson")])
        e["balanced_accuracy"] = mover(recalls)
        assert abs(e["balanced_accuracy"][0] - sk.balanced_accuracy_score(y, p, **sw)) < 1e-12
    scores = {"precision": sk.precision_score, "recall": sk.recall_score, "f1": sk.f1_score}
    for kind, score in scores.items():
        for average in ("macro", "micro", "weighted"):
            e[f"{kind}_{average}"] = score(y, p, average=average, **sw)
        each = score(y, p, labels=range(CLASSES), average=None, zero_division=0, **sw)
        for k in range(CLASSES):
            known = {"precision": (p == k).any(), "recall": (y == k).any(),
                     "f1": (y == k).any() or (p == k).any()}[kind]
            e[f"{kind}[{k}]"] = each[k] if known else None
    one["expected"] = e
    return one


def noisy(size, classes, right):
    y = rng.choice(classes, size)
    return y, np.where(rng.random(size) < right, y, rng.choice(CLASSES, size))


cases = [
    case("of all classes", *noisy(300, 4, 0.6)),
    case("near chance", *noisy(200, 4, 0.05)),
    case("class 2 never true", *noisy(150, [0, 1, 3], 0.7)),
    case("classes 1 and 3 never occur", [0, 0, 2, 2, 2, 0], [0, 2, 2, 2, 0, 0]),
    case("class 3 predicted, never true", [0, 1, 2, 1], [0, 3, 2, 1]),
    case("class 0 true, never predicted", [0, 1, 2, 3, 0], [1, 1, 2, 3, 3]),
    case("perfect", [0, 1, 2, 3, 1], [0, 1, 2, 3, 1]),
    case("one class", [2, 2, 2], [2, 2, 2]),
    case("one class true", [2, 2, 2], [2, 0, 1]),
    case("one class predicted", [0, 1, 3], [1, 1, 1]),
    case("one row", [3], [3]),
]
y, p = noisy(80, 4, 0.5)
cases.append(case("weights", y, p, rng.gamma(2.0, 1.0, 80)))
y, p = noisy(30, [1, 2], 0.5)
cases.append(case("weights, missing classes", y, p, rng.gamma(2.0, 1.0, 30)))

print(json.dumps({
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
