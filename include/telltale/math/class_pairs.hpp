// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/uint128.hpp>

#include <cstdint>

namespace telltale::inline TELLTALE_ABI::math {

/// How the scores of two classes lie among each other. A row's *place* is twice the rows of the
/// other class that score below it, and once those that score the same.
struct class_pairs {
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  uint128 twice_won = 0;         ///< sum of the positives' places: a pair won is 2, a tie 1
  uint128 positive_squares = 0;  ///< sum of the squares of the positives' places
  uint128 negative_squares = 0;  ///< and of the negatives'

  /// Sum of the negatives' places.
  [[nodiscard]] constexpr uint128 twice_lost() const noexcept {
    return 2 * uint128{positives} * negatives - twice_won;
  }
  /// Share of pairs won, a tie counting half. Requires: a row of either class.
  [[nodiscard]] constexpr double auc() const noexcept {
    return static_cast<double>(twice_won) / static_cast<double>(2 * uint128{positives} * negatives);
  }

  /// Takes in rows that all score above those that were taken in before; among themselves the sum
  /// of the positives' places is `won`. The squares of their places among themselves are missing.
  [[gnu::always_inline]] constexpr void add(std::uint64_t more_positives,
                                            std::uint64_t more_negatives, uint128 won) noexcept {
    const uint128 p = more_positives, n = more_negatives;
    const uint128 above_negatives = 2 * uint128{negatives};
    const uint128 above_positives = 2 * uint128{positives};
    const uint128 lost = 2 * p * n - won;
    positive_squares += above_negatives * (p * above_negatives + 2 * won);
    negative_squares += above_positives * (n * above_positives + 2 * lost);
    twice_won += p * above_negatives + won;
    positives += more_positives;
    negatives += more_negatives;
  }
  /// The sums of these squares.
  [[gnu::always_inline]] constexpr void add_squares(uint128 of_positives,
                                                    uint128 of_negatives) noexcept {
    positive_squares += of_positives;
    negative_squares += of_negatives;
  }
  /// The same, of rows that all have one score.
  constexpr void add_equal(std::uint64_t p, std::uint64_t n) noexcept {
    const uint128 tied = uint128{p} * n;
    add(p, n, tied);
    add_squares(tied * n, tied * p);
  }

  friend constexpr bool operator==(const class_pairs&, const class_pairs&) = default;
};

}  // namespace telltale::inline TELLTALE_ABI::math
