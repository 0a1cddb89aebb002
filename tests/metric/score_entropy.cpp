// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/score_entropy.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <random>
#include <span>
#include <vector>

namespace {
using namespace telltale;
using top = state::top_scores<4>;
static_assert(metric::top_score_entropy.reads<top>);
}  // namespace

TEST_CASE("metric/score_entropy is a mean over requests, and at most ln K") {
  top s;
  CHECK(!metric::top_score_entropy(s));
  const std::vector<float> flat{0.5f, 0.5f, 0.5f, 0.5f, 0.5f}, sure{1, 0, 0};
  s.update(std::span<const float>{flat});
  CHECK(metric::top_score_entropy(s)->value <= std::log(4));
  CHECK(golden::close(metric::top_score_entropy(s)->value, std::log(4)));
  s.update(std::span<const float>{sure}, 3);
  CHECK(golden::close(metric::top_score_entropy(s)->value, std::log(4) / 4));
  CHECK(metric::top_score_entropy(s)->n == 2);
  s.update(std::span<const float>{sure}), s.update(std::span<const float>{flat});
  CHECK(metric::top_score_entropy(s)->bounds->upper <= std::log(4));
  CHECK(metric::top_score_entropy(s)->bounds->lower >= 0);
}

TEST_CASE("metric/score_entropy's interval covers") {
  std::mt19937_64 rng{14};
  const auto feed = [&](top& s) {
    std::vector<double> scores(8);
    for (double& x : scores) x = static_cast<double>(rng() % 1000 + 1) / 1000;
    s.update(std::span<const double>{scores});
  };
  top truth;
  for (int i = 0; i < 200'000; ++i) feed(truth);
  const double want = metric::top_score_entropy(truth)->value;
  for (const int n : {40, 200}) {
    int held = 0;
    for (int run = 0; run < 1000; ++run) {
      top s;
      for (int i = 0; i < n; ++i) feed(s);
      const auto got = metric::top_score_entropy(s);
      held += got->bounds->lower <= want && want <= got->bounds->upper;
    }
    CHECK_MESSAGE(held >= (n == 40 ? 900 : 930), n, ": ", held);  // skewed towards 0
    CHECK_MESSAGE(held <= 970, n, ": ", held);
  }
}
