// SPDX-License-Identifier: Apache-2.0
// Whatever the text is, a time, a number or a condition is read from it or not; and what was read
// is printed as a text that is read as the same again.

#include <telltale/core/condition.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/time.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto at = telltale::parse_timestamp(text)) {
    if (telltale::parse_timestamp(telltale::timestamp_text(*at)) != at) std::abort();
  }
  if (const auto number = telltale::parse_number(text); number && !std::isnan(*number)) {
    if (telltale::parse_number(telltale::number_text(*number)) != number) std::abort();
  }
  if (const auto condition = telltale::parse_condition(text)) {
    const auto again = telltale::parse_condition(condition->text());
    if (!again || !(*again == *condition)) std::abort();
  }
  return 0;
}
