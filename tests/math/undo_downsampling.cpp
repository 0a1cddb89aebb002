// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/undo_downsampling.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/probability.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using namespace telltale;
using math::undo_downsampling;

static_assert(undo_downsampling(0.5f, 1) == 0.5f);
static_assert(undo_downsampling(0.5, 0.25) == 0.2);

}  // namespace

TEST_CASE("math/undo_downsampling keeps the ends, the order and what is no score") {
  for (const double rate : {1.0, 0.5, 1e-6, 1e-300}) {
    CHECK(undo_downsampling(0.0, rate) == 0);
    CHECK(undo_downsampling(1.0, rate) == 1);
    CHECK(undo_downsampling(0.75, rate) <= 0.75);
    CHECK(undo_downsampling(0.75, rate) > undo_downsampling(0.25, rate));
  }
  CHECK(std::fabs(undo_downsampling(0.3, 0.1) - 0.3 / (0.3 + 0.7 / 0.1)) < 1e-16);
  CHECK(undo_downsampling(-0.1, 0.5) == -0.1);
  CHECK(undo_downsampling(1.5f, 0.5) == 1.5f);
  CHECK(std::isnan(undo_downsampling(std::numeric_limits<double>::quiet_NaN(), 0.5)));
}

TEST_CASE("math/undo_downsampling makes a model of sampled rows calibrated in the world") {
  std::mt19937_64 rng{16};
  std::uniform_real_distribution<double> uniform;
  state::proper_loss raw, undone;
  constexpr double rate = 0.1;
  for (int i = 0; i < 100'000; ++i) {
    const double p = 0.1 * uniform(rng), come = uniform(rng);
    // What a model says that has seen a tenth of the negatives.
    const double sampled = p / (p + (1 - p) * rate);
    const auto actual = static_cast<std::uint8_t>(come < p);
    raw.update(binary_outcome<double>{sampled, actual});
    undone.update(binary_outcome<double>{undo_downsampling(sampled, rate), actual});
  }
  CHECK(metric::predicted_over_actual(raw)->value > 5);
  CHECK(metric::predicted_over_actual(undone)->bounds->lower < 1);
  CHECK(metric::predicted_over_actual(undone)->bounds->upper > 1);
  CHECK(metric::normalized_entropy(raw)->value > 1);
  CHECK(metric::normalized_entropy(undone)->value < 1);
}
