# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics of a probability: scikit-learn, SciPy's Student quantile.

    python3 probability.py > probability.json

The scores of a case of type float are floats exactly; their log loss is scikit-learn's in double at
float's epsilon.
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(3)
Z = 1.959963984540054


def student(losses, top):
    n = len(losses)
    if n < 2 or np.ptp(losses) < 1e-12:
        return [None, None]
    half = stats.t.ppf(0.975, n - 1) * losses.std(ddof=1) / np.sqrt(n)
    return [max(0.0, losses.mean() - half), min(top, losses.mean() + half)]


def bins(y, p, count=15):
    at = np.minimum((p * count).astype(int), count - 1)
    out = []
    for b in range(count):
        here = at == b
        if here.any():
            out.append((here.mean(), abs(p[here].mean() - y[here].mean())))
    return np.array(out)


def case(name, y, p, kind="double"):
    y = np.asarray(y)
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind])
    eps = float(np.finfo(p.dtype).eps)
    p = p.astype(np.float64)
    clipped = np.clip(p, eps, 1 - eps)
    losses = -np.log(np.where(y == 1, clipped, 1 - clipped))
    squares = (p - y) ** 2
    mean = sk.log_loss(y, p, eps=eps, labels=[0, 1])
    e = {
        "log_loss": [mean, *student(losses, np.inf)],
        "brier_score": [np.mean((p - y) ** 2) if y.all() or not y.any()
                        else sk.brier_score_loss(y, p), *student(squares, 1.0)],
        "normalized_entropy": None,
        "predicted_over_actual": None,
    }
    rate = y.mean()
    if 0 < rate < 1:
        e["normalized_entropy"] = [mean / stats.entropy([rate, 1 - rate])]
    if rate > 0:
        ratio = p.sum() / y.sum()
        variance = (p * (1 - p)).sum()
        factor = np.exp(Z * np.sqrt(variance / (p.sum() * y.sum()))) if variance > 0 else None
        e["predicted_over_actual"] = [ratio, *([ratio / factor, ratio * factor] if factor
                                               else [None, None])]
    share, gap = bins(y, p).T
    e["expected_calibration_error"] = [(share * gap).sum()]
    e["root_mean_squared_calibration_error"] = [np.sqrt((share * gap**2).sum())]
    e["maximum_calibration_error"] = [gap.max()]
    return {"name": name, "type": kind, "actual": y.tolist(), "score": p.tolist(), "expected": e}


def drawn(n, a, b):
    p = np.round(rng.beta(a, b, n), 6)
    return (rng.random(n) < p).astype(int), p


def entropy_case(name, y, p, kind="double"):
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind])
    eps = float(np.finfo(p.dtype).eps)
    p = p.astype(np.float64)
    classes = list(range(p.shape[1]))
    clipped = np.clip(p, eps, 1 - eps)
    clipped /= clipped.sum(axis=1, keepdims=True)
    losses = -np.log(clipped[np.arange(len(y)), y])
    return {"name": name, "type": kind, "actual": list(map(int, y)), "scores": p.tolist(),
            "expected": [sk.log_loss(y, p, eps=eps, labels=classes), *student(losses, np.inf)]}


cases = [
    case("calibrated", *drawn(300, 1, 1)),
    case("rare", *drawn(250, 0.5, 8)),
    case("float", *drawn(200, 2, 2), kind="float"),
    case("overconfident", *[(y, np.clip(2 * p - 0.5, 0, 1)) for y, p in [drawn(120, 2, 2)]][0]),
    case("certain and right", [0, 1, 1], [0.0, 1.0, 1.0]),
    case("certain and wrong", [0, 1, 1], [1.0, 0.0, 1.0]),
    case("certain and wrong, float", [0, 1, 1, 0], [1.0, 0.0, 1.0, 0.0], kind="float"),
    case("of the methods page", [1, 0], [0.0, 0.5]),
    case("one class", [0, 0, 0, 0], [0.1, 0.4, 0.05, 0.2]),
    case("the other class", [1, 1], [0.9, 0.4]),
    case("one row", [1], [0.25]),
    case("constant score", [0, 1, 0, 0, 1, 0], [0.45] * 6),
    case("borders of bins", [0, 1, 0, 1, 1], [1 / 15, 2 / 15, 7 / 15, 14 / 15, 1.0]),
    case("below float's epsilon", [1, 0, 1], [1e-12, 1e-12, 0.5], kind="float"),
]
simplex = rng.dirichlet([1, 2, 0.5], 120).round(6)
truth = np.array([rng.choice(3, p=row / row.sum()) for row in simplex])
entropy = [
    entropy_case("three classes", truth, simplex),
    entropy_case("three classes, float", truth[:60], simplex[:60], kind="float"),
    entropy_case("not normalised", [0, 2, 1], [[0.2, 0.2, 0.2], [0.9, 0.9, 0.9], [0.1, 0.6, 0.1]]),
    entropy_case("certain", [0, 2, 1], [[1, 0, 0], [1, 0, 0], [0, 1, 0]]),
    entropy_case("nothing at all", [0, 2], [[0, 0, 0], [0, 0, 1]]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases, "cross_entropy": entropy,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
