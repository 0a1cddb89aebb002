# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics of several labels a row: scikit-learn for the values, the sandwich of
the rows' influences for the size of Wilson's intervals, statsmodels for those.

    python3 multilabel.py > multilabel.json
"""
import json
import warnings

import numpy as np
import scipy.stats
import sklearn
import statsmodels
from sklearn import metrics as sk
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
LABELS = 5
Z = 1.959963984540054
rng = np.random.default_rng(23)


def wilson(share, n):
    low, high = proportion_confint(share * n, n, method="wilson")
    return [float(share), float(max(low, 0)), float(min(high, 1))]


def effective(w):
    return max(1.0, w.sum() ** 2 / (w**2).sum())


def student(df):
    """Abramowitz & Stegun 1964, 26.7.5, as metric/interval.hpp has it; the true one below 3."""
    if df < 3:
        return scipy.stats.t.ppf(0.975, np.floor(df))
    s = Z * Z
    g = [Z * (s + 1) / 4, Z * ((5 * s + 16) * s + 3) / 96,
         Z * (((3 * s + 19) * s + 17) * s - 15) / 384,
         Z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160]
    return Z + sum(x / df ** (i + 1) for i, x in enumerate(g))


def of_rows(value, influence, w):
    """At the size that the rows' influences on the value imply: metric/row_mean.hpp."""
    n = effective(w)
    spread = ((w * influence) ** 2).sum()
    if not (0 < value < 1) or spread < 1e-20 or n < 2:
        return wilson(value, n)
    size = value * (1 - value) / (spread * n / (n - 1)) * (Z / student(n - 1)) ** 2
    return wilson(value, size)


def case(name, y, p, w=None):
    y, p = np.array(y), np.array(p)
    one = {"name": name, "actual": y.tolist(), "predicted": p.tolist()}
    sw = {}
    if w is not None:
        one["weight"], sw = w.tolist(), {"sample_weight": w}
    weights = np.ones(len(y)) if w is None else w
    e = {"exact_match": wilson(sk.accuracy_score(y, p, **sw), effective(weights))}
    wrong = (y != p).mean(axis=1)
    loss = sk.hamming_loss(y, p, **sw)
    e["hamming_loss"] = of_rows(loss, (wrong - loss) / weights.sum(), weights)
    hits, actual, predicted = (x.sum(axis=1) for x in (y & p, y, p))
    scores = {"precision": (sk.precision_score, {}, (0, 1, 0)),
              "recall": (sk.recall_score, {}, (1, 0, 0)),
              "f1": (sk.f1_score, {}, (1, 1, 0)),
              "fbeta_0.5": (sk.fbeta_score, {"beta": 0.5}, (0.25, 1, 0)),
              "fbeta_2": (sk.fbeta_score, {"beta": 2.0}, (4, 1, 0)),
              "jaccard": (sk.jaccard_score, {}, (1, 1, 1))}
    for kind, (score, more, (by_actual, by_predicted, by_hits)) in scores.items():
        e[f"{kind}_macro"] = [float(score(y, p, average="macro", **more, **sw))]
        e[f"{kind}_weighted"] = [float(score(y, p, average="weighted", **more, **sw))]
        if not y.any():
            e[f"{kind}_weighted"] = None
        gain = by_actual + by_predicted - by_hits
        whole = by_actual * actual + by_predicted * predicted - by_hits * hits
        all_of = (weights * whole).sum()
        value = score(y, p, average="micro", **more, **sw)
        e[f"{kind}_micro"] = None if all_of == 0 else of_rows(
            value, (gain * hits - value * whole) / all_of, weights)
        if not kind.startswith("fbeta"):
            value = score(y, p, average="samples", **more, **sw)
            each = np.divide(gain * hits, whole, out=np.zeros(len(y)), where=whole > 0)
            e[f"{kind}_samples"] = of_rows(value, (each - value) / weights.sum(), weights)
        each = score(y, p, average=None, zero_division=0, **more, **sw)
        for k in range(LABELS):
            of = {"precision": p[:, k] == 1, "recall": y[:, k] == 1}.get(
                kind, (y[:, k] == 1) | (p[:, k] == 1))
            e[f"{kind}[{k}]"] = [float(each[k])] if of.any() else None
    one["cells"] = sk.multilabel_confusion_matrix(y, p, **sw).reshape(LABELS, 4).tolist()
    one["expected"] = e
    return one


def noisy(size, rates, right):
    y = (rng.random((size, LABELS)) < rates).astype(int)
    return y, np.where(rng.random(y.shape) < right, y, (rng.random(y.shape) < rates).astype(int))


even = [0.5] * LABELS
rare = [0.6, 0.3, 0.1, 0.05, 0.02]
zeros, ones = np.zeros((4, LABELS), int), np.ones((4, LABELS), int)
cases = [
    case("even", *noisy(120, even, 0.7)),
    case("rare labels", *noisy(150, rare, 0.7)),
    case("near chance", *noisy(60, rare, 0.1)),
    case("perfect", *(lambda y: (y, y))(noisy(20, even, 1)[0])),
    case("opposite", *(lambda y: (y, 1 - y))(noisy(20, even, 1)[0])),
    case("no label anywhere", zeros, zeros),
    case("all labels, none predicted", ones, zeros),
    case("no label, all predicted", zeros, ones),
    case("one row", [[1, 0, 1, 0, 0]], [[1, 1, 0, 0, 0]]),
    case("two rows", [[1, 0, 1, 0, 0], [0, 0, 0, 0, 1]], [[1, 1, 0, 0, 0], [0, 0, 0, 0, 1]]),
    case("rows alike", [[1, 0, 1, 1, 0]] * 6, [[1, 1, 0, 0, 0]] * 6),
]
y, p = noisy(80, rare, 0.6)
cases.append(case("weights", y, p, np.round(rng.gamma(2.0, 1.0, 80), 3)))
y, p = noisy(9, even, 0.6)
cases.append(case("weights, few rows", y, p, np.round(rng.gamma(2.0, 1.0, 9), 3)))

print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
