// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/condition.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace telltale::inline TELLTALE_ABI {
namespace metric {
struct test_metric {
  std::string_view name;
  operator signal() const { return signal(name); }
};
}  // namespace metric

// Here, where the operators are in sight of every type.
template <class A, class B>
concept test_comparable = requires(const A& a, const B& b) {
  { a < b } -> std::same_as<condition>;
  { a <= b } -> std::same_as<condition>;
  { a > b } -> std::same_as<condition>;
  { a >= b } -> std::same_as<condition>;
};
}  // namespace telltale::inline TELLTALE_ABI

namespace {

using telltale::comparison;
using telltale::condition;
using telltale::parse_condition;
using sig = telltale::signal;

constexpr telltale::metric::test_metric accuracy{"accuracy"};
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

template <class A, class B>
constexpr bool comparable = telltale::test_comparable<A, B>&& telltale::test_comparable<B, A>;
template <class A, class B>
constexpr bool apart = !telltale::test_comparable<A, B> && !telltale::test_comparable<B, A>;

static_assert(comparable<sig, double> && comparable<sig, int>);
static_assert(comparable<telltale::metric::test_metric, float>);
static_assert(comparable<telltale::metric::test_metric, unsigned long long>);
static_assert(apart<sig, bool> && apart<sig, char> && apart<sig, wchar_t>);
static_assert(apart<sig, std::string> && apart<sig, sig>);
static_assert(apart<std::string_view, double> && apart<std::string, double>);
static_assert(apart<const char*, double> && apart<std::optional<double>, double>);
static_assert(apart<comparison, int> && apart<condition, double>);

std::string flaw(std::string_view text) {
  const auto read = parse_condition(text);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == telltale::errc::invalid_text);
  return read.error().message;
}

TEST_CASE("core/condition is written as a comparison, on either side") {
  CHECK((accuracy < 0.8) == condition{sig("accuracy"), comparison::less, 0.8});
  CHECK((accuracy <= 0.8) == condition{sig("accuracy"), comparison::less_equal, 0.8});
  CHECK((accuracy > 0.8) == condition{sig("accuracy"), comparison::greater, 0.8});
  CHECK((accuracy >= 0.8) == condition{sig("accuracy"), comparison::greater_equal, 0.8});
  CHECK((0.8 < accuracy) == (accuracy > 0.8));
  CHECK((0.8 <= accuracy) == (accuracy >= 0.8));
  CHECK((0.8 > accuracy) == (accuracy < 0.8));
  CHECK((0.8 >= accuracy) == (accuracy <= 0.8));
  CHECK((sig("psi", "age") > 0.2) == condition{sig("psi", "age"), comparison::greater, 0.2});
  CHECK((sig("labels") > 50'000).threshold == 50'000.0);
  CHECK((sig("labels") > 0.5F).threshold == 0.5);
}

TEST_CASE("core/condition equals only itself") {
  CHECK((accuracy < 0.8) != (accuracy <= 0.8));
  CHECK((accuracy < 0.8) != (accuracy < 0.81));
  CHECK((accuracy < 0.8) != (sig("precision") < 0.8));
}

TEST_CASE("core/condition holds on its side of the threshold, the edge as the sign says") {
  const double below = std::nextafter(0.8, 0.0), above = std::nextafter(0.8, 1.0);
  CHECK((accuracy < 0.8).holds(below));
  CHECK_FALSE((accuracy < 0.8).holds(0.8));
  CHECK_FALSE((accuracy < 0.8).holds(above));
  CHECK((accuracy <= 0.8).holds(below));
  CHECK((accuracy <= 0.8).holds(0.8));
  CHECK_FALSE((accuracy <= 0.8).holds(above));
  CHECK_FALSE((accuracy > 0.8).holds(below));
  CHECK_FALSE((accuracy > 0.8).holds(0.8));
  CHECK((accuracy > 0.8).holds(above));
  CHECK_FALSE((accuracy >= 0.8).holds(below));
  CHECK((accuracy >= 0.8).holds(0.8));
  CHECK((accuracy >= 0.8).holds(above));
  for (const auto& each : {accuracy<0.8, accuracy <= 0.8, accuracy> 0.8, accuracy >= 0.8})
    CHECK_FALSE(each.holds(unknown));
}

TEST_CASE("core/condition owns its text") {
  CHECK((accuracy < 0.80).text() == "accuracy < 0.8");
  CHECK((sig("drop", "roc_auc") >= 0.05).text() == "drop(roc_auc) >= 0.05");
  CHECK((sig("psi", "net price") > 1).text() == "psi(\"net price\") > 1");
  CHECK((sig("change", "f1") <= -2).text() == "change(f1) <= -2");
}

TEST_CASE("core/condition is read from text, with free space") {
  const auto read = [](std::string_view text) {
    const auto made = parse_condition(text);
    if (!made) FAIL(made.error().message);
    return *made;
  };
  CHECK(read("accuracy < 0.80") == (accuracy < 0.8));
  CHECK(read("accuracy<0.80") == (accuracy < 0.8));
  CHECK(read(" \t\r\naccuracy\n<=\t+.8\r\n") == (accuracy <= 0.8));
  CHECK(read("drop(roc_auc) > 0.10") == (sig("drop", "roc_auc") > 0.1));
  CHECK(read("drop ( roc_auc ) >0.10") == (sig("drop", "roc_auc") > 0.1));
  CHECK(read("psi(\"net price\") >= 0.2") == (sig("psi", "net price") >= 0.2));
  CHECK(read("psi( \"net price\" )>=2e-1") == (sig("psi", "net price") >= 0.2));
  CHECK(read("psi(\" a\\\"b\\\\ \") < 1") == (sig("psi", " a\"b\\ ") < 1));
  CHECK(read("psi(\"roc_auc\") < 1") == (sig("psi", "roc_auc") < 1));
  CHECK(read("missing_rate(age) > 0.05") == (sig("missing_rate", "age") > 0.05));
  CHECK(read("precision[1] < 0.5") == (sig("precision[1]") < 0.5));
  CHECK(read("fbeta_0.5 < 0.3") == (sig("fbeta_0.5") < 0.3));
  CHECK(read("change(f1) > -1") == (sig("change", "f1") > -1));
}

TEST_CASE("core/condition names the position of a mistake, and what was expected there") {
  CHECK(flaw("accuracy = 0.8") == "position 10: expected one of < <= > >=, found '='");
  CHECK(flaw("accuracy == 0.8") == "position 10: expected one of < <= > >=, found '='");
  CHECK(flaw("accuracy \xE2\x89\xA4 0.8") ==
        "position 10: expected one of < <= > >=, found '\xE2\x89\xA4'");
  CHECK(flaw("accuracy") == "position 9: expected one of < <= > >=, found the end");
  CHECK(flaw("drop roc_auc > 1") == "position 6: expected one of < <= > >=, found 'r'");
  CHECK(flaw("") == "position 1: expected the name of a signal, found the end");
  CHECK(flaw("  ") == "position 3: expected the name of a signal, found the end");
  CHECK(flaw("< 0.8") == "position 1: expected the name of a signal, found '<'");
  CHECK(flaw("\"psi\" < 1") == "position 1: expected the name of a signal, found '\"'");
  CHECK(flaw("accuracy <") == "position 11: expected a number, found the end");
  CHECK(flaw("accuracy < = 0.8") == "position 12: expected a number, found '='");
  CHECK(flaw("accuracy <== 0.8") == "position 12: expected a number, found '='");
  CHECK(flaw("accuracy < 0.8O") == "position 12: expected a number, found '0.8O'");
  CHECK(flaw("0.8 > accuracy") == "position 7: expected a number, found 'accuracy'");
  CHECK(flaw("accuracy < 0,8 ") == "position 12: expected a number, found '0,8'");
  CHECK(flaw("accuracy < 1e999") == "position 12: expected a number, found '1e999'");
  CHECK(flaw("accuracy < nan") == "position 12: expected a finite number, found 'nan'");
  CHECK(flaw("accuracy < -inf") == "position 12: expected a finite number, found '-inf'");
  CHECK(flaw("accuracy < 0.8 or") == "position 16: expected the end, found 'o'");
  CHECK(flaw("psi() > 1") == "position 5: expected a name or a name in double quotes, found ')'");
  CHECK(flaw("psi(") == "position 5: expected a name or a name in double quotes, found the end");
  CHECK(flaw("psi(net price) > 1") ==
        "position 9: expected ')' (a name that is not a plain word goes in double quotes), found "
        "'p'");
  CHECK(flaw("psi(\"net\" price) > 1") == "position 11: expected ')', found 'p'");
  CHECK(flaw("drop(f1 > 0.1") ==
        "position 9: expected ')' (a name that is not a plain word goes in double quotes), found "
        "'>'");
  CHECK(flaw("psi(\"\") > 1") ==
        "position 6: expected a name within the double quotes, found '\"'");
  CHECK(flaw("psi(\"age) > 1") == "position 14: expected a closing '\"', found the end");
  CHECK(flaw("psi(\"a\\n\") > 1") == "position 8: expected '\"' or '\\' after '\\', found 'n'");
  CHECK(flaw("psi(\"a\\ ") == "position 8: expected '\"' or '\\' after '\\', found ' '");
  CHECK(flaw("psi(\"a\\") == "position 8: expected '\"' or '\\' after '\\', found the end");
  CHECK(flaw("drop(f1)(f1) > 1") == "position 9: expected one of < <= > >=, found '('");
}

TEST_CASE("core/condition counts characters, not bytes, and shows no broken ones") {
  CHECK(flaw("psi(\"gr\xC3\xB6\xC3\x9F"
             "e\"] > 1") == "position 12: expected ')', found ']'");
  CHECK(flaw("psi(\xF0\x9F\x98\x80) > 1") ==
        "position 5: expected a name or a name in double quotes, found '\xF0\x9F\x98\x80'");
  CHECK(flaw("accuracy \x01") == "position 10: expected one of < <= > >=, found '\\x01'");
  CHECK(flaw("accuracy \x7F") == "position 10: expected one of < <= > >=, found '\\x7F'");
  CHECK(flaw("accuracy < \xFFz\xC3") == "position 12: expected a number, found '\\xFFz\\xC3'");
  CHECK(flaw("accuracy < " + std::string(24, 'y')) ==
        "position 12: expected a number, found '" + std::string(24, 'y') + "'");
  CHECK(flaw("accuracy < " + std::string(25, 'y')) ==
        "position 12: expected a number, found '" + std::string(24, 'y') + "...'");
}

TEST_CASE("core/condition tells UTF-8 from what only looks like it") {
  using telltale::detail::character_size;
  CHECK(character_size("a") == 1);
  CHECK(character_size("\x7F") == 1);
  CHECK(character_size("\xC2\x80x") == 2);
  CHECK(character_size("\xDF\xBF") == 2);
  CHECK(character_size("\xE0\xA0\x80") == 3);
  CHECK(character_size("\xED\x9F\xBF") == 3);
  CHECK(character_size("\xEE\x80\x80") == 3);
  CHECK(character_size("\xEF\xBF\xBF") == 3);
  CHECK(character_size("\xF0\x90\x80\x80") == 4);
  CHECK(character_size("\xF4\x8F\xBF\xBF") == 4);
  for (const std::string_view broken :
       {"", "\x80", "\xBF", "\xC1\xBF", "\xC2", "\xC2\x7F", "\xC2\xC0", "\xE0\x9F\xBF", "\xE0\xA0",
        "\xE1\x80\x7F", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80", "\xF1\x80\x80\xC0",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    CHECK(character_size(broken) == 0);
  }
}

TEST_CASE("core/condition reads back every text that it writes") {
  const std::vector<std::string_view> pieces{"\"", "\\",       "\\\"", " ", "(", ")",    "<=", "\n",
                                             "a",  "\xC3\xB6", "_",    ".", ",", "\xFF", "0",  ">"};
  constexpr std::string_view letters = "abzABZ019_.[]";
  std::mt19937_64 random{2024};
  for (int trial = 0; trial < 20'000; ++trial) {
    std::string name, of;
    for (auto n = 1 + random() % 8; n > 0; --n) name += letters[random() % letters.size()];
    for (auto n = random() % 6; n > 0; --n) of += pieces[random() % pieces.size()];
    if (random() % 50 == 0) of += '\0';
    const double number = std::bit_cast<double>(random());
    const condition made{sig(name, of), static_cast<comparison>(random() % 4),
                         std::isfinite(number) ? number : 0.5};
    const auto back = parse_condition(made.text());
    if (!back) {
      FAIL_CHECK(back.error().message);
    } else if (!(*back == made)) {
      FAIL_CHECK(made.text());
    }
  }
}

TEST_CASE("core/condition answers any bytes, and what it accepts it writes as it read") {
  const std::vector<std::string_view> pieces{"accuracy", "psi", "(", ")", "\"", "\\", "<",   "<=",
                                             ">",        ">=",  " ", "0", ".5", "e9", "inf", "\t"};
  std::mt19937_64 random{11};
  int accepted = 0;
  for (int trial = 0; trial < 100'000; ++trial) {
    std::string text;
    for (auto n = random() % 9; n > 0; --n) {
      if (random() % 16 == 0)
        text += static_cast<char>(random());
      else
        text += pieces[random() % pieces.size()];
    }
    const auto read = parse_condition(text);
    if (!read) {
      if (!read.error().message.starts_with("position ")) FAIL_CHECK(text);
      continue;
    }
    ++accepted;
    if (!std::isfinite(read->threshold)) FAIL_CHECK(text);
    const auto again = parse_condition(read->text());
    if (!again || !(*again == *read)) FAIL_CHECK(text);
  }
  CHECK(accepted > 100);  // or the pieces are badly chosen
}

TEST_CASE("core/condition refuses an infinite threshold in text but lets code say it") {
  CHECK((accuracy < infinite).threshold == infinite);  // for the policy to refuse
  CHECK_FALSE(parse_condition((accuracy < infinite).text()));
}

}  // namespace
