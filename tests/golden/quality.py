# SPDX-License-Identifier: Apache-2.0
"""Golden values of the shares of unfit values: statsmodels' Wilson intervals.

    python3 quality.py > quality.json
"""
import json

import statsmodels
from statsmodels.stats.proportion import proportion_confint


def share(part, whole):
    if whole == 0:
        return None
    lower, upper = proportion_confint(part, whole, alpha=0.05, method="wilson")
    # At the ends the bound is the end itself; statsmodels leaves a rounding error.
    return [part / whole, 0.0 if part == 0 else float(lower),
            1.0 if part == whole else float(upper)]


def case(name, inside, low, high, outside, missing, infinite):
    finite = inside + low + high + outside
    total = finite + missing + infinite
    return {
        "name": name,
        "inside": inside,
        "low": low,
        "high": high,
        "outside": outside,
        "missing": missing,
        "infinite": infinite,
        "missing_rate": share(missing, total),
        "non_finite_rate": share(missing + infinite, total),
        "out_of_range_rate": share(outside, finite),
        "saturation_rate": share(low + high, finite),
        "saturation_rate_lower": share(low, finite),
        "saturation_rate_upper": share(high, finite),
    }


cases = [
    case("empty", 0, 0, 0, 0, 0, 0),
    case("one good", 1, 0, 0, 0, 0, 0),
    case("one missing", 0, 0, 0, 0, 1, 0),
    case("two", 0, 1, 0, 0, 0, 1),
    case("some of all", 40, 7, 11, 3, 5, 2),
    case("all at the upper end", 0, 0, 25, 0, 0, 0),
    case("rare", 99000, 100, 1, 10, 50, 3),
    case("nothing finite", 0, 0, 0, 0, 6, 4),
]
print(json.dumps({
    "versions": {"statsmodels": statsmodels.__version__},
    "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
