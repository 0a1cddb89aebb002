// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/math/special.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/group_gap.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/metric/two_shares.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>

// How far a binary classifier's rates are apart between groups of rows, and which groups those are.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

using group_rate = counts (binary_cells::*)() const noexcept;

/// The largest difference, or the smallest ratio, of one rate over all pairs of groups. Each pair
/// has its share of the error, so that all intervals hold at once; the gap between the groups then
/// lies where the extremes of the pairs' intervals are.
[[nodiscard]] inline std::optional<group_gap> gap_of(std::span<const binary_cells> groups,
                                                     group_rate rate, gap_kind kind,
                                                     double confidence,
                                                     const group_minimum& least) noexcept {
  const auto comparable = [&](std::size_t i) {
    const counts all{0, groups[i].total(), groups[i].squares()}, c = (groups[i].*rate)();
    return c.usable() && all.effective() >= least.rows && c.effective() >= least.of_rate;
  };
  const auto share = [&](std::size_t i) {
    const counts c = (groups[i].*rate)();
    return (std::min)(c.part / c.whole, 1.0);
  };
  std::size_t size = 0, highest = 0, lowest = 0;
  double n = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!comparable(i)) continue;
    if (size++ == 0) highest = lowest = i;
    if (share(i) > share(highest)) highest = i;
    if (share(i) < share(lowest)) lowest = i;
    n += (groups[i].*rate)().effective();
  }
  if (size < 2) return std::nullopt;
  if (kind == gap_kind::ratio && !(share(highest) > 0)) return std::nullopt;
  const double pairs = static_cast<double>(size) * static_cast<double>(size - 1) / 2;
  const auto level = math::confidence(1 - (1 - confidence) / pairs);
  if (!level) return std::nullopt;

  const bool is_ratio = kind == gap_kind::ratio;
  interval bounds = is_ratio ? interval{1, 1} : interval{0, 0};
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = 0; j < groups.size(); ++j) {
      if (i == j || !comparable(i) || !comparable(j)) continue;
      const counts a = (groups[i].*rate)(), b = (groups[j].*rate)();
      if (is_ratio) {
        const interval pair = share_ratio(a, b, level->z);
        bounds = {(std::min)(bounds.lower, pair.lower), (std::min)(bounds.upper, pair.upper)};
      } else {
        const interval pair = share_difference(a, b, level->z);
        bounds = {(std::max)(bounds.lower, pair.lower), (std::max)(bounds.upper, pair.upper)};
      }
    }
  }
  const double value = is_ratio ? share(lowest) / share(highest) : share(highest) - share(lowest);
  // Simultaneous bounds may lie beside the value, but do not mean to exclude it.
  bounds = {(std::min)(bounds.lower, value), std::clamp(bounds.upper, value, 1.0)};
  return group_gap{{value, bounds, rounded(n)}, highest, lowest};
}

}  // namespace detail

/// A measure of fairness as an object, like a metric: over the confusion counts of the groups. A
/// difference is 0 where all groups are served alike, a ratio 1. Empty while fewer than two groups
/// are large enough to be compared, and of a ratio where no group has any.
///
/// Its interval holds for the gap over all groups, however many: each pair of them has its share of
/// the error. With more groups the gap itself is drawn away from equality by chance: ask whether
/// the near end of the interval is beyond what is tolerated, not whether the value is.
///
/// Cost  O(groups^2)
class fairness_measure {
public:
  constexpr fairness_measure(std::string_view name, detail::gap_kind kind, detail::group_rate first,
                             detail::group_rate second, std::string_view source) noexcept
      : name_(name), kind_(kind), first_(first), second_(second), source_(source) {}

  [[nodiscard]] std::optional<group_gap> operator()(
      std::span<const binary_cells> groups, const confidence_level& level = {},
      const group_minimum& least = {}) const noexcept {
    if (second_ == nullptr) return detail::gap_of(groups, first_, kind_, level.probability, least);
    // The worse of two gaps, each with half of the error.
    const double each = 1 - (1 - level.probability) / 2;
    const auto a = detail::gap_of(groups, first_, kind_, each, least);
    const auto b = detail::gap_of(groups, second_, kind_, each, least);
    if (!a || !b) return std::nullopt;
    const bool is_ratio = kind_ == detail::gap_kind::ratio;
    group_gap worse = is_ratio == (a->value.value < b->value.value) ? *a : *b;
    const interval &x = *a->value.bounds, &y = *b->value.bounds;
    worse.value.bounds = is_ratio
                             ? interval{(std::min)(x.lower, y.lower), (std::min)(x.upper, y.upper)}
                             : interval{(std::max)(x.lower, y.lower), (std::max)(x.upper, y.upper)};
    return worse;
  }

  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
  [[nodiscard]] constexpr direction better() const noexcept {
    return kind_ == detail::gap_kind::ratio ? direction::higher_is_better
                                            : direction::lower_is_better;
  }
  [[nodiscard]] constexpr interval range() const noexcept { return {0, 1}; }
  [[nodiscard]] constexpr std::string_view source() const noexcept { return source_; }

  operator signal() const { return signal{name_}; }

private:
  std::string_view name_;
  detail::gap_kind kind_;
  detail::group_rate first_;
  detail::group_rate second_;  // null where there is but one
  std::string_view source_;
};

namespace detail {
inline constexpr std::string_view hardt = "Hardt, Price & Srebro 2016, arXiv:1610.02413, section 2";
inline constexpr std::string_view feldman =
    "Feldman et al. 2015, doi:10.1145/2783258.2783311, definition 1.1";
inline constexpr std::string_view chouldechova =
    "Chouldechova 2017, doi:10.1089/big.2016.0047, section 2";
inline constexpr std::string_view berk = "Berk et al. 2021, doi:10.1177/0049124118782533";
}  // namespace detail

/// Of the share of each group that is called positive: its largest difference, and the smallest
/// over the largest (disparate impact).
inline constexpr fairness_measure demographic_parity_difference{
    "demographic_parity_difference", detail::gap_kind::difference, &binary_cells::called, nullptr,
    detail::feldman};
inline constexpr fairness_measure demographic_parity_ratio{
    "demographic_parity_ratio", detail::gap_kind::ratio, &binary_cells::called, nullptr,
    detail::feldman};

/// Of the recall: whether those who deserve it get it in every group.
inline constexpr fairness_measure equal_opportunity_difference{
    "equal_opportunity_difference", detail::gap_kind::difference, &binary_cells::found, nullptr,
    detail::hardt};
inline constexpr fairness_measure equal_opportunity_ratio{
    "equal_opportunity_ratio", detail::gap_kind::ratio, &binary_cells::found, nullptr,
    detail::hardt};

/// Of the false positive rate.
inline constexpr fairness_measure predictive_equality_difference{
    "predictive_equality_difference", detail::gap_kind::difference, &binary_cells::false_alarms,
    nullptr, detail::chouldechova};
inline constexpr fairness_measure predictive_equality_ratio{
    "predictive_equality_ratio", detail::gap_kind::ratio, &binary_cells::false_alarms, nullptr,
    detail::chouldechova};

/// Of the recall and of the false positive rate, whichever is worse.
inline constexpr fairness_measure equalized_odds_difference{
    "equalized_odds_difference", detail::gap_kind::difference, &binary_cells::found,
    &binary_cells::false_alarms, detail::hardt};
inline constexpr fairness_measure equalized_odds_ratio{
    "equalized_odds_ratio", detail::gap_kind::ratio, &binary_cells::found,
    &binary_cells::false_alarms, detail::hardt};

/// Of the precision: whether being called positive means the same in every group.
inline constexpr fairness_measure predictive_parity_difference{
    "predictive_parity_difference", detail::gap_kind::difference, &binary_cells::right_alarms,
    nullptr, detail::chouldechova};
inline constexpr fairness_measure predictive_parity_ratio{
    "predictive_parity_ratio", detail::gap_kind::ratio, &binary_cells::right_alarms, nullptr,
    detail::chouldechova};

/// Of the accuracy.
inline constexpr fairness_measure accuracy_difference{
    "accuracy_difference", detail::gap_kind::difference, &binary_cells::correct, nullptr,
    detail::berk};

/// Every measure of fairness of a binary classifier.
inline constexpr std::tuple fairness{demographic_parity_difference,
                                     demographic_parity_ratio,
                                     equal_opportunity_difference,
                                     equal_opportunity_ratio,
                                     predictive_equality_difference,
                                     predictive_equality_ratio,
                                     equalized_odds_difference,
                                     equalized_odds_ratio,
                                     predictive_parity_difference,
                                     predictive_parity_ratio,
                                     accuracy_difference};

/// What can be said of a rule that a ratio be at least a limit.
enum class ruling : std::uint8_t { kept, broken, undetermined };

/// The four-fifths rule on a ratio with its interval: broken only where all of the interval is
/// below four fifths, kept only where all of it is at least that. Source: 29 CFR 1607.4(D).
[[nodiscard]] inline ruling four_fifths(const estimate& ratio, double limit = 0.8) noexcept {
  if (!ratio.bounds) return ruling::undetermined;
  if (ratio.bounds->upper < limit) return ruling::broken;
  return ratio.bounds->lower >= limit ? ruling::kept : ruling::undetermined;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
