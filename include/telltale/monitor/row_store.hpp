// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Which of a monitor's groups a row is of, counted from 0.
using group_number = std::uint16_t;

/// What a row may bring beside its output, features and label.
struct row_extras {
  std::size_t scores = 0;  ///< probabilities a row, of a classifier that gives one to each class
  bool weights = false;
  bool groups = false;
};

/// Rows as they were observed, in memory that is taken at construction: what the model said, a
/// label that may not have come yet, and the features in row-major order. Between the inference
/// loop, which pays for a store, and the batch kernels, which pay for the rest.
///
/// Cost  push O(width), never allocates
/// Size  capacity (sizeof(Output) + sizeof(Label) + width sizeof(Value)) bytes; of the extras
///       sizeof(Value) a score, 8 a weight, 2 a group
template <class Output, class Label, class Value>
class row_store {
public:
  /// The group of a row that named none.
  static constexpr group_number no_group = 65'535;

  row_store(std::size_t capacity, std::size_t width, const row_extras& extras = {})
      : width_(width),
        scores_width_(extras.scores),
        outputs_(capacity),
        labels_(capacity),
        features_(capacity * width),
        scores_(capacity * extras.scores),
        weights_(extras.weights ? capacity : 0, 1.0),
        groups_(extras.groups ? capacity : 0, no_group) {}

  /// Requires: `size() < capacity()` and `features.size() == width()`.
  void push(Output output, std::span<const Value> features, Label label) noexcept {
    // Not checked: this is the hot path, and its caller has just looked at both.
    outputs_[size_] = output;
    labels_[size_] = label;
    if (width_ != 0) std::copy_n(features.data(), width_, features_.data() + size_ * width_);
    ++size_;
  }
  /// What else came with the row that was pushed last; without a call it weighs 1 and is of no
  /// group. What the store has no room for is passed over.
  /// Requires: `size() > 0`.
  void tag(double weight, std::size_t group) noexcept {
    if (!weights_.empty()) weights_[size_ - 1] = weight;
    if (!groups_.empty())
      groups_[size_ - 1] = static_cast<group_number>((std::min)(group, std::size_t{no_group}));
  }
  /// Its probabilities, which a store with room for them is to be given for each row.
  /// Requires: `size() > 0` and `scores.size() == scores_width()`.
  void score(std::span<const Value> scores) noexcept {
    std::copy(scores.begin(), scores.end(), scores_.begin() + offset(size_ - 1));
  }

  /// Keeps the rows before `begin`, and of the others those for which `usable(i)` holds, in order.
  /// Returns how many went.
  std::size_t filter(std::size_t begin, auto&& usable) noexcept {
    std::size_t kept = begin;
    for (std::size_t i = begin; i < size_; ++i) {
      if (!usable(i)) continue;
      if (kept != i) move(i, kept);
      ++kept;
    }
    const std::size_t gone = size_ - kept;
    forget_tags(kept, size_);
    size_ = kept;
    return gone;
  }

  void clear() noexcept {
    forget_tags(0, size_);
    size_ = 0;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return outputs_.size(); }
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  [[nodiscard]] std::size_t scores_width() const noexcept { return scores_width_; }

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
  /// The probabilities, row-major in the same way; empty where the store has no room for them.
  [[nodiscard]] std::span<const Value> scores() const noexcept {
    return std::span{scores_}.first(size_ * scores_width_);
  }
  /// Empty where the store has no room for them.
  [[nodiscard]] std::span<const double> weights() const noexcept {
    return std::span{weights_}.first(weights_.empty() ? 0 : size_);
  }
  [[nodiscard]] std::span<const group_number> groups() const noexcept {
    return std::span{groups_}.first(groups_.empty() ? 0 : size_);
  }

private:
  [[nodiscard]] std::ptrdiff_t offset(std::size_t row) const noexcept {
    return static_cast<std::ptrdiff_t>(row * scores_width_);
  }

  void move(std::size_t from, std::size_t to) noexcept {
    outputs_[to] = outputs_[from];
    labels_[to] = labels_[from];
    std::copy_n(features_.data() + from * width_, width_, features_.data() + to * width_);
    std::copy_n(scores_.data() + from * scores_width_, scores_width_,
                scores_.data() + to * scores_width_);
    if (!weights_.empty()) weights_[to] = weights_[from];
    if (!groups_.empty()) groups_[to] = groups_[from];
  }
  void forget_tags(std::size_t from, std::size_t to) noexcept {
    for (std::size_t i = from; i < to && !weights_.empty(); ++i) weights_[i] = 1;
    for (std::size_t i = from; i < to && !groups_.empty(); ++i) groups_[i] = no_group;
  }

  std::size_t width_;
  std::size_t scores_width_;
  std::size_t size_ = 0;
  std::vector<Output> outputs_;
  std::vector<Label> labels_;
  std::vector<Value> features_;
  std::vector<Value> scores_;
  std::vector<double> weights_;
  std::vector<group_number> groups_;
};

}  // namespace telltale::inline TELLTALE_ABI
