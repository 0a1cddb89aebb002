// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// A row of several labels: whether each holds, and the score it was given.
template <class Score = float>
struct labelled_scores {
  std::span<const std::uint8_t> actual;  ///< 0 or 1
  std::span<const Score> scores;
  double weight = 1;
};

/// How the labels of one row are ranked. All of them count equal scores against the row.
struct label_ranks {
  double coverage = 0;           ///< how many best scores hold all true labels; 0 without one
  double average_precision = 1;  ///< mean over the true labels of the share of true ones among
                                 ///< those scored as high or higher; 1 where all or none are true
  double loss = 0;  ///< share of the pairs of a true and a false label that are in the wrong order
};

/// O(labels^2) at most. Requires: as many scores as labels, no NaN.
/// Source: Tsoumakas, Katakis & Vlahavas 2010, doi:10.1007/978-0-387-09823-4_34, section 7.2; ties
/// as scikit-learn 1.2.
template <class Score>
[[nodiscard]] label_ranks rank_labels(const labelled_scores<Score>& row) noexcept {
  const auto& [actual, scores, weight] = row;
  double all = 0, precisions = 0, wrong = 0;
  label_ranks ranks;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (actual[i] == 0) continue;
    double as_high = 0, true_ones = 0;
    for (std::size_t j = 0; j < actual.size(); ++j) {
      if (!(scores[j] >= scores[i])) continue;
      as_high += 1;
      true_ones += actual[j] != 0;
    }
    all += 1;
    precisions += true_ones / as_high;
    wrong += as_high - true_ones;
    ranks.coverage = (std::max)(ranks.coverage, as_high);
  }
  const double others = static_cast<double>(actual.size()) - all;
  if (all == 0 || others == 0) return ranks;
  ranks.average_precision = precisions / all;
  ranks.loss = wrong / (all * others);
  return ranks;
}

/// How well scores rank the labels of rows that may have several: all that
/// <telltale/metric/label_ranking.hpp> reads.
///
/// Algebra  mergeable, scalable
/// Units    the rows' weights
/// Rejects  a row without labels, with as many scores as labels not, with a label that is neither 0
///          nor 1, with a score that is NaN or infinite, or with an unusable weight
/// Cost     update O(labels true labels); merge O(1); never allocates
/// Size     152 bytes
/// Threads  one writer
class label_ranking {
public:
  template <class Score>
  void update(const labelled_scores<Score>& row) noexcept {
    if (row.actual.empty() || row.actual.size() != row.scores.size() ||
        !usable_weight(row.weight) ||
        !std::all_of(row.actual.begin(), row.actual.end(), [](std::uint8_t y) { return y <= 1; }) ||
        !std::all_of(row.scores.begin(), row.scores.end(),
                     [](Score s) { return std::isfinite(s); })) {
      ++rejected_;
      return;
    }
    const label_ranks ranks = rank_labels(row);
    coverage_.add(ranks.coverage, row.weight);
    average_precision_.add(ranks.average_precision, row.weight);
    loss_.add(ranks.loss, row.weight);
  }

  constexpr label_ranking& merge(const label_ranking& part) noexcept {
    coverage_.merge(part.coverage_);
    average_precision_.merge(part.average_precision_);
    loss_.merge(part.loss_);
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every row's weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr label_ranking& scale(double factor) noexcept {
    coverage_.scale(factor);
    average_precision_.scale(factor);
    loss_.scale(factor);
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  [[nodiscard]] constexpr const loss_tally& coverage() const noexcept { return coverage_; }
  [[nodiscard]] constexpr const loss_tally& average_precision() const noexcept {
    return average_precision_;
  }
  [[nodiscard]] constexpr const loss_tally& loss() const noexcept { return loss_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const label_ranking&, const label_ranking&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.coverage_, self.average_precision_, self.loss_, self.rejected_);
  }

private:
  loss_tally coverage_, average_precision_, loss_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
