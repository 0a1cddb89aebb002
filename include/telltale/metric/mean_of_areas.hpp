// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/rank_pairs.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

// What the averages of metric/class_auc.hpp are made of: the rows of each class, and the mean of
// several areas over them.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

enum class class_average : std::uint8_t { macro, weighted };

/// A row that can be used, whole: a known class, a weight above 0, and a score of each class.
struct class_row {
  std::size_t row = 0;
  double weight = 1;
};

/// Those of a batch, by class.
template <class Score>
class class_rows {
public:
  explicit class_rows(const scored_class_batch<Score>& rows)
      : rows_(rows), usable_(rows.classes), shares_(rows.classes) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double weight = rows.weights.empty() ? 1 : rows.weights[i];
      const auto scores = rows.scores.subspan(i * rows.classes, rows.classes);
      if (rows.actual[i] >= rows.classes || !usable_weight(weight) || weight == 0 ||
          !std::all_of(scores.begin(), scores.end(), usable_score<Score>))
        continue;
      usable_[rows.actual[i]].push_back({i, weight});
      for (counts* each : {&shares_[rows.actual[i]], &all_})
        each->whole += weight, each->squares += weight * weight;
    }
  }

  [[nodiscard]] std::size_t classes() const noexcept { return rows_.classes; }
  [[nodiscard]] std::vector<std::size_t> all() const {
    std::vector<std::size_t> each(rows_.classes);
    std::iota(each.begin(), each.end(), std::size_t{0});
    return each;
  }
  /// Rows of the batch.
  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  /// The usable rows of a class.
  [[nodiscard]] const std::vector<class_row>& of(std::size_t k) const noexcept {
    return usable_[k];
  }
  /// Weight of the rows of a class, and the size that it is worth.
  [[nodiscard]] const counts& share(std::size_t k) const noexcept { return shares_[k]; }
  /// Rows of weight 1 that would tell as much. Requires: there is one.
  [[nodiscard]] std::uint64_t n() const noexcept { return rounded(all_.effective()); }
  [[nodiscard]] Score score(const class_row& one, std::size_t k) const noexcept {
    return rows_.scores[one.row * rows_.classes + k];
  }

  /// The curve of the score of a class among the rows of several, its own the positives.
  [[nodiscard]] score_curve curve_of_class(std::size_t k, std::span<const std::size_t> among) {
    scores_.clear(), actual_.clear(), weights_.clear();
    for (const std::size_t actual : among) {
      for (const class_row& one : usable_[actual]) {
        scores_.push_back(score(one, k));
        actual_.push_back(actual == k);
        if (!rows_.weights.empty()) weights_.push_back(one.weight);
      }
    }
    return *score_curve::of(binary_batch<Score>{scores_, actual_, Score(0.5), weights_});
  }

private:
  const scored_class_batch<Score>& rows_;
  std::vector<std::vector<class_row>> usable_;
  std::vector<counts> shares_;
  counts all_;
  std::vector<Score> scores_;
  std::vector<std::uint8_t> actual_;
  std::vector<double> weights_;
};

/// A mean of areas over the same rows, with what each row adds to it, in all of them: from that,
/// its variance, as DeLong's for one area.
template <class Score>
class mean_of_areas {
public:
  mean_of_areas(class_rows<Score>& rows, class_average how)
      : rows_(rows), how_(how), added_(rows.size()), of_class_(rows.classes()) {}

  /// The area of the score of class `k` among the rows of several, that counts for so much as
  /// there are rows of `members`.
  void add(std::size_t k, std::span<const std::size_t> among,
           std::span<const std::size_t> members) {
    const score_curve curve = rows_.curve_of_class(k, among);
    const auto area = auc_formula{}(curve, {});
    if (!area) return;
    double weight = 1;
    if (how_ == class_average::weighted) {
      weight = 0;
      for (const std::size_t member : members) weight += rows_.share(member).whole;
      for (const std::size_t member : members) {
        of_class_[member].whole += area->value;
        of_class_[member].part += 1;
      }
    }
    sum_ += weight * area->value;
    weights_ += weight;
    const double p = curve.positives(), n = curve.negatives();
    for (const std::size_t actual : among) {
      for (const class_row& one : rows_.of(actual)) {
        // Half of the rows of its own score count as above it.
        const auto score = static_cast<double>(rows_.score(one, k));
        const score_cut here = curve.at(score), above = curve.above(score);
        const double tp = (here.tp + above.tp) / 2, fp = (here.fp + above.fp) / 2;
        const double won =
            actual == k ? ((n - fp) / n - area->value) / p : (tp / p - area->value) / n;
        added_[one.row] += weight * one.weight * won;
      }
    }
  }

  [[nodiscard]] std::optional<estimate> value(const confidence_level& level) const {
    if (!(weights_ > 0)) return std::nullopt;
    const double mean = std::clamp(sum_ / weights_, 0.0, 1.0);
    double variance = 0, freedom = 0, least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < rows_.classes(); ++k) {
      if (!(rows_.share(k).whole > 0)) continue;
      // A row makes the areas that its class counts for count for more.
      const double more = of_class_[k].whole - of_class_[k].part * mean;
      double squares = 0;
      for (const class_row& one : rows_.of(k)) {
        const double all = (added_[one.row] + one.weight * more) / weights_;
        squares += all * all;
      }
      const double n = rows_.share(k).effective(), rest = (std::max)(1.0, n - 1);
      const double of_class = squares * n / rest;
      variance += of_class;
      freedom += of_class * of_class / rest;
      least = (std::min)(least, n);
    }
    area_variance all;
    if (variance > 1e-24) all = {variance, (std::max)(1.0, variance * (variance / freedom))};
    return estimate{mean, auc_interval(least, all, mean, mean, level), rows_.n()};
  }

private:
  class_rows<Score>& rows_;
  class_average how_;
  double sum_ = 0;
  double weights_ = 0;
  std::vector<double> added_;
  std::vector<counts> of_class_;  // the sum of the areas that a class counts for, and their number
};

}  // namespace detail

}  // namespace telltale::inline TELLTALE_ABI::metric
