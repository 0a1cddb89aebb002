// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/simd/lanes.hpp>
#include <telltale/simd/usable.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Reliability bins: rows, positives and the sum of scores in `Bins` equal-width bins of [0, 1].
/// Bin b holds the scores in [b / Bins, (b + 1) / Bins); the last one is closed at 1.
///
/// Algebra  mergeable
/// Units    unweighted observations
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1), and O(Bins) each 1024 rows; merge O(Bins); never allocates
/// Size     96 Bins bytes, and 16
/// Error    sums: 3e-14 relative at most, and commonly 1e-15 (256 rows in plain double, compensated
///          from there on). A batch gives what its loop gives, to the last bit without FMA
/// Threads  one writer
template <std::size_t Bins = 15>
requires(Bins >= 1 && Bins <= 65536) class calibration {
public:
  static constexpr std::size_t bins = Bins;

  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1) {
      ++rejected_;
      return;
    }
    add(pending_, row.score, row.actual);
    if (++pending_ == block_rows) fold();
  }

  template <class Score>
  constexpr void update(const simd::usable_batch<Score>& rows) noexcept {
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t take = (std::min)(block_rows - pending_, rows.size() - begin);
      update_block(rows.part(begin, take));
      begin += take;
    }
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    simd::update_usable(rows, [&](const auto& usable) { update(usable); });
  }

  constexpr calibration& merge(const calibration& part) noexcept {
    // A copy first, so that a state may be merged into itself.
    calibration other = part;
    other.fold();
    fold();
    for (std::size_t i = 0; i < Bins; ++i) {
      bins_[i].n += other.bins_[i].n;
      bins_[i].positives += other.bins_[i].positives;
      bins_[i].scores.merge(other.bins_[i].scores);
    }
    rejected_ += other.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires (all three): `i < bins`.
  [[nodiscard]] constexpr std::uint64_t count(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return folded(i).n;
  }
  [[nodiscard]] constexpr std::uint64_t positives(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return folded(i).positives;
  }
  [[nodiscard]] constexpr double scores(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return folded(i).scores.value();
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  /// The same sums, wherever the open block stands.
  friend constexpr bool operator==(calibration a, calibration b) noexcept {
    a.fold();
    b.fold();
    return fields(a) == fields(b);
  }

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.bins_, self.rejected_, self.open_, self.pending_);
  }

private:
  static constexpr std::size_t block_rows = 1024;
  static constexpr std::size_t lanes = 4;

  struct bin {
    std::uint64_t n = 0;
    std::uint64_t positives = 0;
    math::compensated_sum scores;
    friend constexpr bool operator==(const bin&, const bin&) = default;
  };
  // Of one block: the sum of scores, and n + 2^26 positives as an exact double, so that both are
  // one addition. Rows take turns in several, since rows in the same bin would wait for each other.
  using open_bin = std::array<double, 2>;
  static constexpr double last = double{Bins} - 1;
  static constexpr double positive = 0x1p26;
  static constexpr std::array<double, 2> row_of_label{1, 1 + positive};

  // By way of a signed integer, which is one instruction.
  static constexpr std::size_t whole(double x) noexcept {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(x));
  }
  // Requires: a usable row.
  template <class Score>
  constexpr void add(std::size_t turn, Score score, std::uint8_t actual) noexcept {
    const auto p = static_cast<double>(score);
    open_bin& b = open_[(std::min)(whole(p * double{Bins}), Bins - 1)][turn % lanes];
    b[0] += p;
    b[1] += row_of_label[actual];
  }

#if TELLTALE_LANES
  // What `add` does to two rows.
  template <class Score>
  void add_two(std::size_t turn, const Score* score, const std::uint8_t* actual) noexcept {
    const simd::double2 p{static_cast<double>(score[0]), static_cast<double>(score[1])};
    const simd::double2 scaled = simd::smaller(p * double{Bins}, simd::double2{last, last});
    for (std::size_t i = 0; i < 2; ++i) {
      open_bin& b = open_[whole(scaled[i])][turn + i];
      const simd::double2 row{p[i], row_of_label[actual[i]]};
      simd::store(b.data(), simd::load<simd::double2>(b.data()) + row);
    }
  }
#endif

  // Requires: no more rows than the open block takes.
  template <class Score>
  constexpr void update_block(const simd::usable_batch<Score>& rows) noexcept {
    std::size_t i = 0;
#if TELLTALE_LANES
    if (!std::is_constant_evaluated()) {
      for (; (pending_ + i) % lanes != 0 && i < rows.size(); ++i)
        add(pending_ + i, rows.scores[i], rows.actual[i]);
      for (; i + lanes <= rows.size(); i += lanes) {
        add_two(0, &rows.scores[i], &rows.actual[i]);
        add_two(2, &rows.scores[i + 2], &rows.actual[i + 2]);
      }
    }
#endif
    for (; i < rows.size(); ++i) add(pending_ + i, rows.scores[i], rows.actual[i]);
    pending_ += static_cast<std::uint32_t>(rows.size());
    if (pending_ == block_rows) fold();
  }

  [[nodiscard]] constexpr bin folded(std::size_t i) const noexcept {
    bin all = bins_[i];
    double scores = 0, rows = 0;
    for (const open_bin& lane : open_[i]) scores += lane[0], rows += lane[1];
    all.scores.add(scores);
    const auto positives = static_cast<std::uint32_t>(rows / positive);
    all.positives += positives;
    all.n += static_cast<std::uint32_t>(rows - positive * positives);
    return all;
  }
  constexpr void fold() noexcept {
    for (std::size_t i = 0; i < Bins; ++i) bins_[i] = folded(i);
    open_ = {};
    pending_ = 0;
  }

  std::array<bin, Bins> bins_{};
  std::array<std::array<open_bin, lanes>, Bins> open_{};
  std::uint64_t rejected_ = 0;
  std::uint32_t pending_ = 0;  // rows in the open block, < block_rows
};

}  // namespace telltale::inline TELLTALE_ABI::state
