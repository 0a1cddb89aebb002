// SPDX-License-Identifier: Apache-2.0
// A metric of a bundle that lacks its state says which state is missing.
// expect: this metric reads the sums of proper losses: add state::proper_loss to the bundle
#include <telltale/metric/all.hpp>

int main() {
  using namespace telltale;
#ifdef TELLTALE_BAD
  const state::bundle<state::confusion<2>, state::calibration<>> all;
#else
  const state::bundle<state::confusion<2>, state::proper_loss> all;
#endif
  return metric::brier_score(all).has_value() ? 1 : 0;
}
