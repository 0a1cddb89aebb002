// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

// How far in each bin the mean score is from the share that came true. All three errors are biased
// upwards, the more the fewer rows: a perfect model has 0.04 at 1000 rows in 15 bins. No interval.

namespace telltale::inline TELLTALE_ABI::metric {

/// One point of a reliability diagram.
struct reliability_bin {
  double lower = 0;  ///< of the scores, closed
  double upper = 1;  ///< open, but of the last bin
  std::uint64_t n = 0;
  std::uint64_t positives = 0;
  std::optional<double> mean_score;  ///< empty where no row fell
  std::optional<estimate> actual;    ///< share that came true, with Wilson's interval
};

/// The reliability diagram of a `state::calibration`, or of a bundle with one, as data.
/// Source: Murphy & Winkler 1977, doi:10.2307/2346866.
template <class S>
[[nodiscard]] auto reliability_bins(const S& summary, const confidence_level& level = {}) noexcept {
  reliability::check<S>();
  const auto& s = state::pick<reliability>(summary);
  constexpr std::size_t size = std::remove_cvref_t<decltype(s)>::bins;
  std::array<reliability_bin, size> bins;
  for (std::size_t i = 0; i < size; ++i) {
    const auto n = static_cast<double>(s.count(i));
    bins[i] = {static_cast<double>(i) / double{size},
               static_cast<double>(i + 1) / double{size},
               s.count(i),
               s.positives(i),
               ratio(s.scores(i), n),
               share_of({static_cast<double>(s.positives(i)), n, n}, level)};
  }
  return bins;
}

namespace detail {

/// Gathers the gap of each bin with its share of the rows.
template <class Gather>
struct calibration_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < S::bins; ++i) n += s.count(i);
    if (n == 0) return std::nullopt;
    Gather gather;
    for (std::size_t i = 0; i < S::bins; ++i) {
      if (s.count(i) == 0) continue;
      const auto size = static_cast<double>(s.count(i));
      gather.add(size / static_cast<double>(n),
                 std::fabs(s.scores(i) - static_cast<double>(s.positives(i))) / size);
    }
    return estimate{(std::min)(gather.value(), 1.0), std::nullopt, n};
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

}  // namespace telltale::inline TELLTALE_ABI::metric
