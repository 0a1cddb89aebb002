// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/simd/auc.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/scored_rows.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

/// What is called positive at a threshold: the rows with score >= threshold, or their weight.
struct score_cut {
  double threshold = 0;
  double tp = 0;
  double fp = 0;

  friend bool operator==(const score_cut&, const score_cut&) = default;
};

/// Every threshold that tells rows apart, from the highest score down: what the curves of a score,
/// and the metrics on them, are read from. Rows that cannot be used, or that weigh nothing, are
/// left out; equal scores are one cut.
///
/// A metric of the rows takes a curve in their place: who wants several sorts them once.
///
/// Cost  sorts the rows: O(n), by weight O(n log n); takes memory for a cut and two keys a row
/// Error counts are exact; weights are sums of doubles
class score_curve {
public:
  /// Of kept rows, or of a batch. Empty where rows were dropped.
  template <class Score>
  [[nodiscard]] static std::optional<score_curve> of(const state::scored_rows<Score>& rows) {
    if (!rows.complete()) return std::nullopt;
    return score_curve{binary_batch<Score>{rows.scores(), rows.actual()}};
  }
  template <class Score>
  [[nodiscard]] static std::optional<score_curve> of(const binary_batch<Score>& rows) {
    return score_curve{rows};
  }

  /// In descending order of threshold; the last one calls all rows positive.
  [[nodiscard]] std::span<const score_cut> cuts() const noexcept { return cuts_; }
  /// What any threshold gives: its own cut, or that of the lowest score above it. O(log n).
  [[nodiscard]] score_cut at(double threshold) const noexcept {
    return before(threshold,
                  std::partition_point(cuts_.begin(), cuts_.end(), [&](const score_cut& cut) {
                    return cut.threshold >= threshold;
                  }));
  }
  /// The same without the rows at the threshold itself.
  [[nodiscard]] score_cut above(double threshold) const noexcept {
    return before(threshold,
                  std::partition_point(cuts_.begin(), cuts_.end(), [&](const score_cut& cut) {
                    return cut.threshold > threshold;
                  }));
  }
  /// Whether the rows brought weights.
  [[nodiscard]] bool weighted() const noexcept { return weighted_; }
  /// Rows of each class, or their weight.
  [[nodiscard]] double positives() const noexcept { return positives_.whole; }
  [[nodiscard]] double negatives() const noexcept { return negatives_.whole; }
  /// Whether there are rows of both.
  [[nodiscard]] bool both() const noexcept { return positives_.usable() && negatives_.usable(); }
  /// Rows of weight 1 that would tell as much. Requires: there are rows of the class.
  [[nodiscard]] double effective_positives() const noexcept { return positives_.effective(); }
  [[nodiscard]] double effective_negatives() const noexcept { return negatives_.effective(); }
  /// The same of all rows. Requires (both): there is one.
  [[nodiscard]] std::uint64_t n() const noexcept { return rounded(all().effective()); }
  /// And of a part of them, over its weight, if it is weighted as the whole is.
  [[nodiscard]] double effective_share() const noexcept { return all().effective() / all().whole; }

private:
  [[nodiscard]] score_cut before(double threshold,
                                 std::vector<score_cut>::const_iterator below) const noexcept {
    if (below == cuts_.begin()) return {threshold, 0, 0};
    return {threshold, std::prev(below)->tp, std::prev(below)->fp};
  }
  [[nodiscard]] counts all() const noexcept {
    return {0, positives_.whole + negatives_.whole, positives_.squares + negatives_.squares};
  }

  template <class Score>
  struct weighted_key {
    simd::rank_key<Score> key;
    double weight;
  };

  template <class Score>
  explicit score_curve(const binary_batch<Score>& rows) : weighted_(!rows.weights.empty()) {
    if (rows.weights.empty()) {
      count<Score>(simd::sorted_keys(rows.scores, rows.actual));
      return;
    }
    std::vector<weighted_key<Score>> keys;
    keys.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (usable_score(rows.scores[i]) && rows.actual[i] <= 1 && usable_weight(rows.weights[i]) &&
          rows.weights[i] > 0)
        keys.push_back({simd::make_rank_key(rows.scores[i], rows.actual[i]), rows.weights[i]});
    std::stable_sort(keys.begin(), keys.end(),
                     [](const auto& a, const auto& b) { return a.key > b.key; });
    for (const auto& row : keys) add<Score>(row.key, row.weight);
  }

  template <class Score>
  [[nodiscard]] static double score_of(simd::rank_key<Score> key) noexcept {
    return static_cast<double>(std::bit_cast<Score>(static_cast<simd::rank_key<Score>>(key >> 1)));
  }

  // Rows that weigh 1, in ascending order.
  template <class Score>
  void count(const std::vector<simd::rank_key<Score>>& keys) {
    cuts_.reserve(keys.size());
    std::uint64_t tp = 0, all = 0;
    for (std::size_t i = keys.size(); i > 0;) {
      const auto score = keys[i - 1] >> 1;
      for (; i > 0 && keys[i - 1] >> 1 == score; --i, ++all) tp += keys[i - 1] & 1;
      cuts_.push_back(
          {score_of<Score>(keys[i]), static_cast<double>(tp), static_cast<double>(all - tp)});
    }
    positives_.whole = positives_.squares = static_cast<double>(tp);
    negatives_.whole = negatives_.squares = static_cast<double>(all - tp);
  }

  // Requires: scores come in descending order.
  template <class Score>
  void add(simd::rank_key<Score> key, double weight) {
    const double threshold = score_of<Score>(key);
    counts& of_class = (key & 1) != 0 ? positives_ : negatives_;
    of_class.whole += weight;
    of_class.squares += weight * weight;
    if (cuts_.empty() || cuts_.back().threshold != threshold) cuts_.emplace_back();
    cuts_.back() = {threshold, positives_.whole, negatives_.whole};
  }

  std::vector<score_cut> cuts_;
  counts positives_, negatives_;
  bool weighted_ = false;
};

/// The scores themselves with their labels, or a curve of them.
struct ranked_scores {
  template <class S>
  static constexpr bool matches = kept_scores::matches<S> || std::is_same_v<S, score_curve>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<ranked_scores, S>;
    static_assert(found != 0,
                  "this metric reads the rows themselves: add state::scored_rows<> to the bundle, "
                  "or take the binned metric");
    static_assert(found < 2,
                  "this metric reads the rows themselves, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

namespace detail {

/// The curve of rows, or the one that was passed: a pointer, or an optional, empty where there is
/// none.
[[nodiscard]] inline const score_curve* curve_of(const score_curve& curve) noexcept {
  return &curve;
}
template <class Rows>
[[nodiscard]] std::optional<score_curve> curve_of(const Rows& rows) {
  return score_curve::of(rows);
}

}  // namespace detail

}  // namespace telltale::inline TELLTALE_ABI::metric
