// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/all.hpp>

#include <doctest/doctest.h>

#include <telltale/core/signal.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace telltale;

template <class Tuple>
std::vector<std::string_view> names(const Tuple& metrics) {
  std::vector<std::string_view> all;
  metric::for_each(metrics, [&](const auto& m) { all.push_back(m.name()); });
  return all;
}

template <class Tuple>
void check_words(const Tuple& metrics) {
  std::set<std::string_view> seen;
  metric::for_each(metrics, [&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(seen.insert(m.name()).second);
    CHECK(signal::is_word(m.name()));
    CHECK(signal{m} == signal{m.name()});
    CHECK(m.source().size() > 10);
    CHECK(m.range().lower < m.range().upper);
  });
}

template <class Metric>
void check_range(const Metric& m, const std::optional<estimate>& got) {
  if (!got) return;
  CAPTURE(std::string{m.name()});
  CHECK(got->value >= m.range().lower);
  CHECK(got->value <= m.range().upper);
  if (!got->bounds) return;
  CHECK(got->bounds->lower >= m.range().lower);
  CHECK(got->bounds->upper <= m.range().upper);
  CHECK(got->bounds->lower <= got->value);
  CHECK(got->bounds->upper >= got->value);
}

}  // namespace

TEST_CASE("metric/all names each metric once, by a word") {
  check_words(metric::binary);
  check_words(metric::multiclass);
  check_words(metric::multilabel);
  check_words(metric::regression);
  const auto binary = names(metric::binary);
  for (const std::string_view name : {"accuracy", "f1", "roc_auc", "log_loss", "average_precision"})
    CHECK(std::count(binary.begin(), binary.end(), name) == 1);
}

TEST_CASE("metric/all keeps every value within its range and its interval around it") {
  std::mt19937_64 rng{14};
  std::uniform_real_distribution<double> uniform;
  using states = state::bundle<state::confusion<2>, state::proper_loss, state::calibration<>,
                               state::score_histogram<>, state::scored_rows<double>>;
  for (int trial = 0; trial < 300; ++trial) {
    states s{{}, {}, {}, {}, state::scored_rows<double>{60}};
    const std::size_t size = rng() % 60;
    const double rate = uniform(rng), skew = 0.05 + 3 * uniform(rng);
    for (std::size_t i = 0; i < size; ++i) {
      double score = std::pow(uniform(rng), skew);
      if (rng() % 4 == 0) score = std::round(score);
      s.update(binary_outcome<double>{score, static_cast<std::uint8_t>(uniform(rng) < rate),
                                      static_cast<std::uint8_t>(score >= 0.5)});
    }
    for (const confidence_level level : {confidence_level{}, confidence_level{0.5, 0.674490}})
      metric::for_each(metric::binary, [&](const auto& m) {
        if constexpr (std::remove_cvref_t<decltype(m)>::template reads<states>)
          check_range(m, m(s, level));
      });
    CHECK(metric::accuracy(s).has_value() == (size > 0));
  }
}

TEST_CASE("metric/all of rows keeps to its range whatever the scores and the weights") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::array odd{inf, -inf, nan, -0.0, 0.0, 1.0, std::nextafter(1.0, 2.0), -1e-300, 5e-324};
  const std::array<std::array<double, 4>, 8> weights{{{1e-160, 1e100, 1, 1e-10},
                                                      {0, 1, 2, 0},
                                                      {1e-300, 3e-300, 2e-300, 5e-300},
                                                      {1e150, 5e149, 1e149, 1},
                                                      {1e-10, 1e10, 1, 1e-5},
                                                      {1e-320, 1, 0.5, 1},
                                                      {nan, 1, -1, inf},
                                                      {1e-170, 3e-170, 2e-170, 0}}};
  std::mt19937_64 rng{16};
  for (int trial = 0; trial < 1'000; ++trial) {
    std::vector<double> scores, weight;
    std::vector<std::uint8_t> actual;
    const std::size_t size = rng() % 40;
    const std::uint64_t shape = rng() % 4, of_one = rng() % 5;
    const auto& some = weights[rng() % weights.size()];
    for (std::size_t i = 0; i < size; ++i) {
      const double u = static_cast<double>(rng() >> 11) * 0x1p-53;
      const std::uint64_t draw = rng() >> 8;
      const std::array score{u, odd[draw % odd.size()], static_cast<double>(draw % 4) / 3,
                             0.5 + static_cast<double>(draw % 8) * 0x1p-53};
      scores.push_back(score[shape]);
      const std::uint64_t label = rng() % 40, at = rng() % 4;
      actual.push_back(label == 0 ? 2 : label % 4 < of_one);
      weight.push_back(some[at]);
    }
    const binary_batch<double> plain{scores, actual}, weighted{scores, actual, 0.5, weight};
    metric::for_each(metric::binary, [&](const auto& m) {
      if constexpr (std::remove_cvref_t<decltype(m)>::template reads<binary_batch<double>>) {
        check_range(m, m(plain));
        check_range(m, m(weighted));
      }
    });
  }
}

TEST_CASE("metric/all widens every interval that is statistics with the confidence asked for") {
  state::bundle<state::confusion<2>, state::proper_loss, state::scored_rows<float>> s{
      {}, {}, state::scored_rows<float>{400}};
  std::mt19937_64 rng{15};
  std::uniform_real_distribution<float> uniform;
  for (int i = 0; i < 400; ++i) {
    const float p = uniform(rng);
    s.update(binary_outcome<float>{p, uniform(rng) < p, p >= 0.5f});
  }
  std::size_t with_interval = 0;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<decltype(s)>) {
      const auto wide = m(s, {0.99, 2.5758293035489}), narrow = m(s, {0.8, 1.2815515655446});
      REQUIRE(wide);
      CHECK(wide->value == narrow->value);
      if (!wide->bounds) return;
      ++with_interval;
      CAPTURE(std::string{m.name()});
      // An end that cannot be passed is as far as an interval goes.
      CHECK(wide->bounds->lower <= narrow->bounds->lower);
      CHECK(wide->bounds->upper >= narrow->bounds->upper);
      CHECK(wide->bounds->upper - wide->bounds->lower >
            narrow->bounds->upper - narrow->bounds->lower);
    }
  });
  CHECK(with_interval > 30);
}
