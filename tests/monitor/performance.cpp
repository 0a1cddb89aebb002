// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/performance.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>
#include <telltale/core/outcome.hpp>

#include <cstdint>

namespace {

using performance = telltale::binary_performance;

static_assert(telltale::mergeable<performance>);
static_assert(telltale::accepts<performance, telltale::binary_outcome<float>>);
static_assert(telltale::accepts<performance, telltale::binary_batch<double>>);

TEST_CASE("monitor/performance hands each row to all of its states") {
  performance all;
  all.update(telltale::binary_outcome<float>{0.75f, 1, 1, 1});
  all.update(telltale::binary_outcome<float>{0.25f, 1, 0, 1});
  CHECK(all.get<telltale::state::confusion<2>>().count(1, 0) == 1);
  CHECK(all.get<telltale::state::proper_loss>().count() == 2);
  CHECK(all.get<telltale::state::proper_loss>().squared_error() == 0.0625 + 0.5625);
  CHECK(all.get<telltale::state::calibration<>>().count(3) == 1);  // 0.25 * 15
  CHECK(all.get<telltale::state::score_histogram<>>().positives(1152) == 1);
}

using regression = telltale::regression_performance;

static_assert(telltale::mergeable<regression>);
static_assert(telltale::accepts<regression, telltale::regression_outcome<float>>);
static_assert(telltale::accepts<regression, telltale::regression_batch<double>>);
static_assert(telltale::reversible<telltale::multiclass_performance<4>>);
static_assert(telltale::accepts<telltale::multiclass_performance<4>, telltale::class_outcome>);

TEST_CASE("monitor/performance of a regression feeds all of its states") {
  regression all;
  all.update(telltale::regression_outcome<float>{2, 3});
  CHECK(all.get<telltale::state::residuals>().count() == 1);
  CHECK(all.get<telltale::state::relative_errors>().count() == 1);
  CHECK(all.get<telltale::state::error_histogram<>>().count() == 1);
}

}  // namespace
