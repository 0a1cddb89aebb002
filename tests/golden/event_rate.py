# SPDX-License-Identifier: Apache-2.0
"""Golden values of the score interval of a Poisson rate: where the score statistic
(n - rate * seconds) / sqrt(rate * seconds) is -z and z, by SciPy's root finder.

    python3 event_rate.py > event_rate.json
"""
import json
import math

import scipy
from scipy import optimize, stats


def case(n, seconds):
    z = stats.norm.ppf(0.975)

    def score(mean):
        return (n - mean) / math.sqrt(mean)

    most = n + 10 * math.sqrt(n + 4)
    upper = optimize.brentq(lambda m: score(m) + z, max(n, 1e-9), most, xtol=1e-14)
    lower = optimize.brentq(lambda m: score(m) - z, 1e-12, n, xtol=1e-14) if n else 0.0
    return {"name": f"{n} in {seconds}", "events": n, "seconds": seconds,
            "expected": [n / seconds, lower / seconds, upper / seconds]}


print(json.dumps({
    "versions": {"scipy": scipy.__version__},
    "cases": [case(0, 60.0), case(1, 1.0), case(2, 0.5), case(30, 60.0), case(100000, 3540.0)],
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
