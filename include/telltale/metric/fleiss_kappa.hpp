// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/interval.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI::metric {

/// Agreement of several raters beyond chance: labellers, or models on the same rows. Each row says
/// how many raters chose each of `K` classes, and all rows have as many raters. 0 is chance, 1
/// agreement everywhere, -1 the least. `n`: rows. Empty without a row, with fewer than two raters,
/// with rows of unequal numbers of raters, and where all chose one class. Student's interval of the
/// rows' influences; none of rows that do not differ. Cost O(rows K).
/// Source: Fleiss 1971, doi:10.1037/h0031619; variance: Gwet 2021, doi:10.1177/0013164420973080.
template <std::size_t K>
requires(K >= 2) [[nodiscard]] std::optional<estimate> fleiss_kappa(
    std::span<const std::array<std::uint32_t, K>> rows,
    const confidence_level& level = {}) noexcept {
  using row_counts = std::array<std::uint32_t, K>;
  const auto raters_of = [](const row_counts& row) {
    double sum = 0;
    for (const double r : row) sum += r;
    return sum;
  };
  if (rows.empty()) return std::nullopt;
  const auto n = static_cast<double>(rows.size());
  const double raters = raters_of(rows[0]);
  if (raters < 2) return std::nullopt;

  // Share of the pairs of raters that agree on a row; of the classes, over all rows.
  const auto agreement_of = [&](const row_counts& row) {
    double pairs = 0;
    for (const double r : row) pairs += r * (r - 1);
    return pairs / (raters * (raters - 1));
  };
  std::array<double, K> share{};
  double agreement = 0;
  for (const row_counts& row : rows) {
    if (raters_of(row) != raters) return std::nullopt;
    for (std::size_t k = 0; k < K; ++k) share[k] += row[k];
    agreement += agreement_of(row);
  }
  agreement /= n;
  double chance = 0;
  for (double& s : share) {
    s /= n * raters;
    chance += s * s;
  }
  if (!(chance < 1)) return std::nullopt;
  const double value = (agreement - chance) / (1 - chance);

  double sum = 0, squares = 0;  // of influences, of which the mean is 0
  for (const row_counts& row : rows) {
    double by_chance = 0;
    for (std::size_t k = 0; k < K; ++k) by_chance += share[k] * (row[k] / raters);
    const double influence =
        (agreement_of(row) - agreement - 2 * (1 - value) * (by_chance - chance)) / (1 - chance);
    sum += influence;
    squares += influence * influence;
  }
  return estimate{value, mean_interval(value, sample_variance(n, sum, squares), n, level, {-1, 1}),
                  rows.size()};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
