// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/grouped_auc.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using metric::group_weight;

struct columns {
  std::vector<double> scores, weights;
  std::vector<std::uint8_t> actual;
  std::vector<std::uint32_t> groups;

  void add(std::uint32_t group, double score, std::uint8_t label) {
    groups.push_back(group);
    scores.push_back(score);
    actual.push_back(label);
  }
  std::optional<metric::grouped_area> area(group_weight how = group_weight::rows) const {
    return metric::grouped_auc(binary_batch<double>{scores, actual, 0.5, weights},
                               std::span{groups}, how);
  }
};

}  // namespace

TEST_CASE("metric/grouped_auc is the mean of scikit-learn's areas of the groups") {
  for (const auto& c : golden::load("score_areas.json")["groups"]) {
    columns all;
    all.scores = c["score"].get<std::vector<double>>();
    all.actual = c["actual"].get<std::vector<std::uint8_t>>();
    all.groups = c["group"].get<std::vector<std::uint32_t>>();
    if (!c["weights"].is_null()) all.weights = c["weights"].get<std::vector<double>>();
    const auto check = [&](group_weight how, const char* name) {
      CAPTURE(name);
      const auto got = all.area(how);
      REQUIRE(got);
      CHECK(golden::close(got->area.value, c[name].get<double>()));
      CHECK(got->used == c["used"]);
      CHECK(got->dropped == c["dropped"]);
      CHECK(got->area.n == got->used);
    };
    check(group_weight::rows, "rows");
    check(group_weight::positives, "positives");
    check(group_weight::equal, "equal");
  }
}

TEST_CASE("metric/grouped_auc does not see what tells groups apart") {
  columns all;
  for (std::uint32_t g = 0; g < 4; ++g) {
    all.add(g, 0.1 + g / 5.0, 1);  // within each group the wrong way round
    all.add(g, 0.2 + g / 5.0, 0);
  }
  CHECK(all.area()->area.value == 0);
  CHECK_FALSE(all.area()->area.bounds);  // all alike
}

TEST_CASE("metric/grouped_auc has Student's interval of groups that count the same") {
  columns all;
  // Areas 1, 0.5 and 0.
  all.add(7, 0.9, 1), all.add(7, 0.1, 0);
  all.add(3, 0.5, 1), all.add(3, 0.5, 0);
  all.add(9, 0.1, 1), all.add(9, 0.9, 0);
  const auto got = all.area();
  CHECK(got->area.value == doctest::Approx(0.5));
  const auto want = metric::mean_interval(0.5, 0.25, 3, {}, {0, 1});
  CHECK(got->area.bounds->lower == doctest::Approx(want->lower));
  CHECK(got->area.bounds->upper == doctest::Approx(want->upper));
  // Two that differ are enough.
  columns two;
  two.add(7, 0.9, 1), two.add(7, 0.1, 0);
  two.add(3, 0.5, 1), two.add(3, 0.5, 0);
  REQUIRE(two.area()->area.bounds);
  CHECK(two.area()->area.bounds->lower == 0);
  all.add(1, 0.3, 1);  // one class: dropped, and changes nothing else
  all.add(2, std::numeric_limits<double>::quiet_NaN(), 1);  // no usable row: not a group at all
  CHECK(all.area()->dropped == 1);
  CHECK(all.area()->area == got->area);
}

TEST_CASE("metric/grouped_auc covers the mean over groups") {
  std::mt19937_64 rng{41};
  std::normal_distribution<double> normal;
  const auto draw = [&](std::uint32_t groups) {
    columns all;
    for (std::uint32_t g = 0; g < groups; ++g) {
      const double apart = 1 + normal(rng) / 2;
      const auto rows = static_cast<int>(5 + rng() % 20);
      for (int i = 0; i < rows; ++i) {
        const auto label = static_cast<std::uint8_t>(rng() % 3 == 0);
        const double x = normal(rng) + apart * label;
        all.add(g, 1 / (1 + std::exp(-x)), label);
      }
    }
    return all;
  };
  const double truth = draw(20'000).area()->area.value;
  constexpr int trials = 300;
  int covered = 0;
  for (int i = 0; i < trials; ++i) {
    const auto got = draw(40).area()->area;
    covered += got.bounds->lower <= truth && truth <= got.bounds->upper;
  }
  CHECK(covered >= 0.92 * trials);
}

TEST_CASE("metric/grouped_auc is empty while no group has both classes") {
  columns all;
  CHECK_FALSE(all.area());
  all.add(1, 0.5, 1);
  all.add(2, 0.4, 0);
  CHECK_FALSE(all.area());
  all.add(2, 0.6, 1);
  CHECK(all.area()->area.value == 1);
  CHECK(all.area()->used == 1);
  CHECK(all.area()->dropped == 1);
  CHECK_FALSE(all.area()->area.bounds);
}
