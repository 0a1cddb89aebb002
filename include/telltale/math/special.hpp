// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

// The one door to Boost.Math: including this costs seconds. Every error of Boost's is ignored, so
// that nothing throws, and an answer that is not a number becomes empty. Only its functions are
// used, never its root finders: those throw whatever the policy says (Boost 1.74), and lose the far
// tails.

namespace telltale::inline TELLTALE_ABI::math {

namespace detail {

namespace bp = boost::math::policies;
using quiet =
    bp::policy<bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
               bp::overflow_error<bp::ignore_error>, bp::underflow_error<bp::ignore_error>,
               bp::denorm_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
               bp::rounding_error<bp::ignore_error>,
               bp::indeterminate_result_error<bp::ignore_error>, bp::promote_double<false>>;

[[nodiscard]] inline std::optional<double> number(double x) noexcept {
  if (!std::isfinite(x)) return std::nullopt;
  return x;
}

// ln x for the x below which a beta(a, b) variable stays with probability p, if it is so small that
// the density is a power of it: p = x^a / (a B(a, b)). 0 where that cannot be.
[[nodiscard]] inline double log_tiny_root(double a, double b, double p) noexcept {
  const double scale = a * boost::math::beta(a, b, quiet{});
  return scale > 0 ? (std::log(p) + std::log(scale)) / a : 0;
}

// The x below which a beta(a, b) variable stays with probability p and above which with q = 1 - p;
// the smaller of the two decides, so that neither tail is lost. Newton's method on the logarithms
// of both axes, where the tails are nearly straight; a step that leaves the bracket halves it.
// Requires: a, b, p, q > 0.
[[nodiscard]] inline double beta_root(double a, double b, double p, double q) noexcept {
  const bool below = p <= q;
  if (const double u = log_tiny_root(a, b, p); u < -690) return std::exp(u);
  const double target = std::log(below ? p : q);
  double low = (std::numeric_limits<double>::min)(), high = 1, x = a / (a + b);
  for (int step = 0; step < 200; ++step) {
    const double tail =
        below ? boost::math::ibeta(a, b, x, quiet{}) : boost::math::ibetac(a, b, x, quiet{});
    if (std::isnan(tail)) return tail;
    const double miss = std::log(tail) - target;
    ((miss < 0) == below ? low : high) = x;
    const double slope = boost::math::ibeta_derivative(a, b, x, quiet{}) * x / tail;
    double next = x * std::exp(below ? -miss / slope : miss / slope);
    if (std::abs(next - x) <= 1e-14 * x) return next;
    if (!(next > low && next < high)) next = std::sqrt(low) * std::sqrt(high);
    if (!(next > low && next < high)) return next;  // nothing is left between them
    x = next;
  }
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
/// minus the lower. Where it is subnormal, and has lost its digits, it is given as 0. Empty for
/// x < 0 or degrees that are not positive and finite.
[[nodiscard]] inline std::optional<double> chi_squared_sf(double x, double degrees) noexcept {
  if (!(x >= 0) || !(degrees > 0) || std::isinf(degrees)) return std::nullopt;
  if (std::isinf(x)) return 0;
  const auto tail = detail::number(boost::math::gamma_q(degrees / 2, x / 2, detail::quiet{}));
  if (tail && *tail < (std::numeric_limits<double>::min)()) return 0;
  return tail;
}

/// The x that a beta(a, b) variable stays below with probability p. Empty unless a, b are positive
/// and finite and p is in [0, 1].
[[nodiscard]] inline std::optional<double> beta_quantile(double a, double b, double p) noexcept {
  if (!(a > 0) || !(b > 0) || !(p >= 0 && p <= 1)) return std::nullopt;
  if (!std::isfinite(a) || !std::isfinite(b)) return std::nullopt;
  if (p == 0 || p == 1) return p;
  return detail::number(detail::beta_root(a, b, p, 1 - p));
}

/// The x that Student's t with `degrees` of freedom stays below with probability p. Empty outside
/// (0, 1), for degrees that are not positive and finite, and where x would overflow.
[[nodiscard]] inline std::optional<double> student_t_quantile(double p, double degrees) noexcept {
  if (!(p > 0 && p < 1) || !(degrees > 0) || !std::isfinite(degrees)) return std::nullopt;
  if (p == 0.5) return 0;
  if (degrees >= 1e7) {
    // Source: Fisher & Cornish 1960, doi:10.2307/1266546, to the order 1 / degrees^2.
    const auto z = normal_quantile(p);
    if (!z) return std::nullopt;
    const double s = *z * *z;
    return *z * (1 + (s + 1 + (5 * s * s + 16 * s + 3) / (24 * degrees)) / (4 * degrees));
  }
  const double tail = 2 * (p < 0.5 ? p : 1 - p);  // of |t|
  const double half = degrees / 2;
  // degrees / (degrees + t^2) is beta(degrees / 2, 1 / 2), and what it lacks of 1 the reverse. The
  // smaller of the two has the digits.
  double root = 0;  // of t^2 / degrees
  if (const double u = detail::log_tiny_root(half, 0.5, tail); u < -690) {
    root = std::exp(-u / 2);
  } else if (const double x = detail::beta_root(half, 0.5, tail, 1 - tail); x < 0.5) {
    root = std::sqrt((1 - x) / x);
  } else {
    const double y = detail::beta_root(0.5, half, 1 - tail, tail);
    root = std::sqrt(y / (1 - y));
  }
  const double t = std::sqrt(degrees) * root;
  return detail::number(p < 0.5 ? -t : t);
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
