// SPDX-License-Identifier: Apache-2.0
#include <replay/csv.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

using replay::csv_cell;
using replay::csv_error;
using replay::csv_reader;
using replay::position;

namespace {

using table = std::vector<std::vector<std::string>>;

table read_all(const std::string& text) {
  csv_reader reader(text);
  table all;
  std::vector<csv_cell> record;
  while (reader.next(record)) {
    all.emplace_back();
    for (const csv_cell& cell : record) all.back().emplace_back(cell.text);
  }
  return all;
}

std::vector<position> positions(const std::string& text) {
  csv_reader reader(text);
  std::vector<position> all;
  std::vector<csv_cell> record;
  while (reader.next(record)) {
    for (const csv_cell& cell : record) all.push_back(cell.at);
  }
  return all;
}

struct refusal {
  position at;
  std::string what;
};

std::optional<refusal> refusal_of(const std::string& text) {
  try {
    static_cast<void>(read_all(text));
    return std::nullopt;
  } catch (const csv_error& e) {
    return refusal{e.at(), e.what()};
  }
}

std::string quote(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

TEST_CASE("replay/csv reads records of cells") {
  CHECK(read_all("a,b\n1,2\n") == table{{"a", "b"}, {"1", "2"}});
  CHECK(read_all("a\n") == table{{"a"}});
  CHECK(read_all("a, b \n") == table{{"a", " b "}});  // spaces are text
  CHECK(read_all(",\n,,\n") == table{{"", ""}, {"", "", ""}});
  CHECK(read_all("a,\n,b") == table{{"a", ""}, {"", "b"}});
}

TEST_CASE("replay/csv needs no line break at the end, and takes CRLF for one") {
  CHECK(read_all("a,b\n1,2") == table{{"a", "b"}, {"1", "2"}});
  CHECK(read_all("a,b\r\n1,2\r\n") == table{{"a", "b"}, {"1", "2"}});
  CHECK(read_all("a,b\r\n1,2") == table{{"a", "b"}, {"1", "2"}});
  CHECK(read_all("a,\r\n,\r\n") == table{{"a", ""}, {"", ""}});
  CHECK(read_all("a\rb\r,c\n") == table{{"a\rb\r", "c"}});  // a lone CR is text
  CHECK(read_all("a,b\r") == table{{"a", "b\r"}});
  CHECK(read_all("a,b\r\r\n") == table{{"a", "b\r"}});
}

TEST_CASE("replay/csv passes over blank lines at the end, and over nothing else") {
  CHECK(read_all("a,b\n\n\n") == table{{"a", "b"}});
  CHECK(read_all("a,b\r\n\r\n\n\r\n") == table{{"a", "b"}});
  CHECK(read_all("a,b\n\n1,2\n") == table{{"a", "b"}, {""}, {"1", "2"}});
  CHECK(read_all("\na\n") == table{{""}, {"a"}});
  CHECK(read_all("a\n\"\"\n") == table{{"a"}, {""}});  // an empty cell, and not a blank line
  CHECK(read_all("a\n \n") == table{{"a"}, {" "}});
  CHECK(read_all("").empty());
  CHECK(read_all("\n").empty());
  CHECK(read_all("\r\n\n").empty());
}

TEST_CASE("replay/csv passes over a byte-order mark at the start only") {
  CHECK(read_all("\xef\xbb\xbf"
                 "a,b\n") == table{{"a", "b"}});
  CHECK(read_all("\xef\xbb\xbf\"a\",b\n") == table{{"a", "b"}});
  CHECK(read_all("\xef\xbb\xbf").empty());
  CHECK(read_all("\xef\xbb") == table{{"\xef\xbb"}});
  CHECK(read_all("a\n\xef\xbb\xbf\n") == table{{"a"}, {"\xef\xbb\xbf"}});
}

TEST_CASE("replay/csv takes commas, doubled quotes and line breaks inside quotes") {
  CHECK(read_all("\"a,b\",c\n") == table{{"a,b", "c"}});
  CHECK(read_all("\"say \"\"yes\"\"\",\"\"\"\"\n") == table{{"say \"yes\"", "\""}});
  CHECK(read_all("\"\",\"\"\n") == table{{"", ""}});
  CHECK(read_all("\"one\ntwo\",\"three\r\nfour\"\r\n5,6\n") ==
        table{{"one\ntwo", "three\r\nfour"}, {"5", "6"}});
  CHECK(read_all("a,\"b\"") == table{{"a", "b"}});
  CHECK(read_all("\"b\n\n\"\n\n") == table{{"b\n\n"}});
}

TEST_CASE("replay/csv keeps bytes that are no text") {
  const std::string zero(1, '\0');
  CHECK(read_all(zero + "," + zero + zero + "\n") == table{{zero, zero + zero}});
  CHECK(read_all("\"" + zero + "\xff\"\n") == table{{zero + "\xff"}});
}

TEST_CASE("replay/csv counts lines and columns from 1, in bytes, line breaks inside quotes too") {
  CHECK(positions("ab,c\r\n1,\n") == std::vector<position>{{1, 1}, {1, 4}, {2, 1}, {2, 3}});
  CHECK(positions("\"a\"\"\nb\",c\nd,e\n") ==
        std::vector<position>{{1, 1}, {2, 4}, {3, 1}, {3, 3}});
  CHECK(positions("\"\n\r\n\nx\"\r\ny") == std::vector<position>{{1, 1}, {5, 1}});
  CHECK(positions("\xef\xbb\xbf"
                  "a,b") == std::vector<position>{{1, 1}, {1, 3}});
  CHECK(positions("a\n\nb\n") == std::vector<position>{{1, 1}, {2, 1}, {3, 1}});
}

TEST_CASE("replay/csv refuses a quote that is never closed, where it opened") {
  for (const char* text : {"a\nb,\"c", "a\nb,\"c\n\nd,e\n", "a\nb,\"c\"\"", "a\nb,\""}) {
    const auto refused = refusal_of(text);
    REQUIRE(refused);
    CHECK(refused->at == position{2, 3});
    CHECK(refused->what.find("never closed") != std::string::npos);
  }
}

TEST_CASE("replay/csv refuses quotes that stand where none can") {
  const auto after = refusal_of("a,\"b\"c\n");
  REQUIRE(after);
  CHECK(after->at == position{1, 6});
  CHECK(after->what.find("after a closing quote") != std::string::npos);
  const auto inside = refusal_of("a,b\n1,x\"y\n");
  REQUIRE(inside);
  CHECK(inside->at == position{2, 4});
  CHECK(inside->what.find("not quoted") != std::string::npos);
  CHECK(refusal_of("\"a\"\rb\n"));
  CHECK(refusal_of("\"a\" ,b\n"));
}

TEST_CASE("replay/csv reads back every table that was written, whatever its cells hold") {
  std::mt19937 rng{2024};
  constexpr std::string_view alphabet = "ab1,\"\n\r \xff";
  for (int trial = 0; trial < 2000; ++trial) {
    table written(1 + rng() % 4);
    std::string text;
    for (std::size_t i = 0; i < written.size(); ++i) {
      written[i].resize(1 + rng() % 4);
      for (std::size_t j = 0; j < written[i].size(); ++j) {
        std::string& cell = written[i][j];
        for (std::size_t k = rng() % 5; k > 0; --k) cell += alphabet[rng() % alphabet.size()];
        const bool bare =
            !cell.empty() && cell.find_first_of("\"\n,\r") == std::string::npos && rng() % 2 == 0;
        if (j > 0) text += ',';
        text += bare ? cell : quote(cell);
      }
      if (i + 1 < written.size() || rng() % 2 == 0) text += rng() % 2 == 0 ? "\n" : "\r\n";
    }
    CAPTURE(text);
    CHECK(read_all(text) == written);
  }
}

TEST_CASE("replay/csv reads or refuses random bytes, and its positions lie inside them") {
  std::mt19937 rng{7};
  constexpr std::string_view likely = ",\"\n\r";
  for (int trial = 0; trial < 3000; ++trial) {
    std::string text(rng() % 60, '\0');
    for (char& c : text) {
      c = rng() % 2 == 0 ? likely[rng() % likely.size()] : static_cast<char>(rng() % 256);
    }
    std::size_t lines = 1;
    for (const char c : text) lines += c == '\n' ? 1u : 0u;
    if (const auto refused = refusal_of(text)) {
      CHECK(refused->at.line <= lines);
      CHECK(refused->at.column <= text.size());
      continue;
    }
    std::size_t last = 1;
    for (const position& at : positions(text)) {
      CHECK(at.line >= last);
      CHECK(at.line <= lines);
      CHECK(at.column <= text.size() + 1);
      last = at.line;
    }
  }
}

TEST_CASE("replay/csv reads a row of a million cells, and a cell of a million bytes") {
  std::string wide(999'999, ',');
  wide += "x\n1\n";
  const table all = read_all(wide);
  REQUIRE(all.size() == 2);
  CHECK(all[0].size() == 1'000'000);
  CHECK(all[0].back() == "x");
  const std::string quotes(1'000'000, '"');
  CHECK(read_all(quotes)[0][0].size() == 499'999);
}
