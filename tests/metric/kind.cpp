// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/kind.hpp>

#include <doctest/doctest.h>

namespace {

using namespace telltale;

// How many states of a kind a summary holds.
using all = state::bundle<state::confusion<2>, state::proper_loss, state::calibration<>,
                          state::score_histogram<>, state::scored_rows<float>>;
static_assert(state::count_of<metric::binary_counts, all> == 1);
static_assert(state::count_of<metric::class_counts, all> == 1);
static_assert(state::count_of<metric::loss_sums, all> == 1);
static_assert(state::count_of<metric::log_losses, all> == 1);
static_assert(state::count_of<metric::reliability, all> == 1);
static_assert(state::count_of<metric::score_counts, all> == 1);
static_assert(state::count_of<metric::kept_scores, all> == 1);

using many = state::bundle<state::confusion<2>, state::weighted_confusion<2>, state::confusion<3>,
                           state::proper_loss, state::cross_entropy<3>>;
static_assert(state::count_of<metric::binary_counts, many> == 2);
static_assert(state::count_of<metric::class_counts, many> == 3);
static_assert(state::count_of<metric::loss_sums, many> == 1);
static_assert(state::count_of<metric::log_losses, many> == 2);
static_assert(state::count_of<metric::kept_scores, many> == 0);

using weighted = state::bundle<state::weighted_proper_loss, state::weighted_calibration<>>;
static_assert(state::count_of<metric::loss_sums, weighted> == 1);
static_assert(state::count_of<metric::log_losses, weighted> == 1);
static_assert(state::count_of<metric::reliability, weighted> == 1);
static_assert(state::count_of<metric::reliability, state::reliability_moments<>> == 1);

using regression = state::bundle<state::residuals, state::relative_errors>;
static_assert(state::count_of<metric::residual_sums, regression> == 1);
static_assert(state::count_of<metric::relative_error_sums, regression> == 1);
static_assert(state::count_of<metric::residual_sums, state::relative_errors> == 0);
static_assert(state::count_of<metric::relative_error_sums, many> == 0);

}  // namespace

TEST_CASE("metric/kind picks the state itself out of a bundle") {
  all s{{}, {}, {}, {}, state::scored_rows<float>{1}};
  s.update(binary_outcome<float>{0.5f, 1, 1});
  CHECK(state::pick<metric::binary_counts>(s).count(1, 1) == 1);
  CHECK(state::pick<metric::loss_sums>(s).count() == 1);
  CHECK(state::pick<metric::kept_scores>(s).scores().size() == 1);
  CHECK(&state::pick<metric::score_counts>(s) == &s.get<state::score_histogram<>>());
  const state::confusion<2> alone;
  CHECK(&state::pick<metric::class_counts>(alone) == &alone);
}
