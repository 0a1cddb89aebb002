// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/mean_loss.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

using namespace telltale;

const confidence_level level;

struct doubtful {
  double outside;
  double out_of_domain() const { return outside; }
};

}  // namespace

TEST_CASE("metric/mean_loss is a mean with Student's interval") {
  state::loss_tally s;
  CHECK(!metric::mean_loss(s, level));
  s.add(2);
  CHECK(metric::mean_loss(s, level) == estimate{2, std::nullopt, 1});
  s.add(2);
  CHECK(metric::mean_loss(s, level) == estimate{2, std::nullopt, 2});  // no spread to draw it from
  s.add(5);
  const auto mean = metric::mean_loss(s, level);
  REQUIRE(mean);
  CHECK(mean->value == 3);
  CHECK(mean->n == 3);
  REQUIRE(mean->bounds);
  CHECK(mean->bounds->lower == 0);  // cut: a mean of losses is not negative
  // t(2) = 4.302653, standard deviation sqrt(3).
  CHECK(std::fabs(mean->bounds->upper - (3 + 4.302653)) < 1e-5);
}

TEST_CASE("metric/mean_loss stands on the effective size once rows were forgotten") {
  state::loss_tally whole;
  for (const double loss : {1.0, 2.0, 4.0, 3.0}) whole.add(loss);
  const auto before = metric::mean_loss(whole, level);
  state::loss_tally faded = whole;
  faded.scale(0.25);
  const auto after = metric::mean_loss(faded, level);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(after->value == before->value);
  CHECK(after->n == 4);  // equal weights tell as much at any weight
  CHECK(std::fabs(after->bounds->upper - before->bounds->upper) < 1e-12);

  faded.merge(whole);  // four rows of weight 1/4, four of weight 1
  const auto both = metric::mean_loss(faded, level);
  REQUIRE(both);
  CHECK(both->n == 6);  // 5^2 / (4 + 1/4) = 5.88
  CHECK(both->value == before->value);
  CHECK(both->bounds->upper < before->bounds->upper);

  faded.scale(0);
  CHECK(!metric::mean_loss(faded, level));
}

TEST_CASE("metric/mean_loss takes a row that is forgotten to less than half as gone") {
  CHECK(metric::in_domain(doubtful{0}));
  CHECK(metric::in_domain(doubtful{0.499}));
  CHECK_FALSE(metric::in_domain(doubtful{0.5}));
  CHECK_FALSE(metric::in_domain(doubtful{1}));
}
