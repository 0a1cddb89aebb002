// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>
#include <telltale/state/ranked_items.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// How evenly requests spread their scores over their best `K` candidates, which needs no label: a
/// model that has collapsed says one thing of all, or all of one.
///
/// Algebra  mergeable, scalable
/// Units    the requests' weights; nats
/// Rejects  a request without candidates, with a score that is negative, NaN or above 1e60, or
///          whose best score is 0; an unusable weight
/// Cost     update O(candidates + K^2) at most, K logarithms; merge O(1); never allocates
/// Size     56 bytes
/// Threads  one writer
template <std::size_t K = 10>
requires(K >= 2) class top_scores {
public:
  static constexpr std::size_t most = K;

  /// The candidates' scores, in any order.
  template <class Score>
  void update(std::span<const Score> scores, double weight = 1) noexcept {
    best_ranks<K> best;
    bool usable = usable_weight(weight);
    for (const Score score : scores) {
      const auto s = static_cast<double>(score);
      usable = usable && s >= 0 && s <= 1e60;
      if (usable) add_ideal(best, s);
    }
    if (!usable || !(best.ideal[0] > 0)) {
      ++rejected_;
      return;
    }
    double sum = 0, entropy = 0;
    for (const double s : best.ideal) sum += s;
    for (const double s : best.ideal)
      if (const double share = s / sum; share > 0) entropy -= share * std::log(share);
    entropy_.add(entropy > 0 ? entropy : 0, weight);
  }

  constexpr top_scores& merge(const top_scores& part) noexcept {
    entropy_.merge(part.entropy_);
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every request's weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr top_scores& scale(double factor) noexcept {
    entropy_.scale(factor);
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Entropy of a request's best scores as shares of their sum, in [0, ln K].
  [[nodiscard]] constexpr const loss_tally& entropy() const noexcept { return entropy_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const top_scores&, const top_scores&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.entropy_, self.rejected_);
  }

private:
  loss_tally entropy_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
