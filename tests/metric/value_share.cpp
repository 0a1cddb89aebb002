// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/value_share.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <random>

namespace {

using namespace telltale;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("metric/value_share is exact while the values are few") {
  state::heavy_hitters<> s;
  constexpr auto sentinel = metric::value_share("missing_as_999", -999);
  static_assert(sentinel.name() == "missing_as_999");
  CHECK(!metric::most_common_share(s));
  CHECK(!sentinel(s));
  s.update(nan);
  CHECK(!metric::most_common_share(s));  // nothing came that could be counted
  for (const double x : {-999.0, 3.0, -999.0, 4.0, -999.0, 5.0, 6.0, 7.0}) s.update(x);
  const auto top = metric::most_common_share(s);
  REQUIRE(top);
  CHECK(top->value == 0.375);
  CHECK(top->bounds == interval{0.375, 0.375, coverage::certified});
  CHECK(top->n == 8);
  CHECK(sentinel(s) == top);
  CHECK(metric::value_share("zero", 0)(s)->value == 0);
  CHECK(metric::value_share("zero", 0)(s)->bounds->upper == 0);
}

TEST_CASE("metric/value_share a constant column is 1, and its sentinel too") {
  state::heavy_hitters<> s;
  s.update(7);
  CHECK(metric::most_common_share(s)->value == 1);
  for (int i = 0; i < 99; ++i) s.update(7);
  CHECK(metric::most_common_share(s)->value == 1);
  CHECK(metric::value_share("seven", 7.0f)(s)->value == 1);
  for (int i = 0; i < 5; ++i) s.update(8);
  CHECK(metric::most_common_share(s)->value == 100.0 / 105);
}

TEST_CASE("metric/value_share brackets the truth, always, when the values are many") {
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 100; ++trial) {
    state::heavy_hitters<double, 6> s, half;
    std::map<double, double> truth;
    double n = 0, most = 0;
    for (int i = 0; i < 400; ++i, ++n) {
      const double x = std::floor(std::pow(100.0, std::uniform_real_distribution<double>{}(rng)));
      (i % 2 == 0 ? s : half).update(x);
      most = (std::max)(most, ++truth[x]);
    }
    s.merge(half);
    const auto top = metric::most_common_share(s);
    REQUIRE(top);
    CHECK(top->bounds->lower <= most / n);
    CHECK(top->bounds->upper >= most / n);
    CHECK(top->bounds->upper <= 1);
    CHECK(top->bounds->upper - top->bounds->lower <= 1.0 / 7);
    CHECK(top->value == (top->bounds->lower + top->bounds->upper) / 2);
    for (double x = 1; x < 100; ++x) {
      const auto share = metric::value_share("x", x)(s);
      CHECK(share->bounds->lower <= truth[x] / n);
      CHECK(share->bounds->upper >= truth[x] / n);
    }
  }
}

TEST_CASE("metric/value_share holds where no value kept a counter, and for keys of 64 bits") {
  state::heavy_hitters<std::uint64_t, 1> s;
  s.update(1u);
  s.update(2u);  // takes the one counter's one
  const auto top = metric::most_common_share(s);
  REQUIRE(top);
  CHECK(top->bounds == interval{0, 0.5, coverage::certified});
  s.update(2u);
  CHECK(metric::value_share("two", 2u)(s)->bounds ==
        interval{1.0 / 3, 2.0 / 3, coverage::certified});
}

TEST_CASE("metric/value_share no bound is above the whole") {
  state::heavy_hitters<double, 1> s;
  for (const double x : {1.0, 2.0, 1.0, 1.0, 1.0}) s.update(x);
  CHECK(metric::most_common_share(s)->bounds == interval{0.6, 0.8, coverage::certified});
  state::heavy_hitters<double, 1> t;
  for (const double x : {1.0, 2.0, 1.0, 2.0, 3.0}) t.update(x);
  CHECK(metric::most_common_share(t)->bounds == interval{0.2, 0.6, coverage::certified});
  CHECK(metric::most_common_share.name() == "most_common_share");
}

}  // namespace
