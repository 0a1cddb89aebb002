# SPDX-License-Identifier: Apache-2.0
"""Golden values of the entropy of counts, by SciPy.

    python3 diversity.py > diversity.json
"""
import json

import scipy
from scipy import stats


def case(name, counts, unseen=0):
    every = [*counts, unseen]
    return {"name": name, "counts": counts, "unseen": unseen,
            "entropy": float(stats.entropy(every)), "mode_share": max(counts) / sum(every)}


print(json.dumps({
    "versions": {"scipy": scipy.__version__},
    "cases": [
        case("one", [1]),
        case("uniform", [5, 5, 5, 5]),
        case("rare", [999, 1]),
        case("a cell without values", [7, 0, 3]),
        case("unseen", [4, 3], 13),
        case("only unseen", [0, 0], 6),
        case("many", [i * i for i in range(1, 60)], 100),
    ],
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
