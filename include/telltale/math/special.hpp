// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/erf.hpp>

#include <cmath>
#include <numbers>
#include <optional>

// The one door to Boost.Math: including this costs seconds. Every error of Boost's is ignored, so
// that nothing throws, and an answer that is not a number becomes empty.

namespace telltale::inline TELLTALE_ABI::math {

namespace detail {

namespace bp = boost::math::policies;
using quiet = bp::policy<
    bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
    bp::overflow_error<bp::ignore_error>, bp::underflow_error<bp::ignore_error>,
    bp::denorm_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
    bp::rounding_error<bp::ignore_error>, bp::indeterminate_result_error<bp::ignore_error>,
    bp::promote_double<false>>;

[[nodiscard]] inline std::optional<double> number(double x) noexcept {
  if (!std::isfinite(x)) return std::nullopt;
  return x;
}

}  // namespace detail

/// The x that a standard normal stays below with probability p. Empty outside (0, 1).
[[nodiscard]] inline std::optional<double> normal_quantile(double p) noexcept {
  if (!(p > 0 && p < 1)) return std::nullopt;
  return detail::number(-std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, detail::quiet{}));
}

/// Probability that a standard normal exceeds x, to the last digits in the far tail too.
[[nodiscard]] inline std::optional<double> normal_sf(double x) noexcept {
  if (std::isnan(x)) return std::nullopt;
  return std::erfc(x / std::numbers::sqrt2) / 2;
}

/// Probability that chi-squared with `degrees` of freedom exceeds x: the upper tail itself, not one
/// minus the lower. Empty for x < 0 or degrees <= 0.
[[nodiscard]] inline std::optional<double> chi_squared_sf(double x, double degrees) noexcept {
  if (!(x >= 0) || !(degrees > 0)) return std::nullopt;
  if (std::isinf(x)) return 0;
  const boost::math::chi_squared_distribution<double, detail::quiet> law{degrees};
  return detail::number(boost::math::cdf(boost::math::complement(law, x)));
}

/// The x that a beta(a, b) variable stays below with probability p. Empty unless a, b > 0 and p is
/// in [0, 1].
[[nodiscard]] inline std::optional<double> beta_quantile(double a, double b, double p) noexcept {
  if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1)) return std::nullopt;
  if (!std::isfinite(a) || !std::isfinite(b)) return std::nullopt;
  const boost::math::beta_distribution<double, detail::quiet> law{a, b};
  return detail::number(boost::math::quantile(law, p));
}

/// The x that Student's t with `degrees` of freedom stays below with probability p. Empty outside
/// (0, 1) and for degrees <= 0.
[[nodiscard]] inline std::optional<double> student_t_quantile(double p, double degrees) noexcept {
  if (!(p > 0 && p < 1) || !(degrees > 0) || !std::isfinite(degrees)) return std::nullopt;
  const boost::math::students_t_distribution<double, detail::quiet> law{degrees};
  return detail::number(boost::math::quantile(law, p));
}

/// The level of an interval that is to cover with this probability. Empty outside (0, 1).
[[nodiscard]] inline std::optional<confidence_level> confidence(double probability) noexcept {
  if (!(probability > 0 && probability < 1)) return std::nullopt;
  // By the upper tail: (1 + p) / 2 would lose what is left of 1 - p.
  const auto below = normal_quantile((1 - probability) / 2);
  if (!below) return std::nullopt;
  return confidence_level{probability, -*below};
}

}  // namespace telltale::inline TELLTALE_ABI::math
