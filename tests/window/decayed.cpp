// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/decayed.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>
#include <telltale/metric/regression.hpp>
#include <telltale/state/moments.hpp>
#include <telltale/state/residuals.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
using tt::state::moments;
using tt::window::decayed;

double uniform(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

// Sums of w, w^2, w x and w (x - mean)^2 over rows of a known age.
struct closed_form {
  double weight = 0, squares = 0, mean = 0, deviations = 0;

  closed_form(const std::vector<double>& rows, const std::vector<double>& weights) {
    double sum = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      weight += weights[i];
      squares += weights[i] * weights[i];
      sum += weights[i] * rows[i];
    }
    mean = sum / weight;
    for (std::size_t i = 0; i < rows.size(); ++i)
      deviations += weights[i] * (rows[i] - mean) * (rows[i] - mean);
  }
};

TEST_CASE("window/decayed equals its closed form, for any half-life and stride") {
  std::mt19937_64 rng{4};
  for (int trial = 0; trial < 300; ++trial) {
    const double half_life = std::exp(12 * uniform(rng) - 3);  // 0.05 to 8,000 rows
    const std::uint64_t every = 1 + rng() % 5 * (rng() % 20);
    const std::size_t n = 1 + rng() % 900;
    decayed<moments> w{moments{}, half_life, every};
    std::vector<double> rows(n), weights(n);
    for (double& x : rows) w.update(x = 5 + uniform(rng));
    for (std::size_t i = 0; i < n; ++i) {
      const auto strides = static_cast<double>((n - 1) / every - i / every);
      weights[i] = std::exp2(-strides * static_cast<double>(every) / half_life);
    }
    const closed_form expected{rows, weights};
    CAPTURE(half_life);
    CAPTURE(every);
    CAPTURE(n);
    CHECK(w.weight() == doctest::Approx(expected.weight).epsilon(1e-12));
    CHECK(w.current().weight() == doctest::Approx(expected.weight).epsilon(1e-12));
    CHECK(*w.effective_size() ==
          doctest::Approx(expected.weight * expected.weight / expected.squares).epsilon(1e-12));
    CHECK(*w.current().mean() == doctest::Approx(expected.mean).epsilon(1e-12));
    if (const auto variance = w.current().variance(); variance && expected.weight > 1.5)
      CHECK(*variance ==
            doctest::Approx(expected.deviations / (expected.weight - 1)).epsilon(1e-10));
  }
}

TEST_CASE("window/decayed gives a regression's errors with their weights") {
  std::mt19937_64 rng{6};
  for (const double half_life : {3.0, 50.0, 1000.0}) {
    decayed<tt::state::residuals> w{tt::state::residuals{}, half_life};
    double weight = 0, errors = 0, squares = 0;
    const double factor = std::exp2(-1 / half_life);
    for (int i = 0; i < 700; ++i) {
      const double actual = uniform(rng), predicted = uniform(rng), e = predicted - actual;
      w.update(tt::regression_outcome<double>{actual, predicted});
      weight = weight * factor + 1;
      errors = errors * factor + std::abs(e);
      squares = squares * factor + e * e;
    }
    CHECK(tt::metric::mean_absolute_error(w.current())->value ==
          doctest::Approx(errors / weight).epsilon(1e-12));
    CHECK(tt::metric::mean_squared_error(w.current())->value ==
          doctest::Approx(squares / weight).epsilon(1e-12));
    CHECK(static_cast<double>(tt::metric::mean_absolute_error(w.current())->n) ==
          doctest::Approx(*w.effective_size()).epsilon(0.2));
  }
}

TEST_CASE("window/decayed gives a classifier's shares with their weights") {
  decayed<tt::state::weighted_confusion<2>> w{tt::state::weighted_confusion<2>{}, 10};
  for (int i = 0; i < 500; ++i) w.update(tt::binary_outcome<float>{0.9f, i >= 490, 1});
  // The last ten of an endless stream weigh a half of all.
  CHECK(tt::metric::accuracy(w.current())->value == doctest::Approx(0.5).epsilon(1e-12));
}

TEST_CASE("window/decayed tends to the effective size of its factor") {
  for (const double half_life : {1.0, 20.0, 400.0}) {
    decayed<moments> w{moments{}, half_life};
    for (int i = 0; i < 20'000; ++i) w.update(1.0);
    const double factor = std::exp2(-1 / half_life);
    CHECK(*w.effective_size() == doctest::Approx((1 + factor) / (1 - factor)).epsilon(1e-9));
  }
}

TEST_CASE("window/decayed has nothing to say of no rows") {
  decayed<moments> w{moments{}, 5};
  CHECK(w.weight() == 0);
  CHECK_FALSE(w.effective_size());
  w.update(3.0);
  CHECK(w.effective_size() == 1.0);
  w.clear();
  CHECK_FALSE(w.effective_size());
  CHECK_FALSE(w.current().mean());
  w.update(4.0);
  CHECK(w.current().mean() == 4.0);
  CHECK(w.weight() == 1);
}

TEST_CASE("window/decayed counts no row that the state cannot use") {
  decayed<moments> w{moments{}, 1};
  w.update(std::numeric_limits<double>::quiet_NaN());
  CHECK(w.weight() == 0);
  CHECK_FALSE(w.effective_size());
  w.update(1.0);
  w.update(std::numeric_limits<double>::quiet_NaN());  // time goes on
  CHECK(w.weight() == 0.5);
  CHECK(w.current().weight() == 0.5);
  CHECK(w.effective_size() == 1.0);
  CHECK(w.current().rejected() == 2);
}

TEST_CASE("window/decayed survives a half-life so short that each row is forgotten at once") {
  decayed<moments> w{moments{}, 1e-3};
  for (int i = 0; i < 10; ++i) {
    w.update(static_cast<double>(i));
    CHECK(w.current().mean() == static_cast<double>(i));
    CHECK(w.weight() == 1);
    CHECK(w.effective_size() == 1.0);
  }
}

}  // namespace
