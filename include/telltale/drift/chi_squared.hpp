// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/drift/cells.hpp>
#include <telltale/math/special.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

// Chi-squared homogeneity: do two samples share one distribution over the cells? Both are samples.
// Taking the reference's shares as known instead would call one window in two drifted when nothing
// moved.

namespace telltale::inline TELLTALE_ABI::drift {

namespace detail {

// sum (O - E)^2 / E over the 2 x K table. In each column the two deviations are equal and opposite.
[[nodiscard]] inline double chi_squared_statistic(const cell_pair& c) noexcept {
  const double total = c.n + c.m;
  double sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    const double column = c.reference[i] + c.current[i];
    // n m / total times the difference of the shares is the deviation, without cancellation
    const double gap = (c.reference[i] * c.m - c.current[i] * c.n) / total;
    sum += gap * gap / column;
  }
  return sum * total * total / (c.n * c.m);
}

[[nodiscard]] inline std::optional<chi_squared_test> test(const cell_pair& c) noexcept {
  if (c.size() < 2) return std::nullopt;
  const double statistic = chi_squared_statistic(c);
  const auto p = math::chi_squared_sf(statistic, static_cast<double>(c.size() - 1));
  if (!p) return std::nullopt;
  return chi_squared_test{statistic, *p, c.size() - 1};
}

// Cochran's rule for the smaller expectation of each column: all at least 1, and no more than one in
// five below 5.
[[nodiscard]] inline double expected(const cell_pair& c, std::size_t i) noexcept {
  return (c.reference[i] + c.current[i]) * std::min(c.n, c.m) / (c.n + c.m);
}
[[nodiscard]] inline bool dense(const cell_pair& c) noexcept {
  std::size_t below_five = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    const double e = expected(c, i);
    if (e < 1) return false;
    below_five += e < 5;
  }
  return below_five * 5 <= c.size();
}
inline void fold(cell_pair& c, std::size_t from, std::size_t into) {
  c.reference[into] += c.reference[from];
  c.current[into] += c.current[from];
  c.reference.erase(c.reference.begin() + static_cast<std::ptrdiff_t>(from));
  c.current.erase(c.current.begin() + static_cast<std::ptrdiff_t>(from));
}

}  // namespace detail

/// Pearson's statistic of the 2 x K table and its p-value at K - 1 degrees of freedom. Cells that
/// are empty in both samples are left out; there is no continuity correction. Empty with fewer than
/// two cells left, an empty sample, or cells that differ in number.
///
/// Source: Pearson 1900; scipy.stats.chi2_contingency with correction=False.
[[nodiscard]] inline std::optional<chi_squared_test> chi_squared(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells) return std::nullopt;
  return detail::test(*cells);
}

/// Which cells may share one: neighbours in an order, or any.
enum class pooling : std::uint8_t { ordinal, nominal };

/// The same after pooling sparse cells by Cochran's rule: every expectation at least 1, and four in
/// five at least 5. The sparsest cell joins its sparser neighbour (ordinal) or the next sparsest
/// cell (nominal), until the rule holds. Empty when fewer than two cells are left.
///
/// Source: Cochran 1954, doi:10.2307/3001616. Cost: O(K^2) for K cells.
[[nodiscard]] inline std::optional<chi_squared_test> chi_squared_pooled(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current,
    pooling how) {
  auto cells = cell_pair::of(reference, current);
  if (!cells) return std::nullopt;
  const auto weight = [&](std::size_t i) { return cells->reference[i] + cells->current[i]; };
  const auto lightest = [&](std::size_t except) {
    std::size_t best = except == 0 ? 1 : 0;
    for (std::size_t i = 0; i < cells->size(); ++i)
      if (i != except && weight(i) < weight(best)) best = i;
    return best;
  };
  while (cells->size() >= 2 && !detail::dense(*cells)) {
    const std::size_t last = cells->size() - 1;
    const std::size_t from = lightest(cells->size());
    std::size_t into = 0;
    if (how == pooling::nominal)
      into = lightest(from);
    else if (from == 0)
      into = 1;
    else if (from == last)
      into = last - 1;
    else
      into = weight(from - 1) <= weight(from + 1) ? from - 1 : from + 1;
    detail::fold(*cells, from, into);
  }
  return detail::test(*cells);
}

/// Strength of the difference, free of n: sqrt(chi^2 / (n + m)), in [0, 1]. Empty as `chi_squared`.
///
/// Source: Cramer 1946; scipy.stats.contingency.association.
[[nodiscard]] inline std::optional<double> cramers_v(std::span<const std::uint64_t> reference,
                                                     std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells || cells->size() < 2) return std::nullopt;
  const double phi = detail::chi_squared_statistic(*cells) / (cells->n + cells->m);
  return std::sqrt(std::min(phi, 1.0));
}

/// The same less its bias: 0 on average, or nearly so, when nothing moved. In [0, 1].
///
/// Source: Bergsma 2013, doi:10.1016/j.jkss.2012.10.002.
[[nodiscard]] inline std::optional<double> cramers_v_corrected(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells || cells->size() < 2) return std::nullopt;
  const double total = cells->n + cells->m, columns = static_cast<double>(cells->size());
  if (!(total > 1)) return std::nullopt;
  const double phi = std::max(
      0.0, detail::chi_squared_statistic(*cells) / total - (columns - 1) / (total - 1));
  const double rows = 2 - 1 / (total - 1);
  const double width = columns - (columns - 1) * (columns - 1) / (total - 1);
  const double least = std::min(rows, width) - 1;
  if (!(least > 0)) return std::nullopt;
  return std::sqrt(std::min(phi / least, 1.0));
}

}  // namespace telltale::inline TELLTALE_ABI::drift
