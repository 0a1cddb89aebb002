// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Whether a column's values are there at all: finite, missing (NaN) or infinite.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  nothing: an unusable value is what it measures
/// Cost     update O(1); merge O(1); never allocates
/// Size     24 bytes
/// Threads  one writer
class completeness {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    const bool nan = x != x;
    constexpr double largest = (std::numeric_limits<double>::max)();
    const bool finite = x >= -largest && x <= largest;
    finite_ += finite;
    missing_ += nan;
    infinite_ += !finite && !nan;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  constexpr completeness& merge(const completeness& part) noexcept {
    finite_ += part.finite_;
    missing_ += part.missing_;
    infinite_ += part.infinite_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr completeness& unmerge(const completeness& part) noexcept {
    finite_ -= part.finite_;
    missing_ -= part.missing_;
    infinite_ -= part.infinite_;
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  [[nodiscard]] constexpr std::uint64_t finite() const noexcept { return finite_; }
  [[nodiscard]] constexpr std::uint64_t missing() const noexcept { return missing_; }
  [[nodiscard]] constexpr std::uint64_t infinite() const noexcept { return infinite_; }
  [[nodiscard]] constexpr std::uint64_t total() const noexcept {
    return finite_ + missing_ + infinite_;
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }

  /// Shares of all values, in [0, 1]. Empty until a value has come.
  [[nodiscard]] constexpr std::optional<double> missing_rate() const noexcept {
    return ratio(missing_, total());
  }
  [[nodiscard]] constexpr std::optional<double> infinite_rate() const noexcept {
    return ratio(infinite_, total());
  }

  friend constexpr bool operator==(const completeness&, const completeness&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.finite_, self.missing_, self.infinite_);
  }

private:
  std::uint64_t finite_ = 0;
  std::uint64_t missing_ = 0;
  std::uint64_t infinite_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
