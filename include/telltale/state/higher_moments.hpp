// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// The shape of a column: weight, mean and central sums up to the fourth power, for skewness and
/// kurtosis. Where mean and variance suffice, state/moments.hpp costs less.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the count
/// Units    weight 1 an observation unless given; values as they come
/// Rejects  a value that is NaN or infinite; a weight outside [0, 1e150] or NaN
/// Cost     update O(1) with a division; merge O(1); never allocates
/// Error    parts join by the difference of their means, which have twice the digits: 1e9 standard
///          deviations away the fourth power keeps 11 digits, in any order of merging
/// Size     64 bytes
/// Source   Pebay 2008, Formulas for robust, one-pass parallel computation of covariances and
///          arbitrary-order statistical moments, SAND2008-6212
/// Threads  one writer
class higher_moments {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept { update(value, 1.0); }
  /// A value of weight 0 changes nothing.
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
    higher_moments one;
    one.count_ = 1, one.weight_ = weight, one.mean_ = x;
    merge(one);
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  constexpr higher_moments& merge(const higher_moments& other) noexcept {
    const higher_moments part = other;  // it may be *this
    count_ += part.count_;
    rejected_ += part.rejected_;
    if (part.weight_ == 0) return *this;
    if (weight_ == 0) {  // nothing yet, or all of it forgotten
      weight_ = part.weight_, mean_ = part.mean_, rest_ = part.rest_;
      squares_ = part.squares_, cubes_ = part.cubes_, fourths_ = part.fourths_;
      return *this;
    }
    const double whole = weight_ + part.weight_;
    const double mine = weight_ / whole, share = part.weight_ / whole;
    const double gap = (part.mean_ - mean_) + (part.rest_ - rest_);
    const double between = gap * gap * weight_ * share;  // squares of the two means
    fourths_ += part.fourths_ + between * gap * gap * (mine * mine - mine * share + share * share) +
                6 * gap * gap * (mine * mine * part.squares_ + share * share * squares_) +
                4 * gap * (mine * part.cubes_ - share * cubes_);
    cubes_ += part.cubes_ + between * gap * (mine - share) +
              3 * gap * (mine * part.squares_ - share * squares_);
    squares_ += part.squares_ + between;
    weight_ = whole;
    // Knuth's two-sum.
    const double step = rest_ + gap * share, sum = mean_ + step, moved = sum - mean_;
    rest_ = (mean_ - (sum - moved)) + (step - moved);
    mean_ = sum;
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr higher_moments& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    weight_ *= factor;
    if (!(factor > 0)) {
      squares_ = cubes_ = fourths_ = 0;  // they may have overflowed
    } else {
      squares_ *= factor, cubes_ *= factor, fourths_ *= factor;
    }
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
  /// Of the values as they are: mean squared deviation, >= 0 (numpy's `var`, not the unbiased one).
  /// Empty until a value has come, and beyond the range of a double.
  [[nodiscard]] constexpr std::optional<double> variance() const noexcept {
    if (!(weight_ > 0) || !finite(squares_)) return std::nullopt;
    return squares_ / weight_;
  }
  /// Mean cubed deviation in standard deviations: 0 where both sides are alike (SciPy's `skew`).
  /// Empty while all values are the same, and beyond the range of a double.
  [[nodiscard]] std::optional<double> skewness() const noexcept {
    if (!(weight_ > 0) || !(squares_ > 0)) return std::nullopt;
    const double square = squares_ / weight_;
    const double value = cubes_ / weight_ / square / std::sqrt(square);
    if (!finite(value)) return std::nullopt;
    return value;
  }
  /// Mean fourth power of the deviation in standard deviations, less the 3 of a normal
  /// distribution, >= -2 (SciPy's `kurtosis`). Empty as the skewness.
  [[nodiscard]] constexpr std::optional<double> kurtosis() const noexcept {
    if (!(weight_ > 0) || !(squares_ > 0)) return std::nullopt;
    const double square = squares_ / weight_;
    const double value = fourths_ / weight_ / square / square - 3;
    if (!finite(value)) return std::nullopt;
    return value;
  }

  friend constexpr bool operator==(const higher_moments&, const higher_moments&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.weight_, self.mean_, self.rest_, self.squares_, self.cubes_,
                    self.fourths_, self.rejected_);
  }

private:
  static constexpr bool finite(double x) noexcept { return x - x == 0; }

  std::uint64_t count_ = 0;
  double weight_ = 0;
  double mean_ = 0;
  double rest_ = 0;     // of the mean, below its last digit
  double squares_ = 0;  // weighted powers of the deviations from the mean
  double cubes_ = 0;
  double fourths_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
