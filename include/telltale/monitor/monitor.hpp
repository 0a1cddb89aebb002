// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/task.hpp>
#include <telltale/core/time.hpp>
#include <telltale/monitor/open_window.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/window_clock.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// What a window that is being closed shows to whoever measures it (monitor/close_window.hpp).
template <class Task>
struct window_view {
  std::uint64_t index, first_row;
  const open_window<Task>& rows;
  /// A window of time's place in the clock; the clock is null for one of rows.
  const window_clock* clock;
  std::size_t place;
  /// The last windows together, this one included, and the labels in them; null where no slow
  /// window is kept.
  const typename Task::performance_type* slow;
  std::uint64_t slow_labels;
};

/// Watches one served model: what it predicted, what was true, and whether its inputs moved away
/// from the reference. `close_window` (evaluate.hpp) measures a window. Use it by the names of its
/// tasks: `binary_monitor`, `multiclass_monitor<K>`, `regression_monitor`.
///
/// Cost     observe: a store of the row, and each 256 rows the batch kernels; never allocates,
///          locks, throws or reads a clock
/// Rejects  an output or a label that the task cannot use, features of another width than the
///          schema's: counted in the report
/// Threads  one writer, who also closes
template <class Task>
class basic_monitor {
public:
  using task_type = Task;
  using value_type = typename Task::value_type;
  using given_output = typename Task::given_output;
  using given_label = typename Task::given_label;
  using performance_type = typename Task::performance_type;

  /// Performance alone: no drift, no relative signals.
  [[nodiscard]] static result<basic_monitor> make(monitor_settings settings = {}) {
    if (auto why = refuse(settings)) return *std::move(why);
    return basic_monitor{nullptr, settings};
  }
  /// Against a reference: its schema, its baseline. A multiclass monitor takes the number of
  /// classes in use from it.
  [[nodiscard]] static result<basic_monitor> make(reference baseline,
                                                  monitor_settings settings = {}) {
    if (auto why = refuse(settings, baseline)) return *std::move(why);
    if (Task::predicts == task::multiclass) settings.classes = baseline.classes();
    return basic_monitor{std::make_shared<const reference>(std::move(baseline)), settings};
  }

  /// A prediction whose truth has not come. The model's word comes first, then the features, then
  /// the truth. A monitor with windows of time counts a row that says no time as dropped.
  void observe(given_output output, std::span<const value_type> features) noexcept {
    if (counts_timeless()) take(output, features, Task::no_label);
  }
  /// A prediction and its truth.
  void observe(given_output output, std::span<const value_type> features,
               given_label actual) noexcept {
    if (counts_timeless()) take(output, features, Task::label(actual));
  }
  /// A prediction of a group, or one that counts by its weight; the truth where it has come.
  void observe(given_output output, std::span<const value_type> features,
               std::optional<given_label> actual, const row_tags& tags) noexcept {
    if (counts_timeless())
      take(output, features, actual ? Task::label(*actual) : Task::no_label, tags);
  }
  /// The same for a model that is watched without its features.
  void observe(given_output output) noexcept { observe(output, std::span<const value_type>{}); }
  void observe(given_output output, given_label actual) noexcept {
    observe(output, std::span<const value_type>{}, actual);
  }

  /// Any of them with the time of the row, which a window of time needs: the row goes to its own
  /// window as long as that one is open, and is counted as dropped afterwards. Windows of rows
  /// ignore the time.
  void observe(timestamp at, given_output output, std::span<const value_type> features) noexcept {
    if (open(at)) take(output, features, Task::no_label);
  }
  void observe(timestamp at, given_output output, std::span<const value_type> features,
               given_label actual) noexcept {
    if (open(at)) take(output, features, Task::label(actual));
  }
  void observe(timestamp at, given_output output, std::span<const value_type> features,
               std::optional<given_label> actual, const row_tags& tags) noexcept {
    if (open(at)) take(output, features, actual ? Task::label(*actual) : Task::no_label, tags);
  }
  void observe(timestamp at, given_output output) noexcept {
    observe(at, output, std::span<const value_type>{});
  }
  void observe(timestamp at, given_output output, given_label actual) noexcept {
    observe(at, output, std::span<const value_type>{}, actual);
  }
  /// Time goes on without a row, so that the last window before a quiet hour is due.
  void advance(timestamp now) noexcept {
    if (clock_) clock_->advance(now);
  }

  /// It is time to close a window: its rows have come, or its time is over and so is what it waits
  /// for late rows. In a window of rows those that come before it is closed are still counted in
  /// it, but no longer kept once there is no room, and what was exact then comes from bins. A
  /// window of time must be closed soon after it is due: there is room for one more than wait for
  /// late rows, and rows beyond are dropped. Closing one early drops the rest of its rows.
  [[nodiscard]] bool full() const noexcept {
    if (clock_) return clock_->due();
    return windows_[0].count() >= shared_.settings.window.rows();
  }
  /// Rows observed in the window that would be closed next, rejected ones included.
  [[nodiscard]] std::uint64_t window_rows() const noexcept {
    const auto place = next();
    return place ? windows_[*place].count() : 0;
  }

  [[nodiscard]] const monitor_settings& settings() const noexcept { return shared_.settings; }
  /// The baseline; null without one.
  [[nodiscard]] const reference* baseline() const noexcept { return baseline_.get(); }
  /// All windows that were closed.
  [[nodiscard]] const performance_type& total() const noexcept { return total_; }

  /// Hands the oldest open window to `measure`, as a `window_view<Task>`, and starts the next one.
  /// Where none of time is open, that is one without rows.
  auto close(auto&& measure) {
    const std::optional<std::size_t> open = next();
    const std::size_t place = open.value_or(0);
    open_window<Task>& window = windows_[place];
    if (!open) window.clear(shared_);  // what the clock has dropped may still stand there
    window.flush(shared_);
    total_.merge(window.performance());
    std::optional<closed_window> slow;
    if (!recent_.empty()) {
      if (open) {
        recent_[recent_next_] = {window.performance(), window.labels()};
        recent_next_ = (recent_next_ + 1) % recent_.size();
      }
      slow.emplace();
      for (const closed_window& part : recent_) {
        slow->performance.merge(part.performance);
        slow->labels += part.labels;
      }
    }
    auto measured =
        measure(window_view<Task>{index_, first_row_, window, clock_ ? &*clock_ : nullptr, place,
                                  slow ? &slow->performance : nullptr, slow ? slow->labels : 0});
    first_row_ += window.count();
    if (clock_) open ? clock_->close(place) : clock_->forget();
    window.clear(shared_);
    ++index_;
    return measured;
  }

private:
  struct closed_window {
    performance_type performance;
    std::uint64_t labels = 0;
  };

  basic_monitor(std::shared_ptr<const reference> baseline, const monitor_settings& settings)
      : baseline_(std::move(baseline)), recent_(settings.slow_windows) {
    shared_.settings = settings;
    std::size_t places = 1, capacity = settings.keep_rows ? settings.window.rows() : 0;
    if (settings.window.timed()) {
      // One to fill, those that wait for late rows, one for the time until they are closed, and one
      // for rows of a window that is not sure to have begun.
      const std::int64_t length = settings.window.time().count();
      places = 3 + static_cast<std::size_t>((settings.lateness.count() + length - 1) / length);
      clock_.emplace(settings.window.time(), settings.lateness, places);
      capacity = 0;
    }
    windows_.reserve(places);
    for (std::size_t i = 0; i < places; ++i)
      windows_.emplace_back(capacity, baseline_.get(), settings);
  }

  static std::optional<error> refuse(const monitor_settings& settings) {
    if (auto why = check(settings)) return why;
    if (settings.classes != 0 && (settings.classes < 2 || settings.classes > Task::classes))
      return error{errc::invalid_setting, "classes: " + std::to_string(settings.classes) +
                                              " is not in [2, " + std::to_string(Task::classes) +
                                              "], what the monitor has room for"};
    return std::nullopt;
  }
  static std::optional<error> refuse(const monitor_settings& settings, const reference& baseline) {
    if (auto why = refuse(settings)) return why;
    if (baseline.predicts() != Task::predicts)
      return error{errc::invalid_setting,
                   "the reference is of a " + std::string{name(baseline.predicts())} +
                       " model, the monitor of a " + std::string{name(Task::predicts)} + " one"};
    if (baseline.classes() > Task::classes)
      return error{errc::invalid_setting,
                   "classes: the reference has " + std::to_string(baseline.classes()) +
                       ", the monitor room for " + std::to_string(Task::classes)};
    if (settings.classes != 0 && settings.classes != baseline.classes())
      return error{errc::invalid_setting,
                   "classes: the monitor's are " + std::to_string(settings.classes) +
                       ", the reference's " + std::to_string(baseline.classes())};
    if (Task::predicts == task::binary && baseline.threshold() != settings.threshold)
      return error{errc::invalid_setting,
                   "threshold: the monitor's is " + number_text(settings.threshold) +
                       ", the reference was measured at " + number_text(baseline.threshold())};
    return std::nullopt;
  }

  template <class... Tags>
  void take(const given_output& output, std::span<const value_type> features,
            typename Task::label_type label, const Tags&... tags) noexcept {
    open_window<Task>& window = windows_[open_];
    if (!window.push(Task::output(output, shared_.settings), features, label, shared_)) return;
    if constexpr (Task::scored) window.score(output.scores);
    (window.tag(tags), ...);
  }

  // The place of the window that would be closed next; empty where none of time has a row.
  [[nodiscard]] std::optional<std::size_t> next() const noexcept {
    return clock_ ? clock_->oldest() : std::optional<std::size_t>{0};
  }

  // Whether a row needs no time; where it does, it is dropped.
  [[nodiscard]] bool counts_timeless() noexcept {
    if (clock_) clock_->drop();
    return !clock_;
  }
  [[nodiscard]] bool open(timestamp at) noexcept {
    if (!clock_ || clock_->find_again(at)) return true;
    const auto place = clock_->find(at);
    if (!place) return false;
    open_ = *place;
    if (clock_->rows(open_) == 1) windows_[open_].clear(shared_);
    return true;
  }

  window_context<Task> shared_;
  std::shared_ptr<const reference> baseline_;
  std::vector<open_window<Task>> windows_;
  std::size_t open_ = 0;
  std::optional<window_clock> clock_;  // of windows of time
  std::vector<closed_window> recent_;  // the last windows, a ring
  std::size_t recent_next_ = 0;
  performance_type total_;
  std::uint64_t index_ = 0;
  std::uint64_t first_row_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI
