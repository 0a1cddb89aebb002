# SPDX-License-Identifier: Apache-2.0
"""What scikit-learn, NumPy and SciPy say about every window of a regression's log.

    python3 bike_sharing.py bike_sharing.csv > bike_sharing.json

Windows of 1,000 production rows are compared with the reference rows. The numeric columns give
Kolmogorov-Smirnov (method "auto") and Wasserstein-1, the categorical ones chi-squared and the
distances between their shares.
"""

import json
import sys

import numpy
import scipy
import sklearn
from log_drift import moved_category, moved_number
from scipy.spatial.distance import jensenshannon
from scipy.stats.contingency import association
from sklearn import metrics

NUMERIC = ["temp", "atemp", "hum", "windspeed", "prediction"]
CATEGORICAL = ["season", "weathersit"]
WINDOW = 1000


def performance(actual, predicted):
    error = predicted - actual
    size = numpy.abs(error)
    return {
        "mean_absolute_error": metrics.mean_absolute_error(actual, predicted),
        "mean_squared_error": metrics.mean_squared_error(actual, predicted),
        "root_mean_squared_error": metrics.mean_squared_error(actual, predicted, squared=False),
        "mean_error": numpy.mean(error),
        "mean_absolute_percentage_error":
            metrics.mean_absolute_percentage_error(actual, predicted),
        "symmetric_mean_absolute_percentage_error":
            numpy.mean(2 * size / (numpy.abs(actual) + numpy.abs(predicted))),
        "wape": numpy.sum(size) / numpy.sum(numpy.abs(actual)),
        "r2": metrics.r2_score(actual, predicted),
        "explained_variance": metrics.explained_variance_score(actual, predicted),
        "max_error": metrics.max_error(actual, predicted),
        "median_absolute_error": metrics.median_absolute_error(actual, predicted),
        "absolute_error_p90": numpy.quantile(size, 0.9),
        "absolute_error_p99": numpy.quantile(size, 0.99),
        "error_p05": numpy.quantile(error, 0.05),
        "error_p50": numpy.quantile(error, 0.5),
        "error_p95": numpy.quantile(error, 0.95),
        "over_estimation_rate": numpy.mean(error > 0),
        "under_estimation_rate": numpy.mean(error < 0),
        "mean_over_estimation": numpy.mean(error[error > 0]),
        "mean_under_estimation": numpy.mean(-error[error < 0]),
        "mean_squared_log_error": metrics.mean_squared_log_error(actual, predicted),
        "mean_poisson_deviance": metrics.mean_poisson_deviance(actual, predicted),
        "mean_gamma_deviance": metrics.mean_gamma_deviance(actual, predicted),
        "d2_poisson": metrics.d2_tweedie_score(actual, predicted, power=1),
        "d2_gamma": metrics.d2_tweedie_score(actual, predicted, power=2),
    }


def distances(reference, current):
    """Categories that the reference never had share a cell."""
    known = numpy.unique(reference)
    table = numpy.array([[numpy.sum(side == c) for c in known] + [numpy.sum(~numpy.isin(side, known))]
                         for side in (reference, current)])
    table = table[:, numpy.sum(table, axis=0) > 0]
    p, q = (side / numpy.sum(side) for side in table)
    smooth_p, smooth_q = ((side + 0.5) / numpy.sum(side + 0.5) for side in table)
    return {
        "psi": numpy.sum((smooth_q - smooth_p) * numpy.log(smooth_q / smooth_p)),
        "jensen_shannon": jensenshannon(p, q, base=2),
        "hellinger": numpy.sqrt(numpy.sum((numpy.sqrt(p) - numpy.sqrt(q)) ** 2) / 2),
        "total_variation": numpy.sum(numpy.abs(p - q)) / 2,
        "cramers_v": association(table, method="cramer", correction=False),
    }


def main(path):
    log = numpy.genfromtxt(path, delimiter=",", names=True, dtype=None, encoding="ascii")
    reference = log[log["split"] == "reference"]
    production = log[log["split"] != "reference"]
    windows = []
    for first in range(0, len(production), WINDOW):
        window = production[first:first + WINDOW]
        numeric = {c: moved_number(reference[c], window[c]) for c in NUMERIC}
        numeric["label"] = moved_number(reference["target"], window["target"])
        windows.append({
            "first_row": len(reference) + first,
            "rows": len(window),
            "metrics": performance(window["target"], window["prediction"]),
            "numeric": numeric,
            "categorical": {c: moved_category(reference[c], window[c]) for c in CATEGORICAL},
            "distances": {c: distances(reference[c], window[c]) for c in CATEGORICAL},
        })
    json.dump({
        "numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
        "numeric": ["statistic", "p_value", "wasserstein"],
        "categorical": ["statistic", "p_value", "degrees_of_freedom"],
        "reference": performance(reference["target"], reference["prediction"]),
        "total": performance(production["target"], production["prediction"]),
        "windows": windows,
    }, sys.stdout, separators=(",", ":"))
    print()


main(sys.argv[1])
