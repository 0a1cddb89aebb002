// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Rows as they were observed, in memory that is taken at construction: a score, a label that may
/// not have come yet, and the features in row-major order. Between the inference loop, which pays
/// for a store, and the batch kernels, which pay for the rest.
///
/// Cost  push O(width), never allocates
/// Size  capacity (1 + sizeof(Score) (1 + width)) bytes
template <class Score>
class row_store {
public:
  /// The label of a row whose truth has not come.
  static constexpr std::uint8_t no_label = 255;

  row_store(std::size_t capacity, std::size_t width)
      : width_(width), scores_(capacity), actual_(capacity), features_(capacity * width) {}

  /// Requires: `size() < capacity()` and `features.size() == width()`.
  void push(Score score, std::span<const Score> features, std::uint8_t actual) noexcept {
    TELLTALE_EXPECTS(size_ < capacity() && features.size() == width_);
    scores_[size_] = score;
    actual_[size_] = actual;
    if (width_ != 0) std::copy_n(features.data(), width_, features_.data() + size_ * width_);
    ++size_;
  }

  /// Keeps the rows before `begin`, and of the others those for which
  /// `usable(score, actual)` holds, in order. Returns how many went.
  std::size_t filter(std::size_t begin, auto&& usable) noexcept {
    std::size_t kept = begin;
    for (std::size_t i = begin; i < size_; ++i) {
      if (!usable(scores_[i], actual_[i])) continue;
      if (kept != i) {
        scores_[kept] = scores_[i];
        actual_[kept] = actual_[i];
        std::copy_n(features_.data() + i * width_, width_, features_.data() + kept * width_);
      }
      ++kept;
    }
    const std::size_t gone = size_ - kept;
    size_ = kept;
    return gone;
  }

  void clear() noexcept { size_ = 0; }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return scores_.size(); }
  [[nodiscard]] std::size_t width() const noexcept { return width_; }

  [[nodiscard]] std::span<const Score> scores() const noexcept {
    return std::span{scores_}.first(size_);
  }
  [[nodiscard]] std::span<const std::uint8_t> actual() const noexcept {
    return std::span{actual_}.first(size_);
  }
  /// Row-major: feature c of row i at [i * width() + c].
  [[nodiscard]] std::span<const Score> features() const noexcept {
    return std::span{features_}.first(size_ * width_);
  }

private:
  std::size_t width_;
  std::size_t size_ = 0;
  std::vector<Score> scores_;
  std::vector<std::uint8_t> actual_;
  std::vector<Score> features_;
};

}  // namespace telltale::inline TELLTALE_ABI
