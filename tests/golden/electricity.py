# SPDX-License-Identifier: Apache-2.0
"""What scikit-learn and SciPy say about every window of a log of predictions.

    python3 electricity.py electricity.csv > electricity.json

Windows of 1,000 production rows are compared with the reference rows. The numeric columns give
Kolmogorov-Smirnov (method "auto") and Wasserstein-1, the categorical ones chi-squared.
"""

import json
import sys

import numpy
import scipy
import sklearn
from log_drift import moved_category, moved_number
from sklearn import metrics

NUMERIC = ["nswprice", "nswdemand", "vicprice", "vicdemand", "transfer"]
CATEGORICAL = ["period", "label"]
WINDOW = 1000
THRESHOLD = 0.5


def performance(score, label):
    predicted = (score >= THRESHOLD).astype(int)
    return {
        "accuracy": metrics.accuracy_score(label, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(label, predicted),
        "precision": metrics.precision_score(label, predicted),
        "recall": metrics.recall_score(label, predicted),
        "specificity": metrics.recall_score(label, predicted, pos_label=0),
        "f1": metrics.f1_score(label, predicted),
        "matthews_correlation": metrics.matthews_corrcoef(label, predicted),
        "cohen_kappa": metrics.cohen_kappa_score(label, predicted),
        "jaccard": metrics.jaccard_score(label, predicted),
        "log_loss": metrics.log_loss(label, score),
        "brier_score": metrics.brier_score_loss(label, score),
        "roc_auc": metrics.roc_auc_score(label, score),
    }


def main(path):
    log = numpy.genfromtxt(path, delimiter=",", names=True, dtype=None, encoding="ascii")
    reference = log[log["split"] == "reference"]
    production = log[log["split"] != "reference"]
    windows = []
    for first in range(0, len(production), WINDOW):
        window = production[first:first + WINDOW]
        windows.append({
            "first_row": int(window["row"][0]),
            "rows": len(window),
            "metrics": performance(window["score"], window["label"]),
            "numeric": {c: moved_number(reference[c], window[c]) for c in NUMERIC + ["score"]},
            "categorical": {c: moved_category(reference[c], window[c]) for c in CATEGORICAL},
        })
    json.dump({
        "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
        "numeric": ["statistic", "p_value", "wasserstein"],
        "categorical": ["statistic", "p_value", "degrees_of_freedom"],
        "reference": performance(reference["score"], reference["label"]),
        "total": performance(production["score"], production["label"]),
        "windows": windows,
    }, sys.stdout, separators=(",", ":"))
    print()


main(sys.argv[1])
