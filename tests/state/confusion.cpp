// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/confusion.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

using telltale::binary_batch;
using telltale::binary_outcome;
using telltale::class_outcome;
using telltale::state::confusion;

static_assert(telltale::reversible<confusion<2>> && !telltale::scalable<confusion<2>>);
static_assert(telltale::accepts<confusion<3>, std::size_t, std::size_t>);
static_assert(telltale::accepts<confusion<3>, class_outcome>);
static_assert(telltale::accepts<confusion<2>, binary_outcome<float>>);
static_assert(telltale::accepts<confusion<2>, binary_batch<double>>);
static_assert(!telltale::accepts<confusion<3>, binary_outcome<float>>);
static_assert(!telltale::accepts<confusion<3>, binary_batch<float>>);
static_assert(!telltale::accepts<confusion<3>, std::size_t>);
static_assert(sizeof(confusion<2>) == 8 * (2 * 2 + 1));
static_assert(sizeof(confusion<3>) == 8 * (3 * 3 + 1));

// At compile time too.
static_assert([] {
  confusion<3> s;
  s.update(2, 1);
  s.update(3, 1);
  return s.count(2, 1) == 1 && s.count(1, 2) == 0 && s.rejected() == 1;
}());

TEST_CASE("state/confusion obeys the group laws, malformed labels included") {
  laws::reversible(confusion<2>{}, [](auto& rng) { return std::tuple{rng() % 3, rng() % 3}; });
  laws::reversible(confusion<3>{}, [](auto& rng) { return std::tuple{rng() % 4, rng() % 4}; });
  laws::reversible(confusion<20>{}, [](auto& rng) {
    return std::tuple{class_outcome{rng() % 22, rng() % 22, 1}};
  });
}

TEST_CASE("state/confusion counts an unusable label instead of storing it") {
  confusion<2> s;
  s.update(2, 0);
  s.update(0, 2);
  s.update(2, 2);
  s.update(255, 0);
  s.update(std::numeric_limits<std::size_t>::max(), 0);
  s.update(binary_outcome<float>{0.5f, 2, 0});
  s.update(binary_outcome<float>{0.5f, 1, 255});
  CHECK(s.rejected() == 7);
  for (const std::size_t actual : {0u, 1u})
    for (const std::size_t predicted : {0u, 1u}) CHECK(s.count(actual, predicted) == 0);
}

TEST_CASE("state/confusion: row is the truth, column the prediction") {
  confusion<3> s;
  for (std::size_t actual = 0; actual < 3; ++actual)
    for (std::size_t predicted = 0; predicted < 3; ++predicted)
      for (std::size_t i = 0; i < 10 * actual + predicted; ++i) s.update(actual, predicted);
  for (std::size_t actual = 0; actual < 3; ++actual)
    for (std::size_t predicted = 0; predicted < 3; ++predicted)
      CHECK(s.count(actual, predicted) == 10 * actual + predicted);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/confusion ignores weight and score of a row") {
  confusion<2> s;
  s.update(binary_outcome<double>{std::numeric_limits<double>::quiet_NaN(), 1, 0, 5});
  s.update(class_outcome{1, 0, 0});
  CHECK(s.count(1, 0) == 2);
}

TEST_CASE_TEMPLATE("state/confusion: a batch is the loop over its rows", Score, float, double) {
  std::mt19937_64 rng{3};
  constexpr std::uint8_t labels[] = {0, 1, 0, 1, 2, 255};
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t n = rng() % 200; n > 0; --n) {
      const auto tenth = rng() % 13;
      scores.push_back(tenth == 11   ? std::numeric_limits<Score>::quiet_NaN()
                       : tenth == 12 ? std::nextafter(Score(0.5), Score(0))
                                     : static_cast<Score>(tenth) / Score(10));
      actual.push_back(labels[rng() % 6]);
    }
    const binary_batch<Score> rows{scores, actual, trial % 3 == 0 ? Score(0.3) : Score(0.5)};
    confusion<2> batch, loop;
    batch.update(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) loop.update(rows[i]);
    CHECK(batch == loop);
    batch.update(rows);  // adds to what is there
    CHECK(batch == loop.merge(loop));
  }
}

TEST_CASE("state/confusion: a score at the threshold is class 1") {
  const std::vector<float> scores{0.5f, std::nextafter(0.5f, 0.0f)};
  const std::vector<std::uint8_t> actual{1, 1};
  confusion<2> s;
  s.update(binary_batch<float>{scores, actual});
  CHECK(s.count(1, 1) == 1);
  CHECK(s.count(1, 0) == 1);
}

TEST_CASE("state/confusion shows its members in wire order") {
  confusion<2> s;
  s.update(1, 0);
  s.update(2, 0);
  const auto& [cells, rejected] = confusion<2>::fields(s);
  CHECK(cells == std::array<std::uint64_t, 4>{0, 0, 1, 0});
  CHECK(rejected == 1);
}
