// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/result.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/edged_calibration.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// A monotone map from scores to probabilities, fitted where labels are known: isotonic regression,
/// of which scores are linear between knots and flat beyond the outer ones.
///
/// Cost   fit O(n log n) of rows, O(bins) of bins, takes memory; a score: O(log knots), none
/// Size   16 bytes a knot: of bins at most one a bin, of n calibrated rows some n^(2/3)
/// Source Ayer et al. 1955, doi:10.1214/aoms/1177728423 (pool adjacent violators); Zadrozny & Elkan
///        2002, doi:10.1145/775047.775151
class isotonic_map {
public:
  struct knot {
    double score = 0;
    double probability = 0;

    friend bool operator==(const knot&, const knot&) = default;
  };

  /// Of rows, by their weights. Rows that cannot be used, or that weigh nothing, are left out;
  /// empty where that leaves none.
  template <class Score>
  [[nodiscard]] static std::optional<isotonic_map> fit(const binary_batch<Score>& rows) {
    std::vector<block> points;
    points.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows[i];
      if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) continue;
      if (row.weight == 0) continue;
      const auto score = static_cast<double>(row.score);
      points.push_back({score, score, row.weight, row.actual == 1 ? row.weight : 0});
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const block& a, const block& b) { return a.first < b.first; });
    return pooled(points);
  }

  /// Of reliability bins, or of a bundle with them: each as if all of its rows had their mean
  /// score. Empty while there are no rows.
  template <class S>
  [[nodiscard]] static std::optional<isotonic_map> fit_bins(const S& summary) {
    metric::reliability::check<S>();
    return of_bins(state::pick<metric::reliability>(summary));
  }
  [[nodiscard]] static std::optional<isotonic_map> fit_bins(const state::edged_calibration& s) {
    return of_bins(s);
  }

  /// As it was saved, out of `knots()`: at least one, of ascending scores and of probabilities that
  /// do not fall, all in [0, 1].
  [[nodiscard]] static result<isotonic_map> restore(std::span<const knot> knots) {
    if (knots.empty()) return error{errc::invalid_setting, "knots: there is none"};
    for (std::size_t i = 0; i < knots.size(); ++i) {
      const auto [score, probability] = knots[i];
      if (!usable_score(score))
        return out_of_range("score of a knot", std::to_string(score), "[0, 1]");
      if (!usable_score(probability))
        return out_of_range("probability of a knot", std::to_string(probability), "[0, 1]");
      if (i > 0 && !(score > knots[i - 1].score && probability >= knots[i - 1].probability))
        return error{errc::invalid_setting,
                     "knots: that at " + std::to_string(score) + " falls behind the one before"};
    }
    return isotonic_map{{knots.begin(), knots.end()}};
  }

  /// The probability in place of a score. One outside [0, 1] or NaN comes out as it is, for states
  /// to reject.
  template <class Score>
  [[nodiscard]] double operator()(Score score) const noexcept {
    const auto p = static_cast<double>(score);
    if (!usable_score(p)) return p;
    const auto above = std::upper_bound(knots_.begin(), knots_.end(), p,
                                        [](double x, const knot& k) { return x < k.score; });
    if (above == knots_.begin()) return knots_.front().probability;
    if (above == knots_.end()) return knots_.back().probability;
    const knot &a = *(above - 1), &b = *above;
    const double rise = (b.probability - a.probability) / (b.score - a.score) * (p - a.score);
    return std::clamp(a.probability + rise, a.probability, b.probability);
  }

  /// Ascending, never empty.
  [[nodiscard]] std::span<const knot> knots() const noexcept { return knots_; }

  friend bool operator==(const isotonic_map&, const isotonic_map&) = default;

private:
  // Rows of neighbouring scores, with their weight and that of class 1.
  struct block {
    double first, last;
    double weight, positives;

    [[nodiscard]] double share() const noexcept { return positives / weight; }
    void add(const block& next) noexcept {
      last = next.last;
      weight += next.weight;
      positives += next.positives;
    }
  };

  explicit isotonic_map(std::vector<knot> knots) : knots_(std::move(knots)) {}

  template <class S>
  static std::optional<isotonic_map> of_bins(const S& s) {
    std::vector<block> points;
    for (std::size_t i = 0; i < metric::detail::bins_in(s); ++i) {
      const auto bin = metric::detail::bin_of(s, i);
      if (!(bin.weight > 0)) continue;
      const double score = (std::min)(bin.scores / bin.weight, 1.0);
      points.push_back({score, score, bin.weight, (std::min)(bin.positives, bin.weight)});
    }
    return pooled(points);
  }

  // In place; equal scores are one point. Requires: ascending.
  static std::optional<isotonic_map> pooled(std::vector<block>& points) {
    if (points.empty()) return std::nullopt;
    std::size_t distinct = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
      if (points[i].first == points[distinct].first)
        points[distinct].add(points[i]);
      else
        points[++distinct] = points[i];
    }
    points.resize(distinct + 1);
    std::size_t top = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
      points[++top] = points[i];
      while (top > 0 && points[top - 1].share() >= points[top].share()) {
        points[top - 1].add(points[top]);
        --top;
      }
    }
    std::vector<knot> knots;
    for (std::size_t i = 0; i <= top; ++i) {
      const double share = (std::min)(points[i].share(), 1.0);
      knots.push_back({points[i].first, share});
      if (points[i].last > points[i].first) knots.push_back({points[i].last, share});
    }
    return isotonic_map{std::move(knots)};
  }

  std::vector<knot> knots_;
};

/// By how much an isotonic map would lower the Brier score of such rows: fitted on every other row
/// and judged by the rest, and the other way around. Recalibration is worth it where the whole
/// interval is above 0; a calibrated model has a gain a little below. Empty while a half has no
/// rows. Student's interval, at the effective size. Takes memory.
/// Source: Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2; Stone 1974,
/// doi:10.1111/j.2517-6161.1974.tb00994.x (cross-validation).
template <class Score>
[[nodiscard]] std::optional<estimate> recalibration_gain(const binary_batch<Score>& rows,
                                                         const confidence_level& level = {}) {
  struct columns {
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    std::vector<double> weights;

    [[nodiscard]] binary_batch<Score> rows() const { return {scores, actual, Score(0.5), weights}; }
  } half[2];
  std::size_t turn = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) continue;
    if (row.weight == 0) continue;
    columns& into = half[turn++ % 2];
    into.scores.push_back(row.score);
    into.actual.push_back(row.actual);
    into.weights.push_back(row.weight);
  }
  state::loss_tally gains;
  for (const std::size_t fitted : {std::size_t{0}, std::size_t{1}}) {
    const auto map = isotonic_map::fit(half[fitted].rows());
    if (!map) return std::nullopt;
    const binary_batch<Score> judged = half[1 - fitted].rows();
    for (std::size_t i = 0; i < judged.size(); ++i) {
      const auto row = judged[i];
      const double now = static_cast<double>(row.score) - row.actual;
      const double then = (*map)(row.score) - row.actual;
      gains.add(now * now - then * then, row.weight);
    }
  }
  const metric::counts all{0, gains.weight(), gains.weight_squares()};
  if (!all.usable()) return std::nullopt;
  const double n = all.effective(), mean = gains.sum() / all.whole;
  const auto variance = metric::sample_variance(n, mean * n, gains.squares() / all.whole * n);
  return estimate{mean, metric::mean_interval(mean, variance, n, level, {-1, 1}),
                  metric::rounded(n)};
}

}  // namespace telltale::inline TELLTALE_ABI
