// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/outcome.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace {

using telltale::binary_batch;
using telltale::binary_outcome;
using telltale::usable_score;

static_assert(std::is_same_v<binary_outcome<>::score_type, float>);
static_assert(binary_outcome<double>{}.weight == 1);

TEST_CASE_TEMPLATE("core/outcome uses scores in [0, 1], its ends included", Score, float, double) {
  constexpr Score infinity = std::numeric_limits<Score>::infinity();
  for (const Score good :
       {Score(0), -Score(0), std::numeric_limits<Score>::denorm_min(), Score(0.5), Score(1)})
    CHECK(usable_score(good));
  for (const Score bad :
       {-std::numeric_limits<Score>::denorm_min(), std::nextafter(Score(1), Score(2)), infinity,
        -infinity, std::numeric_limits<Score>::quiet_NaN()})
    CHECK_FALSE(usable_score(bad));
}

TEST_CASE("core/outcome reads the rows of a batch") {
  const std::vector<float> scores{0.5f, std::nextafter(0.5f, 0.0f), 0.9f};
  const std::vector<std::uint8_t> actual{0, 1, 1};
  const binary_batch<float> rows{scores, actual};
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].score == 0.5f);
  CHECK(rows[0].actual == 0);
  CHECK(rows[0].predicted == 1);  // at the threshold
  CHECK(rows[1].actual == 1);
  CHECK(rows[1].predicted == 0);
  CHECK(rows[2].predicted == 1);
  CHECK(rows[2].weight == 1);
  const binary_batch<float> strict{scores, actual, 0.95f};
  CHECK(strict[2].predicted == 0);
  CHECK(binary_batch<double>{}.size() == 0);
}

}  // namespace
