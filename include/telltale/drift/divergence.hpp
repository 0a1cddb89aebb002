// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/drift/cells.hpp>
#include <telltale/math/log1p_minus.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <optional>
#include <span>

// Distances between the shares of two samples over the same cells: p of the reference, q of the
// current one. All are empty when a sample is, or when the cells differ in number, and cost O(K)
// for K cells. Near equality psi, 8 JS, 8 H^2 and 2 KL are one statistic, to first order: watch one
// of them. Each is taken from q - p, not from p and q, so that small distances keep their digits
// and equal shares give exactly 0.

namespace telltale::inline TELLTALE_ABI::drift {

/// Population stability index, sum (q - p) ln(q / p), nats, >= 0, and its mean when nothing moved,
/// (B - 1)(1 / n + 1 / m) over B cells: a value of 0.1 from 100 rows is noise. Half a count is
/// added to each cell on both sides, so that an empty one does not decide; cells that are empty on
/// both sides are left out first, and B does not count them.
///
/// Sources: Lewis 1994; Yurdakul 2018 (Western Michigan University) for the null law.
[[nodiscard]] inline std::optional<stability_index> psi(std::span<const std::uint64_t> reference,
                                                        std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  const auto cells = static_cast<double>(c->size());
  const double n = c->n + cells / 2, m = c->m + cells / 2;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double then = c->reference[i] + 0.5, now = c->current[i] + 0.5;
    const double gap = detail::difference_of_products(now, n, then, m);  // (q - p) n m
    const double relative = gap / (then * m);                            // q / p - 1
    const double log_ratio =
        std::abs(relative) < 0.5 ? std::log1p(relative) : std::log(now / then * (n / m));
    sum += gap / (n * m) * log_ratio;
  }
  return stability_index{sum, (cells - 1) * (1 / c->n + 1 / c->m)};
}

/// Jensen-Shannon distance, base 2: the square root of the divergence, in [0, 1]. No smoothing.
///
/// Sources: Lin 1991, doi:10.1109/18.61115; Endres & Schindelin 2003, doi:10.1109/TIT.2003.813506;
/// scipy.spatial.distance.jensenshannon with base=2.
[[nodiscard]] inline std::optional<double> jensen_shannon(std::span<const std::uint64_t> reference,
                                                          std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  const auto entropy = [](double x) { return x > 0 ? x * std::log(x) : 0; };
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double p = c->reference[i] / c->n, q = c->current[i] / c->m;
    const double tilt = c->gap(i) / (c->n * c->m) / (p + q);
    // (1 + t) ln(1 + t) + (1 - t) ln(1 - t), where the first order cancels for small t
    const double term = std::abs(tilt) < 0.5
                            ? 2 * tilt * std::atanh(tilt) + std::log1p(-tilt * tilt)
                            : entropy(2 * p / (p + q)) + entropy(2 * q / (p + q));
    sum += (p + q) * term;
  }
  return std::sqrt(std::clamp(sum / (4 * std::numbers::ln2), 0.0, 1.0));
}

/// Kullback-Leibler divergence of the current sample from the reference, sum q ln(q / p), nats,
/// >= 0: what coding today's traffic by yesterday's shares costs. Empty where it is infinite, that
/// is, where the reference has nothing in a cell that the current sample has.
///
/// Source: Kullback & Leibler 1951, doi:10.1214/aoms/1177729694.
[[nodiscard]] inline std::optional<double> kullback_leibler(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double p = c->reference[i] / c->n, q = c->current[i] / c->m;
    if (!(p > 0)) return std::nullopt;  // then q > 0
    if (!(q > 0)) {
      sum += p;
      continue;
    }
    // q ln(q / p) - q + p: the last two add up to nothing over all cells, and leave no term
    // negative.
    const double relative = -c->gap(i) / (c->current[i] * c->n);  // p / q - 1
    sum +=
        std::abs(relative) < 0.5 ? -q * math::log1p_minus(relative) : q * std::log(q / p) - q + p;
  }
  return sum;
}

/// Hellinger distance, sqrt(1/2 sum (sqrt(p) - sqrt(q))^2), in [0, 1]. No smoothing.
///
/// Source: Hellinger 1909, doi:10.1515/crll.1909.136.210.
[[nodiscard]] inline std::optional<double> hellinger(std::span<const std::uint64_t> reference,
                                                     std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double roots = std::sqrt(c->reference[i] / c->n) + std::sqrt(c->current[i] / c->m);
    const double gap = c->gap(i) / (c->n * c->m) / roots;
    sum += gap * gap;
  }
  return std::sqrt((std::min)(sum / 2, 1.0));
}

/// Total variation, 1/2 sum |p - q|: the largest difference that the two samples give any set of
/// cells, in [0, 1].
///
/// Source: Levin & Peres, Markov Chains and Mixing Times, 2nd ed., proposition 4.2.
[[nodiscard]] inline std::optional<double> total_variation(std::span<const std::uint64_t> reference,
                                                           std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) sum += std::abs(c->gap(i)) / (c->n * c->m);
  return (std::min)(sum / 2, 1.0);
}

}  // namespace telltale::inline TELLTALE_ABI::drift
