// SPDX-License-Identifier: Apache-2.0
#include <replay/run.hpp>

#include <replay/run_task.hpp>

#include <string>
#include <utility>

namespace replay {

row_split split_rows(const prediction_log& log, const options& asked) {
  const auto is_reference = [&](std::size_t row) {
    if (asked.reference_where) return bool{log.marked[row]};
    return row < asked.reference_rows.value_or(0);
  };
  row_split split;
  for (std::size_t row = 0; row < log.rows(); ++row) {
    (is_reference(row) ? split.reference : split.replayed).push_back(row);
  }
  if (asked.reference_where && split.reference.empty()) {
    refuse_log(asked, "no row has " + in_quotes(asked.reference_where->value) + " in column " +
                          in_quotes(asked.reference_where->column) + ", so there is no reference");
  }
  if (split.replayed.empty()) {
    refuse_log(asked, "all of its " + std::to_string(log.rows()) +
                          " rows belong to the reference, and none is left to replay");
  }
  return split;
}

replayed replay(const prediction_log& log, const options& asked,
                const std::optional<policy_file>& policy, std::optional<telltale::reference> saved,
                const std::function<void(std::size_t, std::size_t)>& progress) {
  const replay_input in{log, asked, policy, saved, progress};
  switch (asked.predicts) {
    case telltale::task::binary: return replay_binary(in);
    case telltale::task::regression: return replay_regression(in);
    case telltale::task::multiclass: break;
  }
  if (in.weighted()) return replay_weighted_classes(in);
  const std::size_t classes = saved ? saved->classes() : log.classes;
  return classes <= few_classes ? replay_few_classes(in) : replay_many_classes(in);
}

}  // namespace replay
