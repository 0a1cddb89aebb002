// SPDX-License-Identifier: Apache-2.0
#include <replay/csv.hpp>

#include <utility>

namespace replay {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Where the text ends without its last line break and the blank lines behind it.
std::size_t end_of_records(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && text[end - 1] == '\n') {
    --end;
    if (end > 0 && text[end - 1] == '\r') --end;
  }
  return end;
}

}  // namespace

csv_reader::csv_reader(std::string text) : text_(std::move(text)) {
  if (text_.starts_with(byte_order_mark)) text_.erase(0, byte_order_mark.size());
  end_ = end_of_records(text_);
}

bool csv_reader::at_line_end() const noexcept {
  if (at_ == end_ || text_[at_] == '\n') return true;
  return text_[at_] == '\r' && at_ + 1 < end_ && text_[at_ + 1] == '\n';
}

csv_cell csv_reader::bare_cell() {
  const position began = here();
  const std::size_t from = at_;
  while (!at_line_end() && text_[at_] != ',') {
    if (text_[at_] == '"') throw csv_error(here(), "a quote inside a cell that is not quoted");
    ++at_;
  }
  return {std::string_view(text_).substr(from, at_ - from), began};
}

csv_cell csv_reader::quoted_cell() {
  const position began = here();
  const std::size_t from = ++at_;
  std::size_t to = from;  // the text moves up over the second of each pair of quotes
  for (;; ++at_) {
    if (at_ == end_) throw csv_error(began, "this quote is never closed");
    if (text_[at_] == '"') {
      const bool pair = at_ + 1 < end_ && text_[at_ + 1] == '"';
      if (!pair) break;
      ++at_;
    }
    if (text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    text_[to++] = text_[at_];
  }
  ++at_;
  if (!at_line_end() && text_[at_] != ',') {
    throw csv_error(here(), "text after a closing quote; a quote inside a cell is doubled");
  }
  return {std::string_view(text_).substr(from, to - from), began};
}

bool csv_reader::next(std::vector<csv_cell>& record) {
  record.clear();
  if (at_ >= end_) return false;
  for (;;) {
    const bool quoted = at_ < end_ && text_[at_] == '"';
    record.push_back(quoted ? quoted_cell() : bare_cell());
    if (at_ == end_) return true;
    if (text_[at_] == ',') {
      ++at_;
      continue;
    }
    at_ += text_[at_] == '\r' ? 2u : 1u;
    ++line_;
    line_start_ = at_;
    return true;
  }
}

}  // namespace replay
