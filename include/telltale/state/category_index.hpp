// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The categories that a reference had, frozen: which cell belongs to a code. A category is an
/// integer, carried as float or double with the other features, so it lies in [-2^53, 2^53] (2^24
/// in float). Where there are too many, the most frequent ones have a cell each and the others
/// share one.
///
/// Cost  cell: one read from a table where the codes lie densely, else a probe of a hash table that
///       is at most half full
/// Size  8 bytes a category; 2 a code between the smallest and the largest where they lie densely,
///       else 32 to 64 a category
class category_index {
public:
  static constexpr std::size_t most_categories = 65'000;

  /// Whether a value can stand for a category.
  [[nodiscard]] static constexpr bool is_code(double value) noexcept {
    if (!(value >= -largest && value <= largest)) return false;
    return static_cast<double>(static_cast<std::int64_t>(value)) == value;
  }

  /// `codes`: those of the reference, as `is_code` has them, with repetition. `most`: how many
  /// categories have a cell of their own, in [1, 65,000]; among equally frequent ones the smaller
  /// codes.
  [[nodiscard]] static result<category_index> make(std::span<const double> codes,
                                                   std::size_t most = most_categories) {
    if (most == 0 || most > most_categories) {
      return error{errc::invalid_setting, "categories: " + std::to_string(most) +
                                              " is not in [1, " + std::to_string(most_categories) +
                                              ']'};
    }
    if (codes.empty()) return error{errc::invalid_data, "codes: none to take categories from"};
    const auto bad = std::find_if_not(codes.begin(), codes.end(), is_code);
    if (bad != codes.end())
      return error{errc::invalid_data,
                   "codes: " + std::to_string(*bad) + " is no integer in [-2^53, 2^53]"};
    return category_index{frequencies(codes), most};
  }

  /// The same index again, out of what `codes` and `others` gave: both as `is_code` has them and
  /// strictly ascending, with none in common; 1 to 65,000 codes.
  [[nodiscard]] static result<category_index> restore(std::span<const double> codes,
                                                      std::span<const double> others) {
    if (codes.empty() || codes.size() > most_categories)
      return error{errc::invalid_setting, "codes: " + std::to_string(codes.size()) +
                                              " of them, not 1 to " +
                                              std::to_string(most_categories)};
    if (auto why = refuse("codes", codes)) return *std::move(why);
    if (auto why = refuse("others", others)) return *std::move(why);
    for (auto code = codes.begin(), other = others.begin();
         code != codes.end() && other != others.end();) {
      if (*code == *other)
        return error{errc::invalid_data, "others: " + std::to_string(*other) + " is in codes too"};
      *code < *other ? ++code : ++other;
    }
    return category_index{{codes.begin(), codes.end()}, {others.begin(), others.end()}};
  }

  /// The cell of a code, in [0, cells()); empty for one that the reference never had.
  /// Requires: `is_code(code)`.
  [[nodiscard]] std::optional<std::size_t> cell(double code) const noexcept {
    TELLTALE_EXPECTS(is_code(code));
    const auto key = static_cast<std::int64_t>(code);
    if (!dense_.empty()) {
      const std::uint64_t at = static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(first_);
      if (at >= dense_.size() || dense_[at] == unknown) return std::nullopt;
      return dense_[at];
    }
    const slot& found = sparse_[probe(key)];
    if (found.cell == unknown) return std::nullopt;
    return found.cell;
  }

  /// Categories with a cell of their own.
  [[nodiscard]] std::size_t size() const noexcept { return codes_.size(); }
  /// Those, and one cell more for all others if there were too many: `other_cell()`.
  [[nodiscard]] std::size_t cells() const noexcept { return codes_.size() + (capped_ ? 1 : 0); }
  [[nodiscard]] bool capped() const noexcept { return capped_; }
  /// The cell that the rarer categories share. Requires: `capped()`.
  [[nodiscard]] std::size_t other_cell() const noexcept {
    TELLTALE_EXPECTS(capped_);
    return codes_.size();
  }
  /// Ascending: the code of each of the first `size()` cells.
  [[nodiscard]] std::span<const double> codes() const noexcept { return codes_; }
  /// Ascending: the codes that share the other cell.
  [[nodiscard]] std::span<const double> others() const noexcept { return others_; }

  /// The same cell for every code.
  friend bool operator==(const category_index& a, const category_index& b) noexcept {
    return a.codes_ == b.codes_ && a.others_ == b.others_;
  }

private:
  struct frequency {
    double code;
    std::size_t n;
  };
  struct slot {
    std::int64_t key = 0;
    std::uint16_t cell = unknown;
  };

  static constexpr double largest = 9'007'199'254'740'992.0;  // 2^53
  static constexpr std::uint16_t unknown = 65'535;

  category_index(std::vector<frequency> all, std::size_t most) {
    const bool capped = all.size() > most;
    if (capped) {
      std::sort(all.begin(), all.end(), [](const frequency& a, const frequency& b) {
        return a.n != b.n ? a.n > b.n : a.code < b.code;
      });
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      (i < most ? codes_ : others_).push_back(all[i].code);
    std::sort(codes_.begin(), codes_.end());
    std::sort(others_.begin(), others_.end());
    enter_all();
  }
  category_index(std::vector<double> codes, std::vector<double> others)
      : codes_(std::move(codes)), others_(std::move(others)) {
    enter_all();
  }

  // Why these are not codes in strictly ascending order.
  static std::optional<error> refuse(const char* what, std::span<const double> codes) {
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const bool bad = !is_code(codes[i]);
      if (bad || (i > 0 && codes[i] <= codes[i - 1]))
        return error{errc::invalid_data,
                     std::string{what} + ": " + std::to_string(codes[i]) +
                         (bad ? " is no integer in [-2^53, 2^53]" : " comes after no smaller one")};
    }
    return std::nullopt;
  }

  void enter_all() {
    capped_ = !others_.empty();
    const double first = capped_ ? (std::min)(codes_[0], others_[0]) : codes_[0];
    const double last = capped_ ? (std::max)(codes_.back(), others_.back()) : codes_.back();
    first_ = static_cast<std::int64_t>(first);
    constexpr double small = 4096;
    const std::size_t all = codes_.size() + others_.size();
    const double codes_between = last - first + 1;
    if (codes_between <= (std::max)(small, 8 * static_cast<double>(all)))
      dense_.assign(static_cast<std::size_t>(codes_between), unknown);
    else
      sparse_.resize(std::bit_ceil(2 * all));
    for (std::size_t i = 0; i < codes_.size(); ++i) enter(codes_[i], i);
    for (const double code : others_) enter(code, codes_.size());
  }

  static std::vector<frequency> frequencies(std::span<const double> codes) {
    std::vector<double> sorted(codes.begin(), codes.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<frequency> all;
    for (const double code : sorted) {
      if (all.empty() || all.back().code != code) all.push_back({code + 0.0, 0});  // no -0
      ++all.back().n;
    }
    return all;
  }

  void enter(double code, std::size_t cell) {
    const auto key = static_cast<std::int64_t>(code);
    if (!dense_.empty())
      dense_[static_cast<std::size_t>(key - first_)] = static_cast<std::uint16_t>(cell);
    else
      sparse_[probe(key)] = {key, static_cast<std::uint16_t>(cell)};
  }
  // The slot of a key, or the free one where it would stand.
  [[nodiscard]] std::size_t probe(std::int64_t key) const noexcept {
    const std::size_t mask = sparse_.size() - 1;
    // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
    const std::uint64_t mixed = static_cast<std::uint64_t>(key) * 0x9e3779b97f4a7c15u;
    std::size_t at = static_cast<std::size_t>(mixed >> 32) & mask;
    while (sparse_[at].cell != unknown && sparse_[at].key != key) at = (at + 1) & mask;
    return at;
  }

  std::vector<double> codes_;         // with a cell of their own, ascending
  std::vector<double> others_;        // the rarer ones, ascending
  std::vector<std::uint16_t> dense_;  // cell of first_ + i, or:
  std::vector<slot> sparse_;          // open addressing; a power of two, at most half full
  std::int64_t first_ = 0;
  bool capped_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI::state
