// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

/// What one segment has to do with the change of a rate: within it the rate moved, or its share of
/// the whole did.
struct segment_change {
  std::size_t segment = 0;
  double within = 0;
  double mix = 0;

  [[nodiscard]] double total() const noexcept { return within + mix; }
};

/// The change of a rate over all segments: "the model is worse" (within) or "the traffic moved"
/// (mix).
struct rate_change {
  double then = 0, now = 0;              ///< the rate over all segments
  double within = 0, mix = 0;            ///< `now - then`, but for rounding
  std::vector<segment_change> segments;  ///< those with rows, the largest first
};

/// Splits the change of a rate from one time to another over segments. `then[i]` and `now[i]` are
/// the part and the whole of segment i: hits of positives for a recall, losses of rows for a mean
/// loss. A segment's mix is its share gained, times how far its rate is from the rate of all; one
/// that is there at one time alone is mix and nothing else. Empty where a side has no rows, or the
/// sides are not of the same segments.
/// Source: Kitagawa 1955, doi:10.1080/01621459.1955.10501299, the symmetric form.
[[nodiscard]] inline std::optional<rate_change> mix_versus_within(std::span<const counts> then,
                                                                  std::span<const counts> now) {
  if (then.size() != now.size()) return std::nullopt;
  counts before, after;
  for (std::size_t i = 0; i < then.size(); ++i) {
    before.part += then[i].part, before.whole += then[i].whole;
    after.part += now[i].part, after.whole += now[i].whole;
  }
  if (!before.usable() || !after.usable()) return std::nullopt;
  rate_change all{before.part / before.whole, after.part / after.whole, 0, 0, {}};
  const double centre = (all.then + all.now) / 2;
  for (std::size_t i = 0; i < then.size(); ++i) {
    const bool was = then[i].usable(), is = now[i].usable();
    if (!was && !is) continue;
    double old_rate = was ? then[i].part / then[i].whole : 0;
    const double new_rate = is ? now[i].part / now[i].whole : old_rate;
    if (!was) old_rate = new_rate;
    const double old_share = then[i].whole / before.whole, new_share = now[i].whole / after.whole;
    const segment_change one{i, (old_share + new_share) / 2 * (new_rate - old_rate),
                             (new_share - old_share) * ((old_rate + new_rate) / 2 - centre)};
    all.within += one.within;
    all.mix += one.mix;
    all.segments.push_back(one);
  }
  std::stable_sort(all.segments.begin(), all.segments.end(),
                   [](const segment_change& a, const segment_change& b) {
                     return std::fabs(a.total()) > std::fabs(b.total());
                   });
  return all;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
