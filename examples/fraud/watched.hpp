// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cost.hpp"

#include <telltale/evaluate.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

namespace fraud {

/// A monitor whose windows are days, the policy for it, and what its reports have counted.
struct watched {
  telltale::binary_monitor monitor;
  telltale::policy policy;
  std::size_t heap_bytes;  ///< the monitor's, its reference among them
  std::optional<telltale::report> last{};
  std::uint64_t rows = 0, rejected = 0, late = 0, dropped = 0;

  static watched make(const telltale::reference_builder& history, double threshold,
                      std::chrono::hours lateness, std::vector<telltale::rule> rules) {
    const std::size_t before = cost::heap_bytes;
    auto monitor = *telltale::binary_monitor::make(
        *history.fit(),
        {.threshold = threshold, .window = std::chrono::hours{24}, .lateness = lateness});
    const std::size_t bytes = cost::heap_bytes - before;
    auto policy = *telltale::policy::make(std::move(rules), telltale::signals(monitor));
    return {std::move(monitor), std::move(policy), bytes};
  }

  /// Closes the window that is due, if there is one: what the policy makes of it. The monitor is
  /// told the time, and so all truth counts as late: a later day has begun when it comes.
  std::vector<telltale::decision> close(telltale::timestamp now) {
    last.reset();
    monitor.advance(now);
    if (!monitor.full()) return {};
    last = telltale::close_window(monitor);
    rows += last->rows, rejected += last->rejected, late += last->late, dropped += last->dropped;
    return policy.decide(*last);
  }

  std::size_t bytes() const { return sizeof monitor + heap_bytes; }

  void print(const char* name) const {
    const auto number = [](std::uint64_t n) { return static_cast<unsigned long long>(n); };
    std::printf("%-8s  %7llu  %8llu  %7llu  %7llu  %3zu KiB\n", name, number(rows),
                number(rejected), number(late), number(dropped), cost::kibibytes(bytes()));
  }
};

}  // namespace fraud
