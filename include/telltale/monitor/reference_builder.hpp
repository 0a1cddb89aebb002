// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/task.hpp>
#include <telltale/math/special.hpp>
#include <telltale/monitor/binary_task.hpp>
#include <telltale/monitor/column_builder.hpp>
#include <telltale/monitor/labelled_rows.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/multiclass_task.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/regression_task.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Settings of a reference.
struct reference_settings {
  double threshold = 0.5;    ///< of a binary classifier: at which its classes are predicted; [0, 1]
  std::size_t classes = 0;   ///< of a multiclass classifier: how many are in use; 0 is all
  std::size_t bins = 10;     ///< equal-mass bins of a numeric column, [2, 254]; ties change it
  double confidence = 0.95;  ///< of the baseline's intervals; (0, 1)
  /// Whether the model had not been trained on these rows. Say so truthfully: performance on
  /// training rows is optimistic, and rules relative to it may then only alert.
  bool held_out = true;
  /// Keep the sorted values, 8 bytes each, so that Kolmogorov-Smirnov and Wasserstein are exact.
  bool keep_values = true;
  std::string model{};  ///< the model's name or version, kept with the reference; may be empty
};

/// Fits a `reference` from rows of training or validation data. A cold path: it keeps the rows.
/// Use it by the names of its tasks, below.
template <class Task>
class basic_reference_builder {
public:
  using given_output = typename Task::given_output;
  using given_label = typename Task::given_label;

  basic_reference_builder(schema features, reference_settings settings = {})
      : schema_(std::move(features)), settings_(std::move(settings)), columns_(schema_.size()) {
    row_settings_.threshold = settings_.threshold;
    row_settings_.classes = settings_.classes;
  }

  /// One row: what the model said, the truth where it is known, and the features in schema order
  /// (NaN is missing; a category is its integer code). A row with an unusable output or truth, or
  /// of another width than the schema's, is left out and counted. Of a weighted task the metrics
  /// count a row by its weight; the columns do not.
  void add(given_output given, std::optional<given_label> actual, std::span<const double> features,
           double weight = 1) {
    ++rows_;
    const auto output = Task::output(given, row_settings_);
    const auto label = actual ? Task::label(*actual) : Task::no_label;
    if (!Task::usable(output, row_settings_) || features.size() != schema_.size() ||
        (actual && !Task::usable_label(label, row_settings_)) || !usable_weight(weight)) {
      ++rejected_;
      return;
    }
    outputs_.push_back(static_cast<double>(output));
    if (actual) {
      labels_.push_back(static_cast<double>(label));
      std::span<const typename Task::value_type> scores;
      if constexpr (Task::scored) scores = given.scores;
      labelled_.add({{&output, 1}, {&label, 1}, scores, {&weight, Task::weighted ? 1u : 0u}, {}},
                    [](std::size_t) { return true; });
    }
    for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].push_back(features[c]);
  }

  /// The reference of all rows added. Refuses a schema with unusable names, settings out of range,
  /// no usable row, and a column without a single usable value.
  [[nodiscard]] result<reference> fit() const {
    if (auto why = check(schema_, Task::predicts)) return *std::move(why);
    const auto level = math::confidence(settings_.confidence);
    if (!level) return out_of_range("confidence", number_text(settings_.confidence), "(0, 1)");
    if (!(settings_.threshold >= 0 && settings_.threshold <= 1))
      return out_of_range("threshold", number_text(settings_.threshold), "[0, 1]");
    const std::size_t classes = classes_in_use<Task>(row_settings_);
    if (settings_.classes != 0 && (classes < 2 || classes > Task::classes))
      return out_of_range("classes", std::to_string(classes),
                          "[2, " + std::to_string(Task::classes) + "]");
    if (outputs_.empty())
      return error{errc::invalid_data, "a reference needs at least one usable row, and none of " +
                                           std::to_string(rows_) + " was"};
    const column_builder build{settings_.bins, settings_.keep_values};
    reference::parts all;
    for (std::size_t c = 0; c < schema_.size(); ++c) {
      auto column = build(schema_[c], columns_[c]);
      if (!column) return column.error();
      all.features.push_back(*std::move(column));
    }
    auto output = build({std::string{output_column(Task::predicts)}, output_kind}, outputs_);
    if (!output) return output.error();
    all.output = *std::move(output);
    if (!labels_.empty()) {
      auto label = build({std::string{label_column}, label_kind}, labels_);
      if (!label) return label.error();
      all.label = *std::move(label);
    }

    typename Task::performance_type performance;
    typename Task::memory before;
    const auto labelled = Task::batch(labelled_.block(), row_settings_);
    Task::update(performance, labelled, before);
    all.metrics = measure<Task>(performance, labelled, *level, classes);
    all.predicts = Task::predicts;
    all.classes = classes;
    all.model = settings_.model;
    all.rows = rows_;
    all.rejected = rejected_;
    all.labels = labels_.size();
    all.threshold = settings_.threshold;
    all.held_out = settings_.held_out;
    return reference{std::move(all)};
  }

private:
  static constexpr column_kind output_kind =
      Task::predicts == task::multiclass ? column_kind::categorical : column_kind::numeric;
  static constexpr column_kind label_kind =
      Task::predicts == task::regression ? column_kind::numeric : column_kind::categorical;

  schema schema_;
  reference_settings settings_;
  monitor_settings row_settings_;  // what the task needs of them to judge a row
  std::vector<double> outputs_;
  std::vector<double> labels_;
  labelled_rows<Task> labelled_;
  std::vector<std::vector<double>> columns_;
  std::uint64_t rows_ = 0;
  std::uint64_t rejected_ = 0;
};

using reference_builder = basic_reference_builder<binary_task<double>>;
template <std::size_t K>
using multiclass_reference_builder = basic_reference_builder<multiclass_task<K, double>>;
using regression_reference_builder = basic_reference_builder<regression_task<double>>;

}  // namespace telltale::inline TELLTALE_ABI
