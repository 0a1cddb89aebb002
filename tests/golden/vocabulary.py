# SPDX-License-Identifier: Apache-2.0
"""Golden values of every metric of the vocabulary over cases that either language can draw:
scikit-learn, SciPy and NumPy; null where the metric has no answer.

    python3 vocabulary.py > vocabulary.json

Row i of a case draws u(i, 0), u(i, 1), ... in [0, 1) by a counter: no row is stored.
"""
import json
import math
import sys
import warnings

import numpy as np
import scipy
import scipy.special
import scipy.stats
import sklearn
from scipy.stats.contingency import association
from sklearn import metrics as sk

warnings.simplefilter("ignore")


def draws(seed, n, width):
    """SplitMix64 of (seed, row, column), its upper 53 bits as a number in [0, 1)."""
    with np.errstate(over="ignore"):
        i = np.arange(n * width, dtype=np.uint64) + np.uint64(seed * 2**32)
        z = (i + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return ((z >> np.uint64(11)).astype(np.float64) * 2.0**-53).reshape(n, width)


def weights_of(u, weighted):
    return 0.25 + np.floor(8 * u) / 4 if weighted else np.ones(len(u))


def q(part, whole):
    return float(part / whole) if whole > 0 else None


def both(f, *parts):
    return None if any(p is None for p in parts) else f(*parts)


# --- Of two classes ------------------------------------------------------------------------------


def binary_rows(c):
    u = draws(c["seed"], c["n"], 3)
    if c["scores"] == "ulp":
        s = 0.5 + np.floor(8 * u[:, 0]) * 2.0**-53
        y = (u[:, 1] < 0.2 + 0.1 * np.floor(8 * u[:, 0])).astype(int)
    else:
        s = u[:, 0] if c["scores"] == "even" else u[:, 0] * u[:, 0] * u[:, 0]
        if c["digits"]:
            s = np.floor(s * c["digits"]) / c["digits"]
        y = (u[:, 1] < c["rate"] * (0.1 + 0.8 * s)).astype(int)
    if c["label"] is not None:
        y[:] = c["label"]
    return s, y, weights_of(u[:, 2], c["weighted"])


def confusion(y, p, w, k):
    m = np.zeros((k, k))
    np.add.at(m, (y, p), w)
    return m


def entropy(shares):
    return float(-sum(x * math.log(x) for x in shares if x > 0))


def of_table(m):
    """What is read from a table of any number of classes."""
    n, t, p = m.sum(), m.sum(axis=1), m.sum(axis=0)
    correct, seen = m.trace(), t > 0
    out = {"accuracy": q(correct, n), "zero_one_loss": q(n - correct, n)}
    if n == 0:
        return None
    recalls = m.diagonal()[seen] / t[seen]
    several = seen.sum() > 1
    balanced = recalls.mean()
    out["balanced_accuracy"] = balanced if several else None
    out["balanced_accuracy_adjusted"] = \
        (balanced - 1 / seen.sum()) / (1 - 1 / seen.sum()) if several else None
    out["g_mean"] = math.prod(recalls) ** (1 / seen.sum()) if several else None
    out["kappa_m"] = 1 - (n - correct) / (n - t.max()) if several else None
    a, b = n**2 - t @ t, n**2 - p @ p
    varies = several and (p > 0).sum() > 1
    out["matthews_correlation"] = \
        (correct * n - t @ p) / math.sqrt(a) / math.sqrt(b) if varies else None
    out["cohen_kappa"] = \
        (correct * n - t @ p) / (n**2 - t @ p) if several or (p > 0).sum() > 1 \
        or t.argmax() != p.argmax() else None
    used = m[seen][:, p > 0]
    for name, method in (("cramers_v", "cramer"), ("tschuprows_t", "tschuprow"),
                         ("pearson_contingency", "pearson")):
        out[name] = chi2_association(used, method) if varies else None
    shares = m / n
    mutual = sum(x * math.log(x / (t[i] / n * p[j] / n))
                 for (i, j), x in np.ndenumerate(shares) if x > 0)
    h_t, h_p = entropy(t / n), entropy(p / n)
    out["theils_u"] = mutual / h_t if several else None
    out["theils_u_of_prediction"] = mutual / h_p if (p > 0).sum() > 1 else None
    out["baseline_accuracy"] = t.max() / n
    out["baseline_log_loss"] = h_t
    return out


def chi2_association(table, method):
    # SciPy takes whole numbers alone; its formulas with shares of any weight.
    if np.all(table == np.floor(table)):
        return association(table.astype(int), method=method)
    n, (r, c) = table.sum(), table.shape
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi2 = ((table - expected) ** 2 / expected).sum() / n
    return math.sqrt({"cramer": phi2 / min(r - 1, c - 1),
                      "tschuprow": phi2 / math.sqrt((r - 1) * (c - 1)),
                      "pearson": phi2 / (1 + phi2)}[method])


def logistic(x, y, w, slope):
    """Newton's maximum of the likelihood of y given a + b x, b = 1 without `slope`; None where it
    has none."""
    used = w > 0
    x, y, w = x[used], y[used], w[used]
    if w @ y <= 0 or w @ (1 - y) <= 0:
        return None
    if slope:
        if np.ptp(x) == 0:
            return None
        high, low = x[y > 0], x[y < 1]  # a threshold between the classes, either way round
        if high.min() >= low.max() or low.min() >= high.max():
            return None
    x_of = np.stack([np.ones(len(x)), x])[: 2 if slope else 1]
    at, fixed = np.array([0.0, 1.0])[: 2 if slope else 1], 0 if slope else x

    def loss(t):
        return (w * (np.logaddexp(0, t @ x_of + fixed) - y * (t @ x_of + fixed))).sum()

    for _ in range(200):
        p = scipy.special.expit(at @ x_of + fixed)
        step = np.linalg.lstsq((x_of * (w * p * (1 - p))) @ x_of.T, x_of @ (w * (y - p)), rcond=0)[0]
        while loss(at + step) > loss(at) + 1e-12 * abs(loss(at)) and abs(step).max() > 1e-15:
            step = step / 2
        at = at + step
        if abs(step).max() < 1e-14:
            break
    return at[1] if slope else at[0]


def logit(p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.log(p) - np.log1p(-p)


def of_bins(s, y, w, count=15):
    """Reliability bins of equal width and what is read from them."""
    at = np.minimum((s * count).astype(int), count - 1)
    n, promised, came, rows = (np.bincount(at, x, count) for x in (w, w * s, w * y, w * w))
    used = n > 0
    n, promised, came, rows = n[used], promised[used], came[used], rows[used]
    gaps, share = promised / n - came / n, n / n.sum()
    base = came.sum() / n.sum()
    size = n * n / rows  # effective rows of a bin
    out = {
        "expected_calibration_error": share @ np.abs(gaps),
        "root_mean_squared_calibration_error": math.sqrt(share @ gaps**2),
        "maximum_calibration_error": np.abs(gaps).max(),
        "brier_reliability": share @ gaps**2,
        "brier_resolution": share @ (came / n - base)**2,
        "brier_uncertainty": base * (1 - base),
    }
    several = size >= 1.5
    rate = came / n
    out["debiased_squared_calibration_error"] = share[several] @ (
        gaps[several]**2 - rate[several] * (1 - rate[several]) / (size[several] - 1)) \
        / share[several].sum() if several.any() else None
    where = np.flatnonzero(used).searchsorted(at)
    p, t = s - (promised / n)[where], y - rate[where]
    out["brier_within_bin_variance"] = (w * p * p).sum() / n.sum()
    out["brier_within_bin_covariance"] = 2 * (w * p * t).sum() / n.sum()
    x = logit(promised / n)
    both_ways = [(np.concatenate([x, x]), np.repeat([1, 0], len(x)),
                  np.concatenate([came, n - came]))]
    for name, slope in (("slope", True), ("intercept", False)):
        out[f"calibration_{name}_binned"] = logistic(*both_ways[0], slope)
    return out


def tops(s, y, w):
    """The rows with the highest scores, equal ones at the border in proportion."""
    scores, at = np.unique(-s, return_inverse=True)
    found = np.cumsum(np.bincount(at, w * y, len(scores)))
    rows = np.cumsum(np.bincount(at, w, len(scores)))
    out = {}
    for name, share in (("precision_at_top_0.01", 0.01), ("recall_at_top_0.01", 0.01),
                        ("recall_at_top_0.1", 0.1), ("lift_0.1", 0.1)):
        hits = np.interp(share * rows[-1], np.concatenate([[0], rows]), np.concatenate([[0], found]))
        recall = q(hits, found[-1])
        out[name] = None if recall is None else \
            hits / (share * rows[-1]) if name.startswith("precision") else \
            recall / share if name.startswith("lift") else recall
    return out


def log_area(fpr, tpr, low=0.001, high=0.1):
    """Trapezoids over log10 of the rate, the curve being straight over the rate's logarithm."""
    x = np.unique(np.concatenate([[low, high], fpr[(fpr > low) & (fpr < high)]]))
    total = 0.0
    for a, b in zip(x, x[1:]):
        right = np.searchsorted(fpr, b, side="left")  # the first point at b or beyond
        left = right - 1
        def height(v):
            return tpr[left] + (tpr[right] - tpr[left]) * (v - fpr[left]) / (fpr[right] - fpr[left])
        ya = tpr[np.searchsorted(fpr, a, side="right") - 1] if a in fpr else height(a)
        yb = tpr[np.searchsorted(fpr, b, side="left")] if b in fpr else height(b)
        total += math.log(b / a) * (ya + yb) / 2
    return total / math.log(high / low)


OF_CURVES = ("partial_auc_0.01", "partial_auc_0.1", "log_auc", "equal_error_rate", "roc_auc", "gini",
             "class_ks", "average_precision", "recall_at_fpr_0.001", "recall_at_fpr_0.01",
             "recall_at_fpr_0.05", "recall_at_precision_0.9", "precision_at_recall_0.9",
             "specificity_at_sensitivity_0.9")


def binary(c):
    s, y, w = binary_rows(c)
    p = (s >= 0.5).astype(int)
    m = confusion(y, p, w, 2)
    out = of_table(m)
    if out is None:
        return None
    (tn, fp), (fn, tp) = m
    n, positives, negatives = m.sum(), tp + fn, tn + fp
    tpr, fpr, fnr, tnr = q(tp, positives), q(fp, negatives), q(fn, positives), q(tn, negatives)
    ppv, npv = q(tp, tp + fp), q(tn, tn + fn)
    one, two = positives > 0 and negatives > 0, dict(sample_weight=w)
    out |= {
        "precision": ppv, "recall": tpr, "specificity": tnr, "negative_predictive_value": npv,
        "false_positive_rate": fpr, "false_negative_rate": fnr,
        "false_discovery_rate": q(fp, tp + fp), "false_omission_rate": q(fn, tn + fn),
        "jaccard": q(tp, tp + fp + fn), "base_rate": q(positives, n),
        "positive_rate": q(tp + fp, n), "f1": q(2 * tp, 2 * tp + fp + fn),
        "fbeta_0.5": q(1.25 * tp, 1.25 * tp + 0.25 * fn + fp),
        "fbeta_2": q(5 * tp, 5 * tp + 4 * fn + fp),
        "youden_j": both(lambda a, b: a + b - 1, tpr, tnr),
        "markedness": both(lambda a, b: a + b - 1, ppv, npv),
        "positive_likelihood_ratio": both(q, tpr, fpr),
        "negative_likelihood_ratio": both(q, fnr, tnr),
        "diagnostic_odds_ratio": q(tp * tn, fp * fn) if one else None,
        "prevalence_threshold":
            both(lambda a, b: q(math.sqrt(b), math.sqrt(a) + math.sqrt(b)), tpr, fpr),
        "fowlkes_mallows": both(lambda a, b: math.sqrt(a * b), ppv, tpr),
        "baseline_brier_score": positives / n * negatives / n,
        "baseline_f1": 2 * (positives / n) / (1 + positives / n),
        "baseline_precision": positives / n, "baseline_recall": (tp + fp) / n,
        "log_loss": sk.log_loss(y, s, labels=[0, 1], **two),
        "brier_score": np.average((s - y) ** 2, weights=w),
        "predicted_over_actual": q((w * s).sum(), positives),
    }
    out["brier_skill"] = \
        1 - out["brier_score"] / out["baseline_brier_score"] if one else None
    out |= of_bins(s, y, w)
    # One ulp apart, what a slope is depends on the last bit of a logarithm.
    out["calibration_slope"] = \
        "any" if c["scores"] == "ulp" else logistic(logit(s), y, w, True)
    out["calibration_intercept"] = logistic(logit(s), y, w, False)
    out["normalized_entropy"] = q(out["log_loss"], entropy([positives / n, negatives / n]))
    out |= tops(s, y, w)
    if not one:
        out |= {name: None for name in OF_CURVES}
        return out
    rates, found, _ = sk.roc_curve(y, s, drop_intermediate=False, **two)
    right, recall, _ = sk.precision_recall_curve(y, s, **two)
    area = sk.roc_auc_score(y, s, **two)
    gap = np.abs(rates - (1 - found))
    nearest = gap.argmin()
    return out | {
        "partial_auc_0.01": sk.roc_auc_score(y, s, max_fpr=0.01, **two),
        "partial_auc_0.1": sk.roc_auc_score(y, s, max_fpr=0.1, **two),
        "log_auc": log_area(rates, found),
        "equal_error_rate": (rates[nearest] + 1 - found[nearest]) / 2,
        "roc_auc": area, "gini": 2 * area - 1, "class_ks": (found - rates).max(),
        "average_precision": sk.average_precision_score(y, s, **two),
        "recall_at_fpr_0.001": found[rates <= 0.001].max(),
        "recall_at_fpr_0.01": found[rates <= 0.01].max(),
        "recall_at_fpr_0.05": found[rates <= 0.05].max(),
        "recall_at_precision_0.9": recall[right >= 0.9].max(),
        "precision_at_recall_0.9": right[recall >= 0.9].max(),
        "specificity_at_sensitivity_0.9": 1 - rates[found >= 0.9].min(),
    }


# --- Of K classes --------------------------------------------------------------------------------


def class_rows(c):
    k, n = c["classes"], c["n"]
    u = draws(c["seed"], n, k + 2)
    y = np.floor(u[:, 0] * c["present"]).astype(int)
    raw = u[:, 2:] + c["skill"] * (y[:, None] == np.arange(k))
    total = np.zeros(n)
    for j in range(k):  # in this order, so that either language rounds alike
        total = total + raw[:, j]
    s = raw / total[:, None]
    return s, y, s.argmax(axis=1), weights_of(u[:, 1], c["weighted"])


def average(m, part, whole, how):
    """Of a metric part / whole of each class that occurs, 0 where it is unknown."""
    hits, t, p = m.diagonal(), m.sum(axis=1), m.sum(axis=0)
    used = (t > 0) | (p > 0)
    a, b = part(hits, t, p), whole(hits, t, p)
    if how == "micro":
        return q(a.sum(), b.sum())
    values = np.divide(a, b, out=np.zeros(len(a)), where=b > 0)
    return float(np.average(values[used], weights=None if how == "macro" else t[used]))


SHARES = {
    "precision": (lambda h, t, p: h, lambda h, t, p: p),
    "recall": (lambda h, t, p: h, lambda h, t, p: t),
    "f1": (lambda h, t, p: 2 * h, lambda h, t, p: t + p),
    "fbeta_0.5": (lambda h, t, p: 1.25 * h, lambda h, t, p: 0.25 * t + p),
    "fbeta_2": (lambda h, t, p: 5 * h, lambda h, t, p: 4 * t + p),
    "jaccard": (lambda h, t, p: h, lambda h, t, p: t + p - h),
}


def multiclass(c):
    s, y, p, w = class_rows(c)
    k = c["classes"]
    m = confusion(y, p, w, k)
    out = of_table(m)
    if out is None:
        return None
    several = len(set(y)) > 1
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
    chance = np.outer(m.sum(axis=1), m.sum(axis=0)) / m.sum()
    for name, d in (("linear", distance), ("quadratic", distance**2)):
        whole = (d * chance).sum()
        out[f"cohen_kappa_{name}"] = 1 - (d * m).sum() / whole if whole > 0 else None
    for name, (part, whole) in SHARES.items():
        for how in ("macro", "micro", "weighted"):
            out[f"{name}_{how}"] = average(m, part, whole, how)
    two = dict(sample_weight=w)
    labels = np.arange(k)
    out["log_loss"] = sk.log_loss(y, s, labels=labels, **two)
    for top in (2, 3, 5):
        out[f"top_{top}_accuracy"] = 1.0 if top >= k else sk.top_k_accuracy_score(
            y, s, k=top, labels=labels, **two)
    present = sorted(set(y))
    shares = np.array([w[y == j].sum() for j in present])
    for name in ("roc_auc_ovr", "roc_auc_ovo", "average_precision"):
        for how in ("macro", "weighted"):
            out[f"{name}_{how}"] = None
    if not several:
        return out
    areas = [sk.roc_auc_score(y == j, s[:, j], **two) for j in present]
    precisions = [sk.average_precision_score(y == j, s[:, j], **two) for j in present]
    for name, values in (("roc_auc_ovr", areas), ("average_precision", precisions)):
        out[f"{name}_macro"] = np.mean(values)
        out[f"{name}_weighted"] = np.average(values, weights=shares)
    pairs, sizes = [], []
    for i, a in enumerate(present):
        for j, b in enumerate(present[:i]):
            of = (y == a) | (y == b)
            pairs.append((sk.roc_auc_score(y[of] == a, s[of, a], sample_weight=w[of])
                          + sk.roc_auc_score(y[of] == b, s[of, b], sample_weight=w[of])) / 2)
            sizes.append(shares[i] + shares[j])
    out["roc_auc_ovo_macro"] = np.mean(pairs)
    out["roc_auc_ovo_weighted"] = np.average(pairs, weights=sizes)
    return out


# --- Of any number of labels a row ---------------------------------------------------------------


def multilabel(c):
    n, k = c["n"], c["labels"]
    u = draws(c["seed"], n, 2 * k)
    y = (u[:, :k] < c["rate"]).astype(int)
    p = np.where(u[:, k:] < 0.2, 1 - y, y)
    scores = np.floor(64 * u[:, k:]) / 128 + y / 8
    if n == 0:
        return None
    out = {"exact_match": sk.accuracy_score(y, p), "hamming_loss": sk.hamming_loss(y, p)}
    tables = sk.multilabel_confusion_matrix(y, p)
    hits, t, called = tables[:, 1, 1], tables[:, 1, :].sum(axis=1), tables[:, :, 1].sum(axis=1)
    used = t.sum() > 0
    for name, of, more in (("precision", sk.precision_score, {}), ("recall", sk.recall_score, {}),
                           ("f1", sk.f1_score, {}), ("jaccard", sk.jaccard_score, {}),
                           ("fbeta_0.5", sk.fbeta_score, {"beta": 0.5}),
                           ("fbeta_2", sk.fbeta_score, {"beta": 2})):
        part, whole = SHARES[name]
        out[f"{name}_micro"] = q(part(hits, t, called).sum(), whole(hits, t, called).sum())
        out[f"{name}_macro"] = of(y, p, average="macro", **more)
        out[f"{name}_weighted"] = of(y, p, average="weighted", **more) if used else None
        if not more:
            out[f"{name}_samples"] = of(y, p, average="samples")
    # Of the labels that are true of some rows and not of others.
    tell = [j for j in range(k) if 0 < y[:, j].sum() < n]
    for name, of in (("roc_auc", sk.roc_auc_score), ("average_precision",
                                                     sk.average_precision_score)):
        values = [of(y[:, j], scores[:, j]) for j in tell]
        out[f"{name}_macro"] = np.mean(values) if tell else None
        out[f"{name}_weighted"] = np.average(values, weights=t[tell]) if tell else None
        out[f"{name}_micro"] = \
            of(y.ravel(), scores.ravel()) if 0 < y.sum() < y.size else None
    return out


# --- Of numbers ----------------------------------------------------------------------------------


def number_rows(c):
    u = draws(c["seed"], c["n"], 3)
    y = c["offset"] + 10 * u[:, 0]
    if c["zeros"]:
        y[u[:, 2] < 0.1] = 0
    p = y + 4 * (u[:, 1] - 0.5) * c["spread"]
    if c["same"]:
        y[:], p[:] = 3, 4
    naive = np.concatenate([[np.nan], y[:-1]])[:len(y)]
    return y, p, naive, weights_of(u[:, 2], c["weighted"])


def quantile(x, level, w, weighted):
    """NumPy's; by weight scikit-learn's percentile, the lower of two."""
    if not weighted:
        return np.quantile(x, level)
    order = np.argsort(x, kind="stable")
    above = np.cumsum(w[order])
    at = level * above[-1]
    return x[order][np.searchsorted(above, at)]


def regression(c):
    y, p, naive, w = number_rows(c)
    if len(y) == 0:
        return None
    e, n, total = p - y, len(y), w.sum()
    two = dict(sample_weight=w)

    def mean(x):
        return float((w * x).sum() / total)

    absolute, varies = np.abs(e), np.ptp(y) > 0
    mae, mse = mean(absolute), mean(e**2)
    centre, shift = mean(y - y[0]) + y[0], mean(p - p[0]) + p[0]
    yy, pp, py = mean((y - centre)**2), mean((p - shift)**2), mean((y - centre) * (p - shift))
    ee = mean((e - mean(e))**2)
    over, under = e > 0, e < 0
    known = ~np.isnan(naive)
    naive_error = q((w * np.abs(naive - y))[known].sum(), w[known].sum()) if known.any() else None
    model_error = q((w * absolute)[known].sum(), w[known].sum()) if known.any() else None
    nonzero = y != 0
    both_zero = (y == 0) & (p == 0)
    symmetric = np.where(both_zero, 0, 2 * absolute / np.where(both_zero, 1, np.abs(y) + np.abs(p)))
    out = {
        "mean_absolute_error": mae, "mean_squared_error": mse,
        "root_mean_squared_error": math.sqrt(mse), "mean_error": mean(e),
        "r2": 1 - mse / yy if varies else None,
        "explained_variance": 1 - ee / yy if varies else None,
        "max_error": absolute.max(), "wape": q((w * absolute).sum(), (w * np.abs(y)).sum()),
        "mean_absolute_percentage_error":
            q((w * absolute)[nonzero] @ (1 / np.abs(y[nonzero])), w[nonzero].sum()),
        "symmetric_mean_absolute_percentage_error": mean(symmetric),
        "over_estimation_rate": mean(over), "under_estimation_rate": mean(under),
        "mean_over_estimation": q((w * absolute)[over].sum(), w[over].sum()),
        "mean_under_estimation": q((w * absolute)[under].sum(), w[under].sum()),
        "naive_mean_absolute_error": naive_error,
        "skill": 1 - model_error / naive_error if naive_error else None,
        "cosine_similarity": mean(y * p) / math.sqrt(mean(y * y)) / math.sqrt(mean(p * p)),
        "relative_squared_error": mse / yy if varies else None,
        "nrmse_by_std": math.sqrt(mse / yy) if varies else None,
        "nrmse_by_mean": math.sqrt(mse) / abs(centre),
        "log_cosh_error": mean(absolute + np.log1p(np.exp(-2 * absolute)) - math.log(2)),
        "directional_accuracy":
            q(w[known & (np.sign(p - naive) == np.sign(y - naive))].sum(), w[known].sum()),
        "relative_absolute_error": mae / mean(np.abs(y - centre)) if varies else None,
        "nrmse_by_range": math.sqrt(mse) / np.ptp(y) if varies else None,
    }
    for name, x, level in (("median_absolute_error", absolute, 0.5),
                           ("absolute_error_p90", absolute, 0.9),
                           ("absolute_error_p99", absolute, 0.99),
                           ("error_p05", e, 0.05), ("error_p50", e, 0.5), ("error_p95", e, 0.95)):
        out[name] = quantile(x, level, w, c["weighted"])
    median = quantile(y, 0.5, w, c["weighted"])
    out["d2_absolute_error"] = 1 - mae / mean(np.abs(y - median)) if varies else None
    paired = varies and np.ptp(p) > 0
    out["pearson_correlation"] = py / math.sqrt(yy * pp) if paired else None
    out["concordance_correlation"] = \
        2 * py / (yy + pp + (shift - centre)**2) if paired else None
    out["spearman_correlation"] = \
        scipy.stats.spearmanr(y, p)[0] if paired and not c["weighted"] else None
    usable = (y > -1).all() and (p > -1).all()
    out["mean_squared_log_error"] = \
        mean((np.log1p(p) - np.log1p(y))**2) if usable else None
    out["root_mean_squared_log_error"] = \
        math.sqrt(out["mean_squared_log_error"]) if usable else None
    for name, of, least in (("poisson", sk.mean_poisson_deviance, 0),
                            ("gamma", sk.mean_gamma_deviance, 1e-300)):
        fits = (y >= least).all() and (p > 0).all()
        deviance = of(y, p, **two) if fits else None
        if c["offset"] == 1e9:  # both are differences of 1e10 there, and only one of them keeps digits
            deviance = "any"
        out[f"mean_{name}_deviance"] = deviance
        out[f"d2_{name}"] = \
            "any" if deviance == "any" else \
            1 - deviance / of(y, np.full(n, centre), **two) if fits and varies else None
    return out


def case(of, **c):
    expected = of(c)
    return c | {"expected": expected and {
        name: value if value in (None, "any") else float(value)
        for name, value in expected.items()}}


def two(n, scores="even", digits=0, rate=1.0, label=None, weighted=False, seed=1):
    return case(binary, n=n, scores=scores, digits=digits, rate=rate, label=label,
                weighted=weighted, seed=seed)


def numbers(n, offset=1.0, spread=1.0, zeros=False, same=False, weighted=False, seed=6):
    return case(regression, n=n, offset=offset, spread=spread, zeros=zeros, same=same,
                weighted=weighted, seed=seed)


def several(n, classes, present=None, skill=0.3, weighted=False, seed=2):
    return case(multiclass, n=n, classes=classes, present=present or classes, skill=skill,
                weighted=weighted, seed=seed)


json.dump({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "sklearn": sklearn.__version__},
    "binary": [
        two(0), two(1), two(2), two(1, label=1), two(50, label=0), two(50, label=1),
        two(500), two(4000, scores="low", rate=0.004), two(300, digits=10),
        two(400, scores="low", digits=4, rate=0.5), two(200, scores="ulp"),
        two(500, weighted=True), two(300, digits=10, weighted=True, seed=5),
        two(60, label=1, weighted=True), two(1_000_000, seed=3),
    ],
    "multiclass": [
        several(0, 3), several(1, 3), several(2, 2), several(40, 3, present=1), several(200, 2),
        several(300, 3), several(300, 3, weighted=True), several(400, 10, present=8),
        several(400, 10, weighted=True), several(600, 100, present=37, skill=0.8),
        several(100, 3, skill=5.0),
    ],
    "regression": [
        numbers(0), numbers(1), numbers(2), numbers(20, same=True), numbers(500, offset=3.0),
        numbers(500, zeros=True), numbers(300, offset=1e9), numbers(400, offset=3.0, weighted=True),
        numbers(300, zeros=True, weighted=True), numbers(300, offset=-4.0, spread=0.2),
    ],
    "multilabel": [
        case(multilabel, n=n, labels=k, rate=rate, seed=4)
        for n, k, rate in [(0, 5, 0.3), (1, 5, 0.3), (200, 5, 0.3), (100, 5, 0.0), (500, 12, 0.1)]
    ],
}, sys.stdout)
print()
