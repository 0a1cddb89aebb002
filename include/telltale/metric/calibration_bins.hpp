// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

// What the metrics of calibration read: for each bin of scores, how many came true.

namespace telltale::inline TELLTALE_ABI::metric {

/// One point of a reliability diagram.
struct reliability_bin {
  double lower = 0;     ///< of the scores, closed
  double upper = 1;     ///< open, but of the last bin
  std::uint64_t n = 0;  ///< rows; the effective number of them, where they have weights
  double weight = 0;    ///< of all rows, and of those of class 1
  double positives = 0;
  std::optional<double> mean_score;  ///< empty where no row fell
  std::optional<estimate> actual;    ///< share that came true, with Wilson's interval
};

namespace detail {

/// The sums of one bin, whichever state they come from.
struct bin_sums {
  double weight = 0;
  double squares = 0;  ///< of the weights
  double positives = 0;
  double scores = 0;

  void add(const bin_sums& other) noexcept {
    weight += other.weight;
    squares += other.squares;
    positives += other.positives;
    scores += other.scores;
  }
  [[nodiscard]] counts rows() const noexcept { return {positives, weight, squares}; }
};

template <class S>
[[nodiscard]] std::size_t bins_in(const S& s) noexcept {
  if constexpr (requires { S::bins; })
    return S::bins;
  else
    return s.size();
}

template <class S>
[[nodiscard]] bin_sums bin_of(const S& s, std::size_t i) noexcept {
  if constexpr (requires { s.bin(i); }) {
    const auto& bin = s.bin(i);
    return {bin.weight(), bin.weight_squares(), bin.positives(), bin.scores()};
  } else {
    const auto n = static_cast<double>(s.count(i));
    return {n, n, static_cast<double>(s.positives(i)), s.scores(i)};
  }
}

template <class S>
[[nodiscard]] bin_sums all_bins(const S& s) noexcept {
  bin_sums all;
  for (std::size_t i = 0; i < bins_in(s); ++i) all.add(bin_of(s, i));
  return all;
}

[[nodiscard]] inline reliability_bin point_of(const bin_sums& bin, double lower, double upper,
                                              const confidence_level& level) noexcept {
  const counts rows = bin.rows();
  return {lower,
          upper,
          rows.usable() ? rounded(rows.effective()) : 0,
          bin.weight,
          bin.positives,
          ratio(bin.scores, bin.weight),
          share_of(rows, level)};
}

}  // namespace detail

/// The reliability diagram of a `state::calibration` or `state::weighted_calibration`, or of a
/// bundle with one, as data. Source: Murphy & Winkler 1977, doi:10.2307/2346866.
template <class S>
[[nodiscard]] auto reliability_bins(const S& summary, const confidence_level& level = {}) noexcept {
  reliability::check<S>();
  const auto& s = state::pick<reliability>(summary);
  constexpr std::size_t size = std::remove_cvref_t<decltype(s)>::bins;
  std::array<reliability_bin, size> bins;
  for (std::size_t i = 0; i < size; ++i)
    bins[i] = detail::point_of(detail::bin_of(s, i), static_cast<double>(i) / double{size},
                               static_cast<double>(i + 1) / double{size}, level);
  return bins;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
