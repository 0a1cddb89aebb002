// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// What an engineer writes in an afternoon instead: correct, and without a thought for its cost.

namespace naive {

struct counts {
  std::uint64_t tp = 0, fp = 0, tn = 0, fn = 0;

  void update(bool predicted, bool actual) {
    if (predicted)
      actual ? ++tp : ++fp;
    else
      actual ? ++fn : ++tn;
  }
};

inline double log_loss(float score, bool actual) {
  const double p = std::clamp(static_cast<double>(score), 1e-7, 1 - 1e-7);
  return -std::log(actual ? p : 1 - p);
}

struct losses {
  double log_loss = 0, brier = 0;

  void update(float score, bool actual) {
    log_loss += naive::log_loss(score, actual);
    const double error = static_cast<double>(score) - actual;
    brier += error * error;
  }
};

struct score_bins {
  std::array<std::array<std::uint64_t, 1024>, 2> scores{};

  void update(float score, bool actual) {
    ++scores[actual][std::min<std::size_t>(static_cast<std::size_t>(score * 1024), 1023)];
  }
};

/// Confusion counts, log loss, Brier score and a score histogram of each class.
struct suite {
  counts confusion;
  losses loss;
  score_bins scores;

  void update(float score, bool actual) {
    confusion.update(score >= 0.5f, actual);
    loss.update(score, actual);
    scores.update(score, actual);
  }
};

struct reliability {
  std::array<std::uint64_t, 15> n{}, positives{};
  std::array<double, 15> scores{};

  void update(float score, bool actual) {
    const auto bin = std::min<std::size_t>(static_cast<std::size_t>(score * 15), 14);
    ++n[bin];
    if (actual) ++positives[bin];
    scores[bin] += static_cast<double>(score);
  }
};

/// One histogram a feature over sorted edges.
struct feature_bins {
  std::vector<float> edges;
  std::vector<std::uint64_t> counts;

  explicit feature_bins(std::vector<float> sorted_edges)
      : edges(std::move(sorted_edges)), counts(edges.size() + 1) {}
  void update(float x) {
    ++counts[static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) -
                                      edges.begin())];
  }
};

/// Mean and variance by the recurrence, smallest and largest.
struct welford {
  std::uint64_t n = 0;
  double mean = 0, m2 = 0, least = 0, most = 0;

  void update(double x) {
    if (n == 0) least = most = x;
    ++n;
    const double gap = x - mean;
    mean += gap / static_cast<double>(n);
    m2 += gap * (x - mean);
    least = std::min(least, x);
    most = std::max(most, x);
  }
};

/// Sums for mean errors and R^2, and the largest error.
struct errors {
  std::uint64_t n = 0;
  double error = 0, absolute = 0, squared = 0, actual = 0, actual_squared = 0, most = 0;

  void update(double y, double p) {
    ++n;
    const double e = p - y;
    error += e;
    absolute += std::abs(e);
    squared += e * e;
    actual += y;
    actual_squared += y * y;
    most = std::max(most, std::abs(e));
  }
};

}  // namespace naive
