// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/slot_gaps.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Runs of slots one after the other, of which two change at a time, and the run that they are
/// together: a segment tree, whose nodes know how far the left half moves the gap.
///
/// Cost  replace O(log runs), without a branch on the data; build O(runs); never allocates
/// Size  at most 96 bytes a run, 48 where their number is a power of 2
class slot_gap_tree {
public:
  /// Requires: `runs > 0`.
  explicit slot_gap_tree(std::size_t runs) : leaves_(std::bit_ceil(runs)), nodes_(2 * leaves_) {
    TELLTALE_EXPECTS(runs > 0);
  }

  /// Each run is `run_of(i)`, for i below `runs`. Requires: no more than at construction.
  template <class RunOf>
  void build(std::size_t runs, const RunOf& run_of) noexcept {
    TELLTALE_EXPECTS(runs <= leaves_);
    const auto place = [this](std::size_t i, const gap_run& run) {
      nodes_[i] = {run.sum, run.highest, run.lowest};
    };
    for (std::size_t i = 0; i < leaves_; ++i) place(leaves_ + i, i < runs ? run_of(i) : gap_run{});
    // Upwards with the sums, which give way to those of the left halves on the way.
    for (std::size_t i = leaves_ - 1; i > 0; --i) {
      const node &left = nodes_[2 * i], &right = nodes_[2 * i + 1];
      place(i, {left.sum + right.sum, (std::max)(left.highest, left.sum + right.highest),
                (std::min)(left.lowest, left.sum + right.lowest)});
    }
    for (std::size_t i = 1; i < leaves_; ++i) nodes_[i].sum = nodes_[2 * i].sum;
  }

  /// The run at `gives` moves the gap by `step` less than before, and the one at `takes` by as much
  /// more; that may be the same run, whose `sum` is not read.
  void replace(std::size_t gives, const gap_run& given, std::size_t takes, const gap_run& taken,
               std::int64_t step) noexcept {
    std::size_t a = leaves_ + gives, b = leaves_ + takes;
    std::int64_t a_high = given.highest, a_low = given.lowest;
    std::int64_t b_high = taken.highest, b_low = taken.lowest;
    node* const nodes = nodes_.data();
    // Both ways up side by side, beyond where they meet as well: there they do the same twice.
    for (;;) {
      nodes[a].highest = a_high, nodes[a].lowest = a_low;
      nodes[b].highest = b_high, nodes[b].lowest = b_low;
      if (a == 1) break;
      const node &beside_a = nodes[a ^ 1], &beside_b = nodes[b ^ 1];
      const std::int64_t a_right = -static_cast<std::int64_t>(a & 1),
                         b_right = -static_cast<std::int64_t>(b & 1);
      a /= 2, b /= 2;
      nodes[a].sum -= step & ~a_right;
      nodes[b].sum += step & ~b_right;
      // Before whichever of two is on the right comes the sum of the one on the left.
      const std::int64_t a_left = nodes[a].sum, b_left = nodes[b].sum;
      const std::int64_t a_own = a_left & a_right, a_other = a_left & ~a_right;
      const std::int64_t b_own = b_left & b_right, b_other = b_left & ~b_right;
      a_high = (std::max)(a_high + a_own, beside_a.highest + a_other);
      a_low = (std::min)(a_low + a_own, beside_a.lowest + a_other);
      b_high = (std::max)(b_high + b_own, beside_b.highest + b_other);
      b_low = (std::min)(b_low + b_own, beside_b.lowest + b_other);
    }
  }

  /// How far the gap gets along all runs.
  [[nodiscard]] std::uint64_t widest() const noexcept {
    return gap_run{0, nodes_[1].highest, nodes_[1].lowest}.widest();
  }

private:
  struct node {
    std::int64_t sum = 0;  // of the left half
    std::int64_t highest = 0;
    std::int64_t lowest = 0;
  };

  std::size_t leaves_;
  std::vector<node> nodes_;  // the children of i are 2 i and 2 i + 1; the root is 1
};

}  // namespace telltale::inline TELLTALE_ABI::state
