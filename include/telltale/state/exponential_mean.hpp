// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Mean and variance of a column over an exponential past, counted in values: a value weighs half
/// as much as one that came `half_life` values later. The weights are divided by their sum, so that
/// the first values are not pulled towards 0 (pandas: `ewm(halflife=..., adjust=True)`).
///
/// window/decayed.hpp over state/moments.hpp measures the same of any state, in four times the
/// room, and window/decayed_by_time.hpp by time.
///
/// Algebra  none (summary only): what is old depends on the order
/// Units    weight 1 a value when it comes; values as they come
/// Rejects  a value that is NaN or infinite
/// Cost     update O(1) with a division, never allocates
/// Error    the mean is a plain double: at an offset of 1e6 standard deviations the variance keeps
/// 9
///          digits
/// Size     48 bytes
/// Source   West 1979, doi:10.1145/359146.359153
/// Threads  one writer
class exponential_mean {
public:
  /// Requires: `half_life > 0` and finite.
  explicit exponential_mean(double half_life) noexcept
      : rate_(-std::expm1(-0.693147180559945309417 / half_life)) {
    TELLTALE_EXPECTS(half_life > 0 && std::isfinite(half_life));
  }

  template <class T>
  requires std::is_arithmetic_v<T>
  void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (!(x - x == 0)) {
      ++rejected_;
      return;
    }
    ++count_;
    weight_ += 1 - rate_ * weight_;
    const double gap = x - mean_;
    mean_ += gap / weight_;
    squares_ += gap * (x - mean_) - rate_ * squares_;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }
  void clear() noexcept {
    weight_ = mean_ = squares_ = 0;
    count_ = rejected_ = 0;
  }

  /// Values that were used, however long ago.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the weights: from 1 with the first value towards 1 / (1 - g), for a factor g a value.
  [[nodiscard]] double weight() const noexcept { return weight_; }
  /// Values of weight 1 that would tell as much: (sum w)^2 / sum w^2, which tends to
  /// (1 + g) / (1 - g). Empty until a value has come.
  /// Source: Kish 1965, Survey Sampling, section 11.7.
  [[nodiscard]] std::optional<double> effective_size() const noexcept {
    if (count_ == 0) return std::nullopt;
    // The squares of the weights are a geometric series as well.
    return weight_ * ((2 - rate_) / (2 - rate_ * weight_));
  }
  /// Empty until a value has come.
  [[nodiscard]] std::optional<double> mean() const noexcept {
    if (count_ == 0) return std::nullopt;
    return mean_;
  }
  /// Unbiased for independent values: weighted squared deviations over
  /// sum w - (sum w^2) / (sum w), >= 0. Empty until two values have come, where the past is
  /// forgotten at once, and where the squares are beyond the range of a double.
  [[nodiscard]] std::optional<double> variance() const noexcept {
    if (count_ < 2) return std::nullopt;
    const double divisor = weight_ - weight_ / *effective_size();
    if (!(divisor > 0) || !std::isfinite(squares_)) return std::nullopt;
    return squares_ > 0 ? squares_ / divisor : 0;
  }

  friend bool operator==(const exponential_mean&, const exponential_mean&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.rate_, self.weight_, self.mean_, self.squares_, self.count_,
                    self.rejected_);
  }

private:
  double rate_;  // 1 - g: what a value loses with the next one
  double weight_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // weighted squared deviations from the mean
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
