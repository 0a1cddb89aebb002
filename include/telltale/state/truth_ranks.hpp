// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// At which place of a classifier's ranking the true class stood: 0 is first. A class of equal
/// probability and higher number stands before it, as in scikit-learn's `top_k_accuracy_score`;
/// `predicted` is not looked at.
///
/// Algebra  reversible (integer counts); weighted: mergeable, scalable
/// Units    unweighted observations, a row's weight is ignored; weighted: weight
/// Rejects  a row with a probability outside [0, 1] or NaN; a label without a probability;
///          weighted: a weight that is negative, NaN or above 1e150
/// Cost     update O(classes); merge, unmerge O(1); never allocates
/// Size     88 bytes; weighted: 168
/// Threads  one writer
template <bool Weighted>
class basic_truth_ranks {
public:
  using count_type = std::conditional_t<Weighted, double, std::uint64_t>;

  /// Places that are told apart; all behind them are one.
  static constexpr std::size_t places = 9;

  template <class Score>
  constexpr void update(const scored_class_outcome<Score>& row) noexcept {
    if (row.actual >= row.scores.size() || (Weighted && !usable_weight(row.weight)) ||
        !std::all_of(row.scores.begin(), row.scores.end(),
                     [](Score p) { return usable_score(p); })) {
      ++rejected_;
      return;
    }
    const Score given = row.scores[row.actual];
    std::size_t before = 0;
    for (std::size_t k = 0; k < row.scores.size(); ++k)
      before += row.scores[k] > given || (row.scores[k] == given && k > row.actual);
    before = (std::min)(before, places);
    if constexpr (Weighted) {
      counts_[before] += row.weight;
      squares_[before] += row.weight * row.weight;
    } else {
      ++counts_[before];
    }
  }

  constexpr basic_truth_ranks& merge(const basic_truth_ranks& part) noexcept {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += part.counts_[i];
    for (std::size_t i = 0; i < squares_.size(); ++i) squares_[i] += part.squares_[i];
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr basic_truth_ranks& unmerge(const basic_truth_ranks& part) noexcept requires(!Weighted) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] -= part.counts_[i];
    rejected_ -= part.rejected_;
    return *this;
  }
  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr basic_truth_ranks& scale(double factor) noexcept requires(Weighted) {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    for (double& weight : counts_) weight *= factor;
    for (double& square : squares_) square *= factor * factor;
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Rows, or their weight, whose true class was among the first `k`. Requires: `k <= places`.
  [[nodiscard]] constexpr count_type within(std::size_t k) const noexcept {
    TELLTALE_EXPECTS(k <= places);
    return sum(counts_, k);
  }
  /// Rows that were used, or their weight; and the sum of the squared weights.
  [[nodiscard]] constexpr count_type total() const noexcept { return sum(counts_, places + 1); }
  [[nodiscard]] constexpr double squares() const noexcept {
    if constexpr (Weighted)
      return sum(squares_, places + 1);
    else
      return static_cast<double>(total());
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const basic_truth_ranks&, const basic_truth_ranks&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.counts_, self.squares_, self.rejected_);
  }

private:
  [[nodiscard]] static constexpr count_type sum(const auto& parts, std::size_t n) noexcept {
    count_type all = 0;
    for (std::size_t i = 0; i < n; ++i) all += parts[i];
    return all;
  }

  std::array<count_type, places + 1> counts_{};
  std::array<double, Weighted ? places + 1 : 0> squares_{};
  std::uint64_t rejected_ = 0;
};

using truth_ranks = basic_truth_ranks<false>;
using weighted_truth_ranks = basic_truth_ranks<true>;

}  // namespace telltale::inline TELLTALE_ABI::state
