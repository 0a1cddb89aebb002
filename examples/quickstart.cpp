// SPDX-License-Identifier: Apache-2.0
// A model that goes bad after 4,000 predictions, and what telltale says of it.
#include <telltale/evaluate.hpp>

#include <cstdio>

namespace tt = telltale;

int main() {
  auto watch = *tt::binary_monitor::make({.threshold = 0.5, .window = tt::rows{1'000}});
  auto policy = *tt::policy::make(
      {tt::rule("accuracy floor", tt::metric::accuracy < 0.70).sustained(2, 3).then(tt::action::rollback)},
      tt::signals(watch));

  for (unsigned i = 0; i < 8'000; ++i) {
    const float score = float(i * 7'919u % 1'000u) / 1'000.0f;           // what the model said
    const bool truth = (i < 4'000 ? score : 0.5f) > float(i * 104'729u % 997u) / 997.0f;  // what came
    watch.observe(score, truth);                                        // the inference loop
    if (watch.full())                                                   // the cold path
      for (const tt::decision& d : policy.decide(tt::close_window(watch)))
        std::puts(d.text().c_str());
  }
}
