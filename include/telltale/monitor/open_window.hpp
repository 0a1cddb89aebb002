// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/feature_counts.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/row_store.hpp>
#include <telltale/monitor/settings.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI {

/// What all open windows of one monitor share: its settings, and the last truth that came.
template <class Task>
struct window_context {
  monitor_settings settings;
  typename Task::memory latest;
};

/// One window of a monitor while its rows come: a store that the inference loop pays for, and the
/// states that a block of 256 rows updates at once.
///
/// Cost  push: a store; each 256 rows the batch kernels; never allocates
template <class Task>
class open_window {
public:
  using value_type = typename Task::value_type;
  using output_type = typename Task::output_type;
  using label_type = typename Task::label_type;
  using performance_type = typename Task::performance_type;
  using store_type = row_store<output_type, label_type, value_type>;

  static constexpr std::size_t block = 256;

  /// `capacity`: the rows that are kept until the window is closed; 0 for none.
  open_window(std::size_t capacity, const reference* baseline)
      : keeps_(capacity > 0),
        rows_((std::max)(capacity, block), baseline != nullptr ? baseline->features().size() : 0) {
    if (baseline != nullptr) columns_.emplace(*baseline);
  }

  void push(output_type output, std::span<const value_type> features, label_type label,
            window_context<Task>& shared) noexcept {
    if (features.size() != rows_.width()) {
      ++count_;
      ++rejected_;
      return;
    }
    Task::remember(shared.latest, label);
    if (rows_.size() == stop_) make_room(shared);
    rows_.push(output, features, label);
  }

  /// Runs the batch kernels over the rows that have come since the last time, a block at most.
  void flush(window_context<Task>& shared) noexcept {
    const monitor_settings& settings = shared.settings;
    count_ += rows_.size() - flushed_;
    bool unlabelled = false;
    if (!Task::all_usable(rows_.outputs().subspan(flushed_), rows_.labels().subspan(flushed_),
                          settings)) {
      rejected_ += rows_.filter(flushed_, [&](output_type output, label_type label) {
        unlabelled |= Task::is_missing(label);
        return Task::usable(output, settings) &&
               (Task::is_missing(label) || Task::usable_label(label, settings));
      });
    }

    const std::span<const output_type> outputs = rows_.outputs().subspan(flushed_);
    const std::span<const label_type> labels = rows_.labels().subspan(flushed_);
    if (unlabelled)
      update_labelled(outputs, labels, shared);
    else
      update_performance(outputs, labels, shared);
    if (columns_)
      columns_->update(rows_.features().subspan(flushed_ * rows_.width()), rows_.width(), outputs);
    flushed_ = rows_.size();
  }

  /// Starts afresh; the naive forecast begins with the last truth that came to any window.
  void clear(const window_context<Task>& shared) noexcept {
    performance_.clear();
    memory_ = shared.latest;
    if (columns_) columns_->clear();
    rows_.clear();
    flushed_ = 0;
    stop_ = block;
    count_ = labels_ = rejected_ = 0;
    spilled_ = false;
  }

  /// Rows that came, rejected ones included; and of those flushed the ones with a usable label, and
  /// the rejected ones.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_ + (rows_.size() - flushed_); }
  [[nodiscard]] std::uint64_t labels() const noexcept { return labels_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] const performance_type& performance() const noexcept { return performance_; }
  /// Null without a reference.
  [[nodiscard]] const feature_counts* columns() const noexcept {
    return columns_ ? &*columns_ : nullptr;
  }
  /// The usable rows; null where not all of them were kept.
  [[nodiscard]] const store_type* kept() const noexcept {
    return keeps_ && !spilled_ ? &rows_ : nullptr;
  }

private:
  // Before the row after a full block: the one branch that a row pays for the buffer. Not inlined,
  // or else the compilers do not inline the rest.
  [[gnu::noinline]] void make_room(window_context<Task>& shared) noexcept {
    flush(shared);
    if (rows_.size() == rows_.capacity()) {
      spilled_ = true;
      rows_.clear();
      flushed_ = 0;
    }
    stop_ = (std::min)(flushed_ + block, rows_.capacity());
  }

  void update_performance(std::span<const output_type> outputs, std::span<const label_type> labels,
                          window_context<Task>& shared) noexcept {
    labels_ += labels.size();
    Task::update(performance_, Task::batch(outputs, labels, shared.settings), memory_);
    if (columns_) columns_->update_labels(labels);
  }

  void update_labelled(std::span<const output_type> outputs, std::span<const label_type> labels,
                       window_context<Task>& shared) noexcept {
    std::array<output_type, block> labelled;
    std::array<label_type, block> known;
    std::size_t n = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      labelled[n] = outputs[i];
      known[n] = labels[i];
      n += Task::usable_label(labels[i], shared.settings);
    }
    update_performance(std::span<const output_type>{labelled}.first(n),
                       std::span<const label_type>{known}.first(n), shared);
  }

  bool keeps_;
  store_type rows_;
  std::size_t flushed_ = 0;   // rows of the store that the kernels have seen
  std::size_t stop_ = block;  // rows in the store at which the next one waits for a flush
  performance_type performance_;
  std::optional<feature_counts> columns_;  // with a reference
  typename Task::memory memory_;
  std::uint64_t count_ = 0;  // rows that came, but those not flushed
  std::uint64_t labels_ = 0;
  std::uint64_t rejected_ = 0;
  bool spilled_ = false;  // the store no longer holds all rows of the window
};

}  // namespace telltale::inline TELLTALE_ABI
