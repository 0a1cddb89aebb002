// SPDX-License-Identifier: Apache-2.0
#include <replay/run_task.hpp>

namespace replay {

replayed replay_many_classes(const replay_input& in) {
  if (!in.log.scores.empty()) {
    return replay_task<telltale::multiclass_task<most_classes, double, true>>(in);
  }
  return replay_task<telltale::multiclass_task<most_classes, double, false>>(in);
}

}  // namespace replay
