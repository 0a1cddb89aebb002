// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/drift/kolmogorov_distribution.hpp>
#include <telltale/drift/lattice_paths.hpp>
#include <telltale/drift/pooled.hpp>
#include <telltale/simd/largest_gap.hpp>
#include <telltale/state/sliding_ks.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

// Two-sample Kolmogorov-Smirnov: the largest gap D = max |F(z) - G(z)| between the distribution
// functions of two samples. Insensitive to where on the scale the gap is; blind to nothing, but
// weak in the tails.
//
// Sources  Kolmogorov 1933; Smirnov 1939; Hodges 1958, doi:10.1007/BF02589501

namespace telltale::inline TELLTALE_ABI::drift {

namespace detail {

__extension__ typedef __int128 int128;

// |i / n - j / m|, rounded twice but always in the same way: the order of gaps is the order of what
// they are rounded to.
[[nodiscard]] inline double gap(std::uint64_t i, std::uint64_t n, std::uint64_t j,
                                std::uint64_t m) noexcept {
  const int128 d = int128{i} * m - int128{j} * n;
  return static_cast<double>(d < 0 ? -d : d) / (static_cast<double>(n) * static_cast<double>(m));
}

template <class T>
[[nodiscard]] double largest_gap(const pooled_samples<T>& samples) noexcept {
  double largest = 0;
  samples.each_value([&](T, std::size_t i, std::size_t j) {
    largest = (std::max)(largest, gap(i, samples.n(), j, samples.m()));
  });
  return largest;
}

// D in units of 1 / lcm(n, m), the whole numbers that it comes in.
[[nodiscard]] inline std::uint64_t gap_steps(double d, std::size_t n, std::size_t m) noexcept {
  const std::size_t lcm = n / std::gcd(n, m) * m;
  return static_cast<std::uint64_t>(std::llround(d * static_cast<double>(lcm)));
}

[[nodiscard]] inline std::uint64_t total(std::span<const std::uint64_t> counts) noexcept {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

[[nodiscard]] inline ks_test tested(double d, std::size_t n, std::size_t m) {
  constexpr std::size_t largest_exact = 10'000;
  if ((std::max)(n, m) <= largest_exact) {
    const double p = lattice::outside_probability(n, m, detail::gap_steps(d, n, m));
    return ks_test{d, p, ks_method::exact};
  }
  const auto large = static_cast<double>((std::max)(n, m));
  const auto small = static_cast<double>((std::min)(n, m));
  const double size = std::nearbyint(large * small / (large + small));  // halves to even
  const double p = lattice::detail::told(kolmogorov_sf(static_cast<std::uint64_t>(size), d));
  return ks_test{d, p, ks_method::asymptotic};
}

}  // namespace detail

/// D of two samples, in [0, 1]; exact with ties: both functions step over all equal values before
/// they are compared. Samples that are both in ascending order are walked over; any others are not
/// sorted for it but searched by bound and prune. Empty while either is empty, and where one holds
/// NaN.
///
/// Cost: two passes; of values in no order some nanoseconds each, and memory for 2 bytes each and a
/// histogram of at most 1 MiB.
template <std::floating_point T>
[[nodiscard]] std::optional<double> kolmogorov_smirnov_statistic(std::span<const T> reference,
                                                                 std::span<const T> current) {
  if (const auto samples = pooled_samples<T>::of(reference, current))
    return detail::largest_gap(*samples);
  const auto widest = simd::largest_gap(reference, current);
  if (!widest) return std::nullopt;
  return detail::gap(widest->first, reference.size(), widest->second, current.size());
}

/// D and the probability of one at least as large when both samples come from one continuous
/// distribution. Exact while neither sample has more than 10,000 values, the law of the one-sample
/// statistic at the effective size beyond (SciPy's `ks_2samp`, method `auto`). With ties the
/// p-value is conservative; `kolmogorov_smirnov_p_value_ties` is not. A p-value below 1e-300 is
/// given as 0. Empty as the statistic is.
///
/// Cost: two passes, and for the exact p-value a table of n m cells that is never held at once:
/// at most some 5 ms for 10,000 and 1,000 values, and ten times that for 10,000 and 9,999.
template <std::floating_point T>
[[nodiscard]] std::optional<ks_test> kolmogorov_smirnov(std::span<const T> reference,
                                                        std::span<const T> current) {
  const auto d = kolmogorov_smirnov_statistic(reference, current);
  if (!d) return std::nullopt;
  return detail::tested(*d, reference.size(), current.size());
}

/// The same of a sliding window, whose D is known without looking at its values again. Empty while
/// it is empty, and where the reference was.
///
/// Cost: the window's `widest_gap()`, and the p-value as above.
template <std::floating_point T, state::gap_upkeep Upkeep>
[[nodiscard]] std::optional<ks_test> kolmogorov_smirnov(
    const state::sliding_ks<T, Upkeep>& window) {
  const auto gap = window.widest_gap();
  if (!gap) return std::nullopt;
  const std::size_t n = window.reference_size(), m = window.size();
  const double d = static_cast<double>(*gap) / (static_cast<double>(n) * static_cast<double>(m));
  return detail::tested(d, n, m);
}

/// The same probability given where the ties are: a gap counts only where the pooled value changes,
/// which is where the distribution functions can be compared at all. Exact at any size, and without
/// ties the p-value above. Empty as the statistic is, and where a sample is not ascending.
///
/// Source: Schroeer & Trenkler 1995, doi:10.1016/0167-9473(94)00040-P.
/// Cost: n m steps, which is seconds for 100,000 and 100,000.
template <std::floating_point T>
[[nodiscard]] std::optional<double> kolmogorov_smirnov_p_value_ties(std::span<const T> reference,
                                                                    std::span<const T> current) {
  const auto samples = pooled_samples<T>::of(reference, current);
  if (!samples) return std::nullopt;
  const std::size_t n = samples->n(), m = samples->m();
  std::vector<bool> comparable(n + m + 1, false);  // after that many of the pooled values
  samples->each_value([&](T, std::size_t i, std::size_t j) { comparable[i + j] = true; });
  const std::uint64_t steps = detail::gap_steps(detail::largest_gap(*samples), n, m);
  return lattice::outside_probability(n, m, steps, &comparable);
}

/// Bounds of D from counts in ordered bins: the exact D of the values behind them lies in
/// [lower, upper], however they lie within their bins. Empty when either side is empty, or the bins
/// differ in number.
///
/// Cost: O(bins).
[[nodiscard]] inline std::optional<interval> kolmogorov_smirnov_bracket(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) noexcept {
  if (reference.size() != current.size()) return std::nullopt;
  const std::uint64_t n = detail::total(reference), m = detail::total(current);
  if (n == 0 || m == 0) return std::nullopt;
  double lower = 0, upper = 0;
  std::uint64_t i = 0, j = 0;  // values below the bin
  for (std::size_t b = 0; b < reference.size(); ++b) {
    const std::uint64_t next_i = i + reference[b], next_j = j + current[b];
    lower = (std::max)(lower, detail::gap(next_i, n, next_j, m));
    // All of one sample's values before any of the other's.
    upper = (std::max)({upper, detail::gap(next_i, n, j, m), detail::gap(i, n, next_j, m)});
    i = next_i, j = next_j;
  }
  return interval{lower, upper, coverage::certified};
}

/// A test from bins alone: the lower end of the bracket as D, and Kolmogorov's limit after
/// Stephens' correction for its p-value, which errs towards keeping quiet. Empty as the bracket is.
///
/// Cost: O(bins).
[[nodiscard]] inline std::optional<ks_test> kolmogorov_smirnov_binned(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) noexcept {
  const auto bracket = kolmogorov_smirnov_bracket(reference, current);
  if (!bracket) return std::nullopt;
  const auto n = static_cast<double>(detail::total(reference)),
             m = static_cast<double>(detail::total(current));
  const double d = bracket->lower;
  return ks_test{d, kolmogorov_limit_sf(stephens(n * m / (n + m), d)), ks_method::asymptotic};
}

}  // namespace telltale::inline TELLTALE_ABI::drift
