// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/result.hpp>
#include <telltale/simd/score_bins.hpp>
#include <telltale/simd/usable.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Frozen bins of a score, at most `Bins` of them, with edges anywhere in (0, 1]: bin(x) is the
/// number of edges <= x. They need not be wider than the spacing of the scores: an edge is kept as
/// it is, and the grid of `simd::score_bin` is only the way to it.
///
/// Cost  bin: one look in a table and one comparison where at most one edge lies in the score's
///       cell of the grid, 2 to 4 ns; a search among those in the cell otherwise
/// Size  24 bytes a bin of `Bins`
template <std::size_t Bins = 2048>
requires(Bins >= 4 && Bins <= 8192) class score_edges {
public:
  /// Bins of equal mass in the reference, as far as ties allow. A score that holds more than twice
  /// a bin's share gets a bin of its own, which holds nothing but it, and so does every score where
  /// they are few (2 values < Bins): the pairs within such a bin are known to be ties.
  ///
  /// `sorted`: usable, ascending, not empty.
  template <class Score>
  [[nodiscard]] static result<score_edges> by_mass(std::span<const Score> sorted) {
    if (sorted.empty()) return error{errc::invalid_data, "scores: none to take edges from"};
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      const bool bad = !usable_score(sorted[i]);
      if (bad || (i > 0 && sorted[i] < sorted[i - 1]))
        return error{errc::invalid_data, "scores: " + std::to_string(sorted[i]) +
                                             (bad ? " is not in [0, 1]"
                                                  : " comes after a larger "
                                                    "one")};
    }
    return score_edges{mass_edges(runs_of(sorted))};
  }

  /// Edges of the caller's own, as `lower_edge` gave them from 1 to `used() - 1`: strictly
  /// ascending in (0, 1], fewer than `Bins`.
  [[nodiscard]] static result<score_edges> from_edges(std::span<const double> edges) {
    if (edges.size() >= Bins)
      return error{errc::invalid_setting, "edges: " + std::to_string(edges.size()) +
                                              " of them, not fewer than " + std::to_string(Bins)};
    double below = 0;
    for (const double edge : edges) {
      if (!(edge > below && edge <= 1))
        return error{errc::invalid_setting, "edges: " + std::to_string(edge) +
                                                " is not above the one before and in (0, 1]"};
      below = edge;
    }
    return score_edges{{edges.begin(), edges.end()}};
  }

  /// Requires: `usable_score(score)`.
  template <class Score>
  [[nodiscard]] std::size_t bin(Score score) const noexcept {
    return bin_of(simd::score_bin<cells>(score), score);
  }
  /// Counts rows in `counters[actual * Bins + bin(score)]`.
  /// Requires: `counters.size() == 2 * Bins`.
  template <class Score, class Count>
  void count(const simd::usable_batch<Score>& rows, std::span<Count> counters) const noexcept {
    TELLTALE_EXPECTS(counters.size() == 2 * Bins);
    std::size_t i = 0;
    for (std::array<std::uint32_t, 16> at; rows.size() - i >= 16; i += 16) {
      simd::score_bins<cells, Score>(rows.scores.subspan(i).template first<16>(), at);
      for (std::size_t k = 0; k < 16; ++k)
        ++counters[rows.actual[i + k] * Bins + bin_of(at[k], rows.scores[i + k])];
    }
    for (; i < rows.size(); ++i) ++counters[rows.actual[i] * Bins + bin(rows.scores[i])];
  }

  /// The smallest score of a bin, ascending from 0. Bins that the reference had no use for begin
  /// above 1. Requires: `bin < Bins`.
  [[nodiscard]] double lower_edge(std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < Bins);
    return lower_[bin];
  }
  /// Whether a bin holds one score only, as double or float: its rows are tied, and not merely
  /// together. Requires: `bin < Bins`.
  [[nodiscard]] bool single(std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < Bins);
    return lower_[bin] <= 1 && after(lower_[bin]) == lower_[bin + 1];
  }
  /// Bins that a score can fall into, the first ones: 1 and as many as there are edges.
  [[nodiscard]] std::size_t used() const noexcept { return first_[cells] + std::size_t{1}; }

  friend bool operator==(const score_edges& a, const score_edges& b) noexcept {
    return a.lower_ == b.lower_;
  }

private:
  static constexpr std::size_t cells = 8 * std::bit_ceil(Bins);

  struct run {
    double score;
    std::size_t rows;
  };

  explicit score_edges(const std::vector<double>& edges) : lower_(Bins + 1, after(1)) {
    lower_[0] = 0;
    std::copy(edges.begin(), edges.end(), lower_.begin() + 1);
    first_.reserve(cells + 1);
    std::size_t below = 0;
    for (std::size_t cell = 0; cell < cells; ++cell) {
      const double begin = simd::score_edge<cells>(cell);
      while (below < edges.size() && edges[below] <= begin) ++below;
      first_.push_back(static_cast<std::uint16_t>(below));
    }
    first_.push_back(static_cast<std::uint16_t>(edges.size()));
  }

  // Of a score in a cell of the grid.
  template <class Score>
  [[nodiscard]] std::size_t bin_of(std::size_t cell, Score score) const noexcept {
    const std::size_t below = first_[cell], among = first_[cell + 1];
    const auto x = static_cast<double>(score);
    if (among - below <= 1) return below + (lower_[below + 1] <= x);
    const auto begin = lower_.begin() + 1;
    return static_cast<std::size_t>(std::upper_bound(begin + static_cast<std::ptrdiff_t>(below),
                                                     begin + static_cast<std::ptrdiff_t>(among),
                                                     x) -
                                    begin);
  }

  // The next double. Requires: 0 <= x.
  static double after(double x) noexcept {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) + 1);
  }

  template <class Score>
  static std::vector<run> runs_of(std::span<const Score> sorted) {
    std::vector<run> runs;
    for (const Score each : sorted) {
      const double score = static_cast<double>(each) + 0.0;  // no -0
      if (runs.empty() || runs.back().score != score) runs.push_back({score, 0});
      ++runs.back().rows;
    }
    return runs;
  }

  static std::vector<double> mass_edges(const std::vector<run>& runs) {
    std::size_t all = 0;
    for (const run& each : runs) all += each.rows;
    // A bin of its own costs two edges. The others share the edges that are left: at least one for
    // each share of rows that is left.
    const bool few = 2 * runs.size() < Bins;
    const auto alone = [&](const run& r) { return few || r.rows > 2 * all / Bins; };
    std::size_t rest = all, edges_left = Bins - 1;
    for (const run& each : runs) {
      if (!alone(each)) continue;
      rest -= each.rows;
      edges_left -= 2;
    }
    std::vector<double> edges;
    const auto begin_at = [&](double edge) {
      if (edge > (edges.empty() ? 0 : edges.back()) && edge <= 1) edges.push_back(edge);
    };
    std::size_t seen = 0, given = 0;
    for (const run& each : runs) {
      if (alone(each)) {
        begin_at(each.score);
        begin_at(after(each.score));
        continue;
      }
      seen += each.rows;
      const std::size_t whole_shares = (seen - 1) * (edges_left + 1) / rest;
      if (whole_shares == given) continue;
      given = whole_shares;  // at most edges_left
      begin_at(each.score);
    }
    return edges;
  }

  std::vector<double> lower_;         // Bins + 1, the last one above 1
  std::vector<std::uint16_t> first_;  // edges at or below the begin of each cell, and in all
};

}  // namespace telltale::inline TELLTALE_ABI::state
