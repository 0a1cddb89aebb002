// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstddef>
#include <cstdint>

// What a score histogram knows of the curves of a score, and what it hides: the cuts at the borders
// of its bins are thresholds of the rows as well, those within a bin may be anywhere.

namespace telltale::inline TELLTALE_ABI::metric {

/// A bin on the way down from the highest score. With `tp` and `fp` rows above it, a threshold
/// within it calls positive between (tp, fp) and (tp + positives, fp + negatives) of each class.
struct score_bin {
  double threshold = 0;  ///< the smallest score of the bin: the cut below it is in every ranking
  double tp = 0;
  double fp = 0;
  double positives = 0;  ///< in the bin itself
  double negatives = 0;
  bool single = false;  ///< all its scores are known to be equal: no threshold is within it
};

/// Rows of each class in a histogram.
struct class_sizes {
  double positives = 0;
  double negatives = 0;

  template <class Histogram>
  [[nodiscard]] static class_sizes of(const Histogram& s) noexcept {
    std::uint64_t positives = 0, negatives = 0;
    for (std::size_t i = 0; i < Histogram::bins; ++i) {
      positives += s.positives(i);
      negatives += s.negatives(i);
    }
    return {static_cast<double>(positives), static_cast<double>(negatives)};
  }

  /// Whether there are rows of both.
  [[nodiscard]] bool both() const noexcept { return positives > 0 && negatives > 0; }
};

/// Calls `visit(bin)` for each bin that holds rows, from the highest score down. Counts are exact
/// up to 2^53 rows a class.
template <class Histogram, class Visit>
void for_each_bin_down(const Histogram& s, Visit&& visit) noexcept {
  double tp = 0, fp = 0;
  for (std::size_t i = Histogram::bins; i-- > 0;) {
    const auto positives = static_cast<double>(s.positives(i));
    const auto negatives = static_cast<double>(s.negatives(i));
    if (positives == 0 && negatives == 0) continue;
    score_bin bin{s.lower_edge(i), tp, fp, positives, negatives};
    if constexpr (requires { s.single(i); }) bin.single = s.single(i);
    visit(bin);
    tp += positives, fp += negatives;
  }
}

}  // namespace telltale::inline TELLTALE_ABI::metric
