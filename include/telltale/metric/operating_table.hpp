// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_curve.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

/// What a threshold would have given, class 1 predicted where score >= threshold: counts of rows,
/// or weights of them.
template <class Count>
struct basic_operating_point {
  double threshold = 0;
  Count tp = 0, fp = 0, fn = 0, tn = 0;
  std::optional<double> precision;            ///< empty where nothing is called positive
  std::optional<double> recall;               ///< empty without positives
  std::optional<double> false_positive_rate;  ///< empty without negatives
  std::optional<double> positive_rate;        ///< share of rows called positive

  friend bool operator==(const basic_operating_point&, const basic_operating_point&) = default;
};

using operating_point = basic_operating_point<std::uint64_t>;
using weighted_operating_point = basic_operating_point<double>;

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
    table.push_back({s.lower_edge(i), tp, fp, missed, passed, ratio(tp, tp + fp),
                     ratio(tp, positives), ratio(fp, negatives),
                     ratio(tp + fp, positives + negatives)});
    missed += s.positives(i);
    passed += s.negatives(i);
  }
  return table;
}

/// The same of the rows, at thresholds of one's own, in their order: of `state::scored_rows`, a
/// `binary_batch` with its weights, a `score_curve`, or a bundle. No point where rows were dropped;
/// a threshold that is NaN calls nothing positive. Sorts: O(n), and takes memory.
template <class S>
[[nodiscard]] std::vector<weighted_operating_point> operating_table(
    const S& summary, std::span<const double> thresholds) {
  ranked_scores::check<S>();
  std::vector<weighted_operating_point> table;
  const auto curve = detail::curve_of(state::pick<ranked_scores>(summary));
  if (!curve) return table;
  const double positives = curve->positives(), negatives = curve->negatives();
  table.reserve(thresholds.size());
  for (const double threshold : thresholds) {
    const auto [at, tp, fp] = curve->at(threshold);
    table.push_back({at, tp, fp, positives - tp, negatives - fp, ratio(tp, tp + fp),
                     ratio(tp, positives), ratio(fp, negatives),
                     ratio(tp + fp, positives + negatives)});
  }
  return table;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
