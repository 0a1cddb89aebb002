// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/time.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace {

using telltale::parse_timestamp;
using telltale::period_index;
using telltale::timestamp;
using telltale::timestamp_text;
using namespace std::chrono_literals;

timestamp at(std::chrono::nanoseconds t) { return timestamp{t}; }

std::string read(std::string_view text) {
  const auto t = parse_timestamp(text);
  return t ? timestamp_text(*t) : "none";
}

TEST_CASE("core/time counts periods that are as long before 1970 as after") {
  CHECK(period_index(at(0ns), 1h) == 0);
  CHECK(period_index(at(1h - 1ns), 1h) == 0);
  CHECK(period_index(at(1h), 1h) == 1);
  CHECK(period_index(at(-1ns), 1h) == -1);
  CHECK(period_index(at(-1h), 1h) == -1);
  CHECK(period_index(at(-1h - 1ns), 1h) == -2);
  CHECK(period_index(timestamp::min(), 1ns) == std::numeric_limits<std::int64_t>::min());
  CHECK(period_index(timestamp::max(), std::chrono::nanoseconds::max()) == 1);
  CHECK(period_index(timestamp::min(), std::chrono::nanoseconds::max()) == -2);
}

TEST_CASE("core/time reads ISO 8601") {
  CHECK(read("2011-01-01") == "2011-01-01T00:00:00Z");
  CHECK(read("2011-01-01T05:06") == "2011-01-01T05:06:00Z");
  CHECK(read("2011-01-01 05:06:07") == "2011-01-01T05:06:07Z");
  CHECK(read("2011-01-01t05:06:07z") == "2011-01-01T05:06:07Z");
  CHECK(read("2011-01-01T05:06:07.25Z") == "2011-01-01T05:06:07.25Z");
  CHECK(read("2011-01-01T05:06:07,000000001") == "2011-01-01T05:06:07.000000001Z");
  CHECK(read("2011-01-01T05:06:07.0000000019Z") == "2011-01-01T05:06:07.000000001Z");
  CHECK(read("2011-01-01T00:30+01:00") == "2010-12-31T23:30:00Z");
  CHECK(read("2011-01-01T00:30-0130") == "2011-01-01T02:00:00Z");
  CHECK(read("2011-01-01T00:30:00.5+05") == "2010-12-31T19:30:00.5Z");
  CHECK(read("2012-02-29") == "2012-02-29T00:00:00Z");
  CHECK(read("2000-02-29") == "2000-02-29T00:00:00Z");
  CHECK(read("1969-12-31T23:59:59.999999999Z") == "1969-12-31T23:59:59.999999999Z");
}

TEST_CASE("core/time refuses what is no moment") {
  for (const char* text : {"",
                           " ",
                           "x",
                           "2011",
                           "2011-1-1",
                           "2011-13-01",
                           "2011-00-01",
                           "2011-01-00",
                           "2011-01-32",
                           "2011-02-29",
                           "1900-02-29",
                           "2011-04-31",
                           "2011-01-01T",
                           "2011-01-01T5:00",
                           "2011-01-01T24:00",
                           "2011-01-01T23:60",
                           "2011-01-01T23:59:60",
                           "2011-01-01T23:59:",
                           "2011-01-01T23:59:59.",
                           "2011-01-01T23:59:59.Z",
                           "2011-01-01T23:59ZZ",
                           "2011-01-01T23:59 Z",
                           "2011-01-01T23:59+24:00",
                           "2011-01-01T23:59+01:60",
                           "2011-01-01T23:59+1",
                           "2011-01-01T23:59+01:0",
                           "2011-01-01T23:59+01:000",
                           "2011-01-01Z",
                           " 2011-01-01",
                           "2011-01-01 ",
                           "2011/01/01",
                           "-2011-01-01",
                           "nan",
                           "inf",
                           "1e400",
                           "9223372037",
                           "-9223372037",
                           "0x10"}) {
    CAPTURE(text);
    const std::string said = read(text);
    if (std::string_view{text} == "2011")
      CHECK(said == "1970-01-01T00:33:31Z");  // seconds
    else
      CHECK(said == "none");
  }
}

TEST_CASE("core/time reads seconds since 1970") {
  CHECK(read("0") == "1970-01-01T00:00:00Z");
  CHECK(read("1293840000") == "2011-01-01T00:00:00Z");
  CHECK(read("1293840000.5") == "2011-01-01T00:00:00.5Z");
  CHECK(read("-0.5") == "1969-12-31T23:59:59.5Z");
  CHECK(read("-1e-9") == "1969-12-31T23:59:59.999999999Z");
  CHECK(read("1e9") == "2001-09-09T01:46:40Z");
  CHECK(read("9223372036") == "2262-04-11T23:47:16Z");
  CHECK(read("-9223372036") == "1677-09-21T00:12:44Z");
  CHECK(read("9223372036.5") == "2262-04-11T23:47:16.5Z");
  CHECK(read("-9223372036.5") == "1677-09-21T00:12:43.5Z");
  CHECK(read("9223372036.9") == "none");
  CHECK(read("-9223372036.9") == "none");
  CHECK(read("1e10") == "none");
  CHECK(read("0.9999999999") == "1970-01-01T00:00:01Z");  // rounded up to the next second
}

TEST_CASE("core/time holds moments to the last nanosecond of its range, and none beyond") {
  CHECK(timestamp_text(timestamp::max()) == "2262-04-11T23:47:16.854775807Z");
  CHECK(timestamp_text(timestamp::min()) == "1677-09-21T00:12:43.145224192Z");
  CHECK(parse_timestamp("2262-04-11T23:47:16.854775807Z") == timestamp::max());
  CHECK(parse_timestamp("1677-09-21T00:12:43.145224192Z") == timestamp::min());
  CHECK(read("2262-04-11T23:47:16.854775808Z") == "none");
  CHECK(read("1677-09-21T00:12:43.145224191Z") == "none");
  CHECK(read("2262-04-11T23:47:17Z") == "none");
  CHECK(read("1677-09-21T00:12:43Z") == "none");
  CHECK(read("0000-01-01") == "none");
  CHECK(read("9999-12-31") == "none");
  CHECK(read("2262-04-12T00:47+01:00") == "2262-04-11T23:47:00Z");
}

TEST_CASE("core/time reads back what it writes") {
  std::mt19937_64 rng{3};
  for (int i = 0; i < 20'000; ++i) {
    const auto t = at(std::chrono::nanoseconds{static_cast<std::int64_t>(rng())});
    const auto coarse =
        at(std::chrono::seconds{static_cast<std::int64_t>(rng() % 18'000'000'000) - 9'000'000'000});
    CHECK(parse_timestamp(timestamp_text(t)) == t);
    CHECK(parse_timestamp(timestamp_text(coarse)) == coarse);
    CHECK(timestamp_text(coarse).size() == 20);
  }
}

TEST_CASE("core/time knows every day of its range") {
  for (std::chrono::sys_days day = std::chrono::sys_days{std::chrono::days{-106'750}};
       day < std::chrono::sys_days{std::chrono::days{106'750}}; day += std::chrono::days{1}) {
    const std::string text = timestamp_text(day);
    REQUIRE(text.substr(10) == "T00:00:00Z");
    REQUIRE(parse_timestamp(text.substr(0, 10)) == timestamp{day});
  }
}

}  // namespace
