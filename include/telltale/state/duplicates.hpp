// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// How many rows repeat one that came a short while ago: a client that retries, a log that is
/// replayed. Rows are known by their hashes (math/mix.hpp: `row_hash`), of which a table of fixed
/// size remembers the latest.
///
/// Algebra  none (summary only): what is recent depends on the order
/// Units    unweighted observations
/// Rejects  nothing
/// Cost     update O(1), one line of cache; never allocates
/// Error    a repetition is missed when two others came into its bucket meanwhile: with d distinct
///          rows between in a table of s, in a share of 1 - e^-u (1 + u) of the cases, u = 2 d / s.
///          Rows of the same hash are taken for the same
/// Size     8 bytes a row remembered, and 40
/// Threads  one writer
class duplicates {
public:
  /// `memory`: how many rows the table remembers, rounded up to a power of two.
  /// Requires: `2 <= memory` and `memory <= 2^40`.
  explicit duplicates(std::size_t memory = 4096) : buckets_(std::bit_ceil(memory) / 2) {
    TELLTALE_EXPECTS(memory >= 2 && memory <= std::size_t{1} << 40);
  }

  void update(std::uint64_t hash) noexcept {
    const std::uint64_t mixed = math::mix(hash), key = mixed == empty ? 1 : mixed;
    bucket& b = buckets_[key & (buckets_.size() - 1)];
    ++count_;
    if (b[0] == key) {
      ++repeats_;
    } else {  // the older of the two makes room
      repeats_ += b[1] == key;
      b[1] = b[0];
      b[0] = key;
    }
  }
  void clear() noexcept {
    std::fill(buckets_.begin(), buckets_.end(), bucket{});
    count_ = repeats_ = 0;
  }

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t repeats() const noexcept { return repeats_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  /// Rows that the table remembers at most.
  [[nodiscard]] std::size_t memory() const noexcept { return 2 * buckets_.size(); }

  friend bool operator==(const duplicates&, const duplicates&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.buckets_, self.count_, self.repeats_);
  }

private:
  static constexpr std::uint64_t empty = 0;
  using bucket = std::array<std::uint64_t, 2>;  // the latest first

  std::vector<bucket> buckets_;
  std::uint64_t count_ = 0;
  std::uint64_t repeats_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
