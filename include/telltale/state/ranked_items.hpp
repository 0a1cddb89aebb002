// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>

namespace telltale::inline TELLTALE_ABI::state {

/// One request: what was recommended, in the order it was shown, and what is known to be relevant.
/// Relevance is 0 or 1, or a grade: not negative, the more the better.
template <class Value = float>
struct ranked_items {
  std::span<const Value> relevance;    ///< of the items shown, best rank first
  std::span<const Value> missed = {};  ///< of the items not shown, in any order
  double weight = 1;                   ///< of the request; finite, >= 0
};

/// One request by the scores of its candidates, all of them: the higher, the better the rank. Ranks
/// among equal scores are not known: what is measured is the mean over all their orders.
template <class Score = float, class Value = float>
struct scored_items {
  std::span<const Score> scores;
  std::span<const Value> relevance;  ///< of the same items
  double weight = 1;                 ///< of the request; finite, >= 0
};

/// Items whose order is not known: of equal scores. An item alone where it is.
struct tied_items {
  double score = 0;
  double items = 0;
  double relevant = 0;
  double gain = 0;  ///< summed over them
};

/// The best ranks of a request, and all that is known of the others in sums: room for `Most` ranks,
/// on the stack.
template <std::size_t Most>
struct best_ranks {
  std::array<tied_items, Most> groups{};  ///< best first
  std::size_t group_count = 0;
  std::array<double, Most> ideal{};  ///< the largest gains, largest first; then 0
  double items = 0;                  ///< of the request
  double relevant = 0;               ///< of them
  double relevant_in_top = 0;        ///< among as many best ranks as there are relevant ones
  double reciprocal_rank = 0;        ///< of the best relevant item: 0 where it was not shown
};

/// An item into the groups: those of lower scores than `Most` others are left out, which cannot
/// reach the first `Most` ranks any more.
template <std::size_t Most>
void add_scored(best_ranks<Most>& best, const tied_items& item) noexcept {
  auto& groups = best.groups;
  std::size_t at = best.group_count;
  while (at > 0 && groups[at - 1].score < item.score) --at;
  if (at > 0 && groups[at - 1].score == item.score) {
    groups[at - 1].items += item.items;
    groups[at - 1].relevant += item.relevant;
    groups[at - 1].gain += item.gain;
    return;
  }
  if (at == Most) return;
  best.group_count = (std::min)(best.group_count + 1, Most);
  for (std::size_t i = best.group_count - 1; i > at; --i) groups[i] = groups[i - 1];
  groups[at] = item;
}

/// A gain among the largest.
template <std::size_t Most>
void add_ideal(best_ranks<Most>& best, double gain) noexcept {
  auto& ideal = best.ideal;
  if (!(gain > ideal[Most - 1])) return;
  std::size_t at = Most - 1;
  for (; at > 0 && ideal[at - 1] < gain; --at) ideal[at] = ideal[at - 1];
  ideal[at] = gain;
}

/// Mean over the orders of `tied` items of 1 / the rank of the first relevant one, `before` items
/// being ranked above them. 0 where none is relevant.
/// Source: McSherry & Najork 2008, doi:10.1007/978-3-540-78646-7_38, section 2.
[[nodiscard]] inline double tied_reciprocal_rank(double before, const tied_items& tied) noexcept {
  double mean = 0, none = 1;  // the chance of no relevant item down to here
  for (double j = 0; j < tied.items && none > 0; ++j) {
    const double irrelevant = (std::max)(tied.items - tied.relevant - j, 0.0);
    const double next = none * (irrelevant / (tied.items - j));
    mean += (none - next) / (before + j + 1);
    none = next;
  }
  return mean;
}

}  // namespace telltale::inline TELLTALE_ABI::state
