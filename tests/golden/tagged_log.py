# SPDX-License-Identifier: Apache-2.0
"""A log with weights and groups, and what scikit-learn says of it: of all rows and of each group,
by weight and without. Fairness by fairlearn's definitions.

    python3 tagged_log.py > tagged_log.json
"""

import json
import random
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.simplefilter("ignore")
random.seed(33)
COLUMNS = ["score", "label", "a", "b", "c", "class", "predicted", "target", "weight", "group"]

rows = []
for i in range(600):
    group = random.choices("FMX", weights=[5, 4, 3])[0]
    score = round(random.betavariate(2, 3), 3)
    label = int(random.random() < (score if group == "M" else 0.5 * score + 0.2))
    truth = random.choices(range(3), weights=[5, 3, 2])[0]
    scores = [random.random() for _ in range(3)]
    scores[truth] += 0.4
    a, b = (round(s / sum(scores), 4) for s in scores[:2])
    target = round(random.lognormvariate(2, 0.7), 2)
    predicted = round(target * random.lognormvariate(0.05, 0.2), 2)
    weight = random.choice([0.25, 0.5, 1, 1, 2, 3.5])
    rows.append([score, label, a, b, round(1 - a - b, 4), truth, predicted, target, weight, group])

columns = {name: np.array([row[i] for row in rows]) for i, name in enumerate(COLUMNS)}


def binary(c, w):
    y, s = c["label"], c["score"]
    p = (s >= 0.5).astype(int)
    n, positives = w.sum(), (w * y).sum()
    loss = sk.log_loss(y, s, sample_weight=w)
    base = positives / n
    sensitivity = sk.recall_score(y, p, sample_weight=w)
    specificity = sk.recall_score(y, p, sample_weight=w, pos_label=0)
    all = {
        "accuracy": sk.accuracy_score(y, p, sample_weight=w),
        "balanced_accuracy": sk.balanced_accuracy_score(y, p, sample_weight=w),
        "precision": sk.precision_score(y, p, sample_weight=w),
        "recall": sensitivity,
        "specificity": specificity,
        "negative_predictive_value": sk.precision_score(y, p, sample_weight=w, pos_label=0),
        "false_positive_rate": 1 - specificity,
        "false_negative_rate": 1 - sensitivity,
        "f1": sk.f1_score(y, p, sample_weight=w),
        "fbeta_0.5": sk.fbeta_score(y, p, beta=0.5, sample_weight=w),
        "fbeta_2": sk.fbeta_score(y, p, beta=2, sample_weight=w),
        "matthews_correlation": sk.matthews_corrcoef(y, p, sample_weight=w),
        "cohen_kappa": sk.cohen_kappa_score(y, p, sample_weight=w),
        "jaccard": sk.jaccard_score(y, p, sample_weight=w),
        "youden_j": sensitivity + specificity - 1,
        "base_rate": base,
        "positive_rate": (w * p).sum() / n,
        "log_loss": loss,
        "brier_score": sk.brier_score_loss(y, s, sample_weight=w),
        "normalized_entropy": loss / -(base * np.log(base) + (1 - base) * np.log(1 - base)),
        "predicted_over_actual": (w * s).sum() / positives,
        "roc_auc": sk.roc_auc_score(y, s, sample_weight=w),
        "gini": 2 * sk.roc_auc_score(y, s, sample_weight=w) - 1,
        "average_precision": sk.average_precision_score(y, s, sample_weight=w),
    }
    fpr, tpr, _ = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    all["class_ks"] = np.max(tpr - fpr)
    for limit in (0.001, 0.01):
        all[f"recall_at_fpr_{limit}"] = tpr[fpr <= limit].max()
    precision, recall, _ = sk.precision_recall_curve(y, s, sample_weight=w)
    all["precision_at_recall_0.9"] = precision[recall >= 0.9].max()
    return all


def multiclass(c, w):
    y, s = c["class"], np.stack([c["a"], c["b"], c["c"]], axis=1)
    p = s.argmax(axis=1)
    all = {
        "accuracy": sk.accuracy_score(y, p, sample_weight=w),
        "balanced_accuracy": sk.balanced_accuracy_score(y, p, sample_weight=w),
        "matthews_correlation": sk.matthews_corrcoef(y, p, sample_weight=w),
        "cohen_kappa": sk.cohen_kappa_score(y, p, sample_weight=w),
        "log_loss": sk.log_loss(y, s, sample_weight=w, labels=range(3)),
        "top_2_accuracy": sk.top_k_accuracy_score(y, s, k=2, sample_weight=w, labels=range(3)),
        "roc_auc_ovr_macro": sk.roc_auc_score(y, s, multi_class="ovr", sample_weight=w),
    }
    for name, of in (("precision", sk.precision_score), ("recall", sk.recall_score),
                     ("f1", sk.f1_score)):
        for average in ("macro", "micro", "weighted"):
            all[f"{name}_{average}"] = of(y, p, average=average, sample_weight=w)
        for k, value in enumerate(of(y, p, average=None, labels=range(3), sample_weight=w)):
            all[f"{name}[{k}]"] = value
    return all


def regression(c, w):
    y, p = c["target"], c["predicted"]
    return {
        "mean_absolute_error": sk.mean_absolute_error(y, p, sample_weight=w),
        "mean_squared_error": sk.mean_squared_error(y, p, sample_weight=w),
        "root_mean_squared_error": sk.mean_squared_error(y, p, sample_weight=w, squared=False),
        "mean_error": (w * (p - y)).sum() / w.sum(),
        "mean_absolute_percentage_error":
            sk.mean_absolute_percentage_error(y, p, sample_weight=w),
        "symmetric_mean_absolute_percentage_error":
            (w * 2 * abs(p - y) / (abs(p) + abs(y))).sum() / w.sum(),
        "wape": (w * abs(p - y)).sum() / (w * abs(y)).sum(),
        "r2": sk.r2_score(y, p, sample_weight=w),
        "explained_variance": sk.explained_variance_score(y, p, sample_weight=w),
        "max_error": sk.max_error(y[w > 0], p[w > 0]),
        # Without weights the mean of the two in the middle; with them the lower one.
        "median_absolute_error": sk.median_absolute_error(
            y, p, sample_weight=None if (w == 1).all() else w),
        "mean_squared_log_error": sk.mean_squared_log_error(y, p, sample_weight=w),
    }


def fairness(c, w):
    y, p = c["label"], (c["score"] >= 0.5).astype(int)
    rates = {"selected": [], "recall": [], "false_alarms": [], "precision": [], "accuracy": [],
             "calibration": []}
    for group in "FMX":
        m = c["group"] == group

        def share(part, whole):
            return (w * (part & whole & m)).sum() / (w * (whole & m)).sum()

        every = np.ones(len(y), bool)
        rates["selected"].append(share(p == 1, every))
        rates["recall"].append(share(p == 1, y == 1))
        rates["false_alarms"].append(share(p == 1, y == 0))
        rates["precision"].append(share(y == 1, p == 1))
        rates["accuracy"].append(share(y == p, every))
        rates["calibration"].append((w * c["score"] * m).sum() / (w * y * m).sum())

    def difference(name):
        return max(rates[name]) - min(rates[name])

    def quotient(name):
        return min(rates[name]) / max(rates[name])

    return {
        "calibration_difference": difference("calibration"),
        "calibration_ratio": quotient("calibration"),
        "demographic_parity_difference": difference("selected"),
        "demographic_parity_ratio": quotient("selected"),
        "equal_opportunity_difference": difference("recall"),
        "equalized_odds_difference": max(difference("recall"), difference("false_alarms")),
        "equalized_odds_ratio": min(quotient("recall"), quotient("false_alarms")),
        "predictive_parity_difference": difference("precision"),
    }


def measured(of, weighted):
    def with_weights(c):
        return of(c, c["weight"] if weighted else np.ones(len(c["weight"])))

    def rows_where(keep):
        return with_weights({name: column[keep] for name, column in columns.items()})

    return {"total": with_weights(columns), "first": rows_where(np.arange(600) < 300),
            "groups": {g: rows_where(columns["group"] == g) for g in "FMX"}}


ones = np.ones(len(rows))
json.dump({
    "scikit-learn": sklearn.__version__,
    "columns": COLUMNS,
    "rows": rows,
    "binary": [measured(binary, False), measured(binary, True)],
    "multiclass": [measured(multiclass, False), measured(multiclass, True)],
    "regression": [measured(regression, False), measured(regression, True)],
    "fairness": [fairness(columns, ones), fairness(columns, columns["weight"])],
}, sys.stdout)
print()
