// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The categories that a reference had: which cell belongs to a code. A category is an integer,
/// carried as float or double with the other features, so it lies in [-2^53, 2^53] (2^24 in float).
///
/// Cost  cell: a table read for codes in [0, 4096), a search of log2(categories) steps otherwise
/// Size  8 bytes a category, and 8 KiB for the table
class category_index {
public:
  static constexpr std::size_t most_categories = 65'000;

  /// Whether a value can stand for a category.
  [[nodiscard]] static constexpr bool is_code(double value) noexcept {
    if (!(value >= -largest && value <= largest)) return false;
    return static_cast<double>(static_cast<std::int64_t>(value)) == value;
  }

  /// `codes`: integers as `is_code` has them, with repetition, at most 65,000 different ones.
  [[nodiscard]] static result<category_index> make(std::span<const double> codes) {
    category_index index;
    index.codes_.assign(codes.begin(), codes.end());
    const auto bad = std::find_if_not(index.codes_.begin(), index.codes_.end(), is_code);
    if (bad != index.codes_.end())
      return error{errc::invalid_data, std::to_string(*bad) + " is not the code of a category"};
    std::sort(index.codes_.begin(), index.codes_.end());
    index.codes_.erase(std::unique(index.codes_.begin(), index.codes_.end()), index.codes_.end());
    if (index.codes_.empty()) return error{errc::invalid_data, "no categories"};
    if (index.codes_.size() > most_categories) {
      return error{errc::invalid_data, std::to_string(index.codes_.size()) +
                                           " categories, and at most " +
                                           std::to_string(most_categories) + " can be told apart"};
    }
    index.table_.assign(direct_codes, unknown);
    for (std::size_t i = 0; i < index.codes_.size(); ++i)
      if (index.codes_[i] >= 0 && index.codes_[i] < double{direct_codes})
        index.table_[static_cast<std::size_t>(index.codes_[i])] = static_cast<std::uint16_t>(i);
    return index;
  }

  /// The cell of a code, in [0, size()); empty for one that the reference never had.
  /// Requires: `is_code(code)`.
  [[nodiscard]] std::optional<std::size_t> cell(double code) const noexcept {
    if (code >= 0 && code < double{direct_codes}) {
      const std::uint16_t at = table_[static_cast<std::size_t>(code)];
      if (at == unknown) return std::nullopt;
      return at;
    }
    const auto at = std::lower_bound(codes_.begin(), codes_.end(), code);
    if (at == codes_.end() || *at != code) return std::nullopt;
    return static_cast<std::size_t>(at - codes_.begin());
  }

  [[nodiscard]] std::size_t size() const noexcept { return codes_.size(); }
  /// Ascending: the code of each cell.
  [[nodiscard]] std::span<const double> codes() const noexcept { return codes_; }

  friend bool operator==(const category_index& a, const category_index& b) noexcept {
    return a.codes_ == b.codes_;
  }

private:
  static constexpr double largest = 9'007'199'254'740'992.0;  // 2^53
  static constexpr std::size_t direct_codes = 4096;
  static constexpr std::uint16_t unknown = 65'535;

  category_index() = default;

  std::vector<double> codes_;
  std::vector<std::uint16_t> table_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
