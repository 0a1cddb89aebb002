// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/drift/cells.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

// Distances between the shares of two samples over the same cells: p of the reference, q of the
// current one. All are empty when a sample is, or when the cells differ in number. Near equality
// psi, 8 JS, 8 H^2 and 2 KL are one statistic, to first order: watch one of them.

namespace telltale::inline TELLTALE_ABI::drift {

/// Population stability index, sum (q - p) ln(q / p), nats, >= 0, and its mean when nothing moved,
/// (B - 1)(1 / n + 1 / m) over B cells: a value of 0.1 from 100 rows is noise. Half a count is
/// added to each cell on both sides, so that an empty one does not decide; cells that are empty on
/// both sides are left out.
///
/// Sources: Lewis 1994; Yurdakul 2018 (Western Michigan University) for the null law.
[[nodiscard]] inline std::optional<stability_index> psi(std::span<const std::uint64_t> reference,
                                                        std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  const auto cells = static_cast<double>(c->size());
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double p = (c->reference[i] + 0.5) / (c->n + cells / 2);
    const double q = (c->current[i] + 0.5) / (c->m + cells / 2);
    sum += (q - p) * std::log(q / p);
  }
  return stability_index{sum, (cells - 1) * (1 / c->n + 1 / c->m)};
}

/// Jensen-Shannon distance, base 2: the square root of the divergence, in [0, 1]. No smoothing.
///
/// Sources: Lin 1991, doi:10.1109/18.61115; Endres & Schindelin 2003, doi:10.1109/TIT.2003.813506;
/// scipy.spatial.distance.jensenshannon with base=2.
[[nodiscard]] inline std::optional<double> jensen_shannon(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  const auto part = [](double share, double both) {
    return share > 0 ? share * std::log2(2 * share / both) : 0;
  };
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double p = c->reference[i] / c->n, q = c->current[i] / c->m;
    sum += part(p, p + q) + part(q, p + q);
  }
  return std::sqrt(std::clamp(sum / 2, 0.0, 1.0));
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
    if (!(q > 0)) continue;
    if (!(p > 0)) return std::nullopt;
    sum += q * std::log(q / p);
  }
  return std::max(sum, 0.0);
}

/// Hellinger distance, in [0, 1]. No smoothing.
///
/// Source: Hellinger 1909, doi:10.1515/crll.1909.136.210.
[[nodiscard]] inline std::optional<double> hellinger(std::span<const std::uint64_t> reference,
                                                     std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i) {
    const double gap = std::sqrt(c->reference[i] / c->n) - std::sqrt(c->current[i] / c->m);
    sum += gap * gap;
  }
  return std::sqrt(std::min(sum / 2, 1.0));
}

/// Total variation: the largest difference that the two samples give any set of cells, in [0, 1].
///
/// Source: Levin & Peres, Markov Chains and Mixing Times, 2nd ed., proposition 4.2.
[[nodiscard]] inline std::optional<double> total_variation(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto c = cell_pair::of(reference, current);
  if (!c) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < c->size(); ++i)
    sum += std::abs(c->reference[i] / c->n - c->current[i] / c->m);
  return std::min(sum / 2, 1.0);
}

}  // namespace telltale::inline TELLTALE_ABI::drift
