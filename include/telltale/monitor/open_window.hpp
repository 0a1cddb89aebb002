// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/monitor/feature_counts.hpp>
#include <telltale/monitor/group_performance.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/row_store.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>

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
  open_window(std::size_t capacity, const reference* baseline,
              const monitor_settings& settings = {})
      : keeps_(capacity > 0),
        rows_((std::max)(capacity, block), baseline != nullptr ? baseline->features().size() : 0,
              {scores_in_use<Task>(settings), Task::weighted, !settings.groups.empty()}),
        groups_(settings.groups.size()) {
    if (baseline != nullptr) columns_.emplace(*baseline);
  }

  /// Whether the row was stored, and not rejected for its width.
  bool push(output_type output, std::span<const value_type> features, label_type label,
            window_context<Task>& shared) noexcept {
    if (features.size() != rows_.width()) {
      ++count_;
      ++rejected_;
      return false;
    }
    Task::remember(shared.latest, label);
    if (rows_.size() == stop_) make_room(shared);
    rows_.push(output, features, label);
    return true;
  }
  /// What else came with the row that was just stored. Probabilities of another number than the
  /// classes in use have made its output unusable.
  void tag(const row_tags& tags) noexcept { rows_.tag(tags.weight, tags.group); }
  void score(std::span<const value_type> scores) noexcept {
    if (scores.size() == rows_.scores_width()) rows_.score(scores);
  }

  /// Runs the batch kernels over the rows that have come since the last time, a block at most.
  void flush(window_context<Task>& shared) noexcept {
    const monitor_settings& settings = shared.settings;
    count_ += rows_.size() - flushed_;
    bool unlabelled = false;
    if (!all_usable(row_block<Task>::of(rows_, flushed_), settings)) {
      rejected_ += rows_.filter(flushed_, [&](std::size_t i) {
        const label_type label = rows_.labels()[i];
        unlabelled |= Task::is_missing(label);
        return Task::usable(rows_.outputs()[i], settings) &&
               (Task::is_missing(label) || Task::usable_label(label, settings)) &&
               (!Task::weighted || usable_weight(rows_.weights()[i]));
      });
    }

    const auto fresh = row_block<Task>::of(rows_, flushed_);
    groups_.count(fresh);
    if (unlabelled)
      update_labelled(fresh, shared);
    else
      update_performance(fresh, shared);
    if (columns_)
      columns_->update(rows_.features().subspan(flushed_ * rows_.width()), rows_.width(),
                       fresh.outputs);
    flushed_ = rows_.size();
  }

  /// Starts afresh; the naive forecast begins with the last truth that came to any window.
  void clear(const window_context<Task>& shared) noexcept {
    performance_.clear();
    memory_ = shared.latest;
    groups_.clear();
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
  /// Of each group of the settings, and of the rows of none.
  [[nodiscard]] const group_performance<Task>& groups() const noexcept { return groups_; }
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

  [[nodiscard]] static bool all_usable(const row_block<Task>& rows,
                                       const monitor_settings& settings) noexcept {
    if constexpr (Task::weighted)
      if (!std::all_of(rows.weights.begin(), rows.weights.end(), usable_weight)) return false;
    return Task::all_usable(rows, settings);
  }

  void update_performance(const row_block<Task>& rows, window_context<Task>& shared) noexcept {
    labels_ += rows.size();
    Task::update(performance_, Task::batch(rows, shared.settings), memory_);
    groups_.update(rows, shared.settings);
    if (columns_) columns_->update_labels(rows.labels);
  }

  void update_labelled(const row_block<Task>& rows, window_context<Task>& shared) noexcept {
    if constexpr (Task::scored) {
      // The probabilities stay where they are: run after run of rows that have their label.
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t begin = i;
        while (i < rows.size() && !Task::is_missing(rows.labels[i])) ++i;
        if (i > begin) update_performance(rows.part(begin, i - begin), shared);
      }
    } else {
      std::array<output_type, block> labelled;
      std::array<label_type, block> known;
      std::array<double, block> weights;
      std::array<group_number, block> groups;
      std::size_t n = 0;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        labelled[n] = rows.outputs[i];
        known[n] = rows.labels[i];
        if (!rows.weights.empty()) weights[n] = rows.weights[i];
        if (!rows.groups.empty()) groups[n] = rows.groups[i];
        n += !Task::is_missing(rows.labels[i]);
      }
      const auto first = [n](const auto& column, bool there) {
        return std::span{column}.first(there ? n : 0);
      };
      update_performance({first(labelled, true),
                          first(known, true),
                          {},
                          first(weights, !rows.weights.empty()),
                          first(groups, !rows.groups.empty())},
                         shared);
    }
  }

  bool keeps_;
  store_type rows_;
  std::size_t flushed_ = 0;   // rows of the store that the kernels have seen
  std::size_t stop_ = block;  // rows in the store at which the next one waits for a flush
  performance_type performance_;
  group_performance<Task> groups_;
  std::optional<feature_counts> columns_;  // with a reference
  typename Task::memory memory_;
  std::uint64_t count_ = 0;  // rows that came, but those not flushed
  std::uint64_t labels_ = 0;
  std::uint64_t rejected_ = 0;
  bool spilled_ = false;  // the store no longer holds all rows of the window
};

}  // namespace telltale::inline TELLTALE_ABI
