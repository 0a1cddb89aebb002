# SPDX-License-Identifier: Apache-2.0
"""Golden values of calibration: statsmodels' logistic regression, scikit-learn's Brier score.

    python3 calibration.py > calibration.json
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import special, stats
from sklearn import metrics as sk
from statsmodels.tools import sm_exceptions

warnings.simplefilter("ignore")
rng = np.random.default_rng(21)
Z = 1.959963984540054


def bin_sums(y, p, w, count=15):
    """Of each bin that has rows: weight, squared weights, positives, scores."""
    at = np.minimum((p * count).astype(int), count - 1)
    return [(w[at == b].sum(), (w[at == b] ** 2).sum(), (w * y)[at == b].sum(),
             (w * p)[at == b].sum(), at == b) for b in range(count) if w[at == b].sum() > 0]


def decomposition(y, p, w, bins):
    total = w.sum()
    rate = np.average(y, weights=w)
    reliability = sum(n / total * (s / n - k / n) ** 2 for n, _, k, s, _ in bins)
    resolution = sum(n / total * (k / n - rate) ** 2 for n, _, k, s, _ in bins)
    variance = sum((w[here] * (p[here] - s / n) ** 2).sum() for n, _, k, s, here in bins) / total
    covariance = 2 * sum((w[here] * (p[here] - s / n) * (y[here] - k / n)).sum()
                         for n, _, k, s, here in bins) / total
    brier = sk.brier_score_loss(y, p, sample_weight=w, pos_label=1)
    uncertainty = rate * (1 - rate)
    assert abs(reliability - resolution + uncertainty + variance - covariance - brier) < 1e-14
    skill = None
    if uncertainty > 0:
        skill = [1 - brier / uncertainty]
        n = total**2 / (w**2).sum()
        if n >= 4:
            losses = (p - y) ** 2
            influence = ((losses - brier) / uncertainty
                         - brier / uncertainty**2 * (1 - 2 * rate) * (y - rate))
            se = np.sqrt(np.average(influence**2, weights=w) / (n - 1))
            ratio = brier / uncertainty
            factor = np.exp(stats.t.ppf(0.975, n - 1) * se / ratio)
            skill += [1 - ratio * factor, 1 - ratio / factor]
    return {"reliability": reliability, "resolution": resolution, "uncertainty": uncertainty,
            "within_bin_variance": variance, "within_bin_covariance": covariance,
            "brier_score": brier, "skill": skill}


def spiegelhalter(y, p, w):
    variance = (w**2 * (1 - 2 * p) ** 2 * p * (1 - p)).sum()
    if variance == 0:
        return None
    z = (w * (y - p) * (1 - 2 * p)).sum() / np.sqrt(variance)
    return [z, 2 * stats.norm.sf(abs(z))]


def hosmer_lemeshow(bins):
    statistic = used = 0
    for n, squares, k, s, _ in bins:
        score, effective = s / n, n**2 / squares
        if effective * score * (1 - score) >= 1:
            statistic += (k / n - score) ** 2 / (score * (1 - score) / effective)
            used += 1
    return [statistic, stats.chi2.sf(statistic, used), used] if used else None


def largest_exceeds(x):
    """Of |Brownian motion| on [0, 1]: the reflection principle."""
    k = np.arange(500)
    return 4 * ((-1.0) ** k * stats.norm.sf((2 * k + 1) * x)).sum()


def range_exceeds(x):
    """Of its range: Feller's series for small, his other one for large."""
    if x < 1.5:
        k = np.arange(500) + 0.5
        return 1 - ((8 / x**2 + 2 / (k * np.pi) ** 2) * np.exp(-2 * (k * np.pi / x) ** 2)).sum()
    k = np.arange(1, 500)
    return 8 * ((-1.0) ** (k - 1) * k * stats.norm.sf(k * x)).sum()


def walk(y, p, w):
    """Of the cumulative differences where the score changes."""
    deviation = np.sqrt((w**2 * p * (1 - p)).sum())
    if deviation == 0:
        return None
    places = np.array([0] + [(w * (y - p))[p <= at].sum() for at in np.unique(p)]) / deviation
    largest, reach = np.abs(places).max(), np.ptp(places)
    return {"kolmogorov_smirnov": [largest, largest_exceeds(largest)],
            "kuiper": [reach, range_exceeds(reach)]}


def logit(p):
    with np.errstate(divide="ignore"):
        return np.clip(np.log(p) - np.log1p(-p), np.log(1e-12), -np.log(1e-12))


def logistic(x, weight, squares, positives):
    """Of groups of rows with the same logit."""
    x, weight, squares, positives = map(np.asarray, (x, weight, squares, positives))
    out = {"slope": None, "intercept": None, "calibration_free": None}
    if positives.sum() <= 0 or positives.sum() >= weight.sum():
        return out

    def polished(design, params, offset=0):
        """statsmodels stops by the deviance, which is flat there: some steps of Newton's more."""
        for _ in range(5):
            p = special.expit(design @ params + offset)
            information = design.T @ (design * (weight * p * (1 - p))[:, None])
            params = params + np.linalg.solve(information, design.T @ (positives - weight * p))
        return params

    def errors(design, p):
        a = design.T @ (design * (weight * p * (1 - p))[:, None])
        b = design.T @ (design * (squares * p * (1 - p))[:, None])
        return np.sqrt(np.diag(np.linalg.inv(a) @ b @ np.linalg.inv(a)))

    share = positives / weight
    tight = {"tol": 1e-14, "maxiter": 200}
    one = np.ones((len(x), 1))
    fit = sm.GLM(share, one, family=sm.families.Binomial(), offset=x, var_weights=weight).fit(**tight)
    a = polished(one, fit.params, x)[0]
    assert abs(a - fit.params[0]) < 1e-6
    se = errors(one, special.expit(a + x))[0]
    out["intercept"] = [a, a - Z * se, a + Z * se]
    eta = a + x
    rate = positives.sum() / weight.sum()
    loss = (positives * np.logaddexp(0, -eta) + (weight - positives) * np.logaddexp(0, eta)).sum()
    out["calibration_free"] = [loss / weight.sum() / stats.entropy([rate, 1 - rate])]
    if len(set(x)) > 1:
        two = sm.add_constant(x)
        try:
            fit = sm.GLM(share, two, family=sm.families.Binomial(), var_weights=weight).fit(**tight)
        except sm_exceptions.PerfectSeparationError:
            return out
        a, b = polished(two, fit.params)
        assert np.abs(fit.params - [a, b]).max() < 1e-6
        se_a, se_b = errors(two, special.expit(a + b * x))
        out["slope"] = [b, b - Z * se_b, b + Z * se_b]
        out["joint"] = [a, se_a]
        if np.all(weight == 1):
            assert np.allclose(sm.Logit(positives, two).fit(disp=0, tol=1e-12).bse, [se_a, se_b])
    return out


def case(name, y, p, w=None):
    y, p = np.asarray(y).astype(float), np.asarray(p, dtype=float)
    w = np.ones(len(y)) if w is None else np.asarray(w, dtype=float)
    bins = bin_sums(y, p, w)
    used = w > 0
    x = logit(np.array([s / n for n, _, _, s, _ in bins]))
    e = {
        "brier": decomposition(y, p, w, bins),
        "spiegelhalter": spiegelhalter(y, p, w),
        "hosmer_lemeshow": hosmer_lemeshow(bins),
        "walk": walk(y, p, w),
        "binned": logistic(x, [b[0] for b in bins], [b[1] for b in bins], [b[2] for b in bins]),
        "rows": logistic(logit(p[used]), w[used], w[used] ** 2, (w * y)[used]),
    }
    return {"name": name, "actual": y.astype(int).tolist(), "score": p.tolist(),
            "weight": w.tolist(), "expected": e}


def drawn(n, a, b, intercept=0.0, slope=1.0):
    p = np.round(rng.beta(a, b, n), 6)
    return (rng.random(n) < special.expit(intercept + slope * logit(p))).astype(int), p


cases = [
    case("calibrated", *drawn(400, 1, 1)),
    case("overconfident", *drawn(300, 1, 1, 0.2, 0.6)),
    case("too low", *drawn(300, 2, 4, 1.0)),
    case("rare", *drawn(1500, 0.4, 8)),
    case("0.1 % positives", (np.arange(3000) % 1000 == 7).astype(int),
         rng.beta(0.3, 40, 3000).round(6)),
    case("weights", *drawn(250, 1, 2), rng.lognormal(0, 1, 250).round(4)),
    case("some rows do not count", *drawn(120, 1, 1), rng.integers(0, 3, 120)),
    case("ties", rng.integers(0, 2, 90), np.repeat([0.2, 0.4, 0.8], 30)),
    case("certain scores", rng.integers(0, 2, 60), np.repeat([0.0, 0.5, 1.0], 20)),
    case("one score", [0, 1, 0, 0], [0.3] * 4),
    case("one class", [0, 0, 0], [0.1, 0.3, 0.2]),
    case("the other class", [1, 1], [0.9, 0.4]),
    case("one row", [1], [0.4]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__},
    "brownian": [[x, largest_exceeds(x), range_exceeds(x)]
                 for x in [0.4, 0.7, 0.999, 1.0, 1.3, 1.999, 2.0, 2.5, 4, 7]],
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
