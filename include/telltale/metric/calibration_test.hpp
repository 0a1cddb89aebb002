// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration_residuals.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::metric {

/// A test that outcomes come with the probabilities that were given to them.
struct calibration_test {
  double statistic = 0;
  double p_value = 1;

  friend bool operator==(const calibration_test&, const calibration_test&) = default;
};

/// How much the Brier score is off that of a calibrated model.
struct calibration_residual_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::calibration_residuals>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<calibration_residual_sums, S> != 0,
                  "this metric reads the residuals of a calibrated model: add "
                  "state::calibration_residuals to the bundle");
  }
};

namespace detail {

struct spiegelhalter_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::calibration_residuals& s,
                                                   const confidence_level&) const noexcept {
    constexpr double most = (std::numeric_limits<double>::max)();
    if (!(s.variance() > 0 && s.variance() <= most)) return std::nullopt;
    const counts rows{0, s.weight(), s.weight_squares()};
    return estimate{s.residual() / std::sqrt(s.variance()), std::nullopt,
                    rounded(rows.effective())};
  }
};

}  // namespace detail

/// Spiegelhalter's Z: by how many standard deviations the Brier score exceeds that of a calibrated
/// model. Standard normal for one, far above 0 for scores that are too sure of themselves, far
/// below for too timid ones. Blind to rows with scores near 1/2. Empty until a row has come whose
/// score is not 0, 1/2 or 1. No interval: it is compared with 0.
inline constexpr definition<calibration_residual_sums, detail::spiegelhalter_formula>
    spiegelhalter_z{
        "spiegelhalter_z",
        direction::neutral,
        {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()},
        "Spiegelhalter 1986, doi:10.1002/sim.4780050506",
        {}};

/// The same as a two-sided test at this n: it rejects a calibrated model in a share alpha of draws.
template <class S>
[[nodiscard]] std::optional<calibration_test> spiegelhalter_test(const S& summary) noexcept {
  const auto z = spiegelhalter_z(summary);
  if (!z) return std::nullopt;
  return calibration_test{z->value, std::erfc(std::fabs(z->value) / std::numbers::sqrt2)};
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple calibration_test_metrics{spiegelhalter_z};

}  // namespace telltale::inline TELLTALE_ABI::metric
