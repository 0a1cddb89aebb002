// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/counters.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Where the truth came to lie in forecast distributions: u = F(actual) in `Bins` equal-width bins
/// of [0, 1], which fill evenly where the forecasts are right. A hump says that they are too wide,
/// a trough too narrow, a slope that they are off. Bin b holds the u in [b / Bins, (b + 1) / Bins);
/// the last one is closed at 1.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  a u outside [0, 1] or NaN
/// Cost     update O(1); merge, unmerge O(Bins); never allocates
/// Size     12 Bins bytes, and 16
/// Source   Dawid 1984, doi:10.2307/2981683; Gneiting, Balabdaoui & Raftery 2007,
///          doi:10.1111/j.1467-9868.2007.00587.x
/// Threads  one writer
template <std::size_t Bins = 20>
requires(Bins >= 2 && Bins <= 65536) class pit_histogram {
public:
  static constexpr std::size_t bins = Bins;

  constexpr void update(double u) noexcept {
    if (usable_score(u))
      cells_.add((std::min)(static_cast<std::size_t>(u * double{Bins}), Bins - 1));
    else
      ++rejected_;
  }

  constexpr pit_histogram& merge(const pit_histogram& part) noexcept {
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr pit_histogram& unmerge(const pit_histogram& part) noexcept {
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Requires: `i < bins`.
  [[nodiscard]] constexpr std::uint64_t count(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return cells_[i];
  }
  [[nodiscard]] constexpr std::uint64_t total() const noexcept { return cells_.total(); }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const pit_histogram&, const pit_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  folded_counters<Bins> cells_;
  std::uint64_t rejected_ = 0;
};

/// F(actual) of a normal forecast: what `pit_histogram` takes. NaN, which it rejects, for a
/// deviation that is not positive.
[[nodiscard]] inline double normal_pit(double actual, double mean, double deviation) noexcept {
  if (!(deviation > 0)) return std::numeric_limits<double>::quiet_NaN();
  return std::erfc((mean - actual) / deviation / std::numbers::sqrt2) / 2;
}

}  // namespace telltale::inline TELLTALE_ABI::state
