// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/number.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace {

using telltale::number_text;
using telltale::parse_count;
using telltale::parse_number;

constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double infinite = std::numeric_limits<double>::infinity();

TEST_CASE("core/number reads decimals") {
  CHECK(parse_number("0") == 0.0);
  CHECK(parse_number("0.8") == 0.8);
  CHECK(parse_number("-12.5") == -12.5);
  CHECK(parse_number("+12.5") == 12.5);
  CHECK(parse_number("1000") == 1000.0);
  CHECK(parse_number("007") == 7.0);
  CHECK(parse_number(".5") == 0.5);
  CHECK(parse_number("-.5") == -0.5);
  CHECK(parse_number("5.") == 5.0);
  CHECK(parse_number("1e3") == 1000.0);
  CHECK(parse_number("1E+3") == 1000.0);
  CHECK(parse_number("25e-1") == 2.5);
  REQUIRE(parse_number("-0"));
  CHECK(std::signbit(*parse_number("-0")));
}

TEST_CASE("core/number takes the nearest double, halves to even") {
  // 1 + 2^-53 is half-way between 1 and its successor; the next digit decides.
  CHECK(parse_number("1.00000000000000011102230246251565404") == 1.0);
  CHECK(parse_number("1.00000000000000011102230246251565405") ==
        1.0 + std::numeric_limits<double>::epsilon());
  CHECK(parse_number("9007199254740993") == 9007199254740992.0);
  CHECK(parse_number("9007199254740995") == 9007199254740996.0);
  CHECK(parse_number("1" + std::string(400, '0') + "e-400") == 1.0);
  CHECK(parse_number("0." + std::string(400, '0') + "1e401") == 1.0);
}

TEST_CASE("core/number refuses what overflows and rounds what underflows") {
  CHECK(parse_number("1.7976931348623157e308") == largest);
  CHECK(parse_number("1.7976931348623158e308") == largest);
  CHECK_FALSE(parse_number("1.7976931348623159e308"));
  CHECK_FALSE(parse_number("1e999"));
  CHECK_FALSE(parse_number("-1e999"));
  CHECK_FALSE(parse_number("1e99999999999999999999999"));
  CHECK(parse_number("0e999") == 0.0);

  CHECK(parse_number("4.9e-324") == smallest);
  CHECK(parse_number("2.5e-324") == smallest);  // above half of it
  CHECK(parse_number("2.4e-324") == 0.0);
  CHECK(parse_number("1e-999") == 0.0);
  REQUIRE(parse_number("-1e-999") == 0.0);
  CHECK(std::signbit(*parse_number("-1e-999")));
  CHECK(parse_number("1e-99999999999999999999999") == 0.0);
  CHECK(parse_number("2.2250738585072011e-308") == 0x0.fffffffffffffp-1022);
}

TEST_CASE("core/number reads what logs write for no number and for infinity") {
  for (const std::string_view text : {"nan", "NaN", "NAN", "-nan", "+nan"}) {
    CAPTURE(text);
    REQUIRE(parse_number(text));
    CHECK(std::isnan(*parse_number(text)));
  }
  for (const std::string_view text : {"inf", "Inf", "INF", "+inf", "infinity", "Infinity"}) {
    CAPTURE(text);
    CHECK(parse_number(text) == infinite);
  }
  CHECK(telltale::detail::same_letters("AZaz", "azaz"));
  CHECK_FALSE(telltale::detail::same_letters("[@", "{`"));
  CHECK(parse_number("-inf") == -infinite);
  CHECK(parse_number("-Infinity") == -infinite);
}

TEST_CASE("core/number uses the whole text or none of it") {
  for (const std::string_view text : {"",
                                      " ",
                                      " 1",
                                      "1 ",
                                      "1 2",
                                      "\t1",
                                      "1\n",
                                      "+",
                                      "-",
                                      ".",
                                      "e5",
                                      "1e",
                                      "1e+",
                                      "1e5.0",
                                      "1.2.3",
                                      "1,5",
                                      "+-1",
                                      "-+1",
                                      "--1",
                                      "++1",
                                      "0x10",
                                      "0X1p3",
                                      "0x",
                                      "1x",
                                      "1p3",
                                      "1f",
                                      "abc",
                                      "nan(1)",
                                      "nano",
                                      "na",
                                      "in",
                                      "infin",
                                      "infinit",
                                      "infinityy",
                                      "-",
                                      "+ 1",
                                      "1'000",
                                      "1_000",
                                      "1d5",
                                      "\xC2\xA0"
                                      "1",
                                      "1e999x",
                                      "1e-999x",
                                      "1e999 ",
                                      "zan",
                                      "NaM"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK_FALSE(parse_number(std::string_view("1\0", 2)));
  CHECK_FALSE(parse_number(std::string_view("1\0002", 3)));
  CHECK_FALSE(parse_number(std::string_view("1e999\0", 6)));
  CHECK_FALSE(parse_number(std::string_view("5").substr(0, 0)));
  CHECK(parse_number(std::string_view("12345").substr(1, 2)) == 23.0);  // nothing beyond its end
  CHECK(parse_number(std::string_view("1e-9999").substr(0, 6)) == 0.0);
}

TEST_CASE("core/number does not heed the locale") {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* const name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C"}) {
    if (std::setlocale(LC_ALL, name) == nullptr) continue;  // not on this machine
    CHECK(parse_number("0.5") == 0.5);
    CHECK(parse_number("5e-324") == smallest);
    CHECK(parse_number("1e-999") == 0.0);
    CHECK_FALSE(parse_number("0,5"));
    CHECK(number_text(0.5) == "0.5");
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST_CASE("core/number writes the shortest text that reads back") {
  CHECK(number_text(0.8) == "0.8");
  CHECK(number_text(0.80) == "0.8");
  CHECK(number_text(1000) == "1000");
  CHECK(number_text(50'000) == "50000");
  CHECK(number_text(-0.05) == "-0.05");
  CHECK(number_text(0) == "0");
  CHECK(number_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(number_text(1e-300) == "1e-300");
  CHECK(number_text(-2.2250738585072014e-308) == "-2.2250738585072014e-308");
  CHECK(number_text(infinite) == "inf");
  CHECK(number_text(-infinite) == "-inf");
  CHECK(number_text(std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(number_text(-std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(number_text(std::bit_cast<double>(0x7FF0000000000001U)) == "nan");  // a signalling one
}

TEST_CASE("core/number reads back every number that it writes") {
  std::mt19937_64 random{2024};
  for (int trial = 0; trial < 20'000; ++trial) {
    const double value = std::bit_cast<double>(random());
    const std::string text = number_text(value);
    const std::optional<double> back = parse_number(text);
    if (!back || (std::isnan(value) ? !std::isnan(*back) : *back != value)) FAIL_CHECK(text);
  }
  for (const double value : {largest, -largest, smallest, -smallest, 0x1p-1022, -0.0})
    CHECK(parse_number(number_text(value)) == value);
}

TEST_CASE("core/number answers any bytes") {
  constexpr std::string_view likely = "0123456789+-.eEinfatyxX \t";
  std::mt19937_64 random{7};
  for (int trial = 0; trial < 50'000; ++trial) {
    std::string text(random() % 12, ' ');
    for (char& c : text)
      c = random() % 8 == 0 ? static_cast<char>(random()) : likely[random() % likely.size()];
    const std::optional<double> value = parse_number(text);
    if (!value) continue;
    const bool starts = text.find_first_of("0123456789.iInN") <= 1;
    if (!starts || text.find_first_of(" \tx") != text.npos) FAIL_CHECK(text);
  }
}

TEST_CASE("core/number counts") {
  CHECK(parse_count("0") == 0U);
  CHECK(parse_count("17") == 17U);
  CHECK(parse_count("007") == 7U);
  CHECK(parse_count("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  for (const std::string_view text : {"", "18446744073709551616", "99999999999999999999999", "-1",
                                      "+1", "1.0", "1e3", " 1", "1 ", "0x10", "abc", "1'000"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_count(text));
  }
}

}  // namespace
