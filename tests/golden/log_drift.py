# SPDX-License-Identifier: Apache-2.0
"""What SciPy says of one column of a log, reference against window."""

import numpy
from scipy import stats


def moved_number(reference, current):
    test = stats.ks_2samp(reference, current, method="auto")
    return [test.statistic, test.pvalue, stats.wasserstein_distance(reference, current)]


def moved_category(reference, current):
    table = [[numpy.sum(side == c) for c in numpy.union1d(reference, current)]
             for side in (reference, current)]
    statistic, p_value, freedom, _ = stats.chi2_contingency(table, correction=False)
    return [statistic, p_value, freedom]
