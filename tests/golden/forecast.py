# SPDX-License-Identifier: Apache-2.0
"""Golden values of forecasts of quantiles, intervals and distributions: scikit-learn, NumPy, SciPy.

    python3 forecast.py > forecast.json
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from scipy import integrate, stats
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(22)
Z = 1.959963984540054


def effective(w):
    return w.sum() ** 2 / (w**2).sum()


def student(values, w):
    """Mean with Student's interval at the effective size of the weights, cut at 0."""
    mean, n = np.average(values, weights=w), effective(w)
    if n < 2 or np.ptp(values[w > 0]) <= 1e-12 * np.abs(values).max():
        return [mean, None, None]
    se = np.sqrt(np.average((values - mean) ** 2, weights=w) / (n - 1))
    half = stats.t.ppf(0.975, int(n - 1) if n < 4 else n - 1) * se
    return [mean, max(0, mean - half), mean + half]


def wilson(hits, w):
    p, n = np.average(hits, weights=w), effective(w)
    centre = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    return [p, max(0, centre - half), min(1, centre + half)]


def quantile_case(name, tau, y, q, w=None):
    y, q = np.asarray(y, dtype=float), np.asarray(q, dtype=float)
    weights = np.ones(len(y)) if w is None else np.asarray(w, dtype=float)
    losses = np.where(y > q, tau * (y - q), (1 - tau) * (q - y))
    loss = sk.mean_pinball_loss(y, q, alpha=tau, sample_weight=w)
    assert abs(loss - np.average(losses, weights=weights)) < 1e-12 * abs(loss) + 1e-300
    d2 = None
    used = weights > 0
    if used.sum() >= 2 and np.ptp(y[used]) > 0:
        d2 = [sk.d2_pinball_score(y[used], q[used], alpha=tau,
                                  sample_weight=None if w is None else weights[used])]
    return {"name": name, "tau": tau, "actual": y.tolist(), "predicted": q.tolist(),
            "weight": None if w is None else weights.tolist(),
            "mean_pinball_loss": [loss, *student(losses, weights)[1:]],
            "quantile_coverage": wilson(y <= q, weights), "d2_pinball": d2}


def interval_case(name, confidence, y, lower, upper, w=None):
    y, lower, upper = (np.asarray(a, dtype=float) for a in (y, lower, upper))
    w = np.ones(len(y)) if w is None else np.asarray(w, dtype=float)
    width = upper - lower
    alpha = 1 - confidence
    score = (width + 2 / alpha * (lower - y) * (y < lower) + 2 / alpha * (y - upper) * (y > upper))
    reach = np.ptp(y[w > 0])
    return {"name": name, "confidence": confidence, "actual": y.tolist(), "lower": lower.tolist(),
            "upper": upper.tolist(), "weight": w.tolist(),
            "interval_coverage": wilson((lower <= y) & (y <= upper), w),
            "below_interval_rate": wilson(y < lower, w),
            "above_interval_rate": wilson(y > upper, w),
            "mean_interval_width": student(width, w),
            "normalized_mean_interval_width":
                [np.average(width, weights=w) / reach] if reach > 0 else None,
            "winkler_score": student(score, w)}


def normal_case(name, y, mean, sd, w=None):
    y, mean, sd = (np.asarray(a, dtype=float) for a in (y, mean, sd))
    w = np.ones(len(y)) if w is None else np.asarray(w, dtype=float)
    scores = []
    for a, m, s in zip(y, mean, sd):
        z = (a - m) / s
        closed = s * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
        if abs(z) < 8:  # the definition itself
            below = integrate.quad(lambda x: stats.norm.cdf(x) ** 2, -40, z, limit=200)[0]
            above = integrate.quad(lambda x: stats.norm.sf(x) ** 2, z, 40, limit=200)[0]
            assert abs(s * (below + above) - closed) < 1e-7 * s, (a, m, s)
        scores.append(closed)
    return {"name": name, "actual": y.tolist(), "mean": mean.tolist(), "deviation": sd.tolist(),
            "weight": w.tolist(), "scores": scores, "mean_crps": student(np.array(scores), w)}


def ensemble_case(name, y, members):
    scores = []
    for a, x in zip(y, members):
        x = np.asarray(x, dtype=float)
        direct = np.abs(x - a).mean() - np.abs(x[:, None] - x[None, :]).mean() / 2
        # The definition: the integral of a step function.
        at = np.sort(np.append(x, a))
        step = np.array([(np.mean(x <= t) - (t >= a)) ** 2 for t in at[:-1]])
        assert abs((step * np.diff(at)).sum() - direct) < 1e-12
        scores.append(direct)
    scores = np.array(scores)
    return {"name": name, "actual": list(y), "members": [list(m) for m in members],
            "scores": scores.tolist(), "mean_crps": student(scores, np.ones(len(y)))}


y = rng.gamma(2, 10, 150).round(3)
guess = (y + rng.normal(0, 8, 150)).round(3)
w = rng.lognormal(0, 1, 150).round(4)
w[::10] = 0
mean = rng.normal(0, 3, 100).round(3)
sd = rng.gamma(3, 0.5, 100).round(3) + 0.01
members = rng.normal(0, 2, (40, 9)).round(2)
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "quantiles": [
        quantile_case("median", 0.5, y, guess),
        quantile_case("p90", 0.9, y, guess + 9),
        quantile_case("p10", 0.1, y, guess - 9),
        quantile_case("weights", 0.9, y, guess + 5, w),
        quantile_case("ties", 0.5, y.round(-1), guess.round(-1)),
        quantile_case("exact", 0.9, [1, 2, 3], [1, 2, 3]),
        quantile_case("one row", 0.1, [3], [4.5]),
        quantile_case("equal truths", 0.5, [2, 2, 2, 2], [1, 2, 3, 5]),
        quantile_case("offset", 0.9, y + 1e9, guess + 1e9),
    ],
    "intervals": [
        interval_case("half", 0.5, y, guess - 5, guess + 5),
        interval_case("weights", 0.9, y, guess - 13, guess + 10, w),
        interval_case("ends", 0.8, [1, 2, 3, 4], [1, 2.5, 1, 4], [2, 3, 3, 4]),
        interval_case("one row", 0.95, [5], [6], [8]),
        interval_case("no width", 0.9, [1, 1, 2], [1, 2, 2], [1, 2, 2]),
    ],
    "normals": [
        normal_case("plain", mean + sd * rng.normal(0, 1, 100).round(3), mean, sd),
        normal_case("weights", mean + sd, mean, sd, rng.integers(0, 4, 100)),
        normal_case("far", [0, 100, -1e6], [0, 0, 0], [1, 1, 1]),
        normal_case("narrow", [3, 2.5], [2, 2.5], [1e-3, 1e-9]),
    ],
    "ensembles": [
        ensemble_case("nine", rng.normal(0, 2, 40).round(2), members),
        ensemble_case("one member", [1.0, 2.0], [[3.0], [2.0]]),
        ensemble_case("ties", [1.0, 0.0], [[1.0, 1.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.0]]),
    ],
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
