// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/cross_entropy.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::cross_entropy;

static_assert(accepts<cross_entropy<3>, std::span<const float>, std::size_t>);
static_assert(accepts<cross_entropy<3>, std::span<const double, 3>, std::size_t>);
static_assert(mergeable<cross_entropy<3>>);

void update(cross_entropy<3>& s, double a, double b, double c, std::size_t actual) {
  const std::array row{a, b, c};
  s.update(std::span<const double>{row}, actual);
}
bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); }

}  // namespace

TEST_CASE("state/cross_entropy adds the loss of the class that came true, of the whole row") {
  cross_entropy<3> s;
  update(s, 0.2, 0.3, 0.5, 1);
  CHECK(near(s.log_loss(), -std::log(0.3)));
  update(s, 0.1, 0.1, 0.2, 2);  // does not sum to 1
  CHECK(near(s.log_loss(), -std::log(0.3) - std::log(0.5)));
  CHECK(s.count() == 2);
  CHECK(std::fabs(s.rough_log_loss() - s.log_loss()) < 0.004);
  CHECK(std::fabs(s.rough_log_loss_squares() - std::log(0.3) * std::log(0.3) -
                  std::log(0.5) * std::log(0.5)) < 0.006);
}

TEST_CASE("state/cross_entropy clips at the epsilon of the score's type") {
  cross_entropy<3> s;
  update(s, 1, 0, 0, 2);
  CHECK(near(s.log_loss(), -std::log(2.220446049250313e-16)));
  s.clear();
  const std::array<float, 3> row{1, 0, 0};
  s.update(std::span<const float>{row}, 1);
  CHECK(near(s.log_loss(), -std::log(1.1920928955078125e-07 / (1 + 1.1920928955078125e-07))));
}

TEST_CASE("state/cross_entropy counts what it cannot use") {
  cross_entropy<3> s;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  update(s, 0.2, 0.3, 0.5, 3);
  update(s, 0.2, nan, 0.5, 0);
  update(s, 0.2, 0.3, 1.1, 0);
  update(s, -0.1, 0.3, 0.5, 1);
  const std::array<double, 4> wide{0.25, 0.25, 0.25, 0.25};
  s.update(std::span<const double>{wide}, std::size_t{0});
  s.update(std::span<const double>{wide}.first(2), std::size_t{2});
  s.update(std::span<const double>{wide}.first(1), std::size_t{0});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  update(s, 0, 0, 1, 2);
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 1);
  s.clear();
  CHECK(s == cross_entropy<3>{});
}

TEST_CASE("state/cross_entropy of very many classes does not underflow") {
  constexpr std::size_t classes = 10'000;
  cross_entropy<classes> s;
  std::vector<double> row(classes, 1.0);
  row[7] = 0;
  for (int i = 0; i < 100; ++i) s.update(std::span<const double>{row}, std::size_t{7});
  CHECK(near(s.log_loss(), -100 * std::log(2.220446049250313e-16 / 9999)));
}

TEST_CASE("state/cross_entropy obeys the laws of merging, to rounding") {
  std::mt19937_64 rng{7};
  std::uniform_real_distribution<double> uniform;
  for (int trial = 0; trial < 50; ++trial) {
    cross_entropy<3> whole, left, right;
    for (int i = 0; i < 100; ++i) {
      const double a = uniform(rng), b = uniform(rng), c = uniform(rng);
      const std::size_t actual = rng() % 4;
      update(whole, a, b, c, actual);
      update(rng() % 3 == 0 ? left : right, a, b, c, actual);
    }
    cross_entropy<3> sum = left, other = right;
    sum.merge(right);
    other.merge(left);
    CHECK(near(sum.log_loss(), whole.log_loss()));
    CHECK(near(sum.rough_log_loss(), whole.rough_log_loss()));
    CHECK(near(sum.rough_log_loss_squares(), whole.rough_log_loss_squares()));
    CHECK(sum.count() == whole.count());
    CHECK(sum.rejected() == whole.rejected());
    CHECK(near(sum.log_loss(), other.log_loss()));
    CHECK(cross_entropy<3>{left}.merge(cross_entropy<3>{}) == left);
    cross_entropy<3> twice = left;
    twice.merge(twice);
    CHECK(twice == cross_entropy<3>{left}.merge(left));
  }
}
