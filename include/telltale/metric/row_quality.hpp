// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/duplicates.hpp>
#include <telltale/state/row_completeness.hpp>

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

// Whether whole rows are fit to be used: those that came before, and those with nothing in them.

namespace telltale::inline TELLTALE_ABI::metric {

/// Rows that came before.
struct duplicate_counts {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::duplicates>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<duplicate_counts, S> != 0,
                  "this metric reads which rows came before: add state::duplicates to the bundle");
  }
};

/// How full the rows are.
struct row_presence {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::row_completeness>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<row_presence, S> != 0,
                  "this metric reads how full the rows are: add state::row_completeness to the "
                  "bundle");
  }
};

namespace detail {

struct duplicate_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::duplicates& s,
                                                   const confidence_level&) const noexcept {
    const auto share = ratio(s.repeats(), s.count());
    if (!share) return std::nullopt;
    return estimate{*share, std::nullopt, s.count()};
  }
};
template <bool Empty>
struct row_presence_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::row_completeness& s,
                                                   const confidence_level& level) const noexcept {
    const auto n = static_cast<double>(s.rows());
    return share_of({static_cast<double>(Empty ? s.empty() : s.rows() - s.full()), n, n}, level);
  }
};

}  // namespace detail

/// Share of the rows that repeat one which came a short while ago. Empty until a row has come. No
/// interval: repetitions come in bursts.
inline constexpr definition<duplicate_counts, detail::duplicate_formula> duplicate_rate{
    "duplicate_rate",
    direction::lower_is_better,
    {0, 1},
    "Metwally, Agrawal & El Abbadi 2005, doi:10.1145/1060745.1060753",
    {}};

/// Share of the rows in which every feature is missing. Empty until a row has come.
inline constexpr definition<row_presence, detail::row_presence_formula<true>> empty_row_rate{
    "empty_row_rate",
    direction::lower_is_better,
    {0, 1},
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    {}};

/// Share of the rows in which some feature is missing. Empty until a row has come.
inline constexpr definition<row_presence, detail::row_presence_formula<false>> incomplete_row_rate{
    "incomplete_row_rate",
    direction::lower_is_better,
    {0, 1},
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    {}};

/// Whether rows are fit to be used: of state::duplicates and state::row_completeness.
inline constexpr std::tuple row_quality_metrics{duplicate_rate, empty_row_rate,
                                                incomplete_row_rate};

}  // namespace telltale::inline TELLTALE_ABI::metric
