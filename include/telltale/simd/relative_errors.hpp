// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/two.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Sums over one block of (actual y, predicted p) rows in plain double.
struct relative_block {
  std::uint32_t n = 0;
  std::uint32_t zeros = 0;  ///< rows whose y counts as zero
  two sums;                 ///< |p - y| / |y| of the others, and 2 |p - y| / (|y| + |p|) of all
  two squares;              ///< and their squares

  friend bool operator==(const relative_block&, const relative_block&) = default;
};

/// One usable row into the block. y counts as zero where |y| <= `zero`, and where the error is more
/// than 1e60 times y.
///
/// Shape: no branch on the data, one division for both quotients.
inline void add(relative_block& block, double actual, double predicted, double zero) noexcept {
  constexpr double most = 1e60;
  const double error = std::fabs(predicted - actual), size = std::fabs(actual);
  const double total = size + std::fabs(predicted);
  const bool counts = size > zero && error <= size * most;
  const two part{counts ? error : 0, 2 * error};
  const two whole{counts ? size : 1, total > 0 ? total : 1};
  const two share = part / whole;
  block.sums += share;
  block.squares += share * share;
  block.zeros += !counts;
  ++block.n;
}

/// A whole batch: what the loop over `add` would give, to the last bit without FMA. Rows with an
/// unusable actual or predicted value are left out and counted: the returned value.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
std::uint64_t relative_errors(std::span<const Value> actual, std::span<const Value> predicted,
                              double zero, relative_block& block) noexcept {
  TELLTALE_EXPECTS(actual.size() == predicted.size());
  relative_block sums = block;  // a copy, which lives in registers
  std::uint64_t rejected = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (usable_value(actual[i]) && usable_value(predicted[i]))
      add(sums, static_cast<double>(actual[i]), static_cast<double>(predicted[i]), zero);
    else
      ++rejected;
  }
  block = sums;
  return rejected;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
