// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI::drift {

/// Two samples in ascending order, read side by side: what the distances between distribution
/// functions walk over. Holds views.
template <std::floating_point T>
class pooled_samples {
public:
  /// Empty while either sample is, where one is not in ascending order, and where one holds NaN.
  /// Cost: one pass.
  [[nodiscard]] static std::optional<pooled_samples> of(std::span<const T> reference,
                                                        std::span<const T> current) noexcept {
    if (!ascending(reference) || !ascending(current)) return std::nullopt;
    return pooled_samples{reference, current};
  }

  /// Calls `visit(z, i, j)` for each distinct value z of both, ascending, where i values of the
  /// reference and j of the current sample are z or less.
  template <class Visit>
  void each_value(Visit&& visit) const noexcept {
    const std::size_t n = reference_.size(), m = current_.size();
    for (std::size_t i = 0, j = 0; i < n || j < m;) {
      const T z = i == n   ? current_[j]
                  : j == m ? reference_[i]
                           : (std::min)(reference_[i], current_[j]);
      while (i < n && reference_[i] == z) ++i;
      while (j < m && current_[j] == z) ++j;
      visit(z, i, j);
    }
  }

  /// Size of the reference.
  [[nodiscard]] std::size_t n() const noexcept { return reference_.size(); }
  /// Size of the current sample.
  [[nodiscard]] std::size_t m() const noexcept { return current_.size(); }
  [[nodiscard]] T lowest() const noexcept {
    return (std::min)(reference_.front(), current_.front());
  }
  [[nodiscard]] T highest() const noexcept {
    return (std::max)(reference_.back(), current_.back());
  }

private:
  pooled_samples(std::span<const T> reference, std::span<const T> current) noexcept
      : reference_(reference), current_(current) {}

  [[nodiscard]] static bool ascending(std::span<const T> values) noexcept {
    // A comparison with NaN is false, of a single one with itself too.
    if (values.empty() || !(values.front() <= values.front())) return false;
    return std::adjacent_find(values.begin(), values.end(), [](T a, T b) { return !(a <= b); }) ==
           values.end();
  }

  std::span<const T> reference_;
  std::span<const T> current_;
};

}  // namespace telltale::inline TELLTALE_ABI::drift
