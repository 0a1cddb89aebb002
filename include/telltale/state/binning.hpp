// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Frozen bins of a numeric column: bin(x) is the number of edges <= x, so the bins are
/// (-inf, e1), [e1, e2), ..., [ek, inf).
///
/// The edges are snapped to a uniform grid where that changes next to nothing: then bin(x) is one
/// multiplication, one clamp and one byte from a table, however many edges there are. The grid is
/// laid over the values, or, where they are too skewed for that, over their order-preserving
/// integer image (close to a logarithm). Where neither can tell the edges apart, bin(x) is a
/// branch-free search. The answer is the same by definition: a snapped edge is the smallest double
/// that falls into its grid cell.
///
/// Cost  bin: about a nanosecond from the grid; a search of log2(edges) steps otherwise
/// Size  2 KiB for the grid, 8 bytes an edge
class binning {
public:
  static constexpr std::size_t most_edges = 254;
  static constexpr std::size_t grid_cells = 2048;

  /// Bins of equal mass in the reference, as far as ties allow: a value that holds more than a
  /// bin's share gets a bin of its own, and few distinct values get one each. A column with a
  /// single value gets three bins: below, equal and above it.
  ///
  /// `sorted`: finite, ascending, not empty; 2 <= bins <= 254.
  [[nodiscard]] static result<binning> equal_mass(std::span<const double> sorted,
                                                  std::size_t bins) {
    if (sorted.empty()) return error{errc::invalid_data, "no values to take bins from"};
    if (bins < 2 || bins > most_edges) {
      return error{errc::invalid_setting,
                   "bins: " + std::to_string(bins) + " is not in [2, " +
                       std::to_string(most_edges) + ']'};
    }
    if (auto why = refuse(sorted)) return *std::move(why);
    binning b;
    b.lowest_ = sorted.front();
    b.highest_ = sorted.back();
    b.edges_ = distinct_edges(sorted);
    // Values that have a bin each must keep it; equal masses may shift by a quarter of a bin's.
    std::size_t may_carry = 0;
    if (b.edges_.empty()) {
      b.edges_ = quantile_edges(sorted, bins);
      may_carry = sorted.size() / (4 * bins);
    }
    if (!b.snap(sorted, lookup::linear, may_carry)) b.snap(sorted, lookup::image, may_carry);
    return b;
  }

  /// Bins between edges of the caller's own, exactly those: strictly ascending, finite, at most
  /// 254, at least one.
  [[nodiscard]] static result<binning> from_edges(std::span<const double> edges) {
    if (edges.empty() || edges.size() > most_edges) {
      return error{errc::invalid_setting, "edges: " + std::to_string(edges.size()) +
                                              " of them, not 1 to " + std::to_string(most_edges)};
    }
    if (auto why = refuse(edges)) return *std::move(why);
    if (std::adjacent_find(edges.begin(), edges.end()) != edges.end())
      return error{errc::invalid_setting, "edges: not strictly ascending"};
    binning b;
    b.edges_.assign(edges.begin(), edges.end());
    b.lowest_ = edges.front();
    b.highest_ = edges.back();
    return b;
  }

  /// The number of edges <= x. NaN has no bin: it comes out as some bin, so ask before.
  [[nodiscard]] std::size_t bin(double x) const noexcept {
    switch (how_) {
      case lookup::linear: return table_[linear_cell(x)];
      case lookup::image: return table_[image_cell(x)];
      case lookup::search: break;
    }
    return search(x);
  }

  [[nodiscard]] std::size_t bins() const noexcept { return edges_.size() + 1; }
  [[nodiscard]] std::span<const double> edges() const noexcept { return edges_; }
  /// Extremes of the values that the bins were taken from; the outer edges, where the caller gave
  /// the edges.
  [[nodiscard]] double lowest() const noexcept { return lowest_; }
  [[nodiscard]] double highest() const noexcept { return highest_; }
  /// Whether `bin` reads the grid rather than searching.
  [[nodiscard]] bool gridded() const noexcept { return how_ != lookup::search; }

  /// The same bins; how they are looked up follows from them.
  friend bool operator==(const binning& a, const binning& b) noexcept {
    return a.edges_ == b.edges_ && a.lowest_ == b.lowest_ && a.highest_ == b.highest_;
  }

private:
  enum class lookup : std::uint8_t { search, linear, image };

  binning() = default;

  static std::optional<error> refuse(std::span<const double> values) {
    // Asked so that a NaN in the middle is found too: it is neither above nor below.
    const auto descent = std::adjacent_find(values.begin(), values.end(),
                                            [](double a, double b) { return !(a <= b); });
    if (descent != values.end() || !std::isfinite(values.front()) || !std::isfinite(values.back()))
      return error{errc::invalid_data, "values: not finite and ascending"};
    return std::nullopt;
  }

  // The smallest value above `value`; none at the end.
  static std::optional<double> after(std::span<const double> sorted, double value) {
    const auto next = std::upper_bound(sorted.begin(), sorted.end(), value);
    if (next == sorted.end()) return std::nullopt;
    return *next;
  }

  // Edges that give each value a bin of its own; none where there are too many values for that.
  static std::vector<double> distinct_edges(std::span<const double> sorted) {
    constexpr std::size_t few = 32;
    if (sorted.front() == sorted.back()) {
      return {sorted.front(),
              std::nextafter(sorted.front(), std::numeric_limits<double>::infinity())};
    }
    std::vector<double> edges;
    for (auto next = after(sorted, sorted.front()); next; next = after(sorted, *next)) {
      if (edges.size() == few - 1) return {};
      edges.push_back(*next);
    }
    return edges;
  }

  static std::vector<double> quantile_edges(std::span<const double> sorted, std::size_t bins) {
    std::vector<double> edges;
    const auto add = [&](double edge) {
      if (edge > sorted.front() && (edges.empty() || edge > edges.back()) &&
          edges.size() < most_edges)
        edges.push_back(edge);
    };
    const std::size_t n = sorted.size();
    for (std::size_t k = 1; k < bins; ++k) {
      const double at = sorted[k * n / bins];
      add(at);
      // A value with more than a bin's share ends its bin too.
      const auto run = std::equal_range(sorted.begin(), sorted.end(), at);
      if (static_cast<std::size_t>(run.second - run.first) * bins > n && run.second != sorted.end())
        add(*run.second);
    }
    return edges;
  }

  // Unsigned integers in the order of the doubles; -0 and +0 are the same one.
  static std::uint64_t image(double x) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(x + 0.0);
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    return (bits & sign) != 0 ? ~bits : bits | sign;
  }
  static double from_image(std::uint64_t i) noexcept {
    constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    return std::bit_cast<double>((i & sign) != 0 ? i ^ sign : ~i);
  }

  // Monotone in x; values outside the grid fall into its first and last cell.
  std::size_t linear_cell(double x) const noexcept {
    return clamp((x - origin_) * scale_);
  }
  std::size_t image_cell(double x) const noexcept {
    const std::uint64_t i = image(x);
    const std::uint64_t above = i > image_origin_ ? i - image_origin_ : 0;
    return clamp(static_cast<double>(above) * scale_);
  }
  static std::size_t clamp(double cell) noexcept {
    constexpr double last = double{grid_cells} - 1;
    const double inside = cell > 0 ? (cell < last ? cell : last) : 0;  // NaN becomes 0
    return static_cast<std::size_t>(inside);
  }
  std::size_t cell(double x, lookup how) const noexcept {
    return how == lookup::linear ? linear_cell(x) : image_cell(x);
  }

  // Tries to lay the grid over [lowest, highest] and to move each edge to the start of its cell.
  // Refuses where that would merge two edges, or carry more of the reference across one than it
  // may.
  bool snap(std::span<const double> sorted, lookup how, std::size_t may_carry) {
    if (!(lowest_ < highest_)) return false;
    if (how == lookup::linear) {
      origin_ = lowest_;
      scale_ = double{grid_cells} / (highest_ - lowest_);
    } else {
      image_origin_ = image(lowest_);
      scale_ = double{grid_cells} / static_cast<double>(image(highest_) - image_origin_);
    }
    if (!std::isfinite(scale_) || !(scale_ > 0)) return false;

    std::vector<double> snapped;
    for (const double edge : edges_) {
      const double start = cell_start(cell(edge, how), edge, how);
      if (!(start > (snapped.empty() ? lowest_ : snapped.back()))) return false;
      const auto run = std::equal_range(sorted.begin(), sorted.end(), edge);
      const auto carried = run.first - std::lower_bound(sorted.begin(), sorted.end(), start);
      // A value with more than a bin's share keeps its bin to itself.
      const bool heavy = static_cast<std::size_t>(run.second - run.first) > 4 * may_carry;
      if (static_cast<std::size_t>(carried) > (heavy ? 0 : may_carry)) return false;
      snapped.push_back(start);
    }
    edges_ = std::move(snapped);
    how_ = how;
    std::size_t below = 0;
    for (std::size_t c = 0; c < grid_cells; ++c) {
      while (below < edges_.size() && cell(edges_[below], how) <= c) ++below;
      table_[c] = static_cast<std::uint8_t>(below);
    }
    return true;
  }

  // The smallest double in a grid cell that holds `inside`: bisection on the integer image, since
  // the cell is monotone in it.
  double cell_start(std::size_t wanted, double inside, lookup how) const noexcept {
    std::uint64_t low = image(lowest_), high = image(inside);  // cell(high) == wanted
    while (low < high) {
      const std::uint64_t middle = low + (high - low) / 2;
      if (cell(from_image(middle), how) >= wanted)
        high = middle;
      else
        low = middle + 1;
    }
    return from_image(high);
  }

  std::size_t search(double x) const noexcept {
    const double* base = edges_.data();
    std::size_t n = edges_.size();
    while (n > 1) {  // the answer is in base[0, n], seen from `base`
      const std::size_t half = n / 2;
      base += x >= base[half - 1] ? half : 0;
      n -= half;
    }
    return static_cast<std::size_t>(base - edges_.data()) + (n == 1 && x >= *base);
  }

  std::vector<double> edges_;
  double lowest_ = 0;
  double highest_ = 0;
  lookup how_ = lookup::search;
  double origin_ = 0;
  std::uint64_t image_origin_ = 0;
  double scale_ = 0;
  std::array<std::uint8_t, grid_cells> table_{};
};

}  // namespace telltale::inline TELLTALE_ABI::state
