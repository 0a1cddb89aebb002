// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_proper_loss.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::weighted_proper_loss;
using row = binary_outcome<double>;

static_assert(accepts<weighted_proper_loss, binary_outcome<float>>);
static_assert(accepts<weighted_proper_loss, binary_batch<double>>);
static_assert(mergeable<weighted_proper_loss>);
static_assert(scalable<weighted_proper_loss>);
static_assert(!reversible<weighted_proper_loss>);
static_assert(sizeof(weighted_proper_loss) == 192);

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fabs(b) + 1e-300; }

bool alike(const weighted_proper_loss& a, const weighted_proper_loss& b) {
  return a.count() == b.count() && a.rejected() == b.rejected() && near(a.weight(), b.weight()) &&
         near(a.weight_squares(), b.weight_squares()) && near(a.positives(), b.positives()) &&
         near(a.negatives(), b.negatives()) && near(a.log_loss(), b.log_loss()) &&
         near(a.log_loss_squares(), b.log_loss_squares()) &&
         near(a.squared_error(), b.squared_error()) &&
         near(a.squared_error_squares(), b.squared_error_squares()) &&
         near(a.scores(), b.scores()) && near(a.score_variance(), b.score_variance());
}

row draw(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> score{-0.05, 1.05}, weight{-0.1, 5};
  const double p = score(rng), w = weight(rng);
  return {p, static_cast<std::uint8_t>(rng() % 5 / 2), 0, rng() % 9 == 0 ? 0 : w};
}

}  // namespace

TEST_CASE("state/weighted_proper_loss obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(weighted_proper_loss{}, one, alike);
  laws::scalable(weighted_proper_loss{}, one, alike);
}

TEST_CASE("state/weighted_proper_loss a batch is its loop, with weights and without") {
  const auto feed = [](auto& s, std::span<const row> rows) {
    std::vector<double> scores, weights;
    std::vector<std::uint8_t> actual;
    for (const row& r : rows) {
      scores.push_back(r.score), actual.push_back(r.actual), weights.push_back(r.weight);
    }
    s.update(binary_batch<double>{scores, actual, 0.5, weights});
  };
  laws::batch_equals_loop(weighted_proper_loss{}, draw, feed);
  weighted_proper_loss s;
  const double scores[] = {0.5, 0.25};
  const std::uint8_t actual[] = {1, 0};
  s.update(binary_batch<double>{scores, actual});
  CHECK(s.weight() == 2);
}

TEST_CASE("state/weighted_proper_loss sums by weight, by hand") {
  weighted_proper_loss s;
  s.update(row{0.25, 1, 0, 3});
  s.update(row{0.5, 0, 0, 0.5});
  CHECK(s.count() == 2);
  CHECK(s.weight() == 3.5);
  CHECK(s.weight_squares() == 9.25);
  CHECK(s.positives() == 3);
  CHECK(s.negatives() == 0.5);
  CHECK(near(s.log_loss(), 3 * std::log(4.0) + 0.5 * std::log(2.0)));
  CHECK(near(s.losses(1).sum(), 3 * std::log(4.0)));
  CHECK(near(s.log_loss_squares(),
             3 * std::log(4.0) * std::log(4.0) + 0.5 * std::log(2.0) * std::log(2.0)));
  CHECK(s.squared_error() == 3 * 0.5625 + 0.5 * 0.25);
  CHECK(s.squared_error(1) == 3 * 0.5625);
  CHECK(s.squared_error(0) == 0.5 * 0.25);
  CHECK(s.squared_error_squares() == 3 * 0.5625 * 0.5625 + 0.5 * 0.0625);
  CHECK(s.scores() == 1);
  CHECK(s.score_variance() == 9 * 0.1875 + 0.25 * 0.25);
}

TEST_CASE("state/weighted_proper_loss clips a certain score at the epsilon of its type") {
  weighted_proper_loss in_float, in_double;
  in_float.update(binary_outcome<float>{0.0f, 1, 0, 2});
  in_double.update(row{1, 0, 0, 2});
  CHECK(near(in_float.log_loss(), 2 * 23 * std::log(2.0)));
  CHECK(near(in_double.log_loss(), 2 * 52 * std::log(2.0)));
  in_float.clear();
  in_float.update(binary_outcome<float>{1.0f, 1});
  CHECK(near(in_float.log_loss(), -std::log1p(-0x1p-23)));
}

TEST_CASE("state/weighted_proper_loss counts what it cannot use") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  weighted_proper_loss s;
  for (const double score : {-1e-300, std::nextafter(1.0, 2.0), nan}) s.update(row{score, 0});
  s.update(row{0.5, 2});
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), nan})
    s.update(row{0.5, 1, 0, weight});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  s.update(row{0, 0, 0, 1e150});
  s.update(row{1, 1, 0, 0});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 2);
  CHECK(s.weight() == 1e150);
}

TEST_CASE("state/weighted_proper_loss forgets at last, both classes at once") {
  weighted_proper_loss s;
  s.update(row{0.5, 1, 0, 1});
  s.update(row{0.25, 0, 0, 1e-3});
  for (int i = 0; i < 5000; ++i) s.scale(0.5);
  CHECK(s.weight() == 0);
  CHECK(s.log_loss() == 0);
  CHECK(s.scores() == 0);
  CHECK(s.score_variance() == 0);
  CHECK(s.count() == 2);
}
