// SPDX-License-Identifier: Apache-2.0
#include <telltale/evaluate.hpp>

#include <cstdio>

namespace tt = telltale;

int main() {
  const tt::rule guard("accuracy floor", tt::metric::accuracy < 0.70);
  auto watch = *tt::binary_monitor::make({.threshold = 0.5, .window = tt::rows{1000}});
  auto policy =
      *tt::policy::make({guard.sustained(2, 3).then(tt::action::rollback)}, signals(watch));
  for (unsigned i = 0; i < 6000; ++i) {  // a model that goes blind after 3,000 predictions
    const float score = static_cast<float>(i * 7919 % 1000) / 1000;
    const float luck = static_cast<float>(i * 6151 % 997) / 997;
    watch.observe(score, luck < (i < 3000 ? score : 0.5f));  // the inference loop
    if (!watch.full()) continue;
    const tt::report report = close_window(watch);  // the cold path
    std::printf("window %d: accuracy %.3f, AUC %.3f\n", static_cast<int>(report.index),
                *report.value(tt::metric::accuracy), *report.value(tt::metric::roc_auc));
    for (const tt::decision& d : policy.decide(report)) std::puts(d.text().c_str());
  }
}
