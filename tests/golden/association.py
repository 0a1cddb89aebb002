# SPDX-License-Identifier: Apache-2.0
"""Golden values of nominal association: SciPy for Cramer, Tschuprow and Pearson, its entropy for
Theil, statsmodels for Fleiss, complex-step derivatives for the delta-method errors.

    python3 association.py > association.json
"""
import json

import numpy as np
import scipy
import statsmodels
from scipy.stats import entropy
from scipy.stats.contingency import association
from statsmodels.stats.inter_rater import fleiss_kappa

CLASSES = 4
Z = 1.959963984540054
rng = np.random.default_rng(31)


def slopes(f, cells):
    """Derivative of f by each cell, by a complex step: exact to rounding."""
    step, out = 1e-30, np.empty(cells.shape)
    for at in np.ndindex(cells.shape):
        moved = cells.astype(complex)
        moved[at] += step * 1j
        out[at] = f(moved).imag / step
    return out


def phi_squared(c):
    return (c**2 / np.outer(c.sum(axis=1), c.sum(axis=0))).sum() - 1


def theil(axis):
    def f(c):
        p, margin = c / c.sum(), c.sum(axis=1 - axis) / c.sum()
        both = np.outer(p.sum(axis=1), p.sum(axis=0))
        return (p * np.log(p / both)).sum() / -(margin * np.log(margin)).sum()
    return f


def error(f, cells, squares):
    """Two average rows more, spread over the cells: metric/delta_method.hpp."""
    near, near_squares = smoothed(cells, squares)
    return np.sqrt((near_squares * slopes(f, near) ** 2).sum())


def smoothed(cells, squares):
    row = squares.sum() / cells.sum()
    return cells + 2 * row / CLASSES**2, squares + 2 * row**2 / CLASSES**2


def case(name, cells, squares=None):
    cells = np.array(cells)
    one = {"name": name, "cells": cells.ravel().tolist()}
    if squares is not None:
        one["weights"] = True
    e = dict.fromkeys(["cramers_v", "tschuprows_t", "pearson_contingency", "theils_u",
                       "theils_u_of_prediction"])
    weights = cells if squares is None else squares
    n = cells.sum() ** 2 / weights.sum()
    dense = cells[cells.any(axis=1)][:, cells.any(axis=0)]
    a, p = dense.shape
    if a > 1 and p > 1:
        freedom, most = (a - 1) * (p - 1), min(a, p) - 1
        value = phi_squared(dense)
        if squares is None:
            got = {x: association(dense, method=x) for x in ("cramer", "tschuprow", "pearson")}
        else:
            got = {"cramer": np.sqrt(value / most), "tschuprow": np.sqrt(value / np.sqrt(freedom)),
                   "pearson": np.sqrt(value / (1 + value))}
        chance = freedom / n * (1 - value / most)
        slope = error(phi_squared, cells, weights) ** 2 / phi_squared(smoothed(cells, weights)[0])
        low = value - chance - Z * np.sqrt(slope * value + 2 * chance / n)
        # The larger root t of (value - chance - t)^2 = Z^2 (slope t + 2 chance / n); where the
        # value is far below what chance alone gives, that of a slope of 0 about the same middle.
        shift = Z**2 * slope / 2
        within = max(slope * (value - chance + shift / 2), 0) + 2 * chance / n
        high = value - chance + shift + Z * np.sqrt(within)
        ends = np.clip([low, high], [0, value], [value, most])
        e["cramers_v"] = [got["cramer"], *np.sqrt(ends / most)]
        e["tschuprows_t"] = [got["tschuprow"], *np.sqrt(ends / np.sqrt(freedom))]
        e["pearson_contingency"] = [got["pearson"], *np.sqrt(ends / (1 + ends))]
    for axis, key, unknown in ((0, "theils_u", a), (1, "theils_u_of_prediction", p)):
        if unknown < 2:
            continue
        h = entropy(dense.sum(axis=1 - axis))
        information = entropy(dense.sum(axis=1)) + entropy(dense.sum(axis=0)) - entropy(
            dense.ravel())
        chance = ((dense > 0).sum() - a - p + 1) / (2 * n)
        centre = (information - chance) / (h + (unknown - 1) / (2 * n))
        half = Z * np.sqrt(error(theil(axis), cells, weights) ** 2 + max(chance, 0) / n / h**2)
        value = min(max(information / h, 0), 1)
        e[key] = [value, max(0, min(value, centre - half)), min(1, max(value, centre + half))]
    one["expected"] = {k: v and [float(x) for x in v] for k, v in e.items()}
    return one


def noisy(n, prior, right):
    p = np.outer(prior, [(1 - right) / CLASSES] * CLASSES) + np.diag(np.array(prior) * right)
    return rng.multinomial(n, p.ravel()).reshape(CLASSES, CLASSES)


cases = [
    case("usual", noisy(300, [.4, .3, .2, .1], .6)),
    case("without association", noisy(100, [.4, .3, .2, .1], 0)),
    case("independent", np.outer([4, 3, 2, 1], [1, 2, 3, 4])),
    case("strong", noisy(200, [.4, .3, .2, .1], .98)),
    case("perfect", np.diag([4, 3, 2, 1])),
    case("swapped", np.diag([4, 3, 2, 1])[[1, 0, 3, 2]]),
    case("many rows", noisy(1000000, [.97, .01, .01, .01], .5)),
    case("two classes", [[20, 3, 0, 0], [5, 12, 0, 0], [0] * 4, [0] * 4]),
    case("two by four", [[20, 3, 1, 5], [5, 12, 7, 1], [0] * 4, [0] * 4]),
    case("one class true", [[3, 4, 0, 1], [0] * 4, [0] * 4, [0] * 4]),
    case("one class predicted", [[0, 2, 0, 0], [0, 3, 0, 0], [0] * 4, [0, 1, 0, 0]]),
    case("one row", [[1, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]),
    case("two rows", [[1, 0, 0, 0], [0, 1, 0, 0], [0] * 4, [0] * 4]),
]
weights = np.round(rng.gamma(2.0, 1.0, (CLASSES, CLASSES)), 3)  # one row a cell
cases.append(case("weights", weights, weights**2))

ratings = [rng.multinomial(5, [.5, .3, .2], 30), [[3, 0], [0, 3], [3, 0]], [[2, 1], [1, 2]],
           rng.multinomial(2, [.1, .9], 8)]
fleiss = [{"ratings": np.array(r).tolist(), "kappa": float(fleiss_kappa(np.array(r)))}
          for r in ratings]

print(json.dumps({
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "statsmodels": statsmodels.__version__},
    "cases": cases,
    "fleiss": fleiss,
}, separators=(",", ":")).replace('{"name"', '\n{"name"'))
