// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstdint>
#include <limits>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Whether a feature was served as it would have been computed for training: the value that the
/// model was given beside the one that was logged or computed again, and how often they differ.
///
/// Two values agree where they are equal, both missing, or apart by no more than `absolute`, or by
/// no more than `relative` of the larger magnitude. Missing on one side alone is a mismatch, and
/// counted as such as well.
///
/// Algebra  mergeable
/// Units    unweighted observations; differences in units of the feature
/// Rejects  nothing
/// Cost     update O(1); merge O(1); never allocates
/// Size     48 bytes
/// Threads  one writer
class serving_skew {
public:
  constexpr serving_skew() = default;
  /// Requires: both at least 0.
  explicit constexpr serving_skew(double absolute, double relative = 0) noexcept
      : absolute_(absolute), relative_(relative) {
    TELLTALE_EXPECTS(absolute >= 0 && relative >= 0);
  }

  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T served, T computed) noexcept {
    const auto a = static_cast<double>(served), b = static_cast<double>(computed);
    ++rows_;
    if (a != a || b != b) {
      const bool one_sided = (a == a) != (b == b);
      mismatches_ += one_sided;
      one_sided_ += one_sided;
      return;
    }
    if (a == b) return;  // infinities, too
    const double apart = a > b ? a - b : b - a;
    largest_ = apart > largest_ ? apart : largest_;
    const double size = larger(magnitude(a), magnitude(b));
    // To an infinity every distance is infinite.
    const bool close = apart <= (std::numeric_limits<double>::max)() &&
                       (apart <= absolute_ || apart <= relative_ * size);
    mismatches_ += !close;
  }

  /// Requires: the same tolerances.
  constexpr serving_skew& merge(const serving_skew& part) noexcept {
    TELLTALE_EXPECTS(absolute_ == part.absolute_ && relative_ == part.relative_);
    rows_ += part.rows_;
    mismatches_ += part.mismatches_;
    one_sided_ += part.one_sided_;
    largest_ = larger(largest_, part.largest_);
    return *this;
  }
  constexpr void clear() noexcept { *this = serving_skew{absolute_, relative_}; }

  /// Rows that came; of them those that do not agree; of those the ones missing on one side.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return rows_; }
  [[nodiscard]] constexpr std::uint64_t mismatches() const noexcept { return mismatches_; }
  [[nodiscard]] constexpr std::uint64_t one_sided() const noexcept { return one_sided_; }
  /// The largest distance of two values that are there, 0 until there is one; infinite where only
  /// one was.
  [[nodiscard]] constexpr double largest_difference() const noexcept { return largest_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }

  friend constexpr bool operator==(const serving_skew&, const serving_skew&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.absolute_, self.relative_, self.rows_, self.mismatches_, self.one_sided_,
                    self.largest_);
  }

private:
  static constexpr double magnitude(double x) noexcept { return x < 0 ? -x : x; }
  static constexpr double larger(double a, double b) noexcept { return a > b ? a : b; }

  double absolute_ = 0;
  double relative_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t mismatches_ = 0;
  std::uint64_t one_sided_ = 0;
  double largest_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
