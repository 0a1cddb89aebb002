# SPDX-License-Identifier: Apache-2.0
"""Golden values of the accuracy on what a share of the rows rejected leaves: NumPy.

    python3 rejection.py > rejection.json
"""
import json

import numpy as np

rng = np.random.default_rng(83)


def accuracy(y, p, w, rejected, threshold):
    """Rows of equal confidence at the border are accepted by the same share of each."""
    confidence, right = np.abs(p - threshold), (p >= threshold) == (y == 1)
    left = w.sum() * (1 - rejected)
    accepted = found = 0.0
    for level in np.unique(confidence[w > 0])[::-1]:
        here = (confidence == level) & (w > 0)
        part = min(1.0, (left - accepted) / w[here].sum())
        accepted += part * w[here].sum()
        found += part * w[here & right].sum()
        if part < 1:
            break
    return float(found / left)


def expected(y, p, w):
    if len(y) == 0:
        return []
    return [[rejected, threshold, accuracy(y, p, w, rejected, threshold)]
            for rejected in (0.0, 0.1, 0.25, 0.5, 0.9) for threshold in (0.5, 0.3)]


def case(name, y, p, w=None, kind="double"):
    y = np.asarray(y)
    p = np.asarray(p, dtype={"double": np.float64, "float": np.float32}[kind]).astype(np.float64)
    return {"name": name, "type": kind, "actual": y.tolist(), "score": p.tolist(),
            "weights": None if w is None else np.asarray(w).tolist(),
            "expected": expected(y, p, np.ones(len(y)) if w is None else np.asarray(w))}


def drawn(n, rate, digits, weighted=False, kind="double"):
    y = (rng.random(n) < rate).astype(int)
    p = 1 / (1 + np.exp(-rng.normal(1.5 * y - 1, 1)))
    if digits is not None:
        p = np.round(p, digits)
    return case(f"{n} rows, {rate}, {digits} digits", y, p,
                rng.integers(0, 9, n) / 4 if weighted else None, kind)


def large(n):
    """As large_columns of tests/metric/curve_golden.hpp draws them."""
    state, y, p = 12345, np.zeros(n, int), np.zeros(n)
    for i in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        draw = state >> 32
        a, b = (draw >> 10) % 2048, (draw >> 21) % 2048
        y[i] = draw % 1000 < 3
        p[i] = (max(a, b) * 32 if y[i] else min(a, b) * 32 + draw % 32) / 65536
    return {"n": n, "expected": expected(y, p, np.ones(n))}


half, ulp = 0.5, 2.0**-53
print(json.dumps({
    "versions": {"numpy": np.__version__},
    "cases": [
        case("none", [], []), case("one row", [1], [0.5]), case("one wrong row", [0], [0.7]),
        case("two rows", [0, 1], [0.2, 0.7]), case("two wrong rows", [1, 0], [0.2, 0.7]),
        case("one class", [1, 1, 1, 1], [0.2, 0.7, 0.9, 0.4]),
        case("all tied", [0, 1, 0, 1, 1], [0.3] * 5),
        case("one ulp apart", [0, 1, 0, 1, 1, 0],
             [half - ulp, half, half + 2 * ulp, half + 4 * ulp, half - 2 * ulp, half - 4 * ulp]),
        case("both sides alike", [0, 1, 1, 0], [0.25, 0.75, 0.25, 0.75]),
        drawn(200, 0.5, None), drawn(300, 0.3, 1), drawn(2000, 0.001, 3, kind="float"),
        drawn(300, 0.3, None, weighted=True), drawn(300, 0.3, 1, weighted=True, kind="float"),
    ],
    "large": large(100_000)}))
