// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/sample_quantile.hpp>
#include <telltale/metric/share.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

// What a histogram of errors knows of their quantiles: which cells they are in.

namespace telltale::inline TELLTALE_ABI::metric::detail {

enum class error_side : std::uint8_t { signed_error, magnitude };

/// Signed errors of a histogram, or their magnitudes, as cells in order.
template <error_side Side, class Histogram>
struct error_cells {
  const Histogram& s;

  static constexpr bool of_magnitudes = Side == error_side::magnitude;
  static constexpr std::size_t size() noexcept {
    return of_magnitudes ? Histogram::magnitudes : Histogram::cells;
  }
  [[nodiscard]] std::uint64_t count(std::size_t i) const noexcept {
    return of_magnitudes ? s.count_of_magnitude(i) : s.count(i);
  }
  static interval bounds(std::size_t i) noexcept {
    return of_magnitudes ? Histogram::magnitude_bounds(i) : Histogram::bounds(i);
  }
  static double typical(std::size_t i) noexcept {
    return of_magnitudes ? Histogram::typical_magnitude(i) : Histogram::typical(i);
  }
  /// The cell of the error of a rank, from 0. Requires: there are more errors than that.
  [[nodiscard]] std::size_t at(std::uint64_t rank) const noexcept {
    std::size_t i = 0;
    for (std::uint64_t below = count(0); below <= rank && i + 1 < size();) below += count(++i);
    return i;
  }
};

/// The same of weights.
template <error_side Side, class Histogram>
struct weighted_error_cells : error_cells<Side, Histogram> {
  [[nodiscard]] double weight(std::size_t i) const noexcept {
    return this->of_magnitudes ? this->s.weight_of_magnitude(i) : this->s.weight(i);
  }
  /// The cell of the least error at which those up to it weigh as much, or of the largest error.
  /// Requires: there is a row of a weight above 0.
  [[nodiscard]] std::size_t at(double part) const noexcept {
    double up_to = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < this->size(); ++i) {
      const double here = weight(i);
      if (!(here > 0)) continue;
      last = i;
      up_to += here;
      if (up_to >= part) break;
    }
    return last;
  }
};

template <error_side Side>
struct binned_error_quantile_formula {
  static constexpr bool is_noexcept = true;

  double probability;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    if constexpr (requires { s.weight_squares(); })
      return of_weights(s);
    else
      return of_counts(s);
  }

private:
  template <class Histogram>
  [[nodiscard]] std::optional<estimate> of_counts(const Histogram& s) const noexcept {
    const std::uint64_t n = s.count();
    if (n == 0) return std::nullopt;
    const error_cells<Side, Histogram> cells{s};
    const sample_quantile place{n, probability};
    const std::size_t below = cells.at(place.below), above = cells.at(place.above);
    const interval low = cells.bounds(below), high = cells.bounds(above);
    return estimate{place.between(cells.typical(below), cells.typical(above)),
                    interval{place.between(low.lower, high.lower),
                             place.between(low.upper, high.upper), coverage::certified},
                    n};
  }

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> of_weights(const Histogram& s) const noexcept {
    const counts rows{0, s.weight(), s.weight_squares()};
    if (!rows.usable()) return std::nullopt;
    const weighted_error_cells<Side, Histogram> cells{s};
    // Where the share is reached exactly, sums in another order may not: as far as they can differ.
    const double part = probability * rows.whole;
    const double doubt = part * 4e-16 * static_cast<double>(s.count());
    return estimate{cells.typical(cells.at(part)),
                    interval{cells.bounds(cells.at(part - doubt)).lower,
                             cells.bounds(cells.at(part + doubt)).upper, coverage::certified},
                    rounded(rows.effective())};
  }
};

}  // namespace telltale::inline TELLTALE_ABI::metric::detail
