// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/binning.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// How a number y goes with a column x: mean and variance of y in each of x's frozen bins, with a
/// cell for rows whose x is missing (NaN). Of a model's errors over a feature, it shows where they
/// are made.
///
/// Algebra  mergeable
/// Units    unweighted observations; y as it comes
/// Rejects  an infinite x; a y that is NaN or infinite
/// Cost     update O(1) from the grid, with a division; merge O(bins); never allocates
/// Error    the mean of a bin is a plain double: at an offset of 1e6 standard deviations the
///          variance keeps 9 digits
/// Size     24 bytes a bin, and 72 (one cell is for missing values); the bins themselves are shared
/// Source   Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
/// Threads  one writer
class profile {
public:
  /// y in one bin of x.
  struct cell {
    std::uint64_t count = 0;
    double mean = 0;     ///< 0 while the bin is empty
    double squares = 0;  ///< of the deviations from the mean

    /// Unbiased. Empty below two rows, and beyond the range of a double.
    [[nodiscard]] constexpr std::optional<double> variance() const noexcept {
      if (count < 2 || !(squares - squares == 0)) return std::nullopt;
      return squares / static_cast<double>(count - 1);
    }
    friend constexpr bool operator==(const cell&, const cell&) = default;
  };

  /// Requires: `bins` is not null.
  explicit profile(std::shared_ptr<const binning> bins)
      : bins_(std::move(bins)), cells_(bins_->bins() + 1) {}

  template <class X, class Y>
  requires(std::is_arithmetic_v<X>&& std::is_arithmetic_v<Y>) void update(X x_value,
                                                                          Y y_value) noexcept {
    const auto x = static_cast<double>(x_value), y = static_cast<double>(y_value);
    const bool missing = x != x;
    if (!(y - y == 0) || !(missing || x - x == 0)) {
      ++rejected_;
      return;
    }
    cell& c = cells_[missing ? missing_cell() : bins_->bin(x)];
    const double gap = y - c.mean;
    c.mean += gap / static_cast<double>(++c.count);
    c.squares += gap * (y - c.mean);
  }

  /// Requires: the same bins.
  profile& merge(const profile& part) noexcept {
    TELLTALE_EXPECTS(same_bins(part));
    rejected_ += part.rejected_;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const cell other = part.cells_[i];  // `part` may be *this
      cell& mine = cells_[i];
      if (other.count == 0) continue;
      if (mine.count == 0) {
        mine = other;
        continue;
      }
      const double gap = other.mean - mine.mean, before = static_cast<double>(mine.count);
      mine.count += other.count;
      const double share = static_cast<double>(other.count) / static_cast<double>(mine.count);
      mine.mean += gap * share;
      mine.squares += other.squares + gap * gap * before * share;
    }
    return *this;
  }
  void clear() noexcept {
    for (cell& c : cells_) c = {};
    rejected_ = 0;
  }

  /// Bins of x, without the cell for missing ones.
  [[nodiscard]] std::size_t size() const noexcept { return cells_.size() - 1; }
  /// Requires: `bin < size()`.
  [[nodiscard]] const cell& operator[](std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < size());
    return cells_[bin];
  }
  /// Of the rows whose x is missing.
  [[nodiscard]] const cell& missing() const noexcept { return cells_.back(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] const binning& bins() const noexcept { return *bins_; }

  /// Members in wire order; the bins belong to the reference.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

  friend bool operator==(const profile& a, const profile& b) noexcept {
    return a.same_bins(b) && fields(a) == fields(b);
  }

private:
  [[nodiscard]] bool same_bins(const profile& other) const noexcept {
    return bins_ == other.bins_ || *bins_ == *other.bins_;
  }
  [[nodiscard]] std::size_t missing_cell() const noexcept { return cells_.size() - 1; }

  std::shared_ptr<const binning> bins_;
  std::vector<cell> cells_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
