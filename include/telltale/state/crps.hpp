// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// One normal forecast and its truth, in the units of the label.
template <class Value = float>
struct normal_outcome {
  using value_type = Value;

  Value actual{};
  Value mean{};
  Value deviation{};  ///< standard deviation, >= 0; 0 is a forecast that is certain
  double weight = 1;
};

/// One forecast by an ensemble of equally likely values, and its truth.
template <class Value = float>
struct ensemble_outcome {
  using value_type = Value;

  Value actual{};
  std::span<const Value> members{};
  double weight = 1;
};

/// Continuous ranked probability scores of forecasts of a whole distribution F: the integral of
/// (F(x) - 1{x >= actual})^2. Of a forecast that is certain it is the absolute error.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight; scores in units of the label
/// Rejects  a row with a value that is NaN, infinite or beyond 1e60, with a negative deviation or
///          without members; a weight that is negative, NaN or above 1e150. A row of weight 0 is
///          counted, and changes nothing else
/// Cost     update O(1) for a normal forecast, O(members^2) for an ensemble; never allocates
/// Error    3e-16 of the deviation, or of the distance of the mean or a member from the truth
/// Size     64 bytes
/// Source   Gneiting & Raftery 2007, doi:10.1198/016214506000001437, equations 20 and 21
/// Threads  one writer
class crps {
public:
  template <class Value>
  void update(const normal_outcome<Value>& row) noexcept {
    const auto actual = static_cast<double>(row.actual), mean = static_cast<double>(row.mean);
    const auto deviation = static_cast<double>(row.deviation);
    if (!usable_value(actual) || !usable_value(mean) || !usable_value(deviation) ||
        !(deviation >= 0) || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    add(of_normal(actual - mean, deviation), row.weight);
  }

  template <class Value>
  void update(const ensemble_outcome<Value>& row) noexcept {
    const auto usable = [](Value x) { return usable_value(x); };
    if (!usable(row.actual) || row.members.empty() ||
        !std::all_of(row.members.begin(), row.members.end(), usable) ||
        !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    const auto actual = static_cast<double>(row.actual);
    const auto m = static_cast<double>(row.members.size());
    double error = 0, spread = 0;
    for (std::size_t i = 0; i < row.members.size(); ++i) {
      const auto x = static_cast<double>(row.members[i]);
      error += std::fabs(x - actual);
      for (std::size_t j = 0; j < i; ++j)
        spread += std::fabs(x - static_cast<double>(row.members[j]));
    }
    add((std::max)(error / m - spread / m / m, 0.0), row.weight);
  }

  crps& merge(const crps& part) noexcept {
    count_ += part.count_;
    rejected_ += part.rejected_;
    losses_.merge(part.losses_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  crps& scale(double factor) noexcept {
    losses_.scale(factor);
    return *this;
  }

  void clear() noexcept { *this = {}; }

  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] const loss_tally& losses() const noexcept { return losses_; }

  friend bool operator==(const crps&, const crps&) = default;

  /// Members in wire order.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.losses_);
  }

private:
  static double of_normal(double above, double deviation) noexcept {
    const double size = std::fabs(above);
    const double z = size / deviation;
    if (!(z < 40)) return (std::max)(size - deviation * std::numbers::inv_sqrtpi, 0.0);
    const double density = std::exp(-z * z / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    const double within = std::erf(z / std::numbers::sqrt2);  // P(|Z| < z)
    return deviation * (z * within + 2 * density - std::numbers::inv_sqrtpi);
  }

  void add(double score, double weight) noexcept {
    ++count_;
    if (weight > 0) losses_.add(score, weight);
  }

  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally losses_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
