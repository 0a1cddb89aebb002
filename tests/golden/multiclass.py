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


def around(f, value, y, p, w, low=-1.0):
    """Delta-method interval, two average rows more spread over the cells: metric/delta_method.hpp."""
    cells, squares = tables(y, p, w)
    row = squares.sum() / cells.sum()
    near, near_squares = cells + 2 * row / CLASSES**2, squares + 2 * row**2 / CLASSES**2
    half = Z * np.sqrt((near_squares * slopes(f, near) ** 2).sum())
    centre = f(near)
    return [value, max(low, min(value, centre - half)), min(1.0, max(value, centre + half))]


def ordinal(power):
    apart = np.abs(np.subtract.outer(np.arange(CLASSES), np.arange(CLASSES))) ** power
    return lambda c: 1 - (apart * c).sum() * c.sum() / (
        apart * np.outer(c.sum(axis=1), c.sum(axis=0))).sum()


def kappa_m(most):
    return lambda c: 1 - (c.sum() - c.trace()) / (c.sum() - c[most].sum())


def average(how, actual, predicted, hits, occurs):
    """Mean of (actual + predicted - hits coefficients) h / (actual a + predicted p - hits h)."""
    def f(c):
        h, a, p = c.diagonal()[occurs], c.sum(axis=1)[occurs], c.sum(axis=0)[occurs]
        each = (actual + predicted - hits) * h / (actual * a + predicted * p - hits * h)
        return each.mean() if how == "macro" else (a * each).sum() / a.sum()
    return f


def tables(y, p, w):
    return [sk.confusion_matrix(y, p, labels=range(CLASSES), sample_weight=x) for x in (w, w**2)]


def sized(f, value, y, p, w):
    """Wilson's at the size that the delta method implies: metric/class_average.hpp."""
    cells, squares = tables(y, p, w)
    row = squares.sum() / cells.sum()
    near, near_squares = cells + 2 * row / CLASSES**2, squares + 2 * row**2 / CLASSES**2
    at = f(near)
    n = at * (1 - at) / (near_squares * slopes(f, near) ** 2).sum() * cells.sum() / near.sum()
    return [value, *proportion_confint(value * n, n, method="wilson")]


def g_mean(seen):
    return lambda c: np.exp(np.log((c.diagonal() / c.sum(axis=1))[seen]).mean())


def mover(recalls):
    value = np.mean([r[0] for r in recalls])
    return [value,
            max(0.0, value - np.sqrt(sum((r[0] - r[1]) ** 2 for r in recalls)) / len(recalls)),
            min(1.0, value + np.sqrt(sum((r[2] - r[0]) ** 2 for r in recalls)) / len(recalls))]


def effective(w):
    return w.sum() ** 2 / (w**2).sum()


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
    e["zero_one_loss"] = [sk.zero_one_loss(y, p, **sw), *proportion_confint(
        (1 - e["accuracy"]) * effective(weights), effective(weights), method="wilson")]
    for power, name in ((1, "linear"), (2, "quadratic")):
        e[f"cohen_kappa_{name}"] = None if same else around(
            ordinal(power), sk.cohen_kappa_score(y, p, labels=range(CLASSES), weights=name, **sw),
            y, p, weights)
    e["kappa_m"] = e["balanced_accuracy_adjusted"] = e["g_mean"] = None
    if len(set(y)) > 1:
        rows = tables(y, p, weights)[0].sum(axis=1)
        most = rows.argmax()
        e["kappa_m"] = around(kappa_m(most), 1 - (1 - e["accuracy"]) / (1 - rows[most] / rows.sum()),
                              y, p, weights, low=-np.inf)
        chance = 1 / len(set(y))
        e["balanced_accuracy_adjusted"] = [(x - chance) / (1 - chance)
                                           for x in e["balanced_accuracy"]]
        assert abs(e["balanced_accuracy_adjusted"][0] -
                   sk.balanced_accuracy_score(y, p, adjusted=True, **sw)) < 1e-12
        e["g_mean"] = sized(g_mean(rows > 0), np.prod([r[0] for r in recalls]) ** (1 / len(recalls)),
                            y, p, weights)
    occurs = np.array([(y == k).any() or (p == k).any() for k in range(CLASSES)])
    scores = {"precision": (sk.precision_score, {}, (0, 1, 0)),
              "recall": (sk.recall_score, {}, (1, 0, 0)),
              "f1": (sk.f1_score, {}, (1, 1, 0)),
              "fbeta_0.5": (sk.fbeta_score, {"beta": 0.5}, (0.25, 1, 0)),
              "fbeta_2": (sk.fbeta_score, {"beta": 2.0}, (4, 1, 0)),
              "jaccard": (sk.jaccard_score, {}, (1, 1, 1))}
    for kind, (score, more, mix) in scores.items():
        for how in ("macro", "weighted"):
            value = score(y, p, average=how, **more, **sw)
            e[f"{kind}_{how}"] = sized(average(how, *mix, occurs), value, y, p, weights)
        e[f"{kind}_micro"] = score(y, p, average="micro", **more, **sw)
        each = score(y, p, labels=range(CLASSES), average=None, zero_division=0, **more, **sw)
        for k in range(CLASSES):
            of = {"precision": p == k, "recall": y == k}.get(kind, (y == k) | (p == k))
            e[f"{kind}[{k}]"] = each[k] if of.any() else None
            if of.any() and kind in ("precision", "recall", "jaccard"):
                n = effective(weights[of])
                e[f"{kind}[{k}]"] = [each[k], *proportion_confint(each[k] * n, n, method="wilson")]
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



def wide(classes, size):
    """Rows of a generator that is simple to repeat: tests/metric/class_golden.hpp. The upper half of
    the classes is never true, the last tenth never predicted."""
    x, y, p = 1, [], []
    for _ in range(size):
        x = x * 1103515245 % 2**31 + 12345
        truth = (x >> 8) % ((classes + 1) // 2)
        x = x * 1103515245 % 2**31 + 12345
        other = (x >> 8) % (classes - classes // 10)
        y.append(truth)
        p.append(truth if (x >> 24) % 3 else other)
    labels = range(classes)
    e = {"accuracy": sk.accuracy_score(y, p), "zero_one_loss": sk.zero_one_loss(y, p),
         "hamming_loss": sk.hamming_loss(y, p),
         "balanced_accuracy": sk.balanced_accuracy_score(y, p),
         "balanced_accuracy_adjusted": sk.balanced_accuracy_score(y, p, adjusted=True),
         "matthews_correlation": sk.matthews_corrcoef(y, p),
         "cohen_kappa": sk.cohen_kappa_score(y, p),
         "cohen_kappa_linear": sk.cohen_kappa_score(y, p, labels=labels, weights="linear"),
         "cohen_kappa_quadratic": sk.cohen_kappa_score(y, p, labels=labels, weights="quadratic")}
    for average in ("macro", "micro", "weighted"):
        e[f"precision_{average}"] = sk.precision_score(y, p, average=average)
        e[f"recall_{average}"] = sk.recall_score(y, p, average=average)
        e[f"f1_{average}"] = sk.f1_score(y, p, average=average)
        e[f"fbeta_0.5_{average}"] = sk.fbeta_score(y, p, beta=0.5, average=average)
        e[f"fbeta_2_{average}"] = sk.fbeta_score(y, p, beta=2, average=average)
        e[f"jaccard_{average}"] = sk.jaccard_score(y, p, average=average)
    return {"classes": classes, "rows": size, "expected": e}


print(json.dumps({
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "cases": cases,
    "wide": [wide(3, 1000), wide(10, 5000), wide(100, 20000)],
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
