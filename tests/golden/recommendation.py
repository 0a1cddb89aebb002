# SPDX-License-Identifier: Apache-2.0
"""Golden values of ranked lists: scikit-learn's ndcg_score and dcg_score, and every metric by its
definition as the mean over all orders of equal scores (brute force, in fractions where it can be);
the ranks of labels by scikit-learn.

    python3 recommendation.py > recommendation.json

`values` of a request are at the cut-offs 1, 3, 5, 10.
"""
import itertools
import json
import math

import numpy as np
import sklearn
from sklearn import metrics as sk

rng = np.random.default_rng(41)
CUTS = [1, 3, 5, 10]


def of_order(rel, missed, k, above):
    """Of one order of the items shown."""
    hit = [r > above for r in rel]
    every = sum(hit) + sum(m > above for m in missed)
    others = len(rel) + len(missed) - every
    tp = sum(hit[:k])
    out = {}
    if every:
        out["precision"] = tp / k
        out["recall"] = tp / every
        p, r = out["precision"], out["recall"]
        out["f1"] = 2 * p * r / (p + r) if p + r else 0
        out["hit_rate"] = float(tp > 0)
        out["mean_average_precision"] = sum(
            sum(hit[:i + 1]) / (i + 1) for i in range(min(k, len(hit))) if hit[i]) / min(k, every)
        first = hit.index(True) + 1 if any(hit) else math.inf
        out["mean_reciprocal_rank"] = 1 / first if first <= k else 0
        out["whole_reciprocal_rank"] = 1 / first
        out["r_precision"] = sum(hit[:every]) / every
    if others:
        out["fall_out"] = (min(k, len(rel)) - tp) / others
    return out


def gains(rel, missed, k, exponential):
    g = (lambda x: 2.0**x - 1) if exponential else float
    dcg = sum(g(r) / math.log2(i + 2) for i, r in enumerate(rel[:k]))
    best = sorted([*rel, *missed], reverse=True)
    ideal = sum(g(r) / math.log2(i + 2) for i, r in enumerate(best[:k]))
    out = {"dcg": dcg, "gain": sum(g(r) for r in rel[:k])}
    if ideal:
        out["ndcg"] = dcg / ideal
    return out


def mean_of(dicts):
    return {key: math.fsum(d[key] for d in dicts) / len(dicts) for key in dicts[0]}


def ranked(name, rel, missed=(), above=0, exponential=False):
    values = [{**of_order(rel, missed, k, above), **gains(rel, missed, k, exponential)}
              for k in CUTS]
    if not missed and len(rel) > 1 and not exponential:
        for k, v in zip(CUTS, values):
            order = [list(range(len(rel), 0, -1))]
            assert math.isclose(v["dcg"], sk.dcg_score([rel], order, k=k, ignore_ties=True))
            assert math.isclose(v.get("ndcg", 0), sk.ndcg_score([rel], order, k=k,
                                                                ignore_ties=True))
    return {"name": name, "relevance": list(rel), "missed": list(missed), "above": above,
            "exponential": exponential, "values": values}


def orders(scores):
    """All orders by falling scores."""
    groups = [[i for i, s in enumerate(scores) if s == level]
              for level in sorted(set(scores), reverse=True)]
    for parts in itertools.product(*[itertools.permutations(g) for g in groups]):
        yield [i for p in parts for i in p]


def scored(name, rel, scores, above=0, exponential=False):
    all_orders = [[rel[i] for i in o] for o in orders(scores)]
    values = [mean_of([{**of_order(r, (), k, above), **gains(r, (), k, exponential)}
                       for r in all_orders]) for k in CUTS]
    if not exponential:
        for k, v in zip(CUTS, values):
            assert math.isclose(v["dcg"], sk.dcg_score([rel], [scores], k=k), abs_tol=1e-12)
            assert math.isclose(v.get("ndcg", 0), sk.ndcg_score([rel], [scores], k=k),
                                abs_tol=1e-12)
    return {"name": name, "relevance": list(rel), "scores": list(scores), "above": above,
            "exponential": exponential, "values": values}


lists = [
    ranked("textbook", [1, 0, 1, 0, 0, 1], [1]),
    ranked("graded", [3, 2, 3, 0, 1, 2], [3, 2]),
    ranked("graded, exponential gains", [3, 2, 3, 0, 1, 2], [3, 2, 0, 0], exponential=True),
    ranked("perfect", [3, 3, 2, 1, 0, 0]),
    ranked("the worst", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
    ranked("no relevant one shown", [0, 0, 0, 0], [1, 1]),
    ranked("a threshold", [5, 3, 4, 1, 2], [5], above=3),
    ranked("all relevant", [1, 1, 1]),
    ranked("one item", [1]),
    ranked("many relevant", [float(x) for x in rng.integers(0, 2, 40)]),
    ranked("amounts", [float(x) for x in np.round(rng.exponential(20, 30), 2)]),
    ranked("a long list", [float(x > 0.8) for x in rng.random(200)], [1.0] * 7),
    ranked("nothing relevant", [0, 0, 0]),
]
ties = [
    scored("no ties", [1, 0, 2, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5]),
    scored("not in order", [0, 1, 0, 2, 1], [0.2, 0.8, 0.7, 0.6, 0.9]),
    scored("all equal", [1, 0, 0, 1, 0, 0, 0], [0.5] * 7),
    scored("a tie across a cut-off", [1, 0, 0, 1, 1, 0], [0.9, 0.5, 0.5, 0.5, 0.5, 0.1]),
    scored("graded ties", [3, 0, 1, 2, 2, 0, 1], [2, 1, 1, 1, 1, 0, 0]),
    scored("graded ties, exponential", [3, 0, 1, 2, 2, 0, 1], [2, 1, 1, 1, 1, 0, 0], 0, True),
    scored("two groups", [0, 1, 0, 0, 0, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0]),
    scored("a threshold", [5, 3, 4, 1, 2, 5], [1, 1, 1, 0, 0, 0], 3),
    scored("negative scores", [1, 0, 1], [-3, -1, -2]),
    scored("more than ten", [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1],
           [9, 8, 7, 6, 5, 5, 5, 4, 3, 3, 2, 1, 1]),
    scored("relevant ones far down", [0] * 11 + [1, 1, 0],
           [9, 8, 7, 6, 5, 4.5, 4, 3, 2, 1, 0.5, 0.25, 0.25, 0.25]),
    scored("all relevant", [1, 1, 1, 1], [1, 1, 0, 0]),
]


def labels(name, y, scores):
    y, scores = np.asarray(y), np.asarray(scores, float)
    return {"name": name, "actual": y.tolist(), "scores": scores.tolist(),
            "coverage_error": sk.coverage_error(y, scores),
            "label_ranking_average_precision": sk.label_ranking_average_precision_score(y, scores),
            "label_ranking_loss": sk.label_ranking_loss(y, scores)}


y = rng.integers(0, 2, (40, 6))
y[3], y[7] = 0, 1
many = labels("many", y, np.round(rng.normal(size=(40, 6)) + y, 1))
w = np.round(rng.gamma(2, 1, 40), 3)
many["weights"] = w.tolist()
s = np.asarray(many["scores"])
many["weighted"] = {
    "coverage_error": sk.coverage_error(y, s, sample_weight=w),
    "label_ranking_average_precision": sk.label_ranking_average_precision_score(
        y, s, sample_weight=w),
    "label_ranking_loss": sk.label_ranking_loss(y, s, sample_weight=w)}
label_cases = [
    many,
    labels("scikit-learn's example", [[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1], [1, 0.2, 0.1]]),
    labels("all ties", [[1, 0, 1], [0, 1, 0]], [[0.5] * 3, [0.1] * 3]),
    labels("rare", (rng.random((300, 20)) < 0.03).astype(int), np.round(rng.random((300, 20)), 2)),
]
shown = [int(x) for x in rng.integers(0, 50, 30)]
shown[4] = 0
popularity = [int(x) for x in rng.integers(1, 900, 30)]
x = np.sort(np.asarray(shown))
n = len(x)
pop = {
    "shown": shown, "popularity": popularity, "users": 1000,
    "coverage": sum(c > 0 for c in shown) / n,
    # The mean difference of two items over twice the mean.
    "gini": float(np.abs(x[:, None] - x[None, :]).sum() / (2 * n * n * x.mean())),
    "arp": sum(a * b for a, b in zip(shown, popularity)) / sum(shown),
    "novelty": math.fsum(-a * math.log2(b / 1000) for a, b in zip(shown, popularity)) / sum(shown),
}
print(json.dumps({"versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
                  "ranked": lists, "scored": ties, "labels": label_cases, "items": pop},
                 separators=(",", ":")).replace('{"name"', '\n{"name"'))
