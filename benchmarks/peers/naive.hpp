// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

// What an engineer writes in an afternoon instead: correct, and without a thought for its cost.

namespace naive {

/// Confusion counts, log loss, Brier score and a score histogram of each class.
struct suite {
  std::uint64_t tp = 0, fp = 0, tn = 0, fn = 0;
  double log_loss = 0, brier = 0;
  std::array<std::array<std::uint64_t, 1024>, 2> scores{};

  void update(float score, bool actual) {
    const bool predicted = score >= 0.5f;
    if (predicted)
      actual ? ++tp : ++fp;
    else
      actual ? ++fn : ++tn;
    const double p = std::clamp(static_cast<double>(score), 1e-7, 1 - 1e-7);
    log_loss -= std::log(actual ? p : 1 - p);
    const double error = static_cast<double>(score) - actual;
    brier += error * error;
    ++scores[actual][std::min<std::size_t>(static_cast<std::size_t>(score * 1024), 1023)];
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

}  // namespace naive
