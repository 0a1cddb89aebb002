// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// The least and the greatest value of a column, and how many came: where the mean and the variance
/// are not wanted (state/moments.hpp has all of them).
///
/// Algebra  mergeable
/// Units    unweighted observations; values as they come
/// Rejects  a value that is NaN or infinite
/// Cost     update O(1) without a branch; merge O(1); never allocates
/// Size     32 bytes
/// Threads  one writer
class extremes {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    const bool usable = x - x == 0;
    count_ += usable;
    rejected_ += !usable;
    lowest_ = usable && x < lowest_ ? x : lowest_;
    highest_ = usable && x > highest_ ? x : highest_;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  constexpr extremes& merge(const extremes& part) noexcept {
    count_ += part.count_;
    rejected_ += part.rejected_;
    lowest_ = (std::min)(lowest_, part.lowest_);
    highest_ = (std::max)(highest_, part.highest_);
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Values that were used.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  /// Empty until a value has come.
  [[nodiscard]] constexpr std::optional<double> lowest() const noexcept {
    if (count_ == 0) return std::nullopt;
    return lowest_;
  }
  [[nodiscard]] constexpr std::optional<double> highest() const noexcept {
    if (count_ == 0) return std::nullopt;
    return highest_;
  }

  friend constexpr bool operator==(const extremes&, const extremes&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.lowest_, self.highest_, self.count_, self.rejected_);
  }

private:
  double lowest_ = std::numeric_limits<double>::infinity();
  double highest_ = -std::numeric_limits<double>::infinity();
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
