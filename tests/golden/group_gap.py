# SPDX-License-Identifier: Apache-2.0
"""Golden values of the gap between groups in a metric: in calibration in the large, and in a mean
absolute error, with intervals joined from those of each pair of groups.

    python3 group_gap.py > group_gap.json
"""
import itertools
import json

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(71)


def joined(a, b):
    (x, xl, xu), (y, yl, yu) = a, b
    return x - y - np.hypot(x - xl, yu - y), x - y + np.hypot(xu - x, y - yl)


def gaps(estimate, groups, alpha=0.05):
    pairs = len(groups) * (len(groups) - 1) / 2
    at = [estimate(g, 1 - alpha / pairs) for g in groups]
    values = [e[0] for e in at]
    high, low = int(np.argmax(values)), int(np.argmin(values))
    ends = [joined(a, b) for a, b in itertools.permutations(at, 2)]
    logs = [joined(np.log(a), np.log(b)) for a, b in itertools.permutations(at, 2)]
    return {
        "difference": [values[high] - values[low], max(0, *(e[0] for e in ends)),
                       max(0, *(e[1] for e in ends)), high, low],
        "ratio": [values[low] / values[high], min(1, *np.exp([e[0] for e in logs])),
                  min(1, *np.exp([e[1] for e in logs])), high, low],
    }


def calibration(group, confidence):
    p, y = np.array(group["scores"]), np.array(group["actual"])
    value = p.sum() / y.sum()
    error = np.sqrt((p * (1 - p)).sum() / (p.sum() * y.sum()))
    factor = np.exp(stats.norm.ppf((1 + confidence) / 2) * error)
    return np.array([value, value / factor, value * factor])


def absolute_error(group, confidence):
    e = np.abs(np.array(group["predicted"]) - np.array(group["actual"]))
    half = stats.t.ppf((1 + confidence) / 2, len(e) - 1) * e.std(ddof=1) / np.sqrt(len(e))
    return np.array([e.mean(), e.mean() - half, e.mean() + half])


def scored(shift):
    p = rng.beta(2, 3, 80)
    q = 1 / (1 + np.exp(-(np.log(p / (1 - p)) + shift)))
    return {"scores": p.tolist(), "actual": (rng.random(80) < q).astype(int).tolist()}


def predicted(spread):
    y = rng.normal(size=50)
    return {"actual": y.tolist(), "predicted": (y + spread * rng.normal(size=50)).tolist()}


cases = {"calibration": [], "mean_absolute_error": []}
for size in (2, 3, 5):
    groups = [scored(0.6 * i) for i in range(size)]
    cases["calibration"].append({"groups": groups, **gaps(calibration, groups)})
    groups = [predicted(0.5 + 0.2 * i) for i in range(size)]
    cases["mean_absolute_error"].append({"groups": groups, **gaps(absolute_error, groups)})

print(json.dumps({"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, **cases}))
