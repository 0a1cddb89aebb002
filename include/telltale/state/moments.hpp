// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Weight, mean, sum of squared deviations and extremes of a column.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the extremes: they are of all values.
/// Units    weight 1 an observation unless given; values as they come
/// Rejects  a value that is NaN or infinite; a weight that is negative, NaN or infinite
/// Cost     update O(1) with a division; merge O(1); never allocates
/// Error    the difference form keeps the variance at any offset: {4, 7, 13, 16} + 1e9 gives 30
/// Source   Welford 1962, doi:10.1080/00401706.1962.10490022; West 1979, doi:10.1145/359146.359153;
///          Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
/// Threads  one writer
class moments {
public:
  constexpr void update(double x, double weight = 1) noexcept {
    constexpr double largest = std::numeric_limits<double>::max();
    if (!(x >= -largest && x <= largest) || !(weight >= 0 && weight <= largest)) {
      ++rejected_;
      return;
    }
    if (weight == 0) return;
    ++count_;
    weight_ += weight;
    const double gap = x - mean_;
    mean_ += gap * (weight / weight_);
    squares_ += weight * gap * (x - mean_);
    lowest_ = (std::min)(lowest_, x);
    highest_ = (std::max)(highest_, x);
  }

  constexpr moments& merge(const moments& part) noexcept {
    const double gap = part.mean_ - mean_;
    const double weight = weight_ + part.weight_;
    if (weight > 0) {
      const double share = part.weight_ / weight;
      squares_ += part.squares_ + gap * gap * weight_ * share;
      mean_ += gap * share;
    }
    weight_ = weight;
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
    squares_ *= factor;
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
  /// Unbiased for unit weights: squared deviations over (weight - 1). Empty for a weight of 1 or
  /// less.
  [[nodiscard]] constexpr std::optional<double> variance() const noexcept {
    if (!(weight_ > 1)) return std::nullopt;
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
    return std::tie(self.count_, self.weight_, self.mean_, self.squares_, self.lowest_,
                    self.highest_, self.rejected_);
  }

private:
  std::uint64_t count_ = 0;
  double weight_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // weighted squared deviations from the mean
  double lowest_ = std::numeric_limits<double>::infinity();
  double highest_ = -std::numeric_limits<double>::infinity();
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
