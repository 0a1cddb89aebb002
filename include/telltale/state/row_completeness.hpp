// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// How full the rows are: rows in which every feature is missing (NaN), rows in which none is, and
/// the features that are missing over all rows. Of one column see state/completeness.hpp.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  a row without features
/// Cost     update O(features); merge O(1); never allocates
/// Size     48 bytes
/// Threads  one writer
class row_completeness {
public:
  /// The features of one row.
  template <class T, std::size_t Extent>
  requires std::is_arithmetic_v<std::remove_const_t<T>>
  constexpr void update(std::span<T, Extent> row) noexcept {
    if (row.empty()) {
      ++rejected_;
      return;
    }
    std::size_t missing = 0;
    for (const T value : row) missing += value != value;
    ++rows_;
    empty_ += missing == row.size();
    full_ += missing == 0;
    features_ += row.size();
    missing_ += missing;
  }

  constexpr row_completeness& merge(const row_completeness& part) noexcept {
    rows_ += part.rows_, empty_ += part.empty_, full_ += part.full_;
    features_ += part.features_, missing_ += part.missing_, rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr row_completeness& unmerge(const row_completeness& part) noexcept {
    rows_ -= part.rows_, empty_ -= part.empty_, full_ -= part.full_;
    features_ -= part.features_, missing_ -= part.missing_, rejected_ -= part.rejected_;
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Rows that were used; of them those with no feature at all, and those with every one.
  [[nodiscard]] constexpr std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] constexpr std::uint64_t empty() const noexcept { return empty_; }
  [[nodiscard]] constexpr std::uint64_t full() const noexcept { return full_; }
  /// Features of all rows, and of them those that are missing.
  [[nodiscard]] constexpr std::uint64_t features() const noexcept { return features_; }
  [[nodiscard]] constexpr std::uint64_t missing() const noexcept { return missing_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const row_completeness&, const row_completeness&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.rows_, self.empty_, self.full_, self.features_, self.missing_,
                    self.rejected_);
  }

private:
  std::uint64_t rows_ = 0;
  std::uint64_t empty_ = 0;
  std::uint64_t full_ = 0;
  std::uint64_t features_ = 0;
  std::uint64_t missing_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
