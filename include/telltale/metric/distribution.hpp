// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/distinct.hpp>
#include <telltale/state/kll.hpp>
#include <telltale/state/log_histogram.hpp>
#include <telltale/state/quantile_sketch.hpp>
#include <telltale/state/req.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// How values are distributed, from sketches of bounded memory.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_sketch = std::is_same_v<S, state::quantile_sketch>;
template <int Lowest, int Highest, int MantissaBits>
inline constexpr bool is_sketch<state::log_histogram<Lowest, Highest, MantissaBits>> = true;
}  // namespace detail

/// The cells of a quantile sketch, or of a histogram of amounts.
struct sketched_values {
  template <class S>
  static constexpr bool matches = detail::is_sketch<S>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<sketched_values, S> != 0,
                  "this metric reads a quantile sketch: add state::quantile_sketch, or "
                  "state::log_histogram<> for what is never below 0, to the bundle");
  }
};

namespace detail {
template <class S>
inline constexpr bool is_distinct = false;
template <unsigned Bits>
inline constexpr bool is_distinct<state::distinct<Bits>> = true;
}  // namespace detail

/// The registers that count different values.
struct distinct_values {
  template <class S>
  static constexpr bool matches = detail::is_distinct<S>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<distinct_values, S> != 0,
                  "this metric counts different values: add state::distinct<> to the bundle");
  }
};

namespace detail {

/// The value that stands at a place, counted from 0, when the values are sorted: somewhere in its
/// cell, as if the cell's values were spread over it evenly.
struct sketched_value {
  double value = 0, lowest = 0, highest = 0;
};

/// Requires: `place < s.count()`.
template <class Sketch>
[[nodiscard]] sketched_value value_at(const Sketch& s, std::uint64_t place) noexcept {
  std::uint64_t before = 0;
  std::size_t cell = 0;
  while (before + s[cell] <= place) before += s[cell++];
  const double low = s.lowest(cell), high = s.highest(cell);
  // A cell without an end has no inside: a sketch's holds infinity, a histogram's what is beyond
  // its range, and that is no less than where it begins. A histogram's cells are twice as wide as
  // the error that it promises: their middle stands for all of them.
  constexpr bool fine = std::is_same_v<Sketch, state::quantile_sketch>;
  const double into =
      fine ? (static_cast<double>(place - before) + 0.5) / static_cast<double>(s[cell]) : 0.5;
  const double value = std::isinf(low)    ? low
                       : std::isinf(high) ? (fine ? high : low)
                                          : low + into * (high - low);
  return {value, low, high};
}

template <class Sketch>
[[nodiscard]] std::optional<estimate> sketched_quantile(const Sketch& s, double level) noexcept {
  if (s.count() == 0 || !s.exact() || !(level >= 0 && level <= 1)) return std::nullopt;
  const double place = level * static_cast<double>(s.count() - 1), below = std::floor(place);
  const sketched_value low = value_at(s, static_cast<std::uint64_t>(below));
  const sketched_value high = value_at(s, static_cast<std::uint64_t>(std::ceil(place)));
  const double share = place - below;
  const double value =
      low.value == high.value ? low.value : low.value + share * (high.value - low.value);
  return estimate{value, interval{low.lowest, high.highest, coverage::certified}, s.count()};
}

struct quantile_formula {
  static constexpr bool is_noexcept = true;
  double level;

  template <class Sketch>
  [[nodiscard]] std::optional<estimate> operator()(const Sketch& s,
                                                   const confidence_level&) const noexcept {
    return sketched_quantile(s, level);
  }
};

struct interquartile_formula {
  static constexpr bool is_noexcept = true;

  template <class Sketch>
  [[nodiscard]] std::optional<estimate> operator()(const Sketch& s,
                                                   const confidence_level&) const noexcept {
    const auto low = sketched_quantile(s, 0.25), high = sketched_quantile(s, 0.75);
    if (!low || !(std::isfinite(low->bounds->lower) && std::isfinite(high->bounds->upper)))
      return std::nullopt;
    return estimate{high->value - low->value,
                    interval{(std::max)(0.0, high->bounds->lower - low->bounds->upper),
                             high->bounds->upper - low->bounds->lower, coverage::certified},
                    s.count()};
  }
};

struct deviation_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the cells

  template <class Sketch>
  [[nodiscard]] std::optional<estimate> operator()(const Sketch& s, const confidence_level&) const {
    const auto middle = sketched_quantile(s, 0.5);
    if (!middle || !std::isfinite(middle->bounds->lower) || !std::isfinite(middle->bounds->upper))
      return std::nullopt;
    std::vector<std::pair<double, std::uint64_t>> nearest, around, farthest;
    for (std::size_t cell = 0; cell < s.cells; ++cell) {
      if (s[cell] == 0) continue;
      const double low = s.lowest(cell), high = s.highest(cell);
      if (std::isinf(low) || std::isinf(high)) {
        for (auto* const all : {&nearest, &around, &farthest})
          all->emplace_back(std::numeric_limits<double>::infinity(), s[cell]);
        continue;
      }
      nearest.emplace_back(
          (std::max)({0.0, low - middle->bounds->upper, middle->bounds->lower - high}), s[cell]);
      around.emplace_back(std::fabs((low + high) / 2 - middle->value), s[cell]);
      farthest.emplace_back((std::max)(high - middle->bounds->lower, middle->bounds->upper - low),
                            s[cell]);
    }
    const double least = median_of(nearest, (s.count() - 1) / 2);
    const double most = median_of(farthest, s.count() / 2);
    const double value = std::clamp(median_of(around, s.count() / 2), least, most);
    if (!std::isfinite(most)) return std::nullopt;
    return estimate{value, interval{least, most, coverage::certified}, s.count()};
  }

private:
  static double median_of(std::vector<std::pair<double, std::uint64_t>>& all, std::uint64_t place) {
    std::sort(all.begin(), all.end());
    std::uint64_t before = 0;
    for (const auto& [distance, count] : all)
      if ((before += count) > place) return distance;
    return all.back().first;
  }
};

struct distinct_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const double value = s.estimate(), off = level.z * s.standard_error();
    return estimate{value, interval{value / (1 + off), off < 1 ? value / (1 - off) : value * 1e3},
                    rounded((std::min)(value, 9e18))};
  }
};

inline constexpr interval all_values{-std::numeric_limits<double>::infinity(),
                                     std::numeric_limits<double>::infinity()};
inline constexpr std::string_view hyndman_fan =
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566, definition 7";

constexpr definition<sketched_values, quantile_formula> quantile(std::string_view name,
                                                                 double level) noexcept {
  return {name, direction::neutral, all_values, hyndman_fan, {level}};
}

}  // namespace detail

/// Any quantile of a `state::quantile_sketch` or a `state::log_histogram`, as NumPy's: the value is
/// read from its cell, and is within 0.8 % of the exact one (of a log_histogram with the cells it
/// has by default, and within its range); the bounds certifiably hold it. Empty without values, for
/// a level outside [0, 1], and beyond 2^32 - 1 values of a sketch.
template <class Sketch>
requires detail::is_sketch<Sketch>
[[nodiscard]] std::optional<estimate> quantile(const Sketch& s, double level) noexcept {
  return detail::sketched_quantile(s, level);
}

/// The share of the values that are above a limit: of requests that took longer than they may. With
/// the bounds that the cell of the limit leaves open. Empty without values, and where the limit is
/// NaN or below 0.
template <int Lowest, int Highest, int MantissaBits>
[[nodiscard]] std::optional<estimate> share_above(
    const state::log_histogram<Lowest, Highest, MantissaBits>& s, double limit) noexcept {
  const std::uint64_t n = s.count();
  if (n == 0 || !(limit >= 0)) return std::nullopt;
  const std::size_t cell = s.cell_of(limit);
  std::uint64_t above = 0;
  for (std::size_t i = cell + 1; i < s.cells; ++i) above += s[i];
  const auto share = [n](double count) { return count / static_cast<double>(n); };
  const double low = s.lowest(cell), width = s.highest(cell) - low;
  const auto least = static_cast<double>(above), open = static_cast<double>(s[cell]);
  const double into = std::isinf(width) ? 0 : (limit - low) / width;
  return estimate{share(least + open * (1 - into)),
                  interval{share(least), share(least + open), coverage::certified}, n};
}

namespace detail {
// The smallest kept value up to which there is the share, and those of shares on either side.
[[nodiscard]] inline std::optional<estimate> kept_quantile(const auto& s, double level,
                                                           const interval& shares) {
  if (s.count() == 0 || !(level >= 0 && level <= 1)) return std::nullopt;
  std::vector<std::pair<double, std::uint64_t>> kept;
  kept.reserve(s.kept());
  s.for_each([&](double value, std::uint64_t weight) { kept.emplace_back(value, weight); });
  std::sort(kept.begin(), kept.end());
  const auto at = [&](double share) {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(s.count());
    std::uint64_t below = 0;
    for (const auto& [value, weight] : kept)
      if (static_cast<double>(below += weight) >= place) return value;
    return kept.back().first;
  };
  return estimate{at(level), interval{at(shares.lower), at(shares.upper)}, s.count()};
}
}  // namespace detail

/// The same of a `state::kll`, with the values whose shares are `rank_error()` away on either side:
/// they hold it with 99 % probability. O(k log k), and takes memory for what is kept. Empty without
/// values and outside [0, 1].
[[nodiscard]] inline std::optional<estimate> quantile(const state::kll& s, double level) {
  return detail::kept_quantile(s, level, {level - s.rank_error(), level + s.rank_error()});
}

/// The same of a `state::req`, whose shares beyond the value are `relative_error()` of it away.
[[nodiscard]] inline std::optional<estimate> quantile(const state::req& s, double level) {
  const double off = s.relative_error() * (s.end() == state::sharp_end::low ? level : 1 - level);
  return detail::kept_quantile(s, level, {level - off, level + off});
}

/// Quantiles by name. Bounds certified.
inline constexpr auto median = detail::quantile("median", 0.5);
inline constexpr auto quantile_p90 = detail::quantile("quantile_p90", 0.9);
inline constexpr auto quantile_p99 = detail::quantile("quantile_p99", 0.99);

/// The distance of the quartiles. Empty without values, and where they are infinite. Bounds
/// certified.
inline constexpr definition<sketched_values, detail::interquartile_formula> interquartile_range{
    "interquartile_range",
    direction::neutral,
    {0, std::numeric_limits<double>::infinity()},
    detail::hyndman_fan,
    {}};

/// The median of the distances from the median. Empty as `interquartile_range`. Bounds certified.
inline constexpr definition<sketched_values, detail::deviation_formula> median_absolute_deviation{
    "median_absolute_deviation",
    direction::neutral,
    {0, std::numeric_limits<double>::infinity()},
    "Hampel 1974, doi:10.1080/01621459.1974.10482962",
    {}};

/// About how many different values came. 0 until one has. Normal interval from the standard error
/// of the state: too wide for fewer values than it has registers.
inline constexpr definition<distinct_values, detail::distinct_formula> distinct_count{
    "distinct_count",
    direction::neutral,
    {0, std::numeric_limits<double>::infinity()},
    "Flajolet et al. 2007, HyperLogLog, AofA; Ertl 2017, arXiv:1702.01284",
    {}};

/// What this header adds to the vocabulary.
inline constexpr std::tuple distribution_metrics{
    median,        quantile_p90, quantile_p99, interquartile_range, median_absolute_deviation,
    distinct_count};

}  // namespace telltale::inline TELLTALE_ABI::metric
