# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics of a predicted number where rows have weights: scikit-learn's with
sample_weight, NumPy, SciPy's Student quantile at Kish's effective size.

    python3 regression_weighted.py > regression_weighted.json

A naive forecast of null is none. Values are [value, lower, upper]; bounds are null where there are
none.
"""
import json
import math
import warnings
from fractions import Fraction

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk
from sklearn.utils.stats import _weighted_percentile

warnings.simplefilter("ignore")
rng = np.random.default_rng(31)
Z = 1.959963984540054
NONE = [None, None]


def mean(x, w):
    return math.fsum(w * x) / math.fsum(w)


def effective(w):
    return max(1.0, math.fsum(w) ** 2 / math.fsum(w * w))


def half(x, w, least=1e-13):
    n = effective(w)
    if n < 2 or np.ptp(x) <= least * np.abs(x).max():
        return None
    variance = mean((x - mean(x, w)) ** 2, w) * n / (n - 1)
    df = n - 1
    df = 1 if df < 2 else 2 if df < 3 else df
    return stats.t.ppf(0.975, df) * math.sqrt(variance / n)


def linear(x, w, low, high=math.inf, least=1e-13):
    h, m = half(x, w, least), mean(x, w)
    ends = NONE if h is None else [max(low, m - h), min(high, m + h)]
    return [m, *[e if e is None or math.isfinite(e) else None for e in ends]]


def plain(x, w, high=math.inf):
    return linear(x, w, 0, high, 1e-7)


def logarithmic(above, below, w):
    ratio = mean(above, w) / mean(below, w)
    if ratio == 0 or np.abs(above - ratio * below).max() <= 1e-9 * np.abs(above).max():
        return [ratio, None, None]
    h = half(above - ratio * below, w)
    if h is None:
        return [ratio, None, None]
    exponent = h / mean(below, w) / ratio
    if exponent + math.log(ratio) > 709:
        return [ratio, None, None]
    factor = math.exp(exponent)
    return [ratio, ratio / factor, ratio * factor]


def complement(value, ratio):
    low, high = (None, None) if ratio[1] is None else (1 - ratio[2], 1 - ratio[1])
    return [value, low, high]


def wilson(part, w):
    n = effective(w)
    p, zz = math.fsum(w[part]) / math.fsum(w), Z * Z / n
    centre = (p + zz / 2) / (1 + zz)
    h = Z * math.sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz)
    return [p, 0 if p == 0 else centre - h, 1 if p == 1 else centre + h]


def same(ours, theirs):
    assert math.isclose(ours, theirs, rel_tol=1e-9), (ours, theirs)
    return ours


def exact_r2(y, p, w, take_bias):
    """As scikit-learn defines it, in fractions: its own float sums lose digits at an offset."""
    y, p, w = [[Fraction(float(v)) for v in x] for x in (y, p, w)]
    total = sum(w)
    my = sum(a * b for a, b in zip(w, y)) / total
    bias = sum(a * (c - b) for a, b, c in zip(w, y, p)) / total if take_bias else 0
    below = sum(a * (b - my) ** 2 for a, b in zip(w, y))
    if below == 0:
        return None
    return float(1 - sum(a * (c - b - bias) ** 2 for a, b, c in zip(w, y, p)) / below)


def case(name, y, p, w, naive=None):
    y, p, w = [np.asarray(x, np.float64) for x in (y, p, w)]
    result = {"name": name, "actual": y.tolist(), "predicted": p.tolist(), "weights": w.tolist()}
    kept = w > 0  # as rows that are not there; scikit-learn gives the same, but for extremes
    all_y, all_p, all_w = y, p, w
    y, p, w = y[kept], p[kept], w[kept]
    e = p - y
    size, square = np.abs(e), e * e
    one = np.ones(len(y))
    out = {
        "mean_error": linear(e, w, -math.inf),
        "mean_absolute_error": linear(size, w, 0),
        "max_error": [sk.max_error(y, p)],
        "mean_squared_error": logarithmic(square, one, w),
        "over_estimation_rate": wilson(e > 0, w),
        "under_estimation_rate": wilson(e < 0, w),
        "symmetric_mean_absolute_percentage_error": plain(
            np.where(size > 0, 2 * size / np.where(size > 0, np.abs(y) + np.abs(p), 1), 0), w, 2),
        "median_absolute_error": [sk.median_absolute_error(all_y, all_p, sample_weight=all_w)],
        "absolute_error_p90": [_weighted_percentile(np.abs(all_p - all_y), all_w, 90)],
        "error_p05": [_weighted_percentile(all_p - all_y, all_w, 5)],
        "error_p50": [_weighted_percentile(all_p - all_y, all_w, 50)],
    }
    for key in ["mean_absolute_error", "mean_squared_error"]:
        same(out[key][0], getattr(sk, key)(all_y, all_p, sample_weight=all_w))
    out["root_mean_squared_error"] = [x and math.sqrt(x) for x in out["mean_squared_error"]]
    for key, score, centre in [("r2", sk.r2_score, 0),
                               ("explained_variance", sk.explained_variance_score, mean(e, w))]:
        value = exact_r2(y, p, w, key != "r2")
        if len(y) >= 2 and value is not None:
            if np.abs(y).max() < 1e6:
                assert abs(value - score(all_y, all_p, sample_weight=all_w)) <= 1e-9 * (
                    1 + abs(value))
            about = np.array([float(Fraction(float(v)) - Fraction(float(mean(y, w)))) for v in y])
            out[key] = complement(value, logarithmic((e - centre) ** 2, about ** 2, w))
    if y.any():
        out["wape"] = logarithmic(size, np.abs(y), w)
    for key, here in [("mean_over_estimation", e > 0), ("mean_under_estimation", e < 0)]:
        if here.any():
            out[key] = plain(size[here], w[here])
    there = y != 0
    if there.any():
        out["mean_absolute_percentage_error"] = plain(size[there] / np.abs(y[there]), w[there])
        same(out["mean_absolute_percentage_error"][0],
             sk.mean_absolute_percentage_error(y[there], p[there], sample_weight=w[there]))
    if (y >= 0).all() and (p >= 0).all():
        value = same(mean((np.log1p(p) - np.log1p(y)) ** 2, w),
                     sk.mean_squared_log_error(y, p, sample_weight=w))
        out["mean_squared_log_error"] = [value]
        out["root_mean_squared_log_error"] = [math.sqrt(value)]
    if (p > 0).all() and (y >= 0).all():
        out["mean_poisson_deviance"] = [sk.mean_poisson_deviance(y, p, sample_weight=w)]
        if np.ptp(y) > 0:
            out["d2_poisson"] = [sk.d2_tweedie_score(y, p, sample_weight=w, power=1)]
        if (y > 0).all():
            out["mean_gamma_deviance"] = [sk.mean_gamma_deviance(y, p, sample_weight=w)]
            if np.ptp(y) > 0:
                out["d2_gamma"] = [sk.d2_tweedie_score(y, p, sample_weight=w, power=2)]
    result["expected"] = out
    if naive is not None:
        naive = np.asarray(naive, np.float64)
        result["naive"] = [None if math.isnan(x) else x for x in naive]
        naive = naive[kept]
        here = np.isfinite(naive)
        worth = np.abs(naive[here] - y[here])
        out["naive_mean_absolute_error"] = plain(worth, w[here])
        if worth.any():
            value = 1 - (sk.mean_absolute_error(y[here], p[here], sample_weight=w[here])
                         / sk.mean_absolute_error(y[here], naive[here], sample_weight=w[here]))
            out["skill"] = complement(value, logarithmic(size[here], worth, w[here]))
    return result


def drawn(n, offset=0.0, bias=0.0, spread=1.0, step=1024):
    y = np.round((offset + spread * rng.normal(size=n)) * step) / step
    p = y + np.round((bias + 0.4 * spread * rng.normal(size=n)) * step) / step
    return y, p


def weights(n, kind):
    if kind == "mild":
        return np.round(rng.gamma(2, 1, n), 3) + 0.001
    if kind == "wild":
        return np.exp2(np.round(rng.normal(0, 8, n)))
    if kind == "masks":
        return (rng.random(n) < 0.6).astype(float) * np.round(rng.gamma(2, 1, n), 2)
    return np.ones(n)


walk = np.round(50 + np.cumsum(rng.normal(size=240)), 3)
last = np.concatenate([[np.nan], walk[:-1]])
last[rng.random(240) < 0.1] = np.nan
tails = np.round(rng.standard_t(1.5, size=250), 4), np.round(rng.standard_t(1.5, size=250), 4)
ratings = rng.poisson(1.5, size=150).astype(float)
amounts = np.round(np.exp(rng.normal(3, 1, 200)), 2)

cases = [
    case("mild weights", *drawn(120, 3, 0.2), weights(120, "mild")),
    case("wild weights", *drawn(400, 5, -0.2), weights(400, "wild")),
    case("weights of 0", *drawn(300, 10, -0.1, 2), weights(300, "masks")),
    case("the first row weighs 0 and is far away", [1e9, 1, 2, 3], [0, 1.5, 2, 2], [0, 1, 2, 3]),
    case("a light row far away", [1e6, 1, 2, 3], [0, 1.5, 2, 2], [2.0**-60, 1, 2, 3]),
    case("weights of 1", *drawn(130, 7, 0.3), weights(130, "one")),
    case("offset of 1e9", *drawn(520, 1e9, 0.25), weights(520, "mild")),
    case("offset of -1e9, a bias, wild weights", *drawn(100, -1e9, 3), weights(100, "wild")),
    case("heavy tails", tails[0], tails[0] + tails[1], weights(250, "mild")),
    case("a forecast without a model", walk, np.round(walk + 0.5 * rng.normal(size=240), 3),
         weights(240, "mild"), last),
    case("zeros", ratings, np.round(np.abs(ratings + rng.normal(size=150)), 3),
         weights(150, "mild")),
    case("amounts", amounts, np.round(amounts * np.exp(rng.normal(0, 0.4, 200)), 2) + 0.01,
         weights(200, "masks")),
    case("nothing but zeros", [0, 0, 0], [1, -1, 0.5], [1, 2, 1]),
    case("constant truth", [0.1] * 5, [0.1, 0.2, 0.3, 0.2, 0.1], [1, 1, 2, 3, 1]),
    case("constant error", [1, 2, 3, 4.5], [1.5, 2.5, 3.5, 5], [1, 2, 3, 4]),
    case("perfect", [1, 2, 3], [1, 2, 3], [0.5, 0.25, 0.5]),
    case("one row", [2], [2.5], [3]),
    case("two rows", [2, 4], [2.5, 3], [1, 3]),
    case("half of the weight exactly", [0, 0, 0, 0], [1, 2, 3, 4], [1, 1, 1, 1]),
    case("large weights", *drawn(40, 1), 2.0**400 * weights(40, "mild")),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
