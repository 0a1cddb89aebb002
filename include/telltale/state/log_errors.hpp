// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Squared differences of ln(1 + x) between prediction and truth. A number of -1 or less has no
/// such logarithm: the row is not left out silently but counted, and metrics that read the state
/// stay empty while such rows are in it.
///
/// Algebra  mergeable, scalable
/// Units    weight 1 a row until scaled, or the row's weight where `Weighted`; squared nats
/// Rejects  a truth or a prediction that is not a `usable_value`; where `Weighted`, a weight that
///          is negative, NaN or above 1e150
/// Cost     update some 20 ns, two logarithms; merge O(1); never allocates
/// Error    sums: 1e-15 relative; a loss: the rounding of two logarithms of up to 138
/// Size     64 bytes
/// Threads  one writer
template <bool Weighted>
class basic_log_errors {
public:
  template <class Value>
  void update(const regression_outcome<Value>& row) noexcept {
    const auto y = static_cast<double>(row.actual), p = static_cast<double>(row.predicted);
    if (!usable_value(y) || !usable_value(p) || (Weighted && !usable_weight(row.weight))) {
      ++rejected_;
    } else if (y > -1 && p > -1) {
      const double gap = std::log1p(p) - std::log1p(y);
      losses_.add(gap * gap, Weighted ? row.weight : 1);
    } else {
      out_of_domain_ += Weighted ? row.weight : 1;
    }
  }

  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr basic_log_errors& merge(const basic_log_errors& part) noexcept {
    losses_.merge(part.losses_);
    out_of_domain_ += part.out_of_domain_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr basic_log_errors& scale(double factor) noexcept {
    losses_.scale(factor);
    out_of_domain_ *= factor;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  [[nodiscard]] constexpr const loss_tally& losses() const noexcept { return losses_; }
  /// Weight of the usable rows whose truth or prediction is -1 or less: their number, until scaled.
  [[nodiscard]] constexpr double out_of_domain() const noexcept { return out_of_domain_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const basic_log_errors&, const basic_log_errors&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.losses_, self.out_of_domain_, self.rejected_);
  }

private:
  loss_tally losses_;
  double out_of_domain_ = 0;
  std::uint64_t rejected_ = 0;
};

using log_errors = basic_log_errors<false>;
/// Rows that count by their weight (scikit-learn's `sample_weight`).
using weighted_log_errors = basic_log_errors<true>;

}  // namespace telltale::inline TELLTALE_ABI::state
