// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/history.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using telltale::persistence;
using telltale::rule_history;

static_assert(sizeof(rule_history) == 24);

/// `+` held, `-` did not, `.` could not be judged; `!` fired, `.` did not.
std::optional<bool> verdict(char symbol) {
  if (symbol == '.') return std::nullopt;
  return symbol == '+';
}

std::string firings(std::string_view windows, persistence needed, std::uint64_t cooldown) {
  rule_history past;
  std::string fired;
  for (const char each : windows)
    fired += past.advance(verdict(each), needed, cooldown) ? '!' : '.';
  return fired;
}

/// The definition, word by word, over everything that was ever seen.
std::string firings_by_definition(std::string_view windows, persistence needed,
                                  std::uint64_t cooldown) {
  std::string fired;
  for (std::size_t now = 0; now < windows.size(); ++now) {
    std::uint64_t held = 0, judged = 0;
    for (std::size_t back = 0; back <= now && judged < needed.of; ++back) {
      const char then = windows[now - back];
      if (then != '.') ++judged;
      if (then == '+') ++held;
    }
    const std::size_t last = fired.rfind('!');
    const bool silent = last != std::string::npos && now - last <= cooldown;
    fired += windows[now] == '+' && held >= needed.held && !silent ? '!' : '.';
  }
  return fired;
}

TEST_CASE("policy/history fires at once by default, and in every window that holds") {
  CHECK(firings("-+--++.+", {}, 0) == ".!..!!.!");
}

TEST_CASE("policy/history needs k of the last n") {
  CHECK(firings("++++", {3, 5}, 0) == "..!!");
  CHECK(firings("+-+-+", {3, 5}, 0) == "....!");
  CHECK(firings("++---+", {3, 5}, 0) == "......");  // the first is the sixth last by then
  CHECK(firings("++--+", {3, 5}, 0) == "....!");
  CHECK(firings("+-++-+", {3, 5}, 0) == "...!.!");
  CHECK(firings("+++-", {3, 5}, 0) == "..!.");  // enough, but not now
  CHECK(firings("++++++", {5, 5}, 0) == "....!!");
  CHECK(firings("++++-+++++", {5, 5}, 0) == ".........!");
  CHECK(firings("-----+", {1, 5}, 0) == ".....!");
}

TEST_CASE("policy/history passes over windows that were not judged") {
  CHECK(firings("+..+..+", {3, 3}, 0) == "......!");
  CHECK(firings("++.-+", {3, 3}, 0) == ".....");
  CHECK(firings("+....................+", {2, 2}, 0) == ".....................!");
  CHECK(firings("...", {1, 1}, 0) == "...");
}

TEST_CASE("policy/history is silent for as many windows as the cool-down says, and no longer") {
  CHECK(firings("++++++", {}, 1) == "!.!.!.");
  CHECK(firings("++++++", {}, 2) == "!..!..");
  CHECK(firings("+-..++", {}, 3) == "!...!.");  // whatever it saw, they count
  CHECK(firings("+....+", {}, 5) == "!.....");
  CHECK(firings("+....+", {}, 4) == "!....!");
  CHECK(firings("+++", {}, std::numeric_limits<std::uint64_t>::max()) == "!..");
}

TEST_CASE("policy/history records while it is silent") {
  CHECK(firings("+++++++", {3, 3}, 2) == "..!..!.");
  CHECK(firings("+++---++", {2, 3}, 3) ==
        ".!....."
        "!");
  CHECK(firings("++--+", {2, 2}, 2) == ".!...");
}

TEST_CASE("policy/history does as its definition, whatever it sees") {
  const auto agree = [](std::string_view symbols, std::size_t length, std::uint64_t longest) {
    std::uint64_t sequences = 1;
    for (std::size_t i = 0; i < length; ++i) sequences *= symbols.size();
    std::string windows(length, ' ');
    for (std::uint64_t code = 0; code < sequences; ++code) {
      std::uint64_t rest = code;
      for (char& each : windows) {
        each = symbols[rest % symbols.size()];
        rest /= symbols.size();
      }
      for (std::uint64_t of = 1; of <= longest; ++of) {
        for (std::uint64_t held = 1; held <= of; ++held) {
          for (const std::uint64_t cooldown : {0U, 1U, 3U}) {
            const std::string fired = firings(windows, {held, of}, cooldown);
            if (fired == firings_by_definition(windows, {held, of}, cooldown)) continue;
            FAIL_CHECK(windows << " fires " << fired << " for " << held << " of " << of
                               << ", cool-down " << cooldown);
          }
        }
      }
    }
  };
  agree("+-", 12, 5);
  agree("+-.", 7, 4);
}

TEST_CASE("policy/history looks back on as many windows as it says, and no further") {
  const std::string bad(64, '+');
  const persistence all{64, 64};
  CHECK(all.valid());
  CHECK(firings(bad, all, 0) == std::string(63, '.') + "!");
  CHECK(firings("-" + bad, all, 0) == std::string(64, '.') + "!");
  CHECK(firings(bad + "-" + bad, all, 0) ==
        std::string(63, '.') + "!." + std::string(63, '.') + "!");
  CHECK(firings("+" + std::string(63, '-') + "+", {2, 64}, 0) == std::string(65, '.'));
  CHECK(firings("+" + std::string(62, '-') + "+", {2, 64}, 0) == std::string(63, '.') + "!");
}

TEST_CASE("policy/history counts what it saw") {
  rule_history past;
  CHECK(past.judged() == 0);
  CHECK(past.held(64) == 0);
  for (const char each : std::string_view("++.-+")) past.advance(verdict(each), {1, 64}, 0);
  CHECK(past.judged() == 4);
  CHECK(past.held(0) == 0);
  CHECK(past.held(1) == 1);
  CHECK(past.held(2) == 1);
  CHECK(past.held(3) == 2);
  CHECK(past.held(4) == 3);
  CHECK(past.held(64) == 3);
  CHECK(past.held(1000) == 3);
  for (int i = 0; i < 100; ++i) past.advance(true, {1, 64}, 0);
  CHECK(past.judged() == 64);
  CHECK(past.held(63) == 63);
  CHECK(past.held(64) == 64);
}

TEST_CASE("policy/history forgets when told") {
  rule_history past;
  CHECK(past.advance(true, {1, 1}, 5));
  CHECK(past != rule_history{});
  past.clear();
  CHECK(past == rule_history{});
  CHECK(past.advance(true, {1, 1}, 5));
}

TEST_CASE("policy/history says which persistence can be") {
  CHECK(persistence{}.valid());
  CHECK(persistence{3, 5}.valid());
  CHECK(persistence{5, 5}.valid());
  CHECK(persistence{1, 64}.valid());
  CHECK_FALSE(persistence{0, 5}.valid());
  CHECK_FALSE(persistence{6, 5}.valid());
  CHECK_FALSE(persistence{0, 0}.valid());
  CHECK_FALSE(persistence{1, 65}.valid());
  CHECK_FALSE(persistence{65, 65}.valid());
}

}  // namespace
