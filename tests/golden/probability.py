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


def debiased(y, p, w, count=15):
    """Bin by bin, with the score interval of squares of normal gaps."""
    at = np.minimum((p * count).astype(int), count - 1)
    sizes, squares, gaps, noises = [], [], [], []
    for b in range(count):
        here = at == b
        size = w[here].sum()
        if size == 0:
            continue
        n = size**2 / (w[here] ** 2).sum()
        if n < 1.5:
            continue
        rate = np.average(y[here], weights=w[here])
        sizes.append(size)
        gaps.append(np.average(p[here], weights=w[here]) - rate)
        noises.append(rate * (1 - rate) / (n - 1))
    if not sizes:
        return None
    share, gap, noise = np.array(sizes) / sum(sizes), np.array(gaps), np.array(noises)
    value = (share * (gap**2 - noise)).sum()
    flat = 2 * (share**2 * noise**2).sum()
    if flat == 0:
        return [value, None, None]
    # The truths t with (value - t)^2 = Z^2 (4 slope t + flat).
    slope = (share**2 * gap**2 * noise).sum() / (share * gap**2).sum()
    roots = np.roots([1, -2 * value - 4 * Z**2 * slope, value**2 - Z**2 * flat])
    roots = sorted(roots.real) if np.isreal(roots).all() else [roots[0].real] * 2
    return [value, min(value, max(roots[0], 0)), min(1, max(roots[1], value, 0))]


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
    e["debiased_squared_calibration_error"] = debiased(y, p, np.ones(len(y)))
    return {"name": name, "type": kind, "actual": y.tolist(), "score": p.tolist(), "expected": e}


def quantile(df):
    """Student's; below 3 degrees of freedom that of a whole number, as the library has it."""
    return stats.t.ppf(0.975, int(df) if df < 3 else df)


def of_weights(values, w, top):
    """Student at the effective size of the weights."""
    mean = np.average(values, weights=w)
    n = w.sum() ** 2 / (w**2).sum()
    if n < 2 or np.ptp(values) < 1e-12:
        return [mean, None, None]
    variance = np.average((values - mean) ** 2, weights=w) * n / (n - 1)
    half = quantile(n - 1) * np.sqrt(variance / n)
    return [mean, max(0.0, mean - half), min(top, mean + half)]


def weighted_case(name, y, p, w):
    y, p, w = np.asarray(y), np.asarray(p, dtype=float), np.asarray(w, dtype=float)
    eps = np.finfo(float).eps
    used = w > 0
    clipped = np.clip(p, eps, 1 - eps)
    losses = -np.log(np.where(y == 1, clipped, 1 - clipped))
    mean = sk.log_loss(y, p, eps=eps, labels=[0, 1], sample_weight=w)
    e = {
        "log_loss": [mean, *of_weights(losses[used], w[used], np.inf)[1:]],
        "brier_score": [sk.brier_score_loss(y, p, sample_weight=w, pos_label=1),
                        *of_weights((p - y)[used] ** 2, w[used], 1.0)[1:]],
        "normalized_entropy": None,
        "normalized_entropy_positive": None,
        "predicted_over_actual": None,
    }
    n = w.sum() ** 2 / (w**2).sum()
    rate = np.average(y, weights=w)
    rest = np.average(1 - y, weights=w)

    def ratio(value, influence):
        if n < 2:
            return [value, None, None]
        variance = np.average(influence**2, weights=w) * n / (n - 1)
        factor = np.exp(quantile(n - 1) * np.sqrt(variance / n) / value)
        return [value, value / factor, value * factor]

    if 0 < rate < 1:
        entropy = -rate * np.log1p(-rest) - rest * np.log(rest)
        slope = np.log(rest / rate)  # of the entropy by the base rate
        e["normalized_entropy"] = ratio(
            mean / entropy,
            (losses - mean) / entropy - mean / entropy**2 * slope * (y - rate))
        # (sum over the positives of the loss) / (-sum over them of the log of the base rate)
        part = np.average(losses * y, weights=w)
        value = part / (-rate * np.log1p(-rest))
        below = -rate * np.log1p(-rest)
        slope = -np.log1p(-rest) - 1
        e["normalized_entropy_positive"] = ratio(
            value,
            (losses * y - part) / below - part / below**2 * slope * (y - rate))
    if rate > 0:
        value = (w * p).sum() / (w * y).sum()
        variance = (w**2 * p * (1 - p)).sum()
        factor = np.exp(Z * np.sqrt(variance / ((w * p).sum() * (w * y).sum())))
        e["predicted_over_actual"] = [value, value / factor, value * factor]
    at = np.minimum((p * 15).astype(int), 14)
    share, gap = [], []
    for b in range(15):
        here = (at == b) & used
        if here.any():
            share.append(w[here].sum() / w.sum())
            gap.append(abs(np.average(p[here], weights=w[here])
                           - np.average(y[here], weights=w[here])))
    share, gap = np.array(share), np.array(gap)
    e["expected_calibration_error"] = [(share * gap).sum()]
    e["root_mean_squared_calibration_error"] = [np.sqrt((share * gap**2).sum())]
    e["maximum_calibration_error"] = [gap.max()]
    e["debiased_squared_calibration_error"] = debiased(y, p, w)
    return {"name": name, "actual": y.tolist(), "score": p.tolist(), "weight": w.tolist(),
            "effective": n, "expected": e}


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
weighted = [
    weighted_case("amounts", *drawn(300, 1, 1), rng.lognormal(0, 1, 300).round(4)),
    weighted_case("one weight", *drawn(60, 2, 2), np.full(60, 2.5)),
    weighted_case("some rows do not count", *drawn(80, 1, 2), rng.integers(0, 3, 80)),
    weighted_case("rare", (np.arange(2000) % 1000 == 7).astype(int),
                  rng.beta(0.2, 20, 2000).round(6), rng.random(2000).round(4) + 0.01),
    weighted_case("ties", rng.integers(0, 2, 90), np.repeat([0.2, 0.4, 0.8], 30),
                  rng.random(90).round(3) + 0.5),
    weighted_case("one class", [0, 0, 0], [0.1, 0.3, 0.2], [1, 2, 3]),
    weighted_case("the other class", [1, 1], [0.9, 0.4], [0.5, 3]),
    weighted_case("very unequal", [0, 1, 1, 0], [0.4, 0.7, 0.6, 0.3], [1e-6, 1e6, 1, 1]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases, "cross_entropy": entropy, "weighted": weighted,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
