// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Runs of equal values in a column, in the order in which they come: a feature that is stuck
/// upstream repeats itself. Missing values (NaN) are equal to each other: a column that went
/// missing is a run.
///
/// Algebra  none (summary only): what a run is depends on the order, and joining two stretches is
///          not commutative
/// Units    unweighted observations; moments as the caller gives them
/// Rejects  nothing
/// Cost     update O(1), never allocates
/// Size     56 bytes
/// Threads  one writer
class runs {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept { take(static_cast<double>(value)); }
  /// With the moment at which it was seen, for `unchanged_for`.
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value, timestamp at) noexcept {
    if (!take(static_cast<double>(value))) return;
    since_ = at;
    timed_ = true;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Values that came.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }
  /// How many values in succession have been the latest one. 0 until a value has come.
  [[nodiscard]] constexpr std::uint64_t current() const noexcept { return current_; }
  /// The longest run, that one included. 0 until a value has come.
  [[nodiscard]] constexpr std::uint64_t longest() const noexcept { return longest_; }
  /// How often a value differed from the one before it.
  [[nodiscard]] constexpr std::uint64_t changes() const noexcept { return changes_; }
  /// The latest value, NaN if that was missing. Empty until a value has come.
  [[nodiscard]] constexpr std::optional<double> latest() const noexcept {
    if (count_ == 0) return std::nullopt;
    return latest_;
  }
  /// When the current run began. Empty when it began without a moment.
  [[nodiscard]] constexpr std::optional<timestamp> since() const noexcept {
    if (!timed_) return std::nullopt;
    return since_;
  }
  /// For how long the value has not changed, 0 where the clock went back behind the change. Empty
  /// when the run began without a moment, and where the distance is beyond 292 years.
  [[nodiscard]] constexpr std::optional<std::chrono::nanoseconds> unchanged_for(
      timestamp now) const noexcept {
    if (!timed_) return std::nullopt;
    if (now <= since_) return std::chrono::nanoseconds{0};
    const auto distance = static_cast<std::uint64_t>(now.time_since_epoch().count()) -
                          static_cast<std::uint64_t>(since_.time_since_epoch().count());
    if (distance >> 63 != 0) return std::nullopt;
    return std::chrono::nanoseconds{static_cast<std::int64_t>(distance)};
  }

  friend constexpr bool operator==(const runs& a, const runs& b) noexcept {
    return a.count_ == b.count_ && a.current_ == b.current_ && a.longest_ == b.longest_ &&
           a.changes_ == b.changes_ && a.timed_ == b.timed_ && a.since_ == b.since_ &&
           same(a.latest_, b.latest_);
  }

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.latest_, self.count_, self.current_, self.longest_, self.changes_,
                    self.since_, self.timed_);
  }

private:
  static constexpr bool same(double a, double b) noexcept { return a == b || (a != a && b != b); }

  // Whether a run began.
  constexpr bool take(double x) noexcept {
    const bool goes_on = count_ > 0 && same(x, latest_);
    ++count_;
    if (goes_on) {
      longest_ = (std::max)(longest_, ++current_);
      return false;
    }
    changes_ += count_ > 1;
    current_ = 1;
    longest_ = (std::max)(longest_, current_);
    latest_ = x;
    timed_ = false;
    since_ = {};
    return true;
  }

  double latest_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t current_ = 0;
  std::uint64_t longest_ = 0;
  std::uint64_t changes_ = 0;
  timestamp since_{};
  bool timed_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI::state
