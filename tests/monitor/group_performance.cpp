// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/group_performance.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/binary_task.hpp>
#include <telltale/monitor/regression_task.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
using task = tt::binary_task<float>;
using counts = tt::state::confusion<2>;

TEST_CASE("monitor/group_performance is that of each group's rows alone, and together of all") {
  constexpr std::size_t groups = 3;
  std::mt19937_64 rng{51};
  std::vector<float> scores;
  std::vector<std::uint8_t> actual;
  std::vector<tt::group_number> of;
  for (int i = 0; i < 1000; ++i) {
    scores.push_back(static_cast<float>(rng() % 101) / 100);
    actual.push_back(static_cast<std::uint8_t>(rng() % 2));
    of.push_back(static_cast<tt::group_number>(rng() % 6));
  }
  of[7] = 65'535;
  const tt::monitor_settings settings;
  tt::group_performance<task> all{groups};
  all.count({scores, actual, {}, {}, of});
  all.update({scores, actual, {}, {}, of}, settings);
  REQUIRE(all.parts().size() == groups + 1);

  std::vector<task::performance_type> want(groups + 1);
  std::vector<std::uint64_t> rows(groups + 1);
  for (std::size_t i = 0; i < of.size(); ++i) {
    const std::size_t g = of[i] < groups ? of[i] : groups;
    want[g].update(task::batch({{&scores[i], 1}, {&actual[i], 1}}, settings)[0]);
    ++rows[g];
    CHECK(all.index(of[i]) == g);
  }
  for (std::size_t g = 0; g <= groups; ++g) {
    CHECK(all.parts()[g].rows == rows[g]);
    CHECK(all.parts()[g].labels == rows[g]);
    CHECK(all.parts()[g].performance.get<counts>() == want[g].get<counts>());
  }
  all.clear();
  CHECK(all.parts()[0].rows == 0);
  CHECK(all.parts()[0].labels == 0);
  CHECK(all.parts()[groups].performance == task::performance_type{});
}

TEST_CASE("monitor/group_performance without groups has no parts") {
  tt::group_performance<task> none{0};
  const std::array scores{0.5f};
  const std::array<std::uint8_t, 1> actual{1};
  none.count({scores, actual});
  none.update({scores, actual}, {});
  CHECK(none.parts().empty());
}

TEST_CASE("monitor/group_performance compares a regression with the last truth of the group") {
  using regression = tt::regression_task<double>;
  tt::group_performance<regression> all{1};
  const std::array predicted{1.0, 1.0, 1.0, 1.0}, actual{10.0, 100.0, 13.0, 160.0};
  const std::array<tt::group_number, 4> of{0, 1, 0, 1};
  all.update({predicted, actual, {}, {}, of}, {});
  const auto naive = [&](std::size_t g) {
    return all.parts()[g].performance.get<tt::state::residuals>().naive().naive.sum();
  };
  CHECK(naive(0) == 3);
  CHECK(naive(1) == 60);
}

}  // namespace
