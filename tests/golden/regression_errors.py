# SPDX-License-Identifier: Apache-2.0
"""Golden values of error quantiles, log errors, deviances and error groups: scikit-learn, NumPy,
SciPy's Student quantile.

    python3 regression_errors.py > regression_errors.json

The columns of a case of type float are floats exactly; their errors are taken in double.
"""
import json
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk

warnings.simplefilter("ignore")
rng = np.random.default_rng(17)
Z = 1.959963984540054


def student(losses, root=False):
    n = len(losses)
    if n < 2 or np.ptp(losses) <= 1e-12 * np.max(losses):
        return [None, None]
    half = stats.t.ppf(0.975, n - 1) * losses.std(ddof=1) / np.sqrt(n)
    ends = [max(0.0, losses.mean() - half), losses.mean() + half]
    return [np.sqrt(e) for e in ends] if root else ends


def quantile(x, q):
    n = len(x)
    centre = n * q + 0.5 + (Z * Z - 1) * (1 - 2 * q) / 6
    spread = Z * np.sqrt(n * q * (1 - q))
    low, high = int(np.floor(centre - spread)), int(np.ceil(centre + spread))
    ordered = np.sort(x)
    ends = [ordered[low - 1], ordered[high - 1]] if low >= 1 and high <= n else [None, None]
    return [np.quantile(x, q), *ends]


def groups(error, feature, share):
    low, high = np.quantile(error, [share, 1 - share])
    if not low < high:
        return {"share": share, "none": True}
    out = {}
    under, over = error <= low, error >= high
    for name, here in [("under", under), ("majority", ~under & ~over), ("over", over)]:
        known = feature[here & ~np.isnan(feature)]
        out[name] = {"rows": int(here.sum()),
                     "mean_error": error[here].mean() if here.any() else None,
                     "mean_feature": known.mean() if len(known) else None}
    gap = abs(out["under"]["mean_feature"] - out["over"]["mean_feature"])
    return {"share": share, **out, "range_share": gap / (np.nanmax(feature) - np.nanmin(feature))}


def losses(y, p, power):
    if power == 0:
        return (np.log1p(y) - np.log1p(p)) ** 2
    if power == 1:
        return 2 * (scipy.special.xlogy(y, y / p) - y + p)
    return 2 * (np.log(p / y) + y / p - 1)


def case(name, y, p, kind="double", feature=None):
    y, p = (np.asarray(x, dtype={"double": np.float64, "float": np.float32}[kind])
            .astype(np.float64) for x in (y, p))
    error = p - y
    e = {"median_absolute_error": [sk.median_absolute_error(y, p), *quantile(abs(error), 0.5)[1:]],
         "absolute_error_p90": quantile(abs(error), 0.9),
         "absolute_error_p99": quantile(abs(error), 0.99),
         "error_p05": quantile(error, 0.05),
         "error_p50": quantile(error, 0.5),
         "error_p95": quantile(error, 0.95),
         "mean_squared_log_error": None, "root_mean_squared_log_error": None,
         "mean_poisson_deviance": None, "d2_poisson": None,
         "mean_gamma_deviance": None, "d2_gamma": None}
    if y.min() >= 0 and p.min() >= 0:
        mean = sk.mean_squared_log_error(y, p)
        e["mean_squared_log_error"] = [mean, *student(losses(y, p, 0))]
        e["root_mean_squared_log_error"] = [np.sqrt(mean), *student(losses(y, p, 0), root=True)]
    if y.min() >= 0 and p.min() > 0:
        e["mean_poisson_deviance"] = [sk.mean_poisson_deviance(y, p), *student(losses(y, p, 1))]
        if np.ptp(y) > 0:
            e["d2_poisson"] = [sk.d2_tweedie_score(y, p, power=1)]
    if y.min() > 0 and p.min() > 0:
        e["mean_gamma_deviance"] = [sk.mean_gamma_deviance(y, p), *student(losses(y, p, 2))]
        if np.ptp(y) > 0:
            e["d2_gamma"] = [sk.d2_tweedie_score(y, p, power=2)]
    c = {"name": name, "type": kind, "actual": y.tolist(), "predicted": p.tolist(), "expected": e}
    if feature is not None:
        feature = np.asarray(feature, dtype=np.float64)
        c["feature"] = [None if np.isnan(x) else x for x in feature]
        c["groups"] = [groups(error, feature, share) for share in (0.05, 0.2, 0.45)]
    return c


def amounts(n):
    mean = np.exp(rng.normal(3, 1, n))
    return rng.gamma(2, mean / 2).round(4) + 0.0001, mean.round(4)


def counts(n):
    mean = rng.gamma(1.5, 2, n).round(5) + 0.00001
    return rng.poisson(mean), mean


def numbers(n):
    x = rng.normal(0, 10, n).round(3)
    y = x + rng.standard_t(3, n).round(3)
    feature = np.where(rng.random(n) < 0.1, np.nan, (y - x + rng.normal(0, 1, n)).round(3))
    return y, x, "double", feature


cases = [
    case("amounts", *amounts(400)),
    case("amounts, float", *amounts(150), kind="float"),
    case("counts", *counts(300)),
    case("counts, float", *counts(100), kind="float"),
    case("numbers of both signs", *numbers(501)),
    case("few numbers", *numbers(40)),
    case("ties", rng.integers(0, 4, 200), rng.integers(1, 5, 200), "double",
         rng.integers(0, 3, 200)),
    case("six rows", [1, 2, 3, 4, 5, 6], [1.5, 1, 3.25, 8, 5.5, 6.125]),
    case("five rows", [1, 2, 3, 4, 5], [1.5, 1, 3.25, 8, 5.5]),
    case("two rows", [0.5, 2], [1, 1]),
    case("one row", [3], [4.5]),
    case("all right", [1, 2, 4], [1, 2, 4]),
    case("equal truths", [0.1] * 7, [0.1, 0.2, 0.3, 0.1, 0.1, 0.5, 0.1]),
    case("no events", [0, 0, 0], [0.1, 0.2, 0.4]),
    case("far apart", [1e-9, 1e9, 5], [1e9, 1e-9, 5]),
    case("large", *[x * 1e6 for x in amounts(60)]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":"), allow_nan=False).replace('{"name"', '\n{"name"'))
