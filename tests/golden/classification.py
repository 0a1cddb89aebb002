# SPDX-License-Identifier: Apache-2.0
"""Golden values of the binary threshold metrics: scikit-learn for the values, statsmodels for
Wilson's intervals and kappa's error, complex-step derivatives for the delta-method errors.

    python3 classification.py > classification.json
"""
import json
import warnings

import numpy as np
import sklearn
import statsmodels
from sklearn import metrics as sk
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

warnings.simplefilter("ignore")
Z = 1.959963984540054


def wilson(share, n):
    low, high = proportion_confint(share * n, n, alpha=0.05, method="wilson")
    return [float(max(low, 0.0)), float(min(high, 1.0))]


def slopes(f, cells):
    """Derivative of f by each cell, by a complex step: exact to rounding."""
    step = 1e-30
    return np.array([f(cells + step * 1j * at).imag / step for at in np.eye(len(cells))])


def mcc(c):
    tn, fp, fn, tp = c
    return (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))


def kappa(c):
    tn, fp, fn, tp = c
    n = sum(c)
    chance = ((tn + fp) * (tn + fn) + (fn + tp) * (fp + tp)) / n**2
    return ((tn + tp) / n - chance) / (1 - chance)


def fbeta(beta):
    b = beta * beta
    return lambda c: (1 + b) * c[3] / ((1 + b) * c[3] + b * c[2] + c[1])


def mover(terms, offset=0.0, low=0.0):
    value = sum(w * v for w, v, _ in terms) + offset
    down = np.sqrt(sum((w * (v - b[0])) ** 2 for w, v, b in terms))
    up = np.sqrt(sum((w * (b[1] - v)) ** 2 for w, v, b in terms))
    return [max(low, value - down), min(1.0, value + up)]


def around(centre, value, error):
    return [max(-1.0, min(value, centre - Z * error)), min(1.0, max(value, centre + Z * error))]


def expected(y, p, w):
    """Name -> [value, lower, upper], or null where telltale has no answer."""
    sw = {"sample_weight": w}
    cells, squares = [], []
    for a in (0, 1):
        for b in (0, 1):
            at = (y == a) & (p == b)
            cells.append(w[at].sum())
            squares.append((w[at] ** 2).sum())
    cells, squares = np.array(cells), np.array(squares)
    tn, fp, fn, tp = cells
    n = cells.sum()
    effective = lambda which: cells[which].sum() ** 2 / squares[which].sum()
    out = {}

    def share(name, value, which):
        which = list(which)
        if cells[which].sum() == 0:
            out[name] = None
        else:
            out[name] = [float(value), *wilson(value, effective(which))]

    TN, FP, FN, TP = range(4)
    share("accuracy", sk.accuracy_score(y, p, **sw), (TN, FP, FN, TP))
    share("precision", sk.precision_score(y, p, **sw), (TP, FP))
    share("recall", sk.recall_score(y, p, **sw), (TP, FN))
    share("specificity", sk.recall_score(y, p, pos_label=0, **sw), (TN, FP))
    share("negative_predictive_value", sk.precision_score(y, p, pos_label=0, **sw), (TN, FN))
    share("false_positive_rate", 1 - sk.recall_score(y, p, pos_label=0, **sw), (TN, FP))
    share("false_negative_rate", 1 - sk.recall_score(y, p, **sw), (TP, FN))
    share("jaccard", sk.jaccard_score(y, p, **sw), (TP, FP, FN))
    share("base_rate", np.average(y, weights=w), (TN, FP, FN, TP))
    share("positive_rate", np.average(p, weights=w), (TN, FP, FN, TP))

    share("zero_one_loss", sk.zero_one_loss(y, p, **sw), (TN, FP, FN, TP))
    share("false_discovery_rate", 1 - sk.precision_score(y, p, **sw), (TP, FP))
    share("false_omission_rate", 1 - sk.precision_score(y, p, pos_label=0, **sw), (TN, FN))
    out["baseline_precision"], out["baseline_recall"] = out["base_rate"], out["positive_rate"]

    j = out["jaccard"]
    out["f1"] = j and [float(sk.f1_score(y, p, **sw)), *(2 * x / (1 + x) for x in j[1:])]
    for name, beta in (("fbeta_0.5", 0.5), ("fbeta_2", 2.0)):
        if tp + fp + fn == 0:
            out[name] = None
            continue
        value = float(sk.fbeta_score(y, p, beta=beta, **sw))
        # Half an average row more a cell: see metric/trade_off.hpp.
        row = cells[1:].sum() / effective([TP, FP, FN])
        near, near_squares = cells + row / 2, squares + row * row / 2
        at = fbeta(beta)(near)
        size = at * (1 - at) / (near_squares * slopes(fbeta(beta), near) ** 2).sum()
        out[name] = [value, *wilson(value, size)]

    both = out["recall"] and out["specificity"]
    terms = both and [(1.0, x[0], x[1:]) for x in (out["recall"], out["specificity"])]
    out["balanced_accuracy"] = both and [
        float(sk.balanced_accuracy_score(y, p, **sw)),
        *mover([(0.5, v, bounds) for _, v, bounds in terms]),
    ]
    out["youden_j"] = both and [terms[0][1] + terms[1][1] - 1, *mover(terms, -1.0, -1.0)]

    both = out["precision"] and out["negative_predictive_value"]
    terms = both and [(1.0, x[0], x[1:]) for x in (out["precision"],
                                                   out["negative_predictive_value"])]
    out["markedness"] = both and [terms[0][1] + terms[1][1] - 1, *mover(terms, -1.0, -1.0)]

    # Half a row more in each cell of the effective rows: see metric/diagnostic.hpp.
    for name in ("positive_likelihood_ratio", "negative_likelihood_ratio",
                 "diagnostic_odds_ratio", "prevalence_threshold", "fowlkes_mallows"):
        out[name] = None
    if (tp + fn) > 0 and (tn + fp) > 0:
        positives, negatives = effective([TP, FN]), effective([TN, FP])
        t, f = tp / (tp + fn) * positives, fp / (tn + fp) * negatives
        values = sk.class_likelihood_ratios(y, p, **sw)

        def log_scale(middle, variance):
            return np.exp(np.log(middle) + Z * np.sqrt(variance) * np.array([-1, 1]))

        def ratio(a, n, b, m):
            return log_scale((a + .5) / (n + .5) / ((b + .5) / (m + .5)),
                             1 / (a + .5) - 1 / (n + .5) + 1 / (b + .5) - 1 / (m + .5))

        def widened(value, bounds):
            return [float(value), float(min(value, bounds[0])), float(max(value, bounds[1]))]

        plus = ratio(t, positives, f, negatives)
        if fp > 0:
            assert tp == 0 or abs(values[0] - tp / (tp + fn) / (fp / (tn + fp))) < 1e-12 * values[0]
            out["positive_likelihood_ratio"] = widened(values[0] if tp > 0 else 0, plus)
        if tn > 0:
            value = values[1] if tp > 0 else 1 / (tn / (tn + fp))
            out["negative_likelihood_ratio"] = widened(
                value, ratio(positives - t, positives, negatives - f, negatives))
        if fp > 0 and fn > 0:
            cells4 = np.array([t, positives - t, f, negatives - f]) + .5
            middle = cells4[0] / cells4[1] * cells4[3] / cells4[2]
            assert abs(Table2x2(cells4.reshape(2, 2)).oddsratio / middle - 1) < 1e-12
            assert abs(Table2x2(cells4.reshape(2, 2)).log_oddsratio_se -
                       np.sqrt((1 / cells4).sum())) < 1e-12
            out["diagnostic_odds_ratio"] = widened(
                tp * tn / (fp * fn), log_scale(middle, (1 / cells4).sum()))
        if tp + fp > 0:
            a, b = np.sqrt(tp / (tp + fn)), np.sqrt(fp / (tn + fp))
            out["prevalence_threshold"] = widened(b / (a + b), 1 / (1 + np.sqrt(plus[::-1])))

    if tp + fn > 0 and tp + fp > 0:
        geometric = lambda c: c[3] / np.sqrt((c[3] + c[2]) * (c[3] + c[1]))
        row = cells[1:].sum() / effective([TP, FP, FN])
        near, near_squares = cells + row / 2, squares + row * row / 2
        at = geometric(near)
        size = at * (1 - at) / (near_squares * slopes(geometric, near) ** 2).sum()
        value = float(np.sqrt(sk.precision_score(y, p, **sw) * sk.recall_score(y, p, **sw)))
        out["fowlkes_mallows"] = [value, *wilson(value, size)]

    # What no skill gives: see metric/baseline.hpp.
    base = out["base_rate"]
    out["baseline_f1"] = base and [2 * x / (1 + x) for x in base]
    entropy = lambda q: float(-sum(x * np.log(x) for x in (q, 1 - q) if x > 0))
    for name, of in (("baseline_accuracy", lambda q: max(q, 1 - q)),
                     ("baseline_brier_score", lambda q: q * (1 - q)),
                     ("baseline_log_loss", entropy)):
        ends = [of(base[1]), of(base[2])]
        middle = [of(0.5)] if base[1] < 0.5 < base[2] else []
        out[name] = [of(base[0]), min(ends + middle), max(ends + middle)]

    # Two average rows more, spread over the cells: see metric/delta_method.hpp.
    row = squares.sum() / n
    near, near_squares = cells + row / 2, squares + row * row / 2
    varies = (tn + fp) * (fn + tp) * (tn + fn) * (fp + tp) > 0
    error = np.sqrt((near_squares * slopes(mcc, near) ** 2).sum())
    value = float(sk.matthews_corrcoef(y, p, **sw))
    out["matthews_correlation"] = (
        [value, *around(mcc(near), value, error)] if varies else None
    )
    if (tn == n) or (tp == n):
        out["cohen_kappa"] = None
    else:
        error = np.sqrt((near_squares * slopes(kappa, near) ** 2).sum())
        if (w == 1).all():
            assert abs(cohens_kappa(near.reshape(2, 2)).std_kappa / error - 1) < 1e-6
        value = float(sk.cohen_kappa_score(y, p, **sw))
        out["cohen_kappa"] = [value, *around(kappa(near), value, error)]
    return out


def case(name, y, p, w=None):
    weighted = w is not None
    y, p = np.array(y), np.array(p)
    w = np.ones(len(y)) if w is None else np.array(w, dtype=float)
    one = {"name": name, "actual": y.tolist(), "predicted": p.tolist()}
    if weighted:
        one["weight"] = w.tolist()
    one["expected"] = expected(y, p, w)
    return one


def counts(name, tn, fp, fn, tp):
    y = np.repeat([0, 0, 1, 1], [tn, fp, fn, tp])
    p = np.repeat([0, 1, 0, 1], [tn, fp, fn, tp])
    return {"name": name, "counts": [tn, fp, fn, tp], "expected": expected(y, p, np.ones(len(y)))}


rng = np.random.default_rng(7)
cases = [
    counts("balanced", 40, 10, 20, 30),
    counts("of the methods page", 30, 10, 20, 40),
    counts("rare positives", 99000, 700, 120, 180),
    counts("perfect", 12, 0, 0, 7),
    counts("always wrong", 0, 12, 7, 0),
    counts("worse than chance", 3, 9, 8, 2),
    counts("no positives", 20, 5, 0, 0),
    counts("no negatives", 0, 0, 4, 9),
    counts("all called negative", 20, 0, 5, 0),
    counts("all called positive", 0, 20, 0, 5),
    counts("one true negative", 1, 0, 0, 0),
    counts("one true positive", 0, 0, 0, 1),
    counts("one false alarm", 0, 1, 0, 0),
    counts("one miss", 0, 0, 1, 0),
    counts("only missed", 30, 0, 4, 9),
    counts("only false alarms", 30, 4, 0, 9),
    counts("nothing found", 30, 4, 5, 0),
]
for size in (5, 60, 400):
    y = rng.integers(0, 2, size)
    p = np.where(rng.random(size) < 0.8, y, 1 - y)
    cases.append(case(f"weights, {size} rows", y, p, np.round(rng.gamma(2.0, 1.0, size), 3)))
y = (np.arange(200) % 20 == 0).astype(int)
p = np.where(rng.random(200) < 0.85, y, 1 - y)
cases.append(case("sampled negatives", y, p, np.where(y == 1, 1.0, 10.0)))
cases.append(case("weight 0", [0, 1, 1, 0, 1], [0, 1, 0, 1, 0], [1, 2, 0, 0.5, 1]))
cases.append(case("weights, perfect", [0, 1, 1, 0], [0, 1, 1, 0], [1, 2, 3, 4]))
cases.append(case("weights, nothing found", [0, 1, 1, 0], [0, 0, 0, 1], [1, 2, 3, 4]))

print(json.dumps({
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "cases": cases,
}, indent=None, separators=(",", ":")).replace('{"name"', '\n{"name"'))
