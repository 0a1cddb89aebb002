# SPDX-License-Identifier: Apache-2.0
"""Golden values of the areas and tables of a score: scikit-learn where it has one, otherwise the
definition written out in NumPy (log AUC, equal error rate, the top of the ranking, grouped AUC).

    python3 score_areas.py > score_areas.json
"""
import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(53)


def log_auc(fpr, tpr, low, high):
    """Trapezoids over log10 of the rate, the ends interpolated over the rate itself."""
    ends = np.array([low, high])
    tpr = np.sort(np.concatenate([tpr, np.interp(ends, fpr, tpr)]))
    fpr = np.sort(np.concatenate([fpr, ends]))
    first = np.flatnonzero(fpr == low)[-1]
    last = np.flatnonzero(fpr == high)[-1]
    x, y = np.log10(fpr[first:last + 1]), tpr[first:last + 1]
    return float(np.trapz(y, x) / (np.log10(high) - np.log10(low)))


def equal_error_rate(fpr, tpr):
    at = np.argmin(np.abs(fpr - (1 - tpr)))
    return float((fpr[at] + 1 - tpr[at]) / 2)


def top(y, p, w, share):
    """Weight of the positives among the top share of all weight, ties shared in proportion."""
    left = share * w.sum()
    found = 0.0
    for score in np.unique(p)[::-1]:
        same = p == score
        part = min(1.0, left / w[same].sum())
        found += part * (w * y)[same].sum()
        left -= part * w[same].sum()
        if left <= 0:
            break
    return float(found)


def case(name, y, p, w=None):
    y = np.asarray(y)
    p = np.asarray(p, dtype=np.float64)
    out = {"name": name, "type": "double", "actual": y.tolist(), "score": p.tolist(),
           "weights": None if w is None else np.asarray(w).tolist()}
    weight = np.ones(len(y)) if w is None else np.asarray(w)
    used = weight > 0
    if len(set(y[used].tolist())) < 2:
        return out | {"expected": None}
    fpr, tpr, _ = sk.roc_curve(y, p, sample_weight=w, drop_intermediate=False)
    all_weight, positives = weight.sum(), (weight * y).sum()
    precision, recall, thresholds = sk.precision_recall_curve(y, p, sample_weight=w)
    det = sk.det_curve(y, p, sample_weight=w)
    return out | {"expected": {
        "partial_auc_0.01": sk.roc_auc_score(y, p, sample_weight=w, max_fpr=0.01),
        "partial_auc_0.1": sk.roc_auc_score(y, p, sample_weight=w, max_fpr=0.1),
        "log_auc": log_auc(fpr, tpr, 0.001, 0.1),
        "equal_error_rate": equal_error_rate(fpr, tpr),
        "precision_at_top_0.01": top(y, p, weight, 0.01) / (0.01 * all_weight),
        "recall_at_top_0.01": top(y, p, weight, 0.01) / positives,
        "recall_at_top_0.1": top(y, p, weight, 0.1) / positives,
        "lift_0.1": top(y, p, weight, 0.1) / positives / 0.1,
        "gains": [top(y, p, weight, k / 10) / positives for k in range(1, 11)],
    } | ({
        "precision_recall": [precision.tolist(), recall.tolist(), thresholds.tolist()],
        "det": [column.tolist() for column in det],
    } if len(y) <= 200 or w is not None and len(np.unique(p)) < 20 else {})}


def drawn(n, rate, digits, weighted=False):
    y = (rng.random(n) < rate).astype(int)
    y[:2] = 0, 1
    p = 1 / (1 + np.exp(-rng.normal(1.5 * y - 1, 1)))
    if digits is not None:
        p = np.round(p, digits)
    w = None
    if weighted:
        w = rng.integers(0, 9, n) / 4
        w[:2] = 1
    return case(f"{n} rows, {rate}, {digits} digits", y, p, w)


def grouped(n, groups, weighted):
    group = rng.integers(0, groups, n)
    y = (rng.random(n) < rng.random(groups)[group]).astype(int)
    p = np.round(rng.random(n) * 0.7 + 0.3 * y, 2)
    w = rng.integers(0, 9, n) / 4 if weighted else np.ones(n)
    areas, rows, positives, dropped = [], [], [], 0
    for g in range(groups):
        mine = (group == g) & (w > 0)
        if not mine.any():
            continue
        if len(set(y[mine])) < 2:
            dropped += 1
            continue
        areas.append(sk.roc_auc_score(y[mine], p[mine], sample_weight=w[mine]))
        rows.append(w[mine].sum())
        positives.append((w * y)[mine].sum())
    return {"group": group.tolist(), "actual": y.tolist(), "score": p.tolist(),
            "weights": w.tolist() if weighted else None, "dropped": dropped, "used": len(areas),
            "rows": float(np.average(areas, weights=rows)),
            "positives": float(np.average(areas, weights=positives)),
            "equal": float(np.mean(areas))}


def labels(n, k, weighted):
    y = (rng.random((n, k)) < rng.random(k) * 0.6 + 0.2).astype(int)
    p = np.round(rng.random((n, k)) * 0.8 + 0.2 * y, 2)
    w = rng.integers(1, 9, n) / 4 if weighted else None
    return {"labels": k, "actual": y.ravel().tolist(), "score": p.ravel().tolist(),
            "weights": None if w is None else w.tolist(),
            "expected": {f"roc_auc_{how}": sk.roc_auc_score(y, p, average=how, sample_weight=w)
                         for how in ("macro", "micro", "weighted")}
            | {f"average_precision_{how}":
               sk.average_precision_score(y, p, average=how, sample_weight=w)
               for how in ("macro", "micro", "weighted")}}


def large(n):
    """Rows of a linear congruential generator: 0.3 % positives, scores on a lattice of 2^-16."""
    state, y, p = 12345, [], []
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        draw = state >> 32
        y.append(int(draw % 1000 < 3))
        a, b = (draw >> 10) % 2048, (draw >> 21) % 2048
        p.append((max(a, b) * 32 if y[-1] else min(a, b) * 32 + draw % 32) / 2**16)
    y, p = np.array(y), np.array(p)
    fpr, tpr, _ = sk.roc_curve(y, p, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(y, p)
    ones = np.ones(n)
    return {"n": n, "positives": int(y.sum()), "expected": {
        "roc_auc": sk.roc_auc_score(y, p),
        "average_precision": sk.average_precision_score(y, p),
        "partial_auc_0.01": sk.roc_auc_score(y, p, max_fpr=0.01),
        "partial_auc_0.1": sk.roc_auc_score(y, p, max_fpr=0.1),
        "log_auc": log_auc(fpr, tpr, 0.001, 0.1),
        "equal_error_rate": equal_error_rate(fpr, tpr),
        "recall_at_fpr_0.001": float(tpr[fpr <= 0.001].max()),
        "recall_at_fpr_0.01": float(tpr[fpr <= 0.01].max()),
        "recall_at_precision_0.9": float(recall[precision >= 0.9].max()),
        "precision_at_recall_0.9": float(precision[recall >= 0.9].max()),
        "specificity_at_sensitivity_0.9": float((1 - fpr)[tpr >= 0.9].max()),
        "recall_at_top_0.1": top(y, p, ones, 0.1) / int(y.sum()),
        "lift_0.1": top(y, p, ones, 0.1) / int(y.sum()) / 0.1,
    }}


one = np.nextafter(0.5, 1)
print(json.dumps({
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__},
    "cases": [
        case("none", [], []),
        case("one class", [1, 1, 1], [0.2, 0.7, 0.1]),
        case("two rows", [0, 1], [0.2, 0.7]),
        case("two rows the wrong way", [1, 0], [0.2, 0.7]),
        case("no weight on one class", [1, 0, 1], [0.2, 0.7, 0.1], [1, 0, 1]),
        case("all tied", [0, 1, 0, 1, 1], [0.3] * 5),
        case("one ulp apart", [0, 1, 0, 1], [0.5, one, one, np.nextafter(one, 1)]),
        case("four rows", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]),
        case("a point at 10 %", [1, 0, 1] + [0] * 9, np.arange(12, 0, -1) / 16),
        drawn(200, 0.3, None), drawn(200, 0.3, 1), drawn(400, 0.05, 2), drawn(1500, 0.002, 3),
        drawn(300, 0.3, None, weighted=True), drawn(300, 0.2, 1, weighted=True),
    ],
    "groups": [grouped(60, 12, False), grouped(300, 40, False), grouped(200, 30, True)],
    "large": large(100_000),
    "labels": [labels(40, 3, False), labels(60, 5, True)],
}))
