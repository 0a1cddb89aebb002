// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/outcome.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

using telltale::binary_batch;
using telltale::binary_outcome;
using telltale::class_outcome;
using telltale::usable_score;

static_assert(std::is_aggregate_v<binary_outcome<>> && std::is_aggregate_v<class_outcome>);
static_assert(std::is_same_v<binary_outcome<>::score_type, float>);
static_assert(std::is_same_v<binary_batch<double>::score_type, double>);
static_assert(binary_outcome<>{}.weight == 1 && class_outcome{}.weight == 1);

TEST_CASE_TEMPLATE("core/outcome: a batch calls class 1 from its threshold on", Score, float,
                   double) {
  constexpr Score threshold = Score(0.3);
  const std::vector<Score> scores{Score(0), std::nextafter(threshold, Score(0)), threshold,
                                  std::nextafter(threshold, Score(1)), Score(1),
                                  std::numeric_limits<Score>::quiet_NaN()};
  const std::vector<std::uint8_t> actual{0, 1, 0, 1, 7, 1};
  const binary_batch<Score> rows{scores, actual, threshold};
  REQUIRE(rows.size() == 6);
  const std::vector<std::uint8_t> predicted{0, 0, 1, 1, 1, 0};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    const binary_outcome<Score> row = rows[i];
    CHECK(row.predicted == predicted[i]);
    CHECK(row.actual == actual[i]);
    CHECK((row.score == scores[i] || std::isnan(scores[i])));
    CHECK(row.weight == 1);
  }
}

TEST_CASE("core/outcome: what a row and a batch are unless told") {
  CHECK(binary_batch<>{}.threshold == 0.5f);
  CHECK(binary_batch<>{}.size() == 0);
  CHECK(binary_outcome<>{}.weight == 1);
}

TEST_CASE_TEMPLATE("core/outcome: usable scores are the closed unit interval", Score, float,
                   double) {
  using limits = std::numeric_limits<Score>;
  CHECK(usable_score(Score(0)));
  CHECK(usable_score(Score(-0.0)));
  CHECK(usable_score(limits::denorm_min()));
  CHECK(usable_score(Score(0.5)));
  CHECK(usable_score(Score(1)));
  CHECK_FALSE(usable_score(-limits::denorm_min()));
  CHECK_FALSE(usable_score(std::nextafter(Score(1), Score(2))));
  CHECK_FALSE(usable_score(limits::quiet_NaN()));
  CHECK_FALSE(usable_score(limits::infinity()));
  CHECK_FALSE(usable_score(-limits::infinity()));
}
