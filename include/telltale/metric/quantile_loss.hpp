// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/sample_quantile.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/quantile_loss.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

// Whether a predicted quantile is one. Take one state for each quantile that is predicted.

namespace telltale::inline TELLTALE_ABI::metric {

/// The pinball losses of one quantile.
struct pinball_losses {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::quantile_loss>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<pinball_losses, S> != 0,
                  "this metric reads the pinball losses of a quantile: add state::quantile_loss to "
                  "the bundle");
  }
};

namespace detail {

struct pinball_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::quantile_loss& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.losses(), level);
  }
};

struct quantile_coverage_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::quantile_loss& s,
                                                   const confidence_level& level) const noexcept {
    return share_of({s.covered(), s.losses().weight(), s.losses().weight_squares()}, level);
  }
};

struct d2_pinball_formula {
  static constexpr bool is_noexcept = false;  // takes memory to order the truths

  double tau;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level&) const {
    std::vector<weighted_value> truths;
    truths.reserve(rows.size());
    math::compensated_sum model, constant;
    counts all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows[i];
      const auto actual = static_cast<double>(row.actual);
      const auto predicted = static_cast<double>(row.predicted);
      if (!usable_value(actual) || !usable_value(predicted)) continue;
      if (!usable_weight(row.weight) || row.weight == 0) continue;
      truths.push_back({actual, row.weight});
      all.whole += row.weight;
      all.squares += row.weight * row.weight;
      model.add(row.weight * loss(actual - predicted));
    }
    if (truths.empty()) return std::nullopt;
    std::sort(truths.begin(), truths.end(),
              [](const weighted_value& a, const weighted_value& b) { return a.value < b.value; });
    const double best = quantile(truths, rows.weights.empty());
    for (const weighted_value& truth : truths)
      constant.add(truth.weight * loss(truth.value - best));
    if (!(constant.value() > 0)) return std::nullopt;
    return estimate{1 - model.value() / constant.value(), std::nullopt, rounded(all.effective())};
  }

private:
  [[nodiscard]] double loss(double above) const noexcept {
    return above > 0 ? tau * above : (tau - 1) * above;
  }
  [[nodiscard]] double quantile(const std::vector<weighted_value>& ordered,
                                bool equal) const noexcept {
    if (!equal) return weighted_quantile(ordered, tau);
    const sample_quantile place{ordered.size(), tau};
    return place.between(ordered[place.below].value, ordered[place.above].value);
  }
};

/// `d2_pinball` of one quantile.
[[nodiscard]] constexpr definition<kept_errors, d2_pinball_formula> d2_pinball_of(
    std::string_view name, double tau) noexcept {
  return {name,
          direction::higher_is_better,
          {-std::numeric_limits<double>::infinity(), 1},
          "Koenker & Machado 1999, doi:10.1080/01621459.1999.10473882",
          d2_pinball_formula{tau}};
}

}  // namespace detail

/// Mean of tau (actual - predicted) where that is positive and of (1 - tau) (predicted - actual)
/// elsewhere, in units of the label: least for the true quantile. Empty until a row has come.
/// Student's interval.
inline constexpr definition<pinball_losses, detail::pinball_formula> mean_pinball_loss{
    "mean_pinball_loss",
    direction::lower_is_better,
    loss_range,
    "Koenker & Bassett 1978, doi:10.2307/1913643",
    {}};

/// Share of the rows whose truth is no more than the predicted quantile: tau is right. Empty until
/// a row has come. Wilson's interval.
inline constexpr definition<pinball_losses, detail::quantile_coverage_formula> quantile_coverage{
    "quantile_coverage",
    direction::neutral,
    {0, 1},
    "Gneiting, Balabdaoui & Raftery 2007, doi:10.1111/j.1467-9868.2007.00587.x",
    {}};

/// 1 - mean pinball loss over that of the best constant, the tau quantile of the truths: 0 is no
/// better than it. From the rows, sorted. Empty for fewer than two rows, and while that constant
/// has no loss. No interval.
inline constexpr auto d2_pinball_p10 = detail::d2_pinball_of("d2_pinball_0.1", 0.1);
inline constexpr auto d2_pinball_p50 = detail::d2_pinball_of("d2_pinball_0.5", 0.5);
inline constexpr auto d2_pinball_p90 = detail::d2_pinball_of("d2_pinball_0.9", 0.9);

/// What there is to measure of a forecast of a quantile. No monitor does: its predictions are of
/// the middle.
inline constexpr std::tuple quantile_metrics{mean_pinball_loss, quantile_coverage, d2_pinball_p10,
                                             d2_pinball_p50, d2_pinball_p90};

}  // namespace telltale::inline TELLTALE_ABI::metric
