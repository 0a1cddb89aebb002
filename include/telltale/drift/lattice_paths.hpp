// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

// The exact law of the two-sample Kolmogorov-Smirnov statistic. The pooled order of two samples is
// a lattice path from (0, 0) to (n, m), all equally likely when nothing moved, and D >= d means
// that the path leaves the band |i / n - j / m| < d. Probabilities of having left are computed, not
// of having stayed, so that tiny ones keep their digits.
//
// Source: Viehmann 2021, arXiv:2102.08037.

namespace telltale::inline TELLTALE_ABI::drift::lattice {

/// What `outside_probability` is for n == m, where the reflection principle gives the answer in n /
/// steps terms. Requires: 1 <= steps. Source: Gnedenko & Korolyuk 1951; Hodges 1958,
/// doi:10.1007/BF02589501.
[[nodiscard]] inline double outside_square(std::uint64_t n, std::uint64_t steps) noexcept {
  double p = 0;
  for (std::uint64_t k = n / steps; k-- > 0;) {
    double ratio = 1;
    for (std::uint64_t j = 0; j < steps; ++j)
      ratio *= static_cast<double>(n - k * steps - j) / static_cast<double>(n + k * steps + j + 1);
    p = ratio * (1 - p);
  }
  return std::clamp(2 * p, 0.0, 1.0);
}

namespace detail {

// Two neighbouring cells at once: a plain -O2 build does not vectorise loops.
using pair = double __attribute__((vector_size(16)));

[[nodiscard]] inline pair load(const double* at) noexcept {
  pair p;
  __builtin_memcpy(&p, at, sizeof p);
  return p;
}

// Added to every cell, so that none becomes a denormal number, on which the processor is a hundred
// times slower. It adds up to less than 1e-300 over any table that is computed here.
inline constexpr double floor = 1e-306;
// Probabilities below this are given as 0.
inline constexpr double smallest = 1e-300;
[[nodiscard]] inline double told(double p) noexcept {
  return p < smallest ? 0 : (std::min)(p, 1.0);
}

// One antidiagonal: out[j] = (i out[j] + j out[j - 1]) / s with i = s - j, for j in [first, last],
// in place from the far end. All of its cells are independent of each other.
// Requires: what stands before out[first] may be read.
inline void advance(double* out, std::size_t first, std::size_t last, std::size_t s) noexcept {
  const double inverse = 1 / static_cast<double>(s);
  const auto total = static_cast<double>(s);
  std::size_t j = last + 1;
  const auto at = static_cast<double>(last);
  pair column{at - 1, at};
  const pair two{2, 2}, all{total, total}, scale{inverse, inverse}, tiny{floor, floor};
  for (; j >= first + 2; j -= 2) {
    const pair here = load(out + j - 2), before = load(out + j - 3);
    const pair next = ((all - column) * here + column * before) * scale + tiny;
    __builtin_memcpy(out + j - 2, &next, sizeof next);
    column -= two;
  }
  if (j > first) {
    const auto c = static_cast<double>(first);
    double* const nearest = out + first;
    nearest[0] = ((total - c) * nearest[0] + c * nearest[-1]) * inverse + floor;
  }
}

}  // namespace detail

/// Probability that a path from (0, 0) to (n, m) touches |i / n - j / m| >= steps / lcm(n, m).
/// With `comparable`, of n + m + 1 entries, only the points after s steps with comparable[s] count.
///
/// Probabilities below 1e-300 come out as 0.
/// Cost: n m / 2 vector steps, a few milliseconds for 10,000 and 1,000; memory min(n, m) doubles.
/// Requires: n, m >= 1; lcm(n, m) below 2^62.
[[nodiscard]] inline double outside_probability(std::uint64_t n, std::uint64_t m,
                                                std::uint64_t steps,
                                                const std::vector<bool>* comparable = nullptr) {
  if (steps == 0) return 1;
  if (n < m) std::swap(n, m);
  if (n == m && comparable == nullptr) return detail::told(outside_square(n, steps));
  const std::uint64_t g = std::gcd(n, m);
  // |i mg - j ng| >= steps is outside.
  const auto ng = static_cast<std::int64_t>(n / g), mg = static_cast<std::int64_t>(m / g);
  const auto h = static_cast<std::int64_t>(steps);
  const auto rows = static_cast<std::int64_t>(n), columns = static_cast<std::int64_t>(m);

  // cells[j + 1] is the cell (s - j, j); cells outside the band are 1, and so is the guard below.
  std::vector<double> cells(static_cast<std::size_t>(m) + 2, 1.0);
  double* const out = cells.data() + 1;
  out[0] = 0;  // the path starts inside
  for (std::int64_t s = 1; s <= rows + columns; ++s) {
    const std::int64_t lowest = (std::max<std::int64_t>)(0, s - rows),
                       highest = (std::min)(columns, s);
    std::int64_t first = lowest, last = highest;
    const bool compared = comparable == nullptr || (*comparable)[static_cast<std::size_t>(s)];
    if (compared) {
      // -h < s mg - j (mg + ng) < h
      const std::int64_t low = s * mg - h, high = s * mg + h, width = mg + ng;
      if (low >= 0) first = (std::max)(first, low / width + 1);
      last = (std::min)(last, (high + width - 1) / width - 1);
      if (first > last) return 1;
    }
    detail::advance(out, static_cast<std::size_t>(first), static_cast<std::size_t>(last),
                    static_cast<std::size_t>(s));
    // What has just left the band, or was never in it.
    if (comparable != nullptr && compared) {
      std::fill(out + lowest, out + first, 1.0);
      std::fill(out + last + 1, out + highest + 1, 1.0);
    } else if (first > 0) {
      out[first - 1] = 1;
    }
  }
  return detail::told(out[columns]);
}

}  // namespace telltale::inline TELLTALE_ABI::drift::lattice
