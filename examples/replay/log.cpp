// SPDX-License-Identifier: Apache-2.0
#include <replay/log.hpp>

#include <replay/csv.hpp>
#include <replay/failure.hpp>
#include <replay/text.hpp>

#include <telltale/core/number.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/monitor/settings.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace replay {
namespace {

using telltale::parse_number;

/// A whole number from 0 that is less than `classes`, however it is written (1, 1.0, 1e0); empty
/// for anything else.
std::optional<double> parse_class(std::string_view text, std::size_t classes) {
  const auto number = parse_number(text);
  if (!number || !(*number >= 0 && *number < static_cast<double>(classes))) return std::nullopt;
  if (*number != std::floor(*number)) return std::nullopt;
  return std::abs(*number);  // no -0
}

class log_reader {
public:
  log_reader(const std::string& name, std::string text, const log_columns& wanted)
      : name_(name), wanted_(wanted), csv_(std::move(text)) {}

  prediction_log read() {
    if (!next()) refuse({}, "the file is empty");
    for (const csv_cell& cell : cells_) header_.push_back({std::string(cell.text), cell.at});
    find_columns();
    log_.columns = wanted_.features;
    codes_.resize(features_.size());
    for (std::size_t i = 0; i < features_.size(); ++i) {
      const auto& texts = log_.columns[i].categories;
      for (std::size_t code = 0; code < texts.size(); ++code) codes_[i].emplace(texts[code], code);
    }
    while (next()) add_row();
    if (log_.rows() == 0) refuse({}, "there is a header, and not one row");
    if (log_.group_names.size() > most_groups) keep_largest_groups();
    return std::move(log_);
  }

private:
  struct heading {
    std::string name;
    position at;
  };

  [[noreturn]] void refuse(position at, const std::string& sentence) const {
    throw failure(exit_status::bad_log, printable(name_, 400) + ':' + std::to_string(at.line) +
                                            ':' + std::to_string(at.column) + ": " + sentence);
  }

  [[noreturn]] void refuse_cell(std::size_t column, const std::string& sentence) const {
    refuse(cells_[column].at, "column " + in_quotes(header_[column].name) + ": " + sentence);
  }

  bool next() {
    try {
      return csv_.next(cells_);
    } catch (const csv_error& e) {
      refuse(e.at(), e.what());
    }
  }

  std::size_t find_column(const std::string& name) const {
    std::size_t found = header_.size();
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (header_[i].name != name) continue;
      if (found < header_.size()) {
        refuse(header_[i].at, "a second column " + in_quotes(name) + "; which one is meant?");
      }
      found = i;
    }
    if (found < header_.size()) return found;
    std::vector<std::string> names;
    for (const heading& h : header_) names.push_back(h.name);
    refuse({}, "there is no column " + in_quotes(name) + "; the columns are " + listed(names));
  }

  void find_columns() {
    for (const std::string& name : wanted_.scores) scores_.push_back(find_column(name));
    if (wanted_.prediction) prediction_ = find_column(*wanted_.prediction);
    if (wanted_.time) time_ = find_column(*wanted_.time);
    if (wanted_.weight) weight_ = find_column(*wanted_.weight);
    if (wanted_.group) group_ = find_column(*wanted_.group);
    if (is_multiclass()) log_.classes = std::max<std::size_t>(2, scores_.size());
    if (wanted_.label) label_ = find_column(*wanted_.label);
    for (const telltale::column& feature : wanted_.features) {
      features_.push_back(find_column(feature.name));
    }
    if (wanted_.marked) {
      mark_ = find_column(wanted_.marked->column);
      mark_number_ = parse_number(wanted_.marked->value);
    }
  }

  void add_row() {
    if (cells_.size() != header_.size()) {
      refuse(cells_.front().at, "a row of " + std::to_string(cells_.size()) +
                                    " cells, where the header has " +
                                    std::to_string(header_.size()));
    }
    log_.outputs.push_back(output());
    log_.labels.push_back(label());
    for (std::size_t i = 0; i < features_.size(); ++i) log_.features.push_back(feature(i));
    if (mark_) log_.marked.push_back(is_marked(cells_[*mark_].text));
    if (time_) log_.times.push_back(time());
    if (weight_) log_.weights.push_back(number(*weight_));
    if (group_) log_.groups.push_back(group());
  }

  double number(std::size_t column) const {
    const std::string_view text = cells_[column].text;
    if (const auto value = parse_number(text)) return *value;
    refuse_cell(column, text.empty() ? "the cell is empty, not a number"
                                     : in_quotes(text) + " is not a number");
  }

  bool is_multiclass() const { return wanted_.predicts == telltale::task::multiclass; }

  double output() {
    if (!is_multiclass()) return number(prediction_ ? *prediction_ : scores_.front());
    if (scores_.empty()) return class_of(*prediction_);
    // The first of the largest; a score that cannot be used leaves the row without a class.
    const std::size_t first = log_.scores.size();
    std::size_t best = 0;
    bool usable = true;
    for (std::size_t k = 0; k < scores_.size(); ++k) {
      const double score = number(scores_[k]);
      log_.scores.push_back(score);
      usable &= telltale::usable_score(score);
      if (score > log_.scores[first + best]) best = k;
    }
    const double chosen = prediction_ ? class_of(*prediction_) : static_cast<double>(best);
    return usable ? chosen : std::numeric_limits<double>::quiet_NaN();
  }

  /// A class, which raises the number of classes unless the score columns have set it.
  double class_of(std::size_t column) {
    const std::string_view text = cells_[column].text;
    const std::size_t most = scores_.empty() ? most_classes : scores_.size();
    const auto value = parse_class(text, most);
    if (!value) {
      refuse_cell(column, in_quotes(text) + " is no class: a whole number from 0 to " +
                              std::to_string(most - 1));
    }
    log_.classes = std::max(log_.classes, static_cast<std::size_t>(*value) + 1);
    return *value;
  }

  std::optional<double> label() {
    if (!label_ || cells_[*label_].text.empty()) return std::nullopt;
    if (wanted_.predicts == telltale::task::regression) return number(*label_);
    if (is_multiclass()) return class_of(*label_);
    const std::string_view text = cells_[*label_].text;
    if (const auto value = parse_class(text, 2)) return value;
    refuse_cell(*label_, "the label " + in_quotes(text) + " is neither 0 nor 1");
  }

  telltale::timestamp time() const {
    const std::string_view text = cells_[*time_].text;
    if (const auto at = telltale::parse_timestamp(text)) return *at;
    refuse_cell(*time_, text.empty()
                            ? "the cell is empty, not a time"
                            : in_quotes(text) + " is not a time: ISO 8601 or seconds since 1970");
  }

  /// Rows whose cell is empty, or the word for them, are of no group.
  std::size_t group() {
    const std::string_view text = cells_[*group_].text;
    if (text.empty() || text == telltale::other_group) return prediction_log::no_group;
    const auto [at, is_new] = group_codes_.try_emplace(std::string(text), log_.group_names.size());
    if (is_new) log_.group_names.push_back(at->first);
    return at->second;
  }

  void keep_largest_groups() {
    std::vector<std::size_t> rows(log_.group_names.size());
    for (const std::size_t group : log_.groups) {
      if (group != prediction_log::no_group) ++rows[group];
    }
    std::vector<std::size_t> largest(rows.size());
    std::iota(largest.begin(), largest.end(), std::size_t{0});
    std::stable_sort(largest.begin(), largest.end(),
                     [&](std::size_t a, std::size_t b) { return rows[a] > rows[b]; });
    largest.resize(most_groups);
    std::sort(largest.begin(), largest.end());
    std::vector<std::size_t> kept(rows.size(), prediction_log::no_group);
    std::vector<std::string> names;
    for (const std::size_t group : largest) {
      kept[group] = names.size();
      names.push_back(std::move(log_.group_names[group]));
    }
    for (std::size_t& group : log_.groups) {
      if (group != prediction_log::no_group) group = kept[group];
    }
    log_.group_names = std::move(names);
  }

  double feature(std::size_t i) {
    const std::string_view text = cells_[features_[i]].text;
    if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (wanted_.features[i].kind == telltale::column_kind::numeric) return number(features_[i]);
    auto& texts = log_.columns[i].categories;
    const auto [at, is_new] = codes_[i].try_emplace(std::string(text), texts.size());
    if (is_new) texts.push_back(at->first);
    return static_cast<double>(at->second);
  }

  bool is_marked(std::string_view text) const {
    if (text == wanted_.marked->value) return true;
    return mark_number_ && parse_number(text) == mark_number_;
  }

  const std::string& name_;
  const log_columns& wanted_;
  csv_reader csv_;
  std::vector<csv_cell> cells_;  // of the record at hand
  std::vector<heading> header_;
  std::vector<std::size_t> scores_;
  std::optional<std::size_t> prediction_;
  std::optional<std::size_t> time_;
  std::optional<std::size_t> weight_;
  std::optional<std::size_t> group_;
  std::optional<std::size_t> label_;
  std::vector<std::size_t> features_;
  std::optional<std::size_t> mark_;
  std::optional<double> mark_number_;
  std::vector<std::unordered_map<std::string, std::size_t>> codes_;  // of each feature's categories
  std::unordered_map<std::string, std::size_t> group_codes_;
  prediction_log log_;
};

}  // namespace

prediction_log read_log(const std::string& name, std::string text, const log_columns& wanted) {
  return log_reader(name, std::move(text), wanted).read();
}

}  // namespace replay
