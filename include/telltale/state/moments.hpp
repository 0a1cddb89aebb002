// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Weight, mean, sum of squared deviations and extremes of a column.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the count and the extremes: they are of
///          all values
/// Units    weight 1 an observation unless given; values as they come
/// Rejects  a value that is NaN or infinite; a weight outside [0, 1e150] or NaN
/// Cost     update O(1) with a division, a batch with one each 256 values; merge O(1); never
///          allocates
/// Error    the difference form and a mean of twice the digits keep the variance at any offset:
///          1e9 standard deviations away to 1e-12, in any order of merging
/// Size     64 bytes
/// Source   Welford 1962, doi:10.1080/00401706.1962.10490022; West 1979, doi:10.1145/359146.359153;
///          Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
/// Threads  one writer
class moments {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept { update(value, 1.0); }
  /// A value of weight 0 changes nothing. A weight is not an integer, lest a pair of labels be
  /// taken for a value and its weight.
  template <class T, std::floating_point Weight>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value, Weight its_weight) noexcept {
    const auto x = static_cast<double>(value), weight = static_cast<double>(its_weight);
    constexpr double heaviest = 1e150;  // so that no sum of weights overflows
    if (!(x - x == 0) || !(weight >= 0 && weight <= heaviest)) {
      ++rejected_;
      return;
    }
    if (weight == 0) return;
    ++count_;
    lowest_ = (std::min)(lowest_, x);
    highest_ = (std::max)(highest_, x);
    absorb(weight, x, 0, 0);
  }

  /// The same as the loop over the values, up to rounding: blocks about a pivot.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    constexpr std::size_t block = 256;
    for (std::size_t begin = 0; begin < values.size(); begin += block)
      update_block(values.subspan(begin, (std::min)(block, values.size() - begin)));
  }

  constexpr moments& merge(const moments& part) noexcept {
    absorb(part.weight_, part.mean_, part.rest_, part.squares_);
    count_ += part.count_;
    rejected_ += part.rejected_;
    lowest_ = (std::min)(lowest_, part.lowest_);
    highest_ = (std::max)(highest_, part.highest_);
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr moments& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    weight_ *= factor;
    squares_ = factor > 0 ? squares_ * factor : 0;  // it may have overflowed
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Values that were used.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr double weight() const noexcept { return weight_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  /// Empty until a value has come.
  [[nodiscard]] constexpr std::optional<double> mean() const noexcept {
    if (!(weight_ > 0)) return std::nullopt;
    return mean_;
  }
  /// Unbiased for unit weights: squared deviations over (weight - 1), >= 0. Empty for a weight of 1
  /// or less, and where the squares are beyond the range of a double.
  [[nodiscard]] constexpr std::optional<double> variance() const noexcept {
    if (!(weight_ > 1) || squares_ > (std::numeric_limits<double>::max)()) return std::nullopt;
    return squares_ / (weight_ - 1);
  }
  /// Its square root, in units of the column.
  [[nodiscard]] std::optional<double> standard_deviation() const noexcept {
    const auto square = variance();
    if (!square) return std::nullopt;
    return std::sqrt(*square);
  }
  /// Extremes of all values that ever came. Empty until one has.
  [[nodiscard]] constexpr std::optional<double> lowest() const noexcept {
    if (count_ == 0) return std::nullopt;
    return lowest_;
  }
  [[nodiscard]] constexpr std::optional<double> highest() const noexcept {
    if (count_ == 0) return std::nullopt;
    return highest_;
  }

  friend constexpr bool operator==(const moments&, const moments&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.weight_, self.mean_, self.rest_, self.squares_, self.lowest_,
                    self.highest_, self.rejected_);
  }

private:
  // Joins a part, whose mean is `mean + rest`, by its difference from the whole. An empty side is
  // the identity.
  constexpr void absorb(double weight, double mean, double rest, double squares) noexcept {
    if (weight == 0) return;
    if (weight_ == 0) {  // nothing yet, or all of it forgotten
      weight_ = weight, mean_ = mean, rest_ = 0, squares_ = squares;
      move_mean(rest);
      return;
    }
    const double before = weight_;
    weight_ += weight;
    const double share = weight / weight_, gap = (mean - mean_) + (rest - rest_);
    if (gap - gap == 0) {
      move_mean(rest_ + gap * share);
      squares_ += squares + gap * share * gap * before;
    } else {  // both ends of the range of a double
      mean_ = mean_ * (1 - share) + mean * share;
      rest_ = 0;
      squares_ = std::numeric_limits<double>::infinity();
    }
  }
  // mean_ + step, and in rest_ what its rounding left out (Knuth's two-sum).
  constexpr void move_mean(double step) noexcept {
    const double sum = mean_ + step, moved = sum - mean_;
    rest_ = (mean_ - (sum - moved)) + (step - moved);
    mean_ = sum;
  }

  // With a pivot out of the block itself the squares about it are at most 257 times those about
  // the mean, so their difference keeps 13 digits at any offset.
  template <class T, std::size_t Extent>
  constexpr void update_block(std::span<T, Extent> values) noexcept {
    const auto pivot = static_cast<double>(values.front());
    const auto n = static_cast<double>(values.size());
    double sum = 0, squares = 0, lowest = lowest_, highest = highest_;
    for (const T value : values) {
      const auto x = static_cast<double>(value);
      const double gap = x - pivot;
      sum += gap;
      squares += gap * gap;
      lowest = (std::min)(lowest, x);
      highest = (std::max)(highest, x);
    }
    if (!(squares - squares == 0)) {  // a value to reject, or an overflow
      for (const T value : values) update(value);
      return;
    }
    count_ += values.size();
    lowest_ = lowest, highest_ = highest;
    const double about_mean = squares - sum * (sum / n);
    absorb(n, pivot, sum / n, about_mean > 0 ? about_mean : 0);
  }

  std::uint64_t count_ = 0;
  double weight_ = 0;
  double mean_ = 0;
  double rest_ = 0;     // of the mean, below its last digit: without it each step would lose that
  double squares_ = 0;  // weighted squared deviations from the mean
  double lowest_ = std::numeric_limits<double>::infinity();
  double highest_ = -std::numeric_limits<double>::infinity();
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
