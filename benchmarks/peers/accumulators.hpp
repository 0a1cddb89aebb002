// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/accumulators/accumulators.hpp>
#include <boost/accumulators/statistics/count.hpp>
#include <boost/accumulators/statistics/density.hpp>
#include <boost/accumulators/statistics/max.hpp>
#include <boost/accumulators/statistics/mean.hpp>
#include <boost/accumulators/statistics/min.hpp>
#include <boost/accumulators/statistics/stats.hpp>
#include <boost/accumulators/statistics/sum.hpp>
#include <boost/accumulators/statistics/variance.hpp>

#include <cstddef>

// The same with Boost.Accumulators, as its manual does it.

namespace accumulators {

namespace acc = boost::accumulators;

using count = acc::accumulator_set<double, acc::stats<acc::tag::count>>;
using sum = acc::accumulator_set<double, acc::stats<acc::tag::sum>>;
using spread = acc::accumulator_set<double, acc::stats<acc::tag::mean, acc::tag::variance>>;
using range = acc::accumulator_set<
    double, acc::stats<acc::tag::mean, acc::tag::variance, acc::tag::min, acc::tag::max>>;

/// Its histogram: bins over the range of the first `cached` values, found by binary search.
struct density {
  acc::accumulator_set<double, acc::stats<acc::tag::density>> set;

  density(std::size_t bins, std::size_t cached)
      : set(acc::tag::density::num_bins = bins, acc::tag::density::cache_size = cached) {}
  void update(double x) { set(x); }
};

}  // namespace accumulators
