// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/confusion.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using telltale::binary_batch;
using telltale::binary_outcome;
using telltale::class_outcome;
using telltale::state::confusion;

static_assert(telltale::accepts<confusion<3>, std::size_t, std::size_t>);
static_assert(telltale::accepts<confusion<3>, class_outcome>);
static_assert(telltale::accepts<confusion<2>, binary_outcome<float>>);
static_assert(telltale::accepts<confusion<2>, binary_batch<double>>);
static_assert(!telltale::accepts<confusion<3>, binary_outcome<float>>);
static_assert(telltale::reversible<confusion<3>>);
static_assert(!telltale::scalable<confusion<3>>);
static_assert(sizeof(confusion<2>) == 8 * (2 * 2 + 1));
static_assert(sizeof(confusion<3>) == 8 * (3 * 3 + 1));

TEST_CASE("state/confusion obeys the group laws, malformed labels included") {
  laws::reversible(confusion<3>{}, [](auto& rng) { return std::tuple{rng() % 4, rng() % 4}; });
  laws::reversible(confusion<2>{}, [](auto& rng) { return std::tuple{rng() % 3, rng() % 3}; });
}

TEST_CASE("state/confusion counts each pair in its own cell") {
  confusion<3> s;
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t p = 0; p < 3; ++p)
      for (std::size_t i = 0; i <= 3 * a + p; ++i) s.update(a, p);
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t p = 0; p < 3; ++p) CHECK(s.count(a, p) == 3 * a + p + 1);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/confusion counts an unusable label instead of storing it") {
  confusion<2> s;
  s.update(2, 0);
  s.update(0, 2);
  s.update(class_outcome{1, 2, 1});
  CHECK(s.rejected() == 3);
  for (const std::size_t a : {0u, 1u})
    for (const std::size_t p : {0u, 1u}) CHECK(s.count(a, p) == 0);
}

TEST_CASE("state/confusion ignores weights") {
  confusion<2> s;
  s.update(binary_outcome<float>{0.9f, 1, 1, 0.25});
  s.update(class_outcome{1, 0, -3});
  CHECK(s.count(1, 1) == 1);
  CHECK(s.count(1, 0) == 1);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/confusion gives by columns what it gives by rows") {
  const auto draw = [](auto& rng) {
    const float score = static_cast<float>(rng() % 9) / 8.0f;
    return binary_outcome<float>{score, static_cast<std::uint8_t>(rng() % 3),
                                 static_cast<std::uint8_t>(score >= 0.5f), 1};
  };
  laws::batch_equals_loop(confusion<2>{}, draw,
                          [](auto& s, std::span<const binary_outcome<float>> rows) {
                            std::vector<float> scores;
                            std::vector<std::uint8_t> actual;
                            for (const auto& row : rows)
                              scores.push_back(row.score), actual.push_back(row.actual);
                            s.update(binary_batch<float>{scores, actual, 0.5f});
                          });
}

}  // namespace
