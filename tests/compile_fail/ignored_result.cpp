// SPDX-License-Identifier: Apache-2.0
// A refusal cannot be overlooked.
// expect: nodiscard
#include <telltale/monitor/binary.hpp>

int main() {
#ifdef TELLTALE_BAD
  telltale::binary_monitor::make();
#else
  return telltale::binary_monitor::make().has_value() ? 0 : 1;
#endif
}
