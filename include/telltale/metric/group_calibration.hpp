// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/metric/group_gap.hpp>
#include <telltale/metric/probability.hpp>
#include <telltale/state/bundle.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// Whether a score promises the same in every group: fairness as calibration.

namespace telltale::inline TELLTALE_ABI::metric {

/// How far apart the groups are in `predicted_over_actual`: 0, or 1 as a ratio, where a score
/// means as much in each, whatever their base rates. Over the states of the groups, which keep the
/// sums of losses. A group with fewer positives than `least.of_rate` is left out as one with too
/// few rows is; empty while fewer than two are left.
///
/// The interval holds for the gap over all groups, however many (`largest_difference`).
/// Cost  O(groups^2)
class calibration_gap {
public:
  constexpr calibration_gap(std::string_view name, detail::gap_kind kind) noexcept
      : name_(name), kind_(kind) {}

  /// `of(i)`: the states of group i.
  template <class Of>
  requires requires(const Of& of) { of(std::size_t{}); }
  [[nodiscard]] std::optional<group_gap> operator()(std::size_t groups, const Of& of,
                                                    const confidence_level& level = {},
                                                    const group_minimum& least = {}) const {
    return detail::gap_between(
        groups,
        [&](std::size_t i, const confidence_level& wanted) -> std::optional<estimate> {
          const auto& sums = state::pick<loss_sums>(of(i));
          if (static_cast<double>(sums.positives()) < least.of_rate) return std::nullopt;
          return predicted_over_actual(sums, wanted);
        },
        kind_, level, least);
  }

  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
  [[nodiscard]] constexpr direction better() const noexcept {
    return kind_ == detail::gap_kind::ratio ? direction::higher_is_better
                                            : direction::lower_is_better;
  }
  [[nodiscard]] constexpr interval range() const noexcept {
    return {0, kind_ == detail::gap_kind::ratio ? 1 : std::numeric_limits<double>::infinity()};
  }
  [[nodiscard]] constexpr std::string_view source() const noexcept {
    return "Kleinberg, Mullainathan & Raghavan 2016, arXiv:1609.05807, section 1";
  }

  operator signal() const { return signal{name_}; }

private:
  std::string_view name_;
  detail::gap_kind kind_;
};

inline constexpr calibration_gap calibration_difference{"calibration_difference",
                                                        detail::gap_kind::difference};
inline constexpr calibration_gap calibration_ratio{"calibration_ratio", detail::gap_kind::ratio};

/// Every measure of fairness that reads more than the confusion.
inline constexpr std::tuple calibration_fairness{calibration_difference, calibration_ratio};

}  // namespace telltale::inline TELLTALE_ABI::metric
