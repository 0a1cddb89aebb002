// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// How often each of any number of keys came, in a table of fixed size: never too low, and seldom
/// much too high. For the most frequent keys themselves see state/heavy_hitters.hpp.
///
/// Algebra  reversible (integer counts)
/// Units    occurrences, of which an update may bring several
/// Rejects  nothing
/// Cost     update O(Depth), a line of cache each; merge O(Width Depth); never allocates
/// Error    too high by more than e total() / Width with a probability of at most e^-Depth: 0.27 %
///          and 1.8 % as it stands
/// Size     8 Width Depth bytes, and 40; 32.8 kB as it stands
/// Source   Cormode & Muthukrishnan 2005, doi:10.1016/j.jalgor.2003.12.001
/// Threads  one writer
///
/// Keys are codes or hashes of 64 bits. Sketches of one seed merge.
template <std::size_t Width = 1024, std::size_t Depth = 4>
requires(Depth > 0 && Width >= 2 && std::has_single_bit(Width)) class count_min {
public:
  explicit count_min(std::uint64_t seed = 0) : seed_(seed), cells_(Width * Depth) {}

  void update(std::uint64_t key, std::uint64_t occurrences = 1) noexcept {
    total_ += occurrences;
    for (std::size_t row = 0; row < Depth; ++row) cells_[cell(key, row)] += occurrences;
  }

  /// Requires: the same seed.
  count_min& merge(const count_min& part) noexcept {
    TELLTALE_EXPECTS(seed_ == part.seed_);
    total_ += part.total_;
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += part.cells_[i];
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  count_min& unmerge(const count_min& part) noexcept {
    TELLTALE_EXPECTS(seed_ == part.seed_);
    total_ -= part.total_;
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] -= part.cells_[i];
    return *this;
  }
  void clear() noexcept {
    total_ = 0;
    std::fill(cells_.begin(), cells_.end(), std::uint64_t{0});
  }

  /// Occurrences of all keys.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  /// No less than how often the key came.
  [[nodiscard]] std::uint64_t at_most(std::uint64_t key) const noexcept {
    std::uint64_t least = (std::numeric_limits<std::uint64_t>::max)();
    for (std::size_t row = 0; row < Depth; ++row) least = (std::min)(least, cells_[cell(key, row)]);
    return least;
  }

  friend bool operator==(const count_min&, const count_min&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.seed_, self.total_, self.cells_);
  }

private:
  [[nodiscard]] std::size_t cell(std::uint64_t key, std::size_t row) const noexcept {
    const std::uint64_t bits = math::random_bits(math::mix(key) ^ seed_, row);
    return row * Width + static_cast<std::size_t>(bits >> (64 - std::countr_zero(Width)));
  }

  std::uint64_t seed_;
  std::uint64_t total_ = 0;
  std::vector<std::uint64_t> cells_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
