// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_cross_entropy.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>

namespace {

using namespace telltale;
using entropy = state::weighted_cross_entropy<4>;

static_assert(accepts<entropy, scored_class_outcome<float>>);
static_assert(scalable<entropy>);
static_assert(!reversible<entropy>);

void update(entropy& s, double a, double b, double c, std::size_t actual, double weight) {
  s.update(scored_class_outcome<double>{{actual, 0, weight}, std::array{a, b, c}});
}

TEST_CASE("state/weighted_cross_entropy counts a loss by its weight") {
  entropy s;
  update(s, 0.2, 0.3, 0.5, 1, 2);
  update(s, 0.1, 0.1, 0.2, 2, 0.5);  // does not sum to 1
  update(s, 0, 0, 1, 2, 0);
  CHECK(s.weight() == 2.5);
  CHECK(s.weight_squares() == 4.25);
  CHECK(s.log_loss_squares() ==
        doctest::Approx(2 * std::log(0.3) * std::log(0.3) + 0.5 * std::log(0.5) * std::log(0.5)));
  CHECK(s.log_loss() == doctest::Approx(-2 * std::log(0.3) - 0.5 * std::log(0.5)).epsilon(1e-14));
  CHECK(s.rejected() == 0);
  update(s, 0, 0, 1, 0, 1);
  CHECK(s.log_loss() ==
        doctest::Approx(-2 * std::log(0.3) - 0.5 * std::log(0.5) - std::log(2.220446049250313e-16))
            .epsilon(1e-14));
}

TEST_CASE("state/weighted_cross_entropy counts what it cannot use") {
  entropy s;
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  update(s, 0.2, 0.3, 0.5, 3, 1);
  update(s, 0.2, none, 0.5, 0, 1);
  update(s, 0.2, 1.1, 0.5, 0, 1);
  update(s, 0.2, 0.3, 0.5, 0, -1);
  update(s, 0.2, 0.3, 0.5, 0, none);
  const std::array<double, 5> wide{};
  s.update(scored_class_outcome<double>{{0, 0, 1}, wide});
  CHECK(s.rejected() == 6);
  CHECK(s.weight() == 0);
  s.clear();
  CHECK(s == entropy{});
}

TEST_CASE("state/weighted_cross_entropy of parts is that of the whole, and forgets by scaling") {
  std::mt19937_64 rng{71};
  std::uniform_real_distribution<double> uniform;
  entropy whole, a, b;
  for (int i = 0; i < 500; ++i) {
    const double p = uniform(rng), q = uniform(rng), r = uniform(rng), w = 3 * uniform(rng);
    const std::size_t actual = rng() % 3;
    update(whole, p, q, r, actual, w);
    update(i % 3 == 0 ? a : b, p, q, r, actual, w);
  }
  a.merge(b);
  CHECK(a.log_loss() == doctest::Approx(whole.log_loss()).epsilon(1e-13));
  CHECK(a.weight() == doctest::Approx(whole.weight()).epsilon(1e-13));
  whole.scale(0.25);
  CHECK(whole.log_loss() == doctest::Approx(a.log_loss() / 4).epsilon(1e-13));
}

}  // namespace
