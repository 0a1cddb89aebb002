# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics over K classes, from scikit-learn.

    python3 multiclass.py > multiclass.json
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.simplefilter("ignore")
CLASSES = 4
rng = np.random.default_rng(11)


def case(name, y, p, w=None):
    y, p = np.array(y), np.array(p)
    one = {"name": name, "actual": y.tolist(), "predicted": p.tolist()}
    sw = {}
    if w is not None:
        w = np.round(w, 3)
        one["weight"], sw = w.tolist(), {"sample_weight": w}
    e = {"accuracy": sk.accuracy_score(y, p, **sw)}
    constant = len(set(y)) == 1 or len(set(p)) == 1
    e["matthews_correlation"] = None if constant else sk.matthews_corrcoef(y, p, **sw)
    same = len(set(y) | set(p)) == 1
    e["cohen_kappa"] = None if same else sk.cohen_kappa_score(y, p, **sw)
    e["balanced_accuracy"] = (
        None if len(set(y)) == 1 else sk.balanced_accuracy_score(y, p, **sw)
    )
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
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
