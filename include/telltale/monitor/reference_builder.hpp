// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/result.hpp>
#include <telltale/math/special.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/category_index.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/moments.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Settings of a reference.
struct reference_settings {
  double threshold = 0.5;    ///< at which the baseline's classes are predicted; [0, 1]
  std::size_t bins = 10;     ///< equal-mass bins of a numeric column, [2, 254]; ties change it
  double confidence = 0.95;  ///< of the baseline's intervals; (0, 1)
  /// Whether the model had not been trained on these rows. Say so truthfully: performance on
  /// training rows is optimistic, and rules relative to it may then only alert.
  bool held_out = true;
  /// Keep the sorted values, 8 bytes each, so that Kolmogorov-Smirnov and Wasserstein are exact.
  bool keep_values = true;
};

/// Fits a `reference` from rows of training or validation data. A cold path: it keeps the rows.
class reference_builder {
public:
  reference_builder(schema features, reference_settings settings = {})
      : schema_(std::move(features)), settings_(settings), columns_(schema_.size()) {}

  /// One row: the score, the truth (0 or 1) where it is known, and the features in schema order
  /// (NaN is missing; a category is its integer code). A row with an unusable score or label, or of
  /// another width than the schema's, is left out and counted.
  void add(double score, std::optional<std::uint8_t> actual, std::span<const double> features) {
    ++rows_;
    if (!usable_score(score) || (actual && *actual > 1) || features.size() != schema_.size()) {
      ++rejected_;
      return;
    }
    scores_.push_back(score);
    labels_.push_back(actual.value_or(no_label));
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].push_back(features[c]);
  }

  /// The reference of all rows added. Refuses a schema with unusable names, settings out of range,
  /// no usable row, and a column without a single usable value.
  [[nodiscard]] result<reference> fit() const {
    if (auto why = check(schema_)) return *std::move(why);
    const auto level = math::confidence(settings_.confidence);
    if (!level) return refused("confidence", settings_.confidence, "(0, 1)");
    if (!(settings_.threshold >= 0 && settings_.threshold <= 1))
      return refused("threshold", settings_.threshold, "[0, 1]");
    if (scores_.empty())
      return error{errc::invalid_data, "a reference needs at least one usable row, and none of " +
                                           std::to_string(rows_) + " was"};
    reference::parts all;
    for (std::size_t c = 0; c < schema_.size(); ++c) {
      auto column = schema_[c].kind == column_kind::numeric ? numeric(schema_[c], columns_[c])
                                                            : categorical(schema_[c], columns_[c]);
      if (!column) return column.error();
      all.features.push_back(*std::move(column));
    }
    auto score = numeric({std::string{score_column}, column_kind::numeric}, scores_);
    if (!score) return score.error();
    all.score = *std::move(score);

    binary_performance performance;
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (labels_[i] == no_label) continue;
      scores.push_back(scores_[i]);
      actual.push_back(labels_[i]);
    }
    const binary_batch<double> labelled{scores, actual, settings_.threshold};
    performance.update(labelled);
    all.metrics = measure(performance, labelled, *level);
    all.rows = rows_;
    all.rejected = rejected_;
    all.labels = scores.size();
    all.threshold = settings_.threshold;
    all.held_out = settings_.held_out;
    return reference{std::move(all)};
  }

private:
  static constexpr std::uint8_t no_label = 255;

  static error refused(const char* field, double value, const char* range) {
    return {errc::invalid_setting,
            std::string{field} + ": " + std::to_string(value) + " is not in " + range};
  }
  static error unusable(const column& what) {
    return {errc::invalid_data,
            "column '" + what.name + "': not one usable value to take a reference from"};
  }

  result<column_baseline> numeric(const column& what, const std::vector<double>& values) const {
    column_baseline b;
    b.what = what;
    std::copy_if(values.begin(), values.end(), std::back_inserter(b.values),
                 [](double x) { return std::isfinite(x); });
    if (b.values.empty()) return unusable(what);
    std::sort(b.values.begin(), b.values.end());
    auto bins = state::binning::equal_mass(b.values, settings_.bins);
    if (!bins)
      return error{bins.error().code, "column '" + what.name + "': " + bins.error().message};
    b.bins = std::make_shared<const state::binning>(*std::move(bins));

    state::histogram counts{b.bins};
    state::moments moments;
    for (const double x : values) counts.update(x);
    for (const double x : b.values) moments.update(x);
    finish(b, counts);
    b.standard_deviation = moments.standard_deviation();
    return b;
  }

  result<column_baseline> categorical(const column& what, const std::vector<double>& codes) const {
    column_baseline b;
    b.what = what;
    std::copy_if(codes.begin(), codes.end(), std::back_inserter(b.values),
                 [](double x) { return state::category_index::is_code(x); });
    if (b.values.empty()) return unusable(what);
    std::sort(b.values.begin(), b.values.end());
    auto index = state::category_index::make(b.values);
    if (!index)
      return error{index.error().code, "column '" + what.name + "': " + index.error().message};
    b.categories = std::make_shared<const state::category_index>(*std::move(index));

    state::categories counts{b.categories};
    for (const double x : codes) counts.update(x);
    finish(b, counts);
    return b;
  }

  void finish(column_baseline& b, const auto& counts) const {
    b.cells = counts.cells();
    b.present = counts.total();
    b.missing = counts.missing();
    if (!settings_.keep_values) b.values.clear();
  }

  schema schema_;
  reference_settings settings_;
  std::vector<double> scores_;
  std::vector<std::uint8_t> labels_;
  std::vector<std::vector<double>> columns_;
  std::uint64_t rows_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI
