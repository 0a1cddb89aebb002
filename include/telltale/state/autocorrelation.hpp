// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// How much a column resembles itself 1, 2, ..., `Lags` values ago, and how many independent values
/// it is worth: an interval or a test that takes 10,000 values which follow one another for 10,000
/// independent ones is wrong.
///
/// Algebra  none (summary only): neighbours depend on the order
/// Units    unweighted observations; values as they come
/// Rejects  a value that is NaN or infinite: its neighbours become each other's
/// Cost     update O(Lags), never allocates
/// Error    sums about the running mean, as differences from the first value: 11 digits at an
///          offset of 1e9 standard deviations
/// Size     24 bytes a lag, and 40; 424 as it stands
/// Source   Box, Jenkins, Reinsel & Ljung 2015, Time Series Analysis, section 2.1.5
/// Threads  one writer
template <std::size_t Lags = 16>
requires(Lags >= 1) class autocorrelation {
public:
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept {
    const auto raw = static_cast<double>(value);
    if (!(raw - raw == 0)) {
      ++rejected_;
      return;
    }
    if (count_ == 0) pivot_ = raw;
    const double x = raw - pivot_;
    const double before = static_cast<double>(count_), gap = x - mean_;
    const double step = gap / (before + 1);

    // Each sum gets its new product about the old mean, and is then moved to the new one. `head`
    // and `tail` are the sums of the first and of the last values about the old mean; all values
    // but the new one sum to 0 about it.
    double head = 0, tail = 0;
    const std::size_t lags = count_ < Lags ? static_cast<std::size_t>(count_) : Lags;
    for (std::size_t k = 1; k <= lags; ++k) {
      const double earlier = latest_[slot(count_ - k)] - mean_;
      const double pairs = before + 1 - static_cast<double>(k);
      head += first_[k - 1] - mean_;
      products_[k - 1] += gap * earlier + step * (step * pairs - (gap - head) + tail);
      tail += earlier;
    }
    squares_ += gap * (gap - step);
    mean_ += step;
    if (count_ < Lags) first_[count_] = x;
    latest_[slot(count_)] = x;
    ++count_;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Values that were used.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] static constexpr std::size_t lags() noexcept { return Lags; }

  /// Correlation of the column with itself `lag` values ago, in [-1, 1]: the sum of the products of
  /// the deviations from the mean over the sum of their squares (statsmodels: `acf`). Empty until
  /// more than `lag` values have come, and while all are the same.
  /// Requires: `lag <= Lags`.
  [[nodiscard]] constexpr std::optional<double> at(std::size_t lag) const noexcept {
    TELLTALE_EXPECTS(lag <= Lags);
    if (count_ <= lag || !(squares_ > 0) || !(squares_ - squares_ == 0)) return std::nullopt;
    if (lag == 0) return 1;
    return std::clamp(products_[lag - 1] / squares_, -1.0, 1.0);
  }

  /// How many values carry what one independent value would, >= 1: 1 + 2 sum of the correlations,
  /// for as long as two successive ones have a positive sum. Values that alternate count as
  /// independent. Too low where `outlasts()`. Empty as the correlation at lag 1.
  /// Source: Geyer 1992, doi:10.1214/ss/1177011137, section 3.3, the initial positive sequence.
  [[nodiscard]] constexpr std::optional<double> correlation_time() const noexcept {
    if (!at(1)) return std::nullopt;
    return (std::max)(1.0, 2 * positive_pairs().sum - 1);
  }
  /// count() / correlation_time(): so many independent values would tell as much of the mean.
  [[nodiscard]] constexpr std::optional<double> effective_size() const noexcept {
    const auto time = correlation_time();
    if (!time) return std::nullopt;
    return static_cast<double>(count_) / *time;
  }
  /// Whether the correlation is still there at the last lag: the effective size is then an upper
  /// bound, and blocks or more lags are called for.
  [[nodiscard]] constexpr bool outlasts() const noexcept {
    return at(1).has_value() && positive_pairs().all;
  }

  friend constexpr bool operator==(const autocorrelation&, const autocorrelation&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.pivot_, self.mean_, self.squares_,
                    self.products_, self.first_, self.latest_);
  }

private:
  struct pair_sum {
    double sum = 0;
    bool all = true;  // every pair there is was positive
  };

  static constexpr std::size_t slot(std::uint64_t i) noexcept { return i % Lags; }

  [[nodiscard]] constexpr pair_sum positive_pairs() const noexcept {
    pair_sum p;
    for (std::size_t lag = 0; lag + 1 <= Lags; lag += 2) {
      const auto even = at(lag), odd = at(lag + 1);
      if (!odd || *even + *odd <= 0) return {p.sum, false};
      p.sum += *even + *odd;
    }
    return p;
  }

  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  double pivot_ = 0;  // the first value; all below is relative to it
  double mean_ = 0;
  double squares_ = 0;                   // of the deviations from the mean
  std::array<double, Lags> products_{};  // of the deviations of values k + 1 apart
  std::array<double, Lags> first_{};
  std::array<double, Lags> latest_{};  // value i in slot i mod Lags
};

}  // namespace telltale::inline TELLTALE_ABI::state
