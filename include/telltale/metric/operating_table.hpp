// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

/// What a threshold would have given, class 1 predicted where score >= threshold.
struct operating_point {
  double threshold = 0;
  std::uint64_t tp = 0, fp = 0, fn = 0, tn = 0;
  std::optional<double> precision;            ///< empty where nothing is called positive
  std::optional<double> recall;               ///< empty without positives
  std::optional<double> false_positive_rate;  ///< empty without negatives
  std::optional<double> positive_rate;        ///< share of rows called positive

  friend bool operator==(const operating_point&, const operating_point&) = default;
};

/// The counts at every border of the bins of a `state::score_histogram`, or of a bundle with one,
/// in ascending order of threshold from 0: exact, as a score on a border lies in the bin above it.
/// What a threshold is chosen from.
/// Source: Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, algorithm 1.
template <class S>
[[nodiscard]] std::vector<operating_point> operating_table(const S& summary) {
  score_counts::check<S>();
  const auto& s = state::pick<score_counts>(summary);
  constexpr std::size_t bins = std::remove_cvref_t<decltype(s)>::bins;
  std::uint64_t positives = 0, negatives = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    positives += s.positives(i);
    negatives += s.negatives(i);
  }
  std::vector<operating_point> table;
  table.reserve(bins);
  std::uint64_t missed = 0, passed = 0;  // below the threshold
  for (std::size_t i = 0; i < bins; ++i) {
    const std::uint64_t tp = positives - missed, fp = negatives - passed;
    table.push_back({static_cast<double>(i) / double{bins}, tp, fp, missed, passed,
                     ratio(tp, tp + fp), ratio(tp, positives), ratio(fp, negatives),
                     ratio(tp + fp, positives + negatives)});
    missed += s.positives(i);
    passed += s.negatives(i);
  }
  return table;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
