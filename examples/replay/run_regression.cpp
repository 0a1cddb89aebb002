// SPDX-License-Identifier: Apache-2.0
#include <replay/run_task.hpp>

namespace replay {

replayed replay_regression(const replay_input& in) {
  if (in.weighted()) return replay_task<telltale::regression_task<double, true>>(in);
  return replay_task<telltale::regression_task<double>>(in);
}

}  // namespace replay
