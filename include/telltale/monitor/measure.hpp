// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/scored_rows.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Every binary metric for which the summary holds the state, by name.
template <class Summary>
[[nodiscard]] std::vector<measurement> measure(const Summary& summary,
                                               const confidence_level& level) {
  std::vector<measurement> all;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<Summary>)
      all.push_back({std::string{m.name()}, m.better(), m(summary, level)});
  });
  return all;
}

/// The same, with the exact rank metrics of the labelled ones among kept rows.
template <class Score>
[[nodiscard]] std::vector<measurement> measure(const binary_performance& performance,
                                               std::span<const Score> scores,
                                               std::span<const std::uint8_t> actual,
                                               const confidence_level& level) {
  state::scored_rows<Score> rows{scores.size()};
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (actual[i] <= 1) rows.update(binary_outcome<Score>{scores[i], actual[i], 0, 1});
  return measure(state::bundle{performance.get<state::confusion<2>>(),
                               performance.get<state::proper_loss>(),
                               performance.get<state::calibration<>>(),
                               performance.get<state::score_histogram<>>(), std::move(rows)},
                 level);
}

}  // namespace telltale::inline TELLTALE_ABI
