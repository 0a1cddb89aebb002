// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::drift {

namespace detail {
/// a b - c d, right to the last digits even where the two nearly cancel.
/// Source: Jeannerod, Louvet & Muller 2013, doi:10.1090/S0025-5718-2013-02679-8.
[[nodiscard]] inline double difference_of_products(double a, double b, double c,
                                                   double d) noexcept {
  const double second = c * d;
  return std::fma(a, b, -second) + std::fma(-c, d, second);
}
}  // namespace detail

/// Two samples over the same cells, as doubles (exact up to 2^53), with their sizes.
struct cell_pair {
  std::vector<double> reference;
  std::vector<double> current;
  double n = 0;  ///< of the reference
  double m = 0;  ///< of the current sample

  /// Leaves out cells that are empty in both. Empty when the cells differ in number or a sample has
  /// nothing in them.
  [[nodiscard]] static std::optional<cell_pair> of(std::span<const std::uint64_t> reference,
                                                   std::span<const std::uint64_t> current) {
    if (reference.size() != current.size()) return std::nullopt;
    cell_pair pair;
    for (std::size_t i = 0; i < reference.size(); ++i) {
      if (reference[i] == 0 && current[i] == 0) continue;
      pair.reference.push_back(static_cast<double>(reference[i]));
      pair.current.push_back(static_cast<double>(current[i]));
    }
    pair.n = std::accumulate(pair.reference.begin(), pair.reference.end(), 0.0);
    pair.m = std::accumulate(pair.current.begin(), pair.current.end(), 0.0);
    if (!(pair.n > 0 && pair.m > 0)) return std::nullopt;
    return pair;
  }

  [[nodiscard]] std::size_t size() const noexcept { return reference.size(); }

  /// What cell i has of the current sample less what it has of the reference, as shares times n m.
  /// 0 exactly where the shares are equal, at any sizes.
  [[nodiscard]] double gap(std::size_t i) const noexcept {
    return detail::difference_of_products(current[i], n, reference[i], m);
  }
};

}  // namespace telltale::inline TELLTALE_ABI::drift
