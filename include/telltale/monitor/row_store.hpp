// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Rows as they were observed, in memory that is taken at construction: what the model said, a
/// label that may not have come yet, and the features in row-major order. Between the inference
/// loop, which pays for a store, and the batch kernels, which pay for the rest.
///
/// Cost  push O(width), never allocates
/// Size  capacity (sizeof(Output) + sizeof(Label) + width sizeof(Value)) bytes
template <class Output, class Label, class Value>
class row_store {
public:
  row_store(std::size_t capacity, std::size_t width)
      : width_(width), outputs_(capacity), labels_(capacity), features_(capacity * width) {}

  /// Requires: `size() < capacity()` and `features.size() == width()`.
  void push(Output output, std::span<const Value> features, Label label) noexcept {
    // Not checked: this is the hot path, and its caller has just looked at both.
    outputs_[size_] = output;
    labels_[size_] = label;
    if (width_ != 0) std::copy_n(features.data(), width_, features_.data() + size_ * width_);
    ++size_;
  }

  /// Keeps the rows before `begin`, and of the others those for which
  /// `usable(output, label)` holds, in order. Returns how many went.
  std::size_t filter(std::size_t begin, auto&& usable) noexcept {
    std::size_t kept = begin;
    for (std::size_t i = begin; i < size_; ++i) {
      if (!usable(outputs_[i], labels_[i])) continue;
      if (kept != i) {
        outputs_[kept] = outputs_[i];
        labels_[kept] = labels_[i];
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
  [[nodiscard]] std::size_t capacity() const noexcept { return outputs_.size(); }
  [[nodiscard]] std::size_t width() const noexcept { return width_; }

  [[nodiscard]] std::span<const Output> outputs() const noexcept {
    return std::span{outputs_}.first(size_);
  }
  [[nodiscard]] std::span<const Label> labels() const noexcept {
    return std::span{labels_}.first(size_);
  }
  /// Row-major: feature c of row i at [i * width() + c].
  [[nodiscard]] std::span<const Value> features() const noexcept {
    return std::span{features_}.first(size_ * width_);
  }

private:
  std::size_t width_;
  std::size_t size_ = 0;
  std::vector<Output> outputs_;
  std::vector<Label> labels_;
  std::vector<Value> features_;
};

}  // namespace telltale::inline TELLTALE_ABI
