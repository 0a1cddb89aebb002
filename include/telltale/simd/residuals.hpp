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

/// Sums over one block of (actual y, predicted) rows in plain double, with the error
/// e = predicted - y. d and t are e and y less those of the block's first row, so that no power
/// loses digits to an offset.
struct residual_block {
  std::uint32_t n = 0;
  two pivot;         ///< e and y of the first row
  two sums;          ///< d, t
  two squares;       ///< d^2, t^2
  two cubes;         ///< d^3, t^3
  two fourths;       ///< d^4, t^4
  two mixed;         ///< d^2 t, t^2 d
  two products;      ///< d t, d^2 t^2
  two sides;         ///< |e| where e > 0, and where e < 0
  two side_squares;  ///< and its squares
  two side_counts;   ///< and the rows
  two actual;        ///< |y|, |y e|
  double max_error = 0;

  friend bool operator==(const residual_block&, const residual_block&) = default;
};

/// Sums over the rows of a block which have a naive forecast.
struct naive_block {
  std::uint32_t n = 0;
  two sums;            ///< |e|, |y - naive|
  two squares;         ///< and their squares
  double product = 0;  ///< and their product

  friend bool operator==(const naive_block&, const naive_block&) = default;
};

/// Makes a row the pivot of an empty block: before its first row is added.
inline void start(residual_block& block, double actual, double predicted) noexcept {
  block.pivot = {predicted - actual, actual};
}

/// One usable row into the block.
///
/// Shape: no branch on the data; sums that go two by two, each in one register.
///
/// Requires: the block was started.
inline void add(residual_block& block, double actual, double predicted) noexcept {
  const double error = predicted - actual;
  const two x = two{error, actual} - block.pivot, square = x * x;
  const double product = x.first() * x.second();
  block.sums += x;
  block.squares += square;
  block.cubes += square * x;
  block.fourths += square * square;
  block.mixed += square * x.swapped();
  block.products += two{product, product * product};

  const two signs{error, -error}, side = where_positive(signs, signs);
  block.sides += side;
  block.side_squares += side * side;
  block.side_counts += where_positive(signs, {1, 1});

  const double size = std::fabs(error), magnitude = std::fabs(actual);
  block.actual += two{magnitude, magnitude * size};
  block.max_error = size > block.max_error ? size : block.max_error;
  ++block.n;
}

/// One usable row with its naive forecast, which need not be usable: then nothing is added.
inline void add(naive_block& block, double actual, double predicted, double naive) noexcept {
  const bool known = usable_value(naive);
  const double error = known ? predicted - actual : 0, worth = known ? actual - naive : 0;
  const two size{std::fabs(error), std::fabs(worth)};
  block.sums += size;
  block.squares += size * size;
  block.product += size.first() * size.second();
  block.n += known;
}

/// A whole batch: what the loop over `start` and `add` would give, to the last bit without FMA.
/// Rows with an unusable actual or predicted value are left out and counted: the returned value.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
std::uint64_t residuals(std::span<const Value> actual, std::span<const Value> predicted,
                        residual_block& block) noexcept {
  TELLTALE_EXPECTS(actual.size() == predicted.size());
  const auto usable = [&](std::size_t i) {
    return usable_value(actual[i]) && usable_value(predicted[i]);
  };
  residual_block sums = block;  // a copy, which lives in registers
  std::uint64_t rejected = 0;
  std::size_t i = 0;
  if (sums.n == 0) {
    for (; i < actual.size() && !usable(i); ++i) ++rejected;
    if (i < actual.size())
      start(sums, static_cast<double>(actual[i]), static_cast<double>(predicted[i]));
  }
  for (; i < actual.size(); ++i) {
    if (usable(i))
      add(sums, static_cast<double>(actual[i]), static_cast<double>(predicted[i]));
    else
      ++rejected;
  }
  block = sums;
  return rejected;
}

/// The same for the naive forecasts of those rows.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
void naive_errors(std::span<const Value> actual, std::span<const Value> predicted,
                  std::span<const Value> naive, naive_block& block) noexcept {
  TELLTALE_EXPECTS(actual.size() == predicted.size() && actual.size() == naive.size());
  naive_block sums = block;
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (usable_value(actual[i]) && usable_value(predicted[i]))
      add(sums, static_cast<double>(actual[i]), static_cast<double>(predicted[i]),
          static_cast<double>(naive[i]));
  block = sums;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
