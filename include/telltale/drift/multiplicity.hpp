// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

// p-values of many tests at once, adjusted so that each may be compared with alpha by itself.

namespace telltale::inline TELLTALE_ABI::drift {

namespace detail {
[[nodiscard]] inline std::vector<std::size_t> order_of(std::span<const double> p) {
  TELLTALE_EXPECTS(std::all_of(p.begin(), p.end(), [](double x) { return x >= 0 && x <= 1; }));
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}
}  // namespace detail

/// The probability that any of the tests whose adjusted p-value is at most alpha is wrong is at
/// most alpha, however they depend on each other. In the order of `p`.
/// Requires: each in [0, 1].
///
/// Source: Holm 1979; statsmodels multipletests, method "holm". Cost: a sort.
[[nodiscard]] inline std::vector<double> holm(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  double largest = 0;
  std::size_t left = p.size();
  for (const std::size_t i : detail::order_of(p)) {
    largest = (std::max)(largest, static_cast<double>(left--) * p[i]);
    adjusted[i] = (std::min)(largest, 1.0);
  }
  return adjusted;
}

/// Of the tests whose adjusted p-value is at most alpha, on average at most a share of alpha is
/// wrong, when they are independent or positively dependent. In the order of `p`.
/// Requires: each in [0, 1].
///
/// Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; statsmodels
/// multipletests, method "fdr_bh". Cost: a sort.
[[nodiscard]] inline std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  const std::vector<std::size_t> order = detail::order_of(p);
  double smallest = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    const double share = static_cast<double>(rank + 1) / static_cast<double>(order.size());
    smallest = (std::min)(smallest, p[order[rank]] / share);
    adjusted[order[rank]] = smallest;
  }
  return adjusted;
}

}  // namespace telltale::inline TELLTALE_ABI::drift
