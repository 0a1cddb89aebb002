// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/result.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using telltale::errc;
using telltale::error;
using telltale::result;

// A result is asked before it is used; it never turns into a number by itself.
static_assert(!std::convertible_to<result<int>, bool>);
static_assert(std::constructible_from<bool, result<int>>);
static_assert(std::same_as<decltype(*std::declval<result<int>&>()), int&>);
static_assert(std::same_as<decltype(*std::declval<const result<int>&>()), const int&>);
static_assert(std::same_as<decltype(*std::declval<result<int>>()), int&&>);

result<int> halve(int n) {
  if (n % 2 != 0) return error{errc::invalid_setting, "n is " + std::to_string(n)};
  return n / 2;
}

TEST_CASE("core/result holds a value") {
  result<int> half = halve(8);
  REQUIRE(half);
  CHECK(half.has_value());
  CHECK(*half == 4);
  *half = 5;
  CHECK(*std::as_const(half) == 5);
}

TEST_CASE("core/result holds the reason why there is none") {
  const result<int> half = halve(7);
  CHECK_FALSE(half);
  CHECK_FALSE(half.has_value());
  CHECK(half.error() == error{errc::invalid_setting, "n is 7"});
  CHECK(half.error() != error{errc::invalid_text, "n is 7"});
  CHECK(half.error() != error{errc::invalid_setting, "n is 8"});
}

TEST_CASE("core/result passes a value on that cannot be copied") {
  result<std::unique_ptr<int>> made{std::make_unique<int>(3)};
  REQUIRE(made);
  CHECK(*made->get() == 3);
  const std::unique_ptr<int> taken = *std::move(made);
  CHECK(*taken == 3);
  CHECK(*made == nullptr);
}

TEST_CASE("core/result of an error type tells a value from a failure") {
  const result<std::string> text{std::string("fine")};
  CHECK(text.has_value());
  CHECK(text->size() == 4);
}

TEST_CASE("core/result copies and takes assignment") {
  result<std::string> first{std::string("fine")};
  result<std::string> second{error{errc::unknown_name, "no"}};
  const result<std::string> copy = second;
  second = first;
  first = copy;
  CHECK_FALSE(first);
  CHECK(first.error().code == errc::unknown_name);
  CHECK(*second == "fine");
}

TEST_CASE("core/result says what is out of its range") {
  const telltale::error why = telltale::out_of_range("bins", "1", "[2, 254]");
  CHECK(why.code == telltale::errc::invalid_setting);
  CHECK(why.message == "bins: 1 is not in [2, 254]");
}

}  // namespace
