// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

namespace order_statistics {

/// What a textbook does: one red-black tree with subtree sizes for each class.
class sliding_auc {
public:
  explicit sliding_auc(std::size_t capacity) : capacity_(capacity) {}

  void update(float score, bool positive) {
    if (rows_.size() == capacity_) {
      const auto [old, label, id] = rows_.front();
      rows_.pop_front();
      trees_[label].erase({old, id});
      twice_won_ -= twice(old, label);
    }
    twice_won_ += twice(score, positive);
    trees_[positive].insert({score, next_});
    rows_.push_back({score, positive, next_++});
  }
  std::uint64_t twice_won() const { return twice_won_; }

private:
  using numbered = std::pair<float, std::uint64_t>;
  using tree =
      __gnu_pbds::tree<numbered, __gnu_pbds::null_type, std::less<numbered>,
                       __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update>;
  struct row {
    float score;
    bool positive;
    std::uint64_t id;
  };

  std::uint64_t twice(float score, bool positive) const {
    const tree& others = trees_[!positive];
    const std::uint64_t below = others.order_of_key({score, 0});
    const std::uint64_t to = others.order_of_key({score, ~std::uint64_t{0}});
    return positive ? below + to : 2 * others.size() - below - to;
  }

  std::size_t capacity_;
  std::deque<row> rows_;
  tree trees_[2];
  std::uint64_t next_ = 0;
  std::uint64_t twice_won_ = 0;
};

}  // namespace order_statistics
