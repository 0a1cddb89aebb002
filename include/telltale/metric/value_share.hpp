// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/heavy_hitters.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

// How much of a column is one value: the most common one, or a sentinel.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_heavy_hitters = false;
template <class Key, std::size_t Capacity>
inline constexpr bool is_heavy_hitters<state::heavy_hitters<Key, Capacity>> = true;
}  // namespace detail

/// The values that come most often.
struct frequent_values {
  template <class S>
  static constexpr bool matches = detail::is_heavy_hitters<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<frequent_values, S>;
    static_assert(found != 0,
                  "this metric reads the most frequent values: add state::heavy_hitters<> to the "
                  "bundle");
    static_assert(found < 2,
                  "this metric reads the most frequent values, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

namespace detail {

// Between two counts of these very data: the middle, and certain bounds.
[[nodiscard]] inline std::optional<estimate> certified_share(std::uint64_t lower,
                                                             std::uint64_t upper,
                                                             std::uint64_t whole) noexcept {
  if (whole == 0) return std::nullopt;
  const auto n = static_cast<double>(whole);
  const double low = static_cast<double>(lower) / n,
               high = static_cast<double>((std::min)(upper, whole)) / n;
  return estimate{(low + high) / 2, interval{low, high, coverage::certified}, whole};
}

struct most_common_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const S& s, const confidence_level&) const noexcept {
    const auto top = s.top();
    return certified_share(top ? top->lower : 0, top ? top->upper : s.error(), s.total());
  }
};
template <class Value>
struct value_share_formula {
  static constexpr bool is_noexcept = true;
  Value value;

  template <class S>
  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const S& s, const confidence_level&) const noexcept {
    const auto found = s.find(value);
    return certified_share(found.lower, found.upper, s.total());
  }
};

}  // namespace detail

/// Share of the most common value: 1 is a constant column, 0.95 an almost constant one. The bounds
/// are certain, and equal while no more distinct values came than there are counters; the value is
/// their middle. Empty until a value has come.
inline constexpr definition<frequent_values, detail::most_common_formula> most_common_share{
    "most_common_share",
    direction::neutral,
    {0, 1},
    "Misra & Gries 1982, doi:10.1016/0167-6423(82)90012-0",
    {}};

/// Share of one value (0, -1, -999, or 1 for the true rate of a boolean) in a column, with certain
/// bounds as above: `value_share("missing_as_999", -999.0)`. `name` lives as long as the metric: a
/// literal.
template <class Value>
requires std::is_arithmetic_v<Value>
[[nodiscard]] constexpr definition<frequent_values, detail::value_share_formula<Value>> value_share(
    std::string_view name, Value value) noexcept {
  return {name,
          direction::neutral,
          {0, 1},
          "Misra & Gries 1982, doi:10.1016/0167-6423(82)90012-0",
          {value}};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
