// SPDX-License-Identifier: Apache-2.0
// The inference loop.
#include <telltale/telltale.hpp>

#include "hot.hpp"

void serve(telltale::binary_monitor& watch) noexcept {
  int unused;  // warned of, by the flags of this project; an error only by flags of another
  for (unsigned i = 0; i < right + wrong; ++i) {
    const bool positive = i % 2 == 0;
    const bool truth = (i < right) == positive;
    watch.observe(positive ? 0.875f : 0.125f, truth);
  }
}
