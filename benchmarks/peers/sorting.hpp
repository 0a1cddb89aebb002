// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

// What a textbook does with a whole sample: sorts it.

namespace sorting {

/// Area under the ROC curve, a tie counting half.
inline double roc_auc(std::span<const float> scores, std::span<const std::uint8_t> actual) {
  std::vector<std::pair<float, std::uint8_t>> rows(scores.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {scores[i], actual[i]};
  std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.first < b.first; });
  double won = 0, positives = 0, negatives = 0;
  for (std::size_t i = 0; i < rows.size();) {
    double p = 0, n = 0;
    const float score = rows[i].first;
    for (; i < rows.size() && rows[i].first == score; ++i) (rows[i].second ? p : n) += 1;
    won += p * (negatives + n / 2);
    positives += p, negatives += n;
  }
  return won / (positives * negatives);
}

/// Largest distance between the distribution functions of two samples.
inline double kolmogorov_smirnov(std::span<const float> first, std::span<const float> second) {
  std::vector<float> x(first.begin(), first.end()), y(second.begin(), second.end());
  std::sort(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  const auto n = static_cast<double>(x.size()), m = static_cast<double>(y.size());
  double largest = 0;
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    const float z = std::min(x[i], y[j]);
    while (i < x.size() && x[i] == z) ++i;
    while (j < y.size() && y[j] == z) ++j;
    largest = std::max(largest, std::fabs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return largest;
}

}  // namespace sorting
