// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/completeness.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/predicates.hpp>
#include <telltale/state/saturation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

// Whether the values of a column, and the outputs of the model, are fit to be used at all. What
// must hold of several numbers at once ("the mean lies within 3 standard deviations of the
// reference's") is a rule's condition; what must hold of one row is a predicate.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_predicates = false;
template <class... F>
inline constexpr bool is_predicates<state::predicates<F...>> = true;
}  // namespace detail

/// Values told apart by whether they are there, NaN or infinite.
struct presence_counts {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::completeness> || std::is_same_v<S, state::saturation>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<presence_counts, S>;
    static_assert(found != 0,
                  "this metric reads which values are there: add state::completeness or "
                  "state::saturation to the bundle");
    static_assert(found < 2,
                  "this metric reads which values are there, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

/// Values told apart by whether they lie in a range.
struct range_counts {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::histogram> || std::is_same_v<S, state::saturation>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<range_counts, S>;
    static_assert(found != 0,
                  "this metric reads which values are out of range: add state::histogram or "
                  "state::saturation to the bundle");
    static_assert(found < 2,
                  "this metric reads which values are out of range, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

/// Outputs at the ends of their range.
struct saturation_counts {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::saturation>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<saturation_counts, S> != 0,
                  "this metric reads which outputs are at an end of their range: add "
                  "state::saturation to the bundle");
  }
};

/// The categories of a column.
struct category_counts {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::categories>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<category_counts, S> != 0,
                  "this metric reads the counts of categories: add state::categories to the "
                  "bundle");
  }
};

/// What the caller's predicates hold of.
struct predicate_counts {
  template <class S>
  static constexpr bool matches = detail::is_predicates<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<predicate_counts, S>;
    static_assert(found != 0,
                  "this metric reads the caller's predicates: add state::predicates to the bundle");
    static_assert(found < 2,
                  "this metric reads the caller's predicates, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

namespace detail {

inline constexpr interval share_range{0, 1};
inline constexpr std::string_view wilson_source = "Wilson 1927, doi:10.1080/01621459.1927.10502953";

[[nodiscard]] inline counts whole_rows(std::uint64_t part, std::uint64_t whole) noexcept {
  const auto n = static_cast<double>(whole);
  return {static_cast<double>(part), n, n};
}
[[nodiscard]] inline std::uint64_t values_seen(const state::completeness& s) noexcept {
  return s.total();
}
[[nodiscard]] inline std::uint64_t values_seen(const state::saturation& s) noexcept {
  return s.count();
}
[[nodiscard]] inline counts out_of_range(const state::histogram& s) noexcept {
  return whole_rows(s.underflow() + s.overflow(), s.total());
}
[[nodiscard]] inline counts out_of_range(const state::saturation& s) noexcept {
  return whole_rows(s.outside(), s.finite());
}

// Which share of what, by a function of the state.
template <class Counts>
struct rate_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of(Counts::of(s), level);
  }
};
struct missing_counts {
  static counts of(const auto& s) noexcept { return whole_rows(s.missing(), values_seen(s)); }
};
struct non_finite_counts {
  static counts of(const auto& s) noexcept {
    return whole_rows(s.missing() + s.infinite(), values_seen(s));
  }
};
struct out_of_range_counts {
  static counts of(const auto& s) noexcept { return out_of_range(s); }
};
struct unseen_counts {
  static counts of(const state::categories& s) noexcept {
    return whole_rows(s.unseen(), s.total());
  }
};
template <bool Lower, bool Upper>
struct end_counts {
  static counts of(const state::saturation& s) noexcept {
    return whole_rows((Lower ? s.at_lower() : 0) + (Upper ? s.at_upper() : 0), s.finite());
  }
};

struct pass_formula {
  static constexpr bool is_noexcept = true;
  std::size_t which;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if (which >= s.size()) return std::nullopt;
    return share_of(whole_rows(s.held(which), s.total()), level);
  }
};

}  // namespace detail

/// Share of the values that are missing (NaN), of all that came. Empty until one has.
inline constexpr definition<presence_counts, detail::rate_formula<detail::missing_counts>>
    missing_rate{
        "missing_rate", direction::lower_is_better, detail::share_range, detail::wilson_source, {}};

/// Share of the values that are NaN or infinite, of all that came. Empty until one has.
inline constexpr definition<presence_counts, detail::rate_formula<detail::non_finite_counts>>
    non_finite_rate{"non_finite_rate",
                    direction::lower_is_better,
                    detail::share_range,
                    detail::wilson_source,
                    {}};

/// Share of the finite values outside the range: of a histogram's reference, or of a model's
/// output. Empty until a finite value has come.
inline constexpr definition<range_counts, detail::rate_formula<detail::out_of_range_counts>>
    out_of_range_rate{"out_of_range_rate",
                      direction::lower_is_better,
                      detail::share_range,
                      detail::wilson_source,
                      {}};

/// Share of the categories that the reference never had, of all values with a category: with hashed
/// or bucketed keys the out-of-vocabulary share. Empty until a category has come.
inline constexpr definition<category_counts, detail::rate_formula<detail::unseen_counts>>
    unseen_rate{
        "unseen_rate", direction::lower_is_better, detail::share_range, detail::wilson_source, {}};

/// Share of the finite outputs that are exactly at an end of their range, at either, at the lower
/// or at the upper one. Empty until a finite output has come.
inline constexpr definition<saturation_counts, detail::rate_formula<detail::end_counts<true, true>>>
    saturation_rate{"saturation_rate",
                    direction::lower_is_better,
                    detail::share_range,
                    detail::wilson_source,
                    {}};
inline constexpr definition<saturation_counts,
                            detail::rate_formula<detail::end_counts<true, false>>>
    saturation_rate_lower{"saturation_rate_lower",
                          direction::lower_is_better,
                          detail::share_range,
                          detail::wilson_source,
                          {}};
inline constexpr definition<saturation_counts,
                            detail::rate_formula<detail::end_counts<false, true>>>
    saturation_rate_upper{"saturation_rate_upper",
                          direction::lower_is_better,
                          detail::share_range,
                          detail::wilson_source,
                          {}};

/// Share of the rows that one of the caller's predicates holds of. Empty until a row has come, and
/// where there is no such predicate. `name` lives as long as the metric: a literal.
[[nodiscard]] constexpr definition<predicate_counts, detail::pass_formula> pass_rate(
    std::string_view name, std::size_t which) noexcept {
  return {name, direction::higher_is_better, detail::share_range, detail::wilson_source, {which}};
}

/// Whether the outputs of a model are fit to be used: all of state::saturation.
inline constexpr std::tuple saturation_metrics{missing_rate,          non_finite_rate,
                                               out_of_range_rate,     saturation_rate,
                                               saturation_rate_lower, saturation_rate_upper};

}  // namespace telltale::inline TELLTALE_ABI::metric
