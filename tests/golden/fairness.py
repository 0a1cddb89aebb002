# SPDX-License-Identifier: Apache-2.0
"""Golden values of the distance of two shares, by statsmodels, and of fairness over groups by
fairlearn's definitions, with the same intervals for each pair of groups.

    python3 fairness.py > fairness.json
"""
import itertools
import json

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

rng = np.random.default_rng(53)


def pair(x, m, y, n, alpha=0.05):
    difference = confint_proportions_2indep(x, m, y, n, method="newcomb", compare="diff",
                                            alpha=alpha)
    ratio = None
    if x > 0 and y > 0:
        ratio = confint_proportions_2indep(x, m, y, n, method="log", compare="ratio", alpha=alpha)
    return [list(difference), ratio and list(ratio)]


RATES = {  # part and whole out of (tn, fp, fn, tp)
    "demographic_parity": ((1, 3), (0, 1, 2, 3)),
    "equal_opportunity": ((3,), (2, 3)),
    "predictive_equality": ((1,), (0, 1)),
    "predictive_parity": ((3,), (1, 3)),
    "accuracy": ((0, 3), (0, 1, 2, 3)),
}


def gap(groups, rate, alpha):
    part, whole = RATES[rate]
    counts = [(sum(g[i] for i in part), sum(g[i] for i in whole)) for g in groups]
    shares = [x / n for x, n in counts]
    pairs = list(itertools.permutations(counts, 2))
    each = alpha / (len(pairs) / 2)
    ends = [pair(*a, *b, each) for a, b in pairs]
    high, low = int(np.argmax(shares)), int(np.argmin(shares))
    value = shares[high] - shares[low]
    difference = [value, max(0, *(e[0][0] for e in ends)), max(e[0][1] for e in ends)]
    ratios = [shares[low] / shares[high],
              min(e[1][0] for e in ends), min(1, *(e[1][1] for e in ends))]
    return difference + [high, low], ratios + [high, low]


def odds(groups, at, worse, alpha):
    a, b = (gap(groups, rate, alpha / 2)[at] for rate in ("equal_opportunity",
                                                          "predictive_equality"))
    chosen = a if worse(a[0], b[0]) == a[0] else b
    return [chosen[0], worse(a[1], b[1]), worse(a[2], b[2])] + chosen[3:]


def case(groups, alpha=0.05):
    expected = {}
    for rate in RATES:
        difference, ratio = gap(groups, rate, alpha)
        expected[f"{rate}_difference"] = difference
        if rate != "accuracy":
            expected[f"{rate}_ratio"] = ratio
    expected["equalized_odds_difference"] = odds(groups, 0, max, alpha)
    expected["equalized_odds_ratio"] = odds(groups, 1, min, alpha)
    return {"groups": groups, "confidence": 1 - alpha, "expected": expected}


def drawn(size):
    return [rng.integers(20, 200, 4).tolist() for _ in range(size)]


print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "statsmodels": statsmodels.__version__},
    "pairs": [[*counts, *pair(*counts)] for counts in
              [(30, 100, 18, 90), (18, 90, 30, 100), (1, 30, 29, 30), (0, 40, 3, 50), (5, 5, 2, 9),
               (50, 1000, 4, 60)]],
    "groups": [case(drawn(2)), case(drawn(3)), case(drawn(5)), case(drawn(4), 0.2)],
}))
