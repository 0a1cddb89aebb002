# SPDX-License-Identifier: Apache-2.0
"""Golden values of isotonic recalibration: scikit-learn's IsotonicRegression.

    python3 isotonic.py > isotonic.json
"""
import json

import numpy as np
import sklearn
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(23)
AT = np.unique(np.concatenate([np.linspace(0, 1, 41), rng.random(20).round(6)]))


def case(name, y, p, w=None):
    y, p = np.asarray(y).astype(float), np.asarray(p, dtype=float)
    fit = IsotonicRegression(out_of_bounds="clip").fit(p, y, sample_weight=w)
    return {"name": name, "actual": y.astype(int).tolist(), "score": p.tolist(),
            "weight": [1.0] * len(y) if w is None else np.asarray(w, dtype=float).tolist(),
            "knots": [fit.X_thresholds_.tolist(), fit.y_thresholds_.tolist()],
            "mapped": fit.predict(AT).tolist()}


def drawn(n, power=1.0):
    p = rng.random(n).round(4)
    return (rng.random(n) < p**power).astype(int), p


cases = [
    case("calibrated", *drawn(300)),
    case("too high", *drawn(300, 2)),
    case("weights", *drawn(150, 0.5), rng.lognormal(0, 1, 150).round(4)),
    case("some rows do not count", *drawn(100), rng.integers(0, 3, 100)),
    case("ties", rng.integers(0, 2, 120), rng.integers(0, 6, 120) / 5),
    case("falling", [1, 1, 1, 0, 0, 0], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
    case("apart", [0, 0, 1, 1], [0.1, 0.2, 0.7, 0.8]),
    case("one class", [1, 1, 1], [0.2, 0.5, 0.9]),
    case("one score", [0, 1, 1], [0.5, 0.5, 0.5]),
    case("one row", [1], [0.3]),
]
print(json.dumps({
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "at": AT.tolist(), "cases": cases,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
