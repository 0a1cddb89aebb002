// SPDX-License-Identifier: Apache-2.0
// The cold path: the one translation unit that closes windows and decides.
#include <telltale/evaluate.hpp>

#include <cstdio>

#include "hot.hpp"

namespace tt = telltale;

int main() {
  auto watch = tt::binary_monitor::make({.window = tt::rows{right + wrong}});
  if (!watch) return 1;
  auto policy = tt::policy::make(
      {tt::rule("accuracy floor", tt::metric::accuracy < 0.80).then(tt::action::retrain)},
      tt::signals(*watch));
  if (!policy) return 2;

  serve(*watch);
  if (!watch->full()) return 3;
  const tt::report closed = tt::close_window(*watch);
  if (closed.rows != right + wrong || closed.labels != right + wrong || closed.rejected != 0)
    return 4;
  const auto accuracy = closed.value(tt::signal("accuracy"));
  if (!accuracy || *accuracy != 0.75) return 5;

  const auto decisions = policy->decide(closed);
  if (decisions.size() != 1 || decisions[0].what != tt::action::retrain) return 6;
  std::puts(decisions[0].text().c_str());
  return 0;
}
