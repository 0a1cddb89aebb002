# SPDX-License-Identifier: Apache-2.0
"""Golden values of top-k accuracy: scikit-learn, ties included; statsmodels for Wilson's interval.

    python3 top_k.py > top_k.json
"""
import json
import warnings

import numpy as np
import sklearn
import statsmodels
from sklearn.metrics import top_k_accuracy_score
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
rng = np.random.default_rng(41)


def case(n, classes, steps, weighted):
    p = rng.integers(0, steps, (n, classes)) / 1024
    y = rng.integers(0, classes, n)
    w = rng.integers(0, 8, n) / 4 if weighted else np.ones(n)
    out = {"scores": p.tolist(), "actual": y.tolist(), "weights": w.tolist() if weighted else None}
    for k in (2, 3, 5):
        # A class count of k is an error there; every class is then among the first k.
        value = 1.0 if k >= classes else top_k_accuracy_score(
            y, p, k=k, sample_weight=w, labels=np.arange(classes))
        size = w.sum() ** 2 / (w**2).sum()
        low, high = proportion_confint(value * size, size, method="wilson")
        out[f"top_{k}"] = [value, max(low, 0.0) if value > 0 else 0.0, 1.0 if value == 1 else high]
    return out


print(json.dumps({
    "versions": {"numpy": np.__version__, "sklearn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "cases": [case(1, 3, 1000, False), case(2, 4, 4, False), case(60, 3, 1000, False),
              case(80, 10, 1000, False), case(80, 10, 4, False), case(40, 12, 900, True),
              case(50, 6, 3, True)]}))
