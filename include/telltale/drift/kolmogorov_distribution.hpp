// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/log1p_minus.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

// The law of the one-sample Kolmogorov-Smirnov statistic, which is also what the two-sample one
// follows at its effective size n m / (n + m), and its limit.

namespace telltale::inline TELLTALE_ABI::drift {

/// Upper tail of Kolmogorov's limit law, for lambda = sqrt(n) D.
/// Source: Kolmogorov 1933; for small lambda the series after Jacobi's theta identity.
[[nodiscard]] inline double kolmogorov_limit_sf(double lambda) noexcept {
  constexpr double pi = std::numbers::pi;
  if (!(lambda > 0.04)) return 1;  // the tail's complement is below 1e-300
  if (lambda < 1.18) {
    const double factor = std::sqrt(2 * pi) / lambda;
    double sum = 0;
    for (int k = 7; k >= 1; k -= 2) sum += std::exp(-k * k * pi * pi / (8 * lambda * lambda));
    return 1 - factor * sum;
  }
  double sum = 0;
  for (int k = 6; k >= 1; --k) sum = std::exp(-2.0 * k * k * lambda * lambda) - sum;
  return std::clamp(2 * sum, 0.0, 1.0);
}

/// sqrt(n) D, corrected so that the limit law serves small n too. `n` may be an effective size.
/// Source: Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x.
[[nodiscard]] inline double stephens(double n, double d) noexcept {
  const double root = std::sqrt(n);
  return (root + 0.12 + 0.11 / root) * d;
}

namespace detail {

// ln n! minus Stirling's formula.
[[nodiscard]] inline double stirling_error(double n) noexcept {
  if (n < 16) {
    double factorial = 1;
    for (double k = 2; k <= n; ++k) factorial *= k;
    return std::log(factorial) - (n + 0.5) * std::log(n) + n - 0.918938533204672741780;
  }
  const double s = 1 / (n * n);
  return (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s / 1188)))) / n;
}

// P(D+ >= d) for n observations: one side. Each term is a binomial probability, taken by its
// deviance so that it keeps its digits for any n. The terms rise and then fall, so the sum is taken
// from the middle outwards, as far as it matters; and so smoothly, down to nothing at both ends,
// that of very many each stride-th gives the same sum. At most some 10,000 are computed.
// Sources: Birnbaum & Tingey 1951, doi:10.1214/aoms/1177729550; Loader 2000 for the terms.
[[nodiscard]] inline double one_sided_sf(std::uint64_t size, double d) noexcept {
  const auto n = static_cast<double>(size);
  const double t = n * d;
  const double of_n = stirling_error(n);
  // binomial(j; n, p) with p = (j + t) / n, times d / p; for j >= 1 and n - j > t
  const auto term = [&](double j) {
    const double rest = n - j;
    return std::exp(of_n - stirling_error(j) - stirling_error(rest) + j * math::log1p_minus(t / j) +
                    rest * math::log1p_minus(-t / rest) +
                    0.5 * std::log(n / (2 * std::numbers::pi * j * rest)) + std::log(t / (j + t)));
  };
  constexpr double negligible = 1e-20;
  const double stride = (std::max)(1.0, std::floor(n / 10'000));
  const double middle = (std::max)(1.0, std::floor((n - t) / 2));
  double sum = 0;
  for (double j = middle; n - j > t; j += stride) {
    const double x = term(j);
    sum += x;
    if (!(x > sum * negligible)) break;
  }
  for (double j = middle - stride; j >= 1; j -= stride) {
    const double x = term(j);
    sum += x;
    if (!(x > sum * negligible)) break;
  }
  sum = sum * stride + std::exp(n * std::log1p(-d));  // j = 0
  return (std::min)(sum, 1.0);
}

// P(D < d), exactly, by powers of a matrix of order 2 ceil(n d) - 1.
// Source: Marsaglia, Tsang & Wang 2003, doi:10.18637/jss.v008.i18.
[[nodiscard]] inline double exact_cdf(std::uint64_t n, double d) {
  const double nd = static_cast<double>(n) * d;
  const auto k = static_cast<std::size_t>(std::ceil(nd));
  const std::size_t order = 2 * k - 1;
  const double h = static_cast<double>(k) - nd;
  using matrix = std::vector<double>;

  matrix base(order * order, 0.0);
  for (std::size_t i = 0; i < order; ++i)
    for (std::size_t j = 0; j < order && j <= i + 1; ++j) base[i * order + j] = 1;
  for (std::size_t i = 0; i < order; ++i) {
    const double cut = std::pow(h, static_cast<double>(i + 1));
    base[i * order] -= cut;
    base[(order - 1) * order + (order - 1 - i)] -= cut;
  }
  if (2 * h - 1 > 0) base[(order - 1) * order] += std::pow(2 * h - 1, static_cast<double>(order));
  for (std::size_t i = 0; i < order; ++i)
    for (std::size_t j = 0; j <= i && j < order; ++j)
      for (std::size_t f = 2; f <= i - j + 1; ++f) base[i * order + j] /= static_cast<double>(f);

  // A power of the matrix and the power of two that was taken out of it.
  constexpr int shift = 256;
  const auto multiply = [order](const matrix& a, const matrix& b) {
    matrix product(order * order, 0.0);
    for (std::size_t i = 0; i < order; ++i)
      for (std::size_t l = 0; l < order; ++l)
        for (std::size_t j = 0; j < order; ++j)
          product[i * order + j] += a[i * order + l] * b[l * order + j];
    return product;
  };
  const auto rescale = [&](matrix& a, long& exponent) {
    if (a[(k - 1) * order + (k - 1)] < std::ldexp(1.0, shift)) return;
    for (double& x : a) x = std::ldexp(x, -shift);
    exponent += shift;
  };
  matrix power(order * order, 0.0);
  for (std::size_t i = 0; i < order; ++i) power[i * order + i] = 1;
  long power_exponent = 0, base_exponent = 0;
  for (std::uint64_t left = n; left > 0; left /= 2) {
    if (left % 2 == 1) {
      power = multiply(power, base);
      power_exponent += base_exponent;
      rescale(power, power_exponent);
    }
    if (left == 1) break;
    base = multiply(base, base);
    base_exponent *= 2;
    rescale(base, base_exponent);
  }
  double p = power[(k - 1) * order + (k - 1)];
  for (std::uint64_t i = 1; i <= n; ++i) {
    p *= static_cast<double>(i) / static_cast<double>(n);
    if (p < std::ldexp(1.0, -shift)) {
      p = std::ldexp(p, shift);
      power_exponent -= shift;
    }
  }
  return std::ldexp(p, static_cast<int>(power_exponent));
}

// P(D < d) for large n by an expansion in 1 / sqrt(n) around the limit law.
// Source: Pelz & Good 1976, doi:10.1111/j.2517-6161.1976.tb01579.x, after Jacobi's identity.
[[nodiscard]] inline double expanded_cdf(std::uint64_t size, double d) noexcept {
  constexpr double pi2 = std::numbers::pi * std::numbers::pi;
  constexpr double pi4 = pi2 * pi2, pi6 = pi4 * pi2;
  const auto n = static_cast<double>(size);
  const double z = std::sqrt(n) * d, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, z8 = z4 * z4;
  const double root_two_pi = std::sqrt(2 * std::numbers::pi);
  double k0 = 0, k1 = 0, k2 = 0, k3 = 0, k2_even = 0, k3_even = 0;
  const int terms = static_cast<int>(std::ceil(16 * z / std::numbers::pi));
  for (int k = terms; k >= 1; --k) {
    const double odd = 2.0 * k - 1, m2 = odd * odd, m4 = m2 * m2, m6 = m4 * m2;
    const double q = std::exp(-pi2 * m2 / (8 * z2));
    k0 += q;
    k1 += q * (-z2 + pi2 / 4 * m2);
    k2 += q * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * pi2 / 4 * m2 + pi4 * (1 - 2 * z2) / 16 * m4);
    k3 += q * (-30 * z6 - 90 * z8 + pi2 * (135 * z4 - 96 * z6) / 4 * m2 +
               pi4 * (212 * z4 - 60 * z2) / 16 * m4 + pi6 * (5 - 30 * z2) / 64 * m6);
    const double square = static_cast<double>(k) * k;
    const double even = std::exp(-pi2 * square / (2 * z2));
    k2_even += square * even;
    k3_even += (3 * z2 - pi2 * square) * square * even;
  }
  k0 *= root_two_pi / z;
  k1 *= root_two_pi / (6 * z4);
  k2 = k2 * root_two_pi / (72 * z6 * z) - k2_even * pi2 * root_two_pi / (36 * z2 * z);
  k3 = k3 * root_two_pi / (6480 * z8 * z2) + k3_even * pi2 * root_two_pi / (216 * z6);
  return k0 + k1 / std::sqrt(n) + k2 / n + k3 / (n * std::sqrt(n));
}

}  // namespace detail

/// P(D >= d) for the two-sided one-sample statistic of n observations, in [0, 1]. Exact for
/// n <= 140, in the upper tail (n d^2 >= 2.2) and for small d; between them, for larger n, an
/// expansion that is good to at least five digits. Where the methods change hands is as in the
/// source, and in SciPy's `kstwo`, from which it differs only for n above a million, where that one
/// takes the upper tail's limit.
///
/// Source: Simard & L'Ecuyer 2011, doi:10.18637/jss.v039.i11.
/// Cost: microseconds, up to milliseconds for the exact powers.
[[nodiscard]] inline double kolmogorov_sf(std::uint64_t n, double d) {
  if (n == 0 || !(d > 0)) return 1;
  if (d >= 1) return 0;
  const auto size = static_cast<double>(n);
  const double t = size * d, nd2 = t * d;
  if (t <= 0.5) return 1;
  if (t >= size - 1) return (std::min)(1.0, 2 * std::exp(size * std::log1p(-d)));
  const bool small = n <= 140;
  if (d >= 0.5 || (small && nd2 > 4) || (!small && nd2 >= 2.2)) {
    if (!small && nd2 >= 370) return 0;
    return (std::min)(1.0, 2 * detail::one_sided_sf(n, d));
  }
  const double below = small || (n <= 100'000 && size * std::pow(d, 1.5) <= 1.4)
                           ? detail::exact_cdf(n, d)
                           : detail::expanded_cdf(n, d);
  return std::clamp(1 - below, 0.0, 1.0);
}

}  // namespace telltale::inline TELLTALE_ABI::drift
