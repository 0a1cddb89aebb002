// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Reliability bins: rows, positives and the sum of scores in `Bins` equal-width bins of [0, 1].
/// Bin b holds the scores in [b / Bins, (b + 1) / Bins); the last one is closed at 1.
///
/// Algebra  mergeable
/// Units    unweighted observations
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1); merge O(Bins); never allocates
/// Error    each sum of scores is compensated: about 1e-16 relative
/// Threads  one writer
template <std::size_t Bins = 15>
requires(Bins >= 1) class calibration {
public:
  static constexpr std::size_t bins = Bins;

  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1) {
      ++rejected_;
      return;
    }
    const auto p = static_cast<double>(row.score);
    const auto at = static_cast<std::size_t>(p * double{Bins});
    bin& b = bins_[at < Bins ? at : Bins - 1];
    ++b.n;
    b.positives += row.actual;
    b.scores.add(p);
  }

  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr calibration& merge(const calibration& part) noexcept {
    for (std::size_t i = 0; i < Bins; ++i) {
      const bin other = part.bins_[i];
      bins_[i].n += other.n;
      bins_[i].positives += other.positives;
      bins_[i].scores.merge(other.scores);
    }
    rejected_ += part.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires (all three): `i < bins`.
  [[nodiscard]] constexpr std::uint64_t count(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return bins_[i].n;
  }
  [[nodiscard]] constexpr std::uint64_t positives(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return bins_[i].positives;
  }
  [[nodiscard]] constexpr double scores(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return bins_[i].scores.value();
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const calibration&, const calibration&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.bins_, self.rejected_); }

private:
  struct bin {
    std::uint64_t n = 0;
    std::uint64_t positives = 0;
    math::compensated_sum scores;
    friend constexpr bool operator==(const bin&, const bin&) = default;
  };

  std::array<bin, Bins> bins_{};
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
