# SPDX-License-Identifier: Apache-2.0
"""A log of a classifier over four classes, and what scikit-learn says of it.

    python3 multiclass_log.py > multiclass_log.json
"""

import json
import random
import sys

import sklearn
from sklearn import metrics

random.seed(20)
rows = []
for i in range(600):
    truth = random.choices(range(4), weights=[8, 5, 3, 1])[0]
    scores = [random.random() for _ in range(4)]
    scores[truth] += 0.5
    scores = [round(s / sum(scores), 4) for s in scores]
    rows.append((scores, truth))

predicted = [s.index(max(s)) for s, _ in rows]
actual = [t for _, t in rows]


def performance(actual, predicted):
    all = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(actual, predicted),
        "matthews_correlation": metrics.matthews_corrcoef(actual, predicted),
        "cohen_kappa": metrics.cohen_kappa_score(actual, predicted),
    }
    for name, of in (("precision", metrics.precision_score), ("recall", metrics.recall_score),
                     ("f1", metrics.f1_score)):
        for average in ("macro", "micro", "weighted"):
            all[f"{name}_{average}"] = of(actual, predicted, average=average)
        for k, value in enumerate(of(actual, predicted, average=None, labels=range(4))):
            all[f"{name}[{k}]"] = value
    return all


json.dump({
    "scikit-learn": sklearn.__version__,
    "rows": [{"scores": s, "label": t, "prediction": p} for (s, t), p in zip(rows, predicted)],
    "total": performance(actual, predicted),
    "windows": [performance(actual[i:i + 200], predicted[i:i + 200]) for i in (0, 200, 400)],
}, sys.stdout)
print()
