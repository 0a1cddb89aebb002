// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/partial_auc.hpp>
#include <telltale/metric/score_bin.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// The part of the ROC curve that is used, from score histograms, in bounded memory.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct partial_auc_binned_formula {
  static constexpr bool is_noexcept = true;
  double limit;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const class_sizes all = class_sizes::of(s);
    if (!all.both()) return std::nullopt;
    math::compensated_sum least, tied, most;
    for_each_bin_down(s, [&](const score_bin& bin) {
      const double p = all.positives, n = all.negatives;
      const double fpr = bin.fp / n, tpr = bin.tp / p;
      if (fpr >= limit || bin.negatives == 0) return;
      const roc_piece piece{fpr, tpr, (bin.fp + bin.negatives) / n, (bin.tp + bin.positives) / p};
      const double width = (std::min)(piece.to_fpr, limit) - fpr;
      const double top = piece.to_fpr <= limit ? piece.to_tpr : piece.height(limit);
      const double straight = width * (tpr + top) / 2;
      tied.add(straight);
      // The curve of the rows is between the corners of the bin, whose negatives come first, or
      // whose positives do.
      least.add(bin.single ? straight : width * tpr);
      most.add(bin.single ? straight : width * piece.to_tpr);
    });
    const partial_auc_formula area{limit};
    const double share = std::clamp(tied.value() / limit, 0.0, 1.0);
    const double low = std::clamp(least.value() / limit - rounding, 0.0, share);
    const double high = std::clamp(most.value() / limit + rounding, share, 1.0);
    return estimate{area.standardised(share),
                    interval{area.standardised(low), area.standardised(high), coverage::certified},
                    static_cast<std::uint64_t>(all.positives + all.negatives)};
  }

private:
  // Of the rates, a few products and the sum; as much again for the exact metric.
  static constexpr double rounding = 16 * std::numeric_limits<double>::epsilon();
};

constexpr definition<score_counts, partial_auc_binned_formula> partial_auc_binned(
    std::string_view name, double limit) noexcept {
  return {name,
          direction::higher_is_better,
          {partial_auc_formula{limit}.standardised(0), 1},
          "McClish 1989, doi:10.1177/0272989X8900900307",
          {limit}};
}

}  // namespace detail

/// `partial_auc_0.01` and `partial_auc_0.1` from score histograms. That of the rows is between the
/// bounds, whatever they were: `coverage::certified`. The value counts the scores of a bin as
/// equal. Of edges by mass, few are where the highest 1 % of the scores are: for so small a limit
/// `score_histogram` has the narrower bounds. Empty until both classes have been seen. O(bins), up
/// to 2^53 rows a class.
inline constexpr auto partial_auc_001_binned =
    detail::partial_auc_binned("partial_auc_0.01_binned", 0.01);
inline constexpr auto partial_auc_01_binned =
    detail::partial_auc_binned("partial_auc_0.1_binned", 0.1);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple partial_auc_binned_metrics{partial_auc_001_binned,
                                                       partial_auc_01_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
