# SPDX-License-Identifier: Apache-2.0
"""Golden values of adjusted p-values: statsmodels' multipletests.

    python3 multiplicity.py > multiplicity.json
"""
import json

import numpy as np
import statsmodels
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(1)


def case(p):
    p = [float(x) for x in p]
    return {"p": p, "holm": multipletests(p, method="holm")[1].tolist(),
            "benjamini_hochberg": multipletests(p, method="fdr_bh")[1].tolist()}


cases = [case(p) for p in (
    [0.02], [0.01, 0.04, 0.03], [0.04, 0.01, 0.03], [0.5, 0.5, 0.5], [0, 1, 0, 1],
    [0.013, 0.0131, 0.9, 1e-300, 0.2, 0.013], [0.9, 0.95, 1], np.round(rng.random(12) ** 3, 4),
    rng.random(40) ** 6)]
print(json.dumps({"versions": {"numpy": np.__version__, "statsmodels": statsmodels.__version__},
                  "cases": cases}, separators=(",", ":")).replace('{"p"', '\n{"p"'))
