// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/metric/calibration_error.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/edged_calibration.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <vector>

// Calibration over bins with edges from a reference, of equal mass there: where scores crowd near 0
// or 1, bins of equal width see them as one.

namespace telltale::inline TELLTALE_ABI::metric {

/// Reliability bins between frozen edges.
struct edged_reliability {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::edged_calibration>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<edged_reliability, S>;
    static_assert(found != 0,
                  "this metric reads reliability bins between frozen edges: add "
                  "state::edged_calibration to the bundle");
  }
};

/// The reliability diagram of a `state::edged_calibration`, or of a bundle with one, as data. The
/// outer bins begin at 0 and end at 1. Takes memory.
/// Source: Murphy & Winkler 1977, doi:10.2307/2346866.
template <class S>
[[nodiscard]] std::vector<reliability_bin> edged_reliability_bins(
    const S& summary, const confidence_level& level = {}) {
  edged_reliability::check<S>();
  const state::edged_calibration& s = state::pick<edged_reliability>(summary);
  const auto edges = s.edges().edges();
  std::vector<reliability_bin> bins;
  for (std::size_t i = 0; i < s.size(); ++i)
    bins.push_back(detail::point_of(detail::bin_of(s, i), i == 0 ? 0 : edges[i - 1],
                                    i == edges.size() ? 1 : edges[i], level));
  return bins;
}

/// Mean over the rows of the gap of their bin (ECE), in bins of equal mass in the reference. Biased
/// upwards, as `expected_calibration_error`. Empty until a row has come. No interval.
inline constexpr definition<edged_reliability, detail::calibration_formula<detail::mean_gap>>
    expected_calibration_error_equal_mass{"expected_calibration_error_equal_mass",
                                          direction::lower_is_better,
                                          {0, 1},
                                          "Nguyen & O'Connor 2015, doi:10.18653/v1/D15-1182",
                                          {}};

/// `debiased_squared_calibration_error` in bins of equal mass in the reference, with its interval.
inline constexpr definition<edged_reliability, detail::debiased_formula>
    debiased_squared_calibration_error_equal_mass{
        "debiased_squared_calibration_error_equal_mass",
        direction::lower_is_better,
        detail::debiased_range,
        "Kumar, Liang & Ma 2019, arXiv:1909.10155, section 5",
        {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple equal_mass_calibration_metrics{
    expected_calibration_error_equal_mass, debiased_squared_calibration_error_equal_mass};

}  // namespace telltale::inline TELLTALE_ABI::metric
