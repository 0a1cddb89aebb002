// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Whether a model's output is stuck at the ends of its range [lower, upper], leaves it, or is no
/// number: exact zeros and ones, values that were clipped, NaN and infinities apart.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  nothing: an unusable output is what it measures
/// Cost     update O(1) without a branch; merge O(1); never allocates
/// Size     64 bytes
/// Threads  one writer
class saturation {
public:
  /// Of a probability.
  constexpr saturation() = default;
  /// Of what is clipped to [lower, upper]. Ends that are floats are passed as floats: 1e-7f is not
  /// 1e-7. Requires: `lower < upper`, both finite.
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr saturation(T lower, T upper) noexcept
      : lower_(static_cast<double>(lower)), upper_(static_cast<double>(upper)) {
    TELLTALE_EXPECTS(lower_ < upper_ && lower_ - lower_ == 0 && upper_ - upper_ == 0);
  }

  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept { tally(counts_, static_cast<double>(value)); }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    cells counts = counts_;  // in registers
    for (const T value : values) tally(counts, static_cast<double>(value));
    counts_ = counts;
  }

  /// Requires: the same range.
  constexpr saturation& merge(const saturation& part) noexcept {
    TELLTALE_EXPECTS(same_range(part));
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += part.counts_[i];
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr saturation& unmerge(const saturation& part) noexcept {
    TELLTALE_EXPECTS(same_range(part));
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] -= part.counts_[i];
    return *this;
  }
  constexpr void clear() noexcept { counts_ = {}; }

  [[nodiscard]] constexpr double lower() const noexcept { return lower_; }
  [[nodiscard]] constexpr double upper() const noexcept { return upper_; }
  /// Outputs that came, and of them those that are finite.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return counts_[total]; }
  [[nodiscard]] constexpr std::uint64_t finite() const noexcept {
    return counts_[total] - counts_[no_number];
  }
  /// Exactly at an end of the range.
  [[nodiscard]] constexpr std::uint64_t at_lower() const noexcept { return counts_[low]; }
  [[nodiscard]] constexpr std::uint64_t at_upper() const noexcept { return counts_[high]; }
  /// Finite, and outside the closed range.
  [[nodiscard]] constexpr std::uint64_t outside() const noexcept {
    return counts_[beyond] - infinite();
  }
  [[nodiscard]] constexpr std::uint64_t missing() const noexcept { return counts_[nan]; }
  [[nodiscard]] constexpr std::uint64_t infinite() const noexcept {
    return counts_[no_number] - counts_[nan];
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }

  friend constexpr bool operator==(const saturation&, const saturation&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.lower_, self.upper_, self.counts_);
  }

private:
  // `no_number`: NaN and infinite; `beyond`: infinities as well.
  enum : std::size_t { total, nan, no_number, low, high, beyond, kinds };
  using cells = std::array<std::uint64_t, kinds>;

  constexpr void tally(cells& counts, double x) const noexcept {
    // No `&&` and no `||`, which would branch on the value.
    ++counts[total];
    counts[nan] += x != x;
    counts[no_number] += x - x != 0;
    counts[low] += x == lower_;
    counts[high] += x == upper_;
    counts[beyond] += x < lower_;
    counts[beyond] += x > upper_;
  }
  [[nodiscard]] constexpr bool same_range(const saturation& other) const noexcept {
    return lower_ == other.lower_ && upper_ == other.upper_;
  }

  double lower_ = 0;
  double upper_ = 1;
  cells counts_{};
};

}  // namespace telltale::inline TELLTALE_ABI::state
