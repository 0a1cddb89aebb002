// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// Where something stands in a file: both counted from 1; columns are bytes, as in a compiler's
/// messages.
struct position {
  std::size_t line = 1;
  std::size_t column = 1;

  friend bool operator==(const position&, const position&) = default;
};

/// One cell: its text without the quotes around it, and where it begins.
struct csv_cell {
  std::string_view text;
  position at;
};

/// Text that is not CSV.
class csv_error : public std::runtime_error {
public:
  csv_error(position where, const std::string& what) : std::runtime_error(what), at_(where) {}

  [[nodiscard]] position at() const noexcept { return at_; }

private:
  position at_;
};

/// Reads comma-separated values (RFC 4180) record by record, in one pass over the text and without
/// copying a cell. A line ends with LF or CRLF, inside quotes too, and the last may end with
/// neither. A byte-order mark before the text and blank lines after it are passed over.
///
/// Refuses  a quote that is never closed, text behind a closing quote, a quote inside bare text
/// Cost     linear in the text
class csv_reader {
public:
  explicit csv_reader(std::string text);
  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;

  /// The next record; false when there is none left. Its cells point into the reader. Throws
  /// `csv_error`.
  [[nodiscard]] bool next(std::vector<csv_cell>& record);

private:
  csv_cell bare_cell();
  csv_cell quoted_cell();
  [[nodiscard]] bool at_line_end() const noexcept;
  [[nodiscard]] position here() const noexcept { return {line_, at_ - line_start_ + 1}; }

  std::string text_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;  // of the last record
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace replay
