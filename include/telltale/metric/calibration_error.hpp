// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>

// How far in each bin the mean score is from the share that came true. The first three errors are
// biased upwards, the more the fewer rows (a perfect model has 0.04 at 1000 rows in 15 bins), and
// have no interval; the debiased one is right on average, and has one.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Gathers the gap of each bin with its share of the rows.
template <class Gather>
struct calibration_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const counts all = all_bins(s).rows();
    if (!all.usable()) return std::nullopt;
    Gather gather;
    for (std::size_t i = 0; i < bins_in(s); ++i) {
      const bin_sums bin = bin_of(s, i);
      if (bin.weight > 0)
        gather.add(bin.weight / all.whole, std::fabs(bin.scores - bin.positives) / bin.weight);
    }
    return estimate{(std::min)(gather.value(), 1.0), std::nullopt, rounded(all.effective())};
  }
};

struct mean_gap {
  double sum = 0;
  void add(double share, double gap) noexcept { sum += share * gap; }
  [[nodiscard]] double value() const noexcept { return sum; }
};
struct root_mean_squared_gap {
  double sum = 0;
  void add(double share, double gap) noexcept { sum += share * gap * gap; }
  [[nodiscard]] double value() const noexcept { return std::sqrt(sum); }
};
struct largest_gap {
  double most = 0;
  void add(double, double gap) noexcept { most = (std::max)(most, gap); }
  [[nodiscard]] double value() const noexcept { return most; }
};

// Lowest where rows of one bin disagree with each other and not with their scores.
inline constexpr interval debiased_range{-0.5, 1};

struct debiased_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts all = all_bins(s).rows();
    if (!all.usable()) return std::nullopt;
    double weight = 0, squares = 0, sum = 0, gaps = 0, slope = 0, least = 0;
    for (std::size_t i = 0; i < bins_in(s); ++i) {
      const bin_sums bin = bin_of(s, i);
      const double n = bin.rows().effective();
      // One row does not tell how much it varies. No sum of equal weights is near this border.
      if (!(bin.weight > 0 && n >= 1.5)) continue;
      const double gap = (bin.scores - bin.positives) / bin.weight, square = gap * gap;
      const double share = bin.positives / bin.weight;
      const double noise = share * (1 - share) / (n - 1);  // the variance of the gap
      const double size = bin.weight / all.whole;
      weight += size;
      squares += bin.squares / all.whole / all.whole;
      sum += size * (square - noise);
      gaps += size * square;
      slope += size * square * (size * noise);
      least += size * noise * (size * noise);
    }
    const counts rows{0, weight, squares};
    if (!rows.usable()) return std::nullopt;
    const double value = sum / weight;
    std::optional<interval> bounds;
    if (least > 0) {
      // The square of a normal gap g of variance v varies by 4 g^2 v + 2 v^2, so the value by
      // 4 c truth + 2 sum of (share v)^2. The interval holds the truths from which the value is no
      // further than z standard deviations; they are not negative.
      const double c = gaps > 0 ? slope / gaps / weight : 0, zc = level.z * level.z * c;
      const double flat = std::sqrt(2 * least) / weight;
      const double half = level.z * std::sqrt((std::max)(4 * c * (value + zc) + flat * flat, 0.0));
      const double centre = value + 2 * zc;
      bounds = interval{(std::min)(value, (std::max)(centre - half, 0.0)),
                        (std::min)((std::max)({centre + half, value, 0.0}), 1.0)};
    }
    return estimate{value, bounds, rounded(rows.effective())};
  }
};

}  // namespace detail

/// Mean over the rows of the gap of their bin (ECE). Empty until a row has come.
inline constexpr definition<reliability, detail::calibration_formula<detail::mean_gap>>
    expected_calibration_error{"expected_calibration_error",
                               direction::lower_is_better,
                               {0, 1},
                               "Naeini, Cooper & Hauskrecht 2015, AAAI, section 3",
                               {}};

/// Root of the mean over the rows of the squared gap of their bin. Empty until a row has come.
inline constexpr definition<reliability, detail::calibration_formula<detail::root_mean_squared_gap>>
    root_mean_squared_calibration_error{"root_mean_squared_calibration_error",
                                        direction::lower_is_better,
                                        {0, 1},
                                        "Kumar, Liang & Ma 2019, arXiv:1909.10155, section 2",
                                        {}};

/// Largest gap of a bin (MCE). Empty until a row has come.
inline constexpr definition<reliability, detail::calibration_formula<detail::largest_gap>>
    maximum_calibration_error{"maximum_calibration_error",
                              direction::lower_is_better,
                              {0, 1},
                              "Naeini, Cooper & Hauskrecht 2015, AAAI, section 3",
                              {}};

/// Mean over the rows of the squared gap of their bin, less what chance alone adds to it: right on
/// average, and so below 0 about as often as above where the model is calibrated. Bins of a
/// single row, or of weights that tell no more than one and a half, are left out, since they do not
/// tell what chance adds. Empty until there is another.
/// Score interval of what the squares of the bins' true gaps come to, from normal gaps; it covers
/// 0.93 to 0.96 of the time.
inline constexpr definition<reliability, detail::debiased_formula>
    debiased_squared_calibration_error{"debiased_squared_calibration_error",
                                       direction::lower_is_better,
                                       detail::debiased_range,
                                       "Kumar, Liang & Ma 2019, arXiv:1909.10155, section 5; "
                                       "Brocker 2012, doi:10.1007/s00382-011-1191-1",
                                       {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple calibration_metrics{
    expected_calibration_error, root_mean_squared_calibration_error, maximum_calibration_error,
    debiased_squared_calibration_error};

}  // namespace telltale::inline TELLTALE_ABI::metric
