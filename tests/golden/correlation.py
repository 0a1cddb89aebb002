# SPDX-License-Identifier: Apache-2.0
"""Golden values of the rarer metrics of a predicted number: SciPy, scikit-learn, NumPy.

    python3 correlation.py > correlation.json

Values are null where there is no answer.
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

warnings.simplefilter("ignore")
rng = np.random.default_rng(37)
Z = 1.959963984540054


def fraction(x):
    return [Fraction(float(v)) for v in x]


def sums(y, p, w):
    y, p, w = fraction(y), fraction(p), fraction(w)
    n = sum(w)
    my, mp = sum(a * b for a, b in zip(w, y)) / n, sum(a * b for a, b in zip(w, p)) / n
    yy = sum(a * (b - my) ** 2 for a, b in zip(w, y))
    pp = sum(a * (b - mp) ** 2 for a, b in zip(w, p))
    py = sum(a * (b - my) * (c - mp) for a, b, c in zip(w, y, p))
    return n, my, mp, yy, pp, py


def case(name, y, p, weights=None, naive=None):
    y, p = np.asarray(y, float), np.asarray(p, float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    n, my, mp, yy, pp, py = sums(y, p, w)
    e = p - y
    out = {}
    if yy and pp:
        r = float(py) / math.sqrt(float(pp)) / math.sqrt(float(yy))
        size = w.sum() ** 2 / (w * w).sum()
        h = Z / math.sqrt(size - 3) if size > 3 and abs(r) < 1 else None
        out["pearson_correlation"] = [r] if h is None else [
            r, math.tanh(math.atanh(r) - h), math.tanh(math.atanh(r) + h)]
        out["concordance_correlation"] = [float(2 * py / (pp + yy + n * (mp - my) ** 2))]
        if weights is None:
            assert math.isclose(r, stats.pearsonr(y, p)[0], rel_tol=1e-6)
            s = stats.spearmanr(y, p)[0]
            out["spearman_correlation"] = [s]
    fy, fp, fw = fraction(y), fraction(p), fraction(w)
    dot = sum(a * b * c for a, b, c in zip(fw, fy, fp))
    sy, sp = sum(a * b * b for a, b in zip(fw, fy)), sum(a * b * b for a, b in zip(fw, fp))
    if sy and sp:
        out["cosine_similarity"] = [float(dot) / math.sqrt(float(sy)) / math.sqrt(float(sp))]
    mse = float(sum(a * (b - c) ** 2 for a, b, c in zip(fw, fp, fy)) / n)
    if yy:
        rse = mse / float(yy / n)
        out["relative_squared_error"] = [rse]
        out["nrmse_by_std"] = [math.sqrt(rse)]
        out["nrmse_by_range"] = [math.sqrt(mse) / np.ptp(y)]
        size = w.sum() ** 2 / (w * w).sum()
        if size > 4:
            out["adjusted_r2"] = [1 - rse * (size - 1) / (size - 4)]
        out["relative_absolute_error"] = [math.fsum(w * np.abs(e)) / math.fsum(
            float(a * abs(b - my)) for a, b in zip(fw, fy))]
        if len(y) > 1:
            out["d2_absolute_error"] = [sk.d2_absolute_error_score(y, p, sample_weight=weights)]
            if not math.isfinite(out["d2_absolute_error"][0]):
                del out["d2_absolute_error"]
    if my:
        out["nrmse_by_mean"] = [math.sqrt(mse) / abs(float(my))]

    def huber(d):
        s = np.abs(e)
        return math.fsum(w * np.where(s <= d, s * s / 2, d * (s - d / 2))) / math.fsum(w)
    out["huber_half"], out["huber_2"] = [huber(0.5)], [huber(2)]
    out["log_cosh_error"] = [math.fsum(w * (np.logaddexp(e, -e) - math.log(2))) / math.fsum(w)]
    for power in [-1, 0, 1, 1.5, 2, 3]:
        try:
            out[f"tweedie_{power}"] = [sk.mean_tweedie_deviance(y, p, sample_weight=weights,
                                                                power=power)]
        except ValueError:
            pass
    result = {"name": name, "actual": y.tolist(), "predicted": p.tolist(), "expected": out}
    if weights is not None:
        result["weights"] = w.tolist()
    if naive is not None:
        naive = np.asarray(naive, float)
        result["naive"] = [None if math.isnan(x) else x for x in naive]
        here = np.isfinite(naive)
        same = np.sign(y[here] - naive[here]) == np.sign(p[here] - naive[here])
        out["directional_accuracy"] = [math.fsum(w[here][same]) / math.fsum(w[here])]
    return result


def drawn(n, offset=0.0, bias=0.0, noise=0.4):
    y = np.round((offset + rng.normal(size=n)) * 1024) / 1024
    return y, y + np.round((bias + noise * rng.normal(size=n)) * 1024) / 1024


walk = np.round(50 + np.cumsum(rng.normal(size=120)), 1)
last = np.concatenate([[np.nan], walk[:-1]])
guess = np.round(last + 0.7 * (walk - last) + rng.normal(size=120), 1)
guess[0] = walk[0]
guess[5], walk[9] = last[5], last[9]
last[10] = walk[9]
amounts = np.round(np.exp(rng.normal(1, 1, 90)), 3)
said = np.round(amounts * np.exp(rng.normal(0, 0.5, 90)), 3) + 0.001
often_zero = np.where(rng.random(90) < 0.4, 0, amounts)
gamma = np.round(rng.gamma(2, 1, 90), 3) + 0.01

cases = [
    case("plain", *drawn(80, 2, 0.3)),
    case("noise", *drawn(200, 0, 0, 5)),
    case("offset of 1e9", *drawn(300, 1e9, 0.5)),
    case("against", [1, 2, 3, 4, 5], [5, 4, 3.5, 2, 1]),
    case("ties", [1, 1, 2, 2, 3, 3, 3], [1, 2, 2, 2, 2, 5, 1]),
    case("weights", *drawn(100, 2, -0.3), np.round(rng.gamma(1, 1, 100), 3) + 0.001),
    case("walk", walk, guess, None, last),
    case("weighted walk", walk, guess, np.round(rng.gamma(1, 1, 120), 3) + 0.001, last),
    case("amounts", amounts, said),
    case("weighted amounts", amounts, said, gamma),
    case("often zero", often_zero, said),
    case("constant truth", [2, 2, 2], [1, 2, 4]),
    case("constant prediction", [1, 2, 4], [2, 2, 2]),
    case("a prediction of 0", [1, 2, 4], [0, 0, 0]),
    case("perfect", [1, 2, 4], [1, 2, 4]),
    case("one row", [2], [3]),
    case("two rows", [2, 3], [3, 3.5]),
    case("far off", [0, 1, 2], [900, -900, 3]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "scikit-learn": sklearn.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
