# SPDX-License-Identifier: Apache-2.0
"""Golden values of what is read from the curves of a score: scikit-learn, weights included.

    python3 score_curve.py > score_curve.json
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(47)


def best(values, kept):
    return float(values[kept].max())


def case(name, y, p, w=None, kind="double"):
    y = np.asarray(y)
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind])
    out = {"name": name, "type": kind, "actual": y.tolist(), "score": p.tolist(),
           "weights": None if w is None else np.asarray(w).tolist()}
    used = np.ones(len(y), bool) if w is None else np.asarray(w) > 0
    if len(set(y[used].tolist())) < 2:
        return out | {"expected": None}
    fpr, tpr, thresholds = sk.roc_curve(y, p, sample_weight=w, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(y, p, sample_weight=w)
    return out | {"expected": {
        "roc_auc": sk.roc_auc_score(y, p, sample_weight=w),
        "average_precision": sk.average_precision_score(y, p, sample_weight=w),
        "class_ks": best(tpr - fpr, slice(None)),
        "recall_at_fpr_0.001": best(tpr, fpr <= 0.001),
        "recall_at_fpr_0.01": best(tpr, fpr <= 0.01),
        "recall_at_fpr_0.2": best(tpr, fpr <= 0.2),
        "recall_at_precision_0.9": best(recall, precision >= 0.9),
        "precision_at_recall_0.9": best(precision, recall >= 0.9),
        "specificity_at_sensitivity_0.9": best(1 - fpr, tpr >= 0.9),
        "roc": [thresholds[1:].astype(float).tolist(), tpr[1:].tolist(), fpr[1:].tolist()],
    }}


def drawn(n, rate, digits, weighted=False, kind="double"):
    y = (rng.random(n) < rate).astype(int)
    y[:2] = 0, 1
    p = 1 / (1 + np.exp(-rng.normal(1.5 * y - 1, 1)))
    if digits is not None:
        p = np.round(p, digits)
    w = rng.integers(0, 9, n) / 4 if weighted else None
    if weighted:
        w[:2] = 1
    return case(f"{n} rows, {rate}, {digits} digits", y, p, w, kind)


def classes(n, k, weighted):
    y = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
    raw = rng.random((n, k)) + 0.7 * (y[:, None] == np.arange(k))
    p = np.round(raw / raw.sum(axis=1, keepdims=True), 3)
    p[:, -1] = 1 - p[:, :-1].sum(axis=1)
    w = rng.integers(1, 9, n) / 4 if weighted else None
    expected = {"roc_auc_ovr_macro": ("ovr", "macro"), "roc_auc_ovr_weighted": ("ovr", "weighted")}
    if not weighted:
        expected |= {"roc_auc_ovo_macro": ("ovo", "macro"),
                     "roc_auc_ovo_weighted": ("ovo", "weighted")}
    one_hot = (y[:, None] == np.arange(k)).astype(int)
    return {
        "scores": p.ravel().tolist(), "classes": k, "actual": y.tolist(),
        "weights": None if w is None else w.tolist(),
        "expected": {name: sk.roc_auc_score(y, p, multi_class=how, average=average,
                                            sample_weight=w)
                     for name, (how, average) in expected.items()}
        | {f"average_precision_{average}": sk.average_precision_score(
            one_hot, p, average=average, sample_weight=w) for average in ("macro", "weighted")},
    }


one = np.nextafter(0.5, 1)
print(json.dumps({
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "cases": [
        case("none", [], []),
        case("one row", [1], [0.5]),
        case("two rows", [0, 1], [0.2, 0.7]),
        case("two rows the wrong way", [1, 0], [0.2, 0.7]),
        case("one class", [1, 1, 1], [0.2, 0.7, 0.1]),
        case("no weight on one class", [1, 0, 1], [0.2, 0.7, 0.1], [1, 0, 1]),
        case("all tied", [0, 1, 0, 1, 1], [0.3] * 5),
        case("one ulp apart", [0, 1, 0, 1], [0.5, one, one, np.nextafter(one, 1)]),
        case("four rows", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
        drawn(50, 0.5, None), drawn(200, 0.3, None), drawn(200, 0.3, 1), drawn(400, 0.05, 2),
        drawn(2000, 0.001, 3, kind="float"), drawn(300, 0.3, None, weighted=True),
        drawn(300, 0.2, 1, weighted=True), drawn(700, 0.6, 3, weighted=True, kind="float"),
    ],
    "classes": [classes(60, 3, False), classes(60, 3, True),
                classes(150, 10, False), classes(150, 10, True)]}))
