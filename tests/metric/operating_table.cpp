// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/operating_table.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>

#include <cstddef>
#include <cstdint>
#include <random>

namespace {
using namespace telltale;
}  // namespace

TEST_CASE("metric/operating_table gives at each border what that threshold would have given") {
  std::mt19937_64 rng{13};
  std::uniform_real_distribution<double> uniform;
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < 500; ++i) {
    // A third of the scores lies on the borders themselves.
    const double u = uniform(rng);
    scores.push_back(i % 3 == 0 ? static_cast<double>(rng() % 33) / 32 : u);
    actual.push_back(static_cast<std::uint8_t>(uniform(rng) < scores.back()));
  }
  state::bundle<state::score_histogram<32>> s;
  s.update(binary_batch<double>{scores, actual});
  const auto table = metric::operating_table(s);
  REQUIRE(table.size() == 32);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto& at = table[i];
    CHECK(at.threshold == static_cast<double>(i) / 32);
    state::confusion<2> want;
    want.update(binary_batch<double>{scores, actual, at.threshold});
    CHECK(at.tp == want.count(1, 1));
    CHECK(at.fp == want.count(0, 1));
    CHECK(at.fn == want.count(1, 0));
    CHECK(at.tn == want.count(0, 0));
    CHECK(*at.precision == metric::precision(want)->value);
    CHECK(*at.recall == metric::recall(want)->value);
    CHECK(*at.false_positive_rate == metric::false_positive_rate(want)->value);
    CHECK(*at.positive_rate == metric::positive_rate(want)->value);
  }
}

TEST_CASE("metric/operating_table has no shares where there is nothing to share") {
  state::score_histogram<4> s;
  auto table = metric::operating_table(s);
  REQUIRE(table.size() == 4);
  CHECK(table[0] == metric::operating_point{});
  s.update(binary_outcome<float>{0.3f, 0});
  table = metric::operating_table(s);
  CHECK(table[1].fp == 1);
  CHECK(*table[1].precision == 0);
  CHECK(!table[1].recall);
  CHECK(*table[1].false_positive_rate == 1);
  CHECK(table[2].tn == 1);
  CHECK(!table[2].precision);
  CHECK(*table[2].positive_rate == 0);
}
