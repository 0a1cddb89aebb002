// SPDX-License-Identifier: Apache-2.0
#include <replay/log.hpp>

#include <replay/csv.hpp>
#include <replay/failure.hpp>
#include <replay/text.hpp>

#include <telltale/core/number.hpp>

#include <limits>
#include <unordered_map>
#include <utility>

namespace replay {
namespace {

using telltale::parse_number;

/// 0 or 1, however it is written (1, 1.0, 1e0); empty for anything else.
std::optional<std::uint8_t> parse_label(std::string_view text) {
  const auto number = parse_number(text);
  if (number == 0.0) return std::uint8_t{0};
  if (number == 1.0) return std::uint8_t{1};
  return std::nullopt;
}

class log_reader {
public:
  log_reader(const std::string& name, std::string text, const log_columns& wanted)
      : name_(name), wanted_(wanted), csv_(std::move(text)) {}

  prediction_log read() {
    if (!next()) refuse({}, "the file is empty");
    for (const csv_cell& cell : cells_) header_.push_back({std::string(cell.text), cell.at});
    find_columns();
    log_.categories.resize(features_.size());
    codes_.resize(features_.size());
    while (next()) add_row();
    if (log_.rows() == 0) refuse({}, "there is a header, and not one row");
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
    score_ = find_column(wanted_.score);
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
    log_.scores.push_back(number(score_));
    log_.labels.push_back(label());
    for (std::size_t i = 0; i < features_.size(); ++i) log_.features.push_back(feature(i));
    if (mark_) log_.marked.push_back(is_marked(cells_[*mark_].text));
  }

  double number(std::size_t column) const {
    const std::string_view text = cells_[column].text;
    if (const auto value = parse_number(text)) return *value;
    refuse_cell(column, text.empty() ? "the cell is empty, not a number"
                                     : in_quotes(text) + " is not a number");
  }

  std::optional<std::uint8_t> label() const {
    if (!label_ || cells_[*label_].text.empty()) return std::nullopt;
    const std::string_view text = cells_[*label_].text;
    if (const auto value = parse_label(text)) return value;
    refuse_cell(*label_, "the label " + in_quotes(text) + " is neither 0 nor 1");
  }

  double feature(std::size_t i) {
    const std::string_view text = cells_[features_[i]].text;
    if (text.empty()) return std::numeric_limits<double>::quiet_NaN();
    if (wanted_.features[i].kind == telltale::column_kind::numeric) return number(features_[i]);
    auto& texts = log_.categories[i];
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
  std::size_t score_ = 0;
  std::optional<std::size_t> label_;
  std::vector<std::size_t> features_;
  std::optional<std::size_t> mark_;
  std::optional<double> mark_number_;
  std::vector<std::unordered_map<std::string, std::size_t>> codes_;  // of each feature's categories
  prediction_log log_;
};

}  // namespace

prediction_log read_log(const std::string& name, std::string text, const log_columns& wanted) {
  return log_reader(name, std::move(text), wanted).read();
}

}  // namespace replay
