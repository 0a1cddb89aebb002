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
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

// Chi-squared homogeneity: do two samples share one distribution over the cells? Both are samples.
// Taking the reference's shares as known instead would call one window in two drifted when nothing
// moved.

namespace telltale::inline TELLTALE_ABI::drift {

namespace detail {

// sum (O - E)^2 / E over the 2 x K table. In each column the two deviations are equal and opposite.
[[nodiscard]] inline double chi_squared_statistic(const cell_pair& c) noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    const double gap = c.gap(i);
    sum += gap / c.n * (gap / c.m) / (c.reference[i] + c.current[i]);
  }
  return sum;
}

[[nodiscard]] inline std::optional<chi_squared_test> test(const cell_pair& c) noexcept {
  if (c.size() < 2) return std::nullopt;
  const double statistic = chi_squared_statistic(c);
  const auto p = math::chi_squared_sf(statistic, static_cast<double>(c.size() - 1));
  if (!p) return std::nullopt;
  return chi_squared_test{statistic, *p, c.size() - 1};
}

// Cochran's rule on the smaller expectation of each column, kept up as columns are pooled: all at
// least 1, and no more than one in five below 5.
class cochran {
public:
  explicit cochran(const cell_pair& c) noexcept
      : share_((std::min)(c.n, c.m) / (c.n + c.m)), columns_(c.size()) {
    for (std::size_t i = 0; i < c.size(); ++i) count(c.reference[i] + c.current[i], 1);
  }

  void pool(double weight, double other) noexcept {
    count(weight, -1);
    count(other, -1);
    count(weight + other, 1);
    --columns_;
  }

  [[nodiscard]] bool holds() const noexcept {
    return below_one_ == 0 && below_five_ * 5 <= static_cast<std::ptrdiff_t>(columns_);
  }
  [[nodiscard]] bool can_pool() const noexcept { return columns_ >= 2; }

private:
  void count(double weight, std::ptrdiff_t by) noexcept {
    if (weight * share_ < 1) below_one_ += by;
    if (weight * share_ < 5) below_five_ += by;
  }

  double share_;
  std::size_t columns_;
  std::ptrdiff_t below_one_ = 0;
  std::ptrdiff_t below_five_ = 0;
};

// The columns of a table, each with its weight.
struct weighed {
  double weight;
  std::size_t column;
  friend bool operator>(const weighed& a, const weighed& b) noexcept {
    return a.weight > b.weight || (!(b.weight > a.weight) && a.column > b.column);
  }
};

// The two sparsest cells become one until the rule holds: O(K log K).
inline void pool_any(cell_pair& c) {
  cochran rule{c};
  std::vector<weighed> heap;
  for (std::size_t i = 0; i < c.size(); ++i) heap.push_back({c.reference[i] + c.current[i], i});
  std::make_heap(heap.begin(), heap.end(), std::greater<>{});
  const auto pop = [&] {
    std::pop_heap(heap.begin(), heap.end(), std::greater<>{});
    const weighed top = heap.back();
    heap.pop_back();
    return top;
  };
  while (rule.can_pool() && !rule.holds()) {
    const weighed from = pop();
    weighed into = pop();
    rule.pool(from.weight, into.weight);
    c.reference[into.column] += c.reference[from.column];
    c.current[into.column] += c.current[from.column];
    into.weight += from.weight;
    heap.push_back(into);
    std::push_heap(heap.begin(), heap.end(), std::greater<>{});
  }
  cell_pair kept{{}, {}, c.n, c.m};
  for (const weighed& w : heap) {
    kept.reference.push_back(c.reference[w.column]);
    kept.current.push_back(c.current[w.column]);
  }
  c = std::move(kept);
}

// The sparsest cell joins its sparser neighbour until the rule holds: O(K^2).
inline void pool_neighbours(cell_pair& c) {
  cochran rule{c};
  const auto weight = [&](std::size_t i) { return c.reference[i] + c.current[i]; };
  while (rule.can_pool() && !rule.holds()) {
    std::size_t from = 0;
    for (std::size_t i = 1; i < c.size(); ++i) {
      if (weight(i) < weight(from)) from = i;
    }
    const bool leftwards =
        from + 1 == c.size() || (from > 0 && weight(from - 1) <= weight(from + 1));
    const std::size_t into = leftwards ? from - 1 : from + 1;
    rule.pool(weight(from), weight(into));
    c.reference[into] += c.reference[from];
    c.current[into] += c.current[from];
    c.reference.erase(c.reference.begin() + static_cast<std::ptrdiff_t>(from));
    c.current.erase(c.current.begin() + static_cast<std::ptrdiff_t>(from));
  }
}

}  // namespace detail

/// Pearson's statistic of the 2 x K table and its p-value at K - 1 degrees of freedom. Cells that
/// are empty in both samples are left out; there is no continuity correction. Where one cell holds
/// everything, both samples are the same: 0 with p-value 1 at 0 degrees of freedom. Empty with an
/// empty sample, or cells that differ in number.
///
/// Source: Pearson 1900; scipy.stats.chi2_contingency with correction=False. Cost: O(K).
[[nodiscard]] inline std::optional<chi_squared_test> chi_squared(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells) return std::nullopt;
  if (cells->size() == 1) return chi_squared_test{0, 1, 0};
  return detail::test(*cells);
}

/// Which cells may share one: neighbours in an order, or any.
enum class pooling : std::uint8_t { ordinal, nominal };

/// The same after pooling sparse cells by Cochran's rule: in the smaller sample every expectation
/// is at least 1, and four in five are at least 5. The sparsest cell joins its sparser neighbour
/// (ordinal) or the next sparsest cell (nominal), until the rule holds. Which cells are pooled
/// depends on both samples together only, so the p-value stays honest. Empty when fewer than two
/// cells are left.
///
/// Source: Cochran 1954, doi:10.2307/3001616. Cost: O(K^2) ordinal, O(K log K) nominal.
[[nodiscard]] inline std::optional<chi_squared_test> chi_squared_pooled(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current, pooling how) {
  auto cells = cell_pair::of(reference, current);
  if (!cells) return std::nullopt;
  if (how == pooling::ordinal)
    detail::pool_neighbours(*cells);
  else
    detail::pool_any(*cells);
  return detail::test(*cells);
}

/// Strength of the difference, free of n: sqrt(chi^2 / (n + m)), in [0, 1]. Empty with fewer than
/// two cells left, an empty sample, or cells that differ in number.
///
/// Source: Cramer 1946; scipy.stats.contingency.association. Cost: O(K).
[[nodiscard]] inline std::optional<double> cramers_v(std::span<const std::uint64_t> reference,
                                                     std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells || cells->size() < 2) return std::nullopt;
  const double phi = detail::chi_squared_statistic(*cells) / (cells->n + cells->m);
  return std::sqrt((std::min)(phi, 1.0));
}

/// The same less its bias: 0 on average, or nearly so, when nothing moved. In [0, 1]. Empty as
/// `cramers_v`, and where the samples are too small for their cells (K of them in a total of
/// K or fewer observations).
///
/// Source: Bergsma 2013, doi:10.1016/j.jkss.2012.10.002. Cost: O(K).
[[nodiscard]] inline std::optional<double> cramers_v_corrected(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current) {
  const auto cells = cell_pair::of(reference, current);
  if (!cells || cells->size() < 2) return std::nullopt;
  const double total = cells->n + cells->m, columns = static_cast<double>(cells->size());
  const double phi =
      (std::max)(0.0, detail::chi_squared_statistic(*cells) / total - (columns - 1) / (total - 1));
  const double rows = 2 - 1 / (total - 1);
  const double width = columns - (columns - 1) * (columns - 1) / (total - 1);
  const double least = (std::min)(rows, width) - 1;
  if (!(least > 0)) return std::nullopt;
  return std::sqrt((std::min)(phi / least, 1.0));
}

}  // namespace telltale::inline TELLTALE_ABI::drift
