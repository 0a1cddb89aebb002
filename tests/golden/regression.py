# SPDX-License-Identifier: Apache-2.0
"""Golden values of the metrics of a predicted number: scikit-learn, NumPy, SciPy's Student quantile.

    python3 regression.py > regression.json

The columns of a case of type float are floats exactly; their errors are taken in double. A naive
forecast of null is none.
"""
import json
import math
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(29)
Z = 1.959963984540054
NONE = [None, None]


def mean(x):
    return math.fsum(x) / len(x)


def half(x, least=1e-13):
    """Half of Student's interval of a mean, None where the values show no spread."""
    n = len(x)
    if n < 2 or np.ptp(x) <= least * np.abs(x).max():
        return None
    centre = mean(x)
    return stats.t.ppf(0.975, n - 1) * math.sqrt(mean((x - centre) ** 2) / (n - 1))


def linear(x, low, high=math.inf, least=1e-13):
    h, m = half(x, least), mean(x)
    ends = NONE if h is None else [max(low, m - h), min(high, m + h)]
    return [m, *[e if e is None or math.isfinite(e) else None for e in ends]]


def plain(x, high=math.inf):
    """Of what keeps no more than the sum of squares, which a spread below 1e-8 does not show in."""
    return linear(x, 0, high, 1e-7)


def logarithmic(above, below):
    """mean(above) / mean(below), the means of terms over the same rows."""
    ratio = mean(above) / mean(below)
    if ratio == 0 or len(above) < 2:
        return [ratio, None, None]
    h = half(above - ratio * below)
    rounding = np.abs(above - ratio * below).max() <= 1e-9 * np.abs(above).max()
    if h is None or rounding:
        return [ratio, None, None]
    factor = math.exp(h / mean(below) / ratio)
    return [ratio, ratio / factor, ratio * factor]


def complement(value, ratio):
    low, high = (None, None) if ratio[1] is None else (1 - ratio[2], 1 - ratio[1])
    return [value, low, high]


def wilson(k, n):
    p, zz = k / n, Z * Z / n
    centre = (p + zz / 2) / (1 + zz)
    h = Z * math.sqrt(p * (1 - p) / n + zz / (4 * n)) / (1 + zz)
    return [p, 0 if k == 0 else centre - h, 1 if k == n else centre + h]


def case(name, y, p, naive=None, kind="double"):
    dtype = {"double": np.float64, "float": np.float32}[kind]
    y, p = np.asarray(y, dtype).astype(np.float64), np.asarray(p, dtype).astype(np.float64)
    e = p - y
    n, size, square = len(y), np.abs(e), e * e
    out = {
        "mean_error": linear(e, -math.inf),
        "mean_absolute_error": linear(size, 0),
        "max_error": [sk.max_error(y, p)],
        "mean_squared_error": logarithmic(square, np.ones(n)),
        "over_estimation_rate": wilson(int((e > 0).sum()), n),
        "under_estimation_rate": wilson(int((e < 0).sum()), n),
        "symmetric_mean_absolute_percentage_error": plain(
            np.where(size > 0, 2 * size / np.where(size > 0, np.abs(y) + np.abs(p), 1), 0), 2),
    }
    for key in ["mean_absolute_error", "mean_squared_error"]:
        assert math.isclose(out[key][0], getattr(sk, key)(y, p), rel_tol=1e-12)
    out["root_mean_squared_error"] = [x and math.sqrt(x) for x in out["mean_squared_error"]]
    for key, score, centre in [("r2", sk.r2_score, 0), ("explained_variance",
                                                         sk.explained_variance_score, mean(e))]:
        if n >= 2 and np.ptp(y) > 0:
            out[key] = complement(score(y, p),
                                  logarithmic((e - centre) ** 2, (y - mean(y)) ** 2))
    if y.any():
        out["wape"] = logarithmic(size, np.abs(y))
    for key, here in [("mean_over_estimation", e > 0), ("mean_under_estimation", e < 0)]:
        if here.any():
            out[key] = plain(size[here])
    zero = y == 0
    if not zero.all():
        share = size[~zero] / np.abs(y[~zero])
        out["mean_absolute_percentage_error"] = plain(share)
        assert math.isclose(out["mean_absolute_percentage_error"][0],
                            sk.mean_absolute_percentage_error(y[~zero], p[~zero]), rel_tol=1e-12)
    result = {"name": name, "type": kind, "actual": y.tolist(), "predicted": p.tolist(),
              "zeros": int(zero.sum()), "expected": out}
    if naive is not None:
        naive = np.asarray(naive, np.float64)
        here = np.isfinite(naive)
        worth = np.abs(naive[here] - y[here])
        result["naive"] = [None if math.isnan(x) else x for x in naive]
        out["naive_mean_absolute_error"] = plain(worth)
        if worth.any():
            value = 1 - (sk.mean_absolute_error(y[here], p[here])
                         / sk.mean_absolute_error(y[here], naive[here]))
            out["skill"] = complement(value, logarithmic(size[here], worth))
    return result


def drawn(n, offset=0.0, bias=0.0, spread=1.0, step=1024):
    y = np.round((offset + spread * rng.normal(size=n)) * step) / step
    p = y + np.round((bias + 0.4 * spread * rng.normal(size=n)) * step) / step
    return y, p


walk = np.round(50 + np.cumsum(rng.normal(size=240)), 3)
last = np.concatenate([[np.nan], walk[:-1]])
last[rng.random(240) < 0.1] = np.nan
tails = np.round(rng.standard_t(1.5, size=250), 4), np.round(rng.standard_t(1.5, size=250), 4)
counts = rng.poisson(1.5, size=150).astype(float)

cases = [
    case("plain", *drawn(120, 3, 0.2)),
    case("blocks", *drawn(600, 10, -0.1, 2)),
    case("offset of 1e9", *drawn(520, 1e9, 0.25)),
    case("offset of -1e9 and a bias", *drawn(100, -1e9, 3)),
    case("bias of 1e9", *drawn(300, 0, 1e9)),
    case("heavy tails", tails[0], tails[0] + tails[1]),
    case("a forecast without a model", walk, np.round(walk + 0.5 * rng.normal(size=240), 3), last),
    case("worse than the naive forecast", walk[:60], walk[:60] + 2, last[:60]),
    case("a naive forecast that is right", [1, 2, 3], [2, 2, 2], [1, 2, 3]),
    case("zeros", counts, np.round(counts + rng.normal(size=150), 3)),
    case("zeros predicted as such", [0, 0, 2, 4], [0, 1, 3, 3]),
    case("nothing but zeros", [0, 0, 0], [1, -1, 0.5]),
    case("float", *[np.float32(x) for x in drawn(130, 7, 0.3)], kind="float"),
    case("constant truth", [0.1] * 5, [0.1, 0.2, 0.3, 0.2, 0.1]),
    case("constant prediction", [1, 2, 3, 4.5], [2.5] * 4),
    case("constant error", [1, 2, 3, 4.5], [1.5, 2.5, 3.5, 5]),
    case("perfect", [1, 2, 3], [1, 2, 3]),
    case("one row", [2], [2.5]),
    case("two rows", [2, 4], [2.5, 3]),
    case("two equal rows", [2, 2], [2.5, 2.5]),
    case("opposite signs", [-1, 2, -3], [1, -2, 3]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
