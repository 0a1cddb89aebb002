// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/report.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Every binary metric that the states of bounded memory answer, in the vocabulary's order.
[[nodiscard]] inline std::vector<measurement> measure(const binary_performance& performance,
                                                      const confidence_level& level) {
  std::vector<measurement> all;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<binary_performance>)
      all.push_back({std::string{m.name()}, m.better(), m(performance, level)});
  });
  return all;
}

/// The same, and the exact rank metrics of the rows themselves; a row whose label is neither 0 nor
/// 1 is left out of those.
template <class Score>
[[nodiscard]] std::vector<measurement> measure(const binary_performance& performance,
                                               const binary_batch<Score>& rows,
                                               const confidence_level& level) {
  std::vector<measurement> all;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<binary_performance>)
      all.push_back({std::string{m.name()}, m.better(), m(performance, level)});
    else
      all.push_back({std::string{m.name()}, m.better(), m(rows, level)});
  });
  return all;
}

}  // namespace telltale::inline TELLTALE_ABI
