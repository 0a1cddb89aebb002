// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/monitor/feature_counts.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/row_store.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// A window's length in rows.
struct rows {
  std::uint64_t count = 0;

  friend bool operator==(const rows&, const rows&) = default;
};

/// Settings of a binary monitor.
struct binary_settings {
  double threshold = 0.5;  ///< class 1 is predicted where score >= threshold; [0, 1]
  rows window{1'000};      ///< rejected rows included
  /// Keep the window's rows until it is closed. Then AUC, Kolmogorov-Smirnov and Wasserstein are
  /// exact; without, they come from bins, with certified brackets, in memory that does not grow
  /// with the window.
  bool keep_rows = true;
  double confidence = 0.95;  ///< of every interval in the report; (0, 1)
  /// A column has drifted when its p-value, corrected for the number of columns, is below `alpha`
  /// and it has moved by at least `tolerance`: Kolmogorov-Smirnov distance of a number, total
  /// variation of a category, or the change of its missing rate. 0.1 is a shift of a quarter of a
  /// standard deviation; less is not worth waking anybody.
  double alpha = 0.05;
  double tolerance = 0.1;
};

/// Watches one served binary classifier: what it predicted, what was true, and whether its inputs
/// moved away from the reference. `close_window` (evaluate.hpp) measures a window.
///
/// Cost     observe: a store of the row, and each 256 rows the batch kernels; never allocates,
///          locks, throws or reads a clock
/// Rejects  a score outside [0, 1] or NaN, a label that is neither 0 nor 1, features of another
///          width than the schema's: counted in the report
/// Threads  one writer, who also closes
template <class Score = float>
class basic_binary_monitor {
public:
  using score_type = Score;

  /// Performance alone: no drift, no relative signals.
  [[nodiscard]] static result<basic_binary_monitor> make(binary_settings settings = {}) {
    if (auto why = refuse(settings)) return *std::move(why);
    return basic_binary_monitor{nullptr, settings};
  }
  /// Against a reference: its schema, its baseline.
  [[nodiscard]] static result<basic_binary_monitor> make(reference baseline,
                                                         binary_settings settings = {}) {
    if (auto why = refuse(settings)) return *std::move(why);
    if (baseline.threshold() != settings.threshold)
      return error{errc::invalid_setting,
                   "threshold: the monitor's is " + std::to_string(settings.threshold) +
                       ", the reference was measured at " + std::to_string(baseline.threshold())};
    return basic_binary_monitor{std::make_shared<const reference>(std::move(baseline)), settings};
  }

  /// A prediction whose truth has not come.
  void observe(Score score, std::span<const Score> features) noexcept {
    store(score, features, row_store<Score>::no_label);
  }
  /// A prediction and its truth, 0 or 1.
  void observe(Score score, std::span<const Score> features, std::uint8_t actual) noexcept {
    // The store's mark of a missing label must not come in from outside.
    store(score, features, actual <= 1 ? actual : std::uint8_t{2});
  }
  /// The same for a model that is watched without its features.
  void observe(Score score) noexcept { observe(score, std::span<const Score>{}); }
  void observe(Score score, std::uint8_t actual) noexcept {
    observe(score, std::span<const Score>{}, actual);
  }

  /// Rows observed in the open window, rejected ones included.
  [[nodiscard]] std::uint64_t window_rows() const noexcept { return window_rows_; }
  /// The open window has its rows: time to close it. Rows that come before that are still counted
  /// in it, but no longer kept once there is no room, and what was exact then comes
  /// from bins.
  [[nodiscard]] bool full() const noexcept { return window_rows_ >= settings_.window.count; }

  [[nodiscard]] const binary_settings& settings() const noexcept { return settings_; }
  /// The baseline; null without one.
  [[nodiscard]] const reference* baseline() const noexcept { return baseline_.get(); }
  /// All windows that were closed.
  [[nodiscard]] const binary_performance& total() const noexcept { return total_; }

  /// What a closed window shows to whoever measures it (monitor/close_window.hpp).
  struct window_view {
    std::uint64_t index, first_row, rows, labels, rejected;
    const binary_performance& performance;
    const feature_counts* columns;  ///< features, then the score; null without a reference
    const row_store<Score>* kept;   ///< the usable rows; null when they were not all kept
  };
  /// Hands the open window to `measure`, and starts the next one.
  auto close(auto&& measure) {
    flush();
    auto measured = measure(window_view{index_, first_row_, window_rows_, labels_, rejected_,
                                        performance_, columns_ ? &*columns_ : nullptr,
                                        settings_.keep_rows && !spilled_ ? &rows_ : nullptr});
    total_.merge(performance_);
    performance_.clear();
    if (columns_) columns_->clear();
    rows_.clear();
    flushed_ = 0;
    stop_ = block;
    ++index_;
    first_row_ += window_rows_;
    window_rows_ = labels_ = rejected_ = 0;
    spilled_ = false;
    return measured;
  }

private:
  static constexpr std::size_t block = 256;

  basic_binary_monitor(std::shared_ptr<const reference> baseline, const binary_settings& settings)
      : settings_(settings),
        baseline_(std::move(baseline)),
        rows_(settings.keep_rows ? std::max<std::size_t>(settings.window.count, block) : block,
              baseline_ ? baseline_->features().size() : 0) {
    if (baseline_) columns_.emplace(*baseline_);
  }

  static std::optional<error> refuse(const binary_settings& s) {
    const auto outside = [](const char* field, double value, const char* range) {
      return error{errc::invalid_setting,
                   std::string{field} + ": " + std::to_string(value) + " is not in " + range};
    };
    if (!(s.threshold >= 0 && s.threshold <= 1)) return outside("threshold", s.threshold, "[0, 1]");
    if (!(s.confidence > 0 && s.confidence < 1))
      return outside("confidence", s.confidence, "(0, 1)");
    if (!(s.alpha > 0 && s.alpha < 1)) return outside("alpha", s.alpha, "(0, 1)");
    if (!(s.tolerance >= 0 && s.tolerance <= 1)) return outside("tolerance", s.tolerance, "[0, 1]");
    if (s.window.count == 0 || s.window.count > largest_window)
      return outside("window", static_cast<double>(s.window.count), "[1, 2^32) rows");
    return std::nullopt;
  }
  static constexpr std::uint64_t largest_window = (std::uint64_t{1} << 32) - 1;

  void store(Score score, std::span<const Score> features, std::uint8_t actual) noexcept {
    ++window_rows_;
    if (features.size() != rows_.width()) {
      ++rejected_;
      return;
    }
    if (rows_.size() == stop_) make_room();
    rows_.push(score, features, actual);
  }

  // Before the row after a full block: the one branch that a row pays for the buffer.
  void make_room() noexcept {
    flush();
    if (rows_.size() == rows_.capacity()) {
      spilled_ = true;
      rows_.clear();
      flushed_ = 0;
    }
    stop_ = std::min(flushed_ + block, rows_.capacity());
  }

  // Runs the batch kernels over the rows that have come since the last time, a block at most.
  void flush() noexcept {
    std::size_t unusable = 0, unlabelled = 0;
    for (std::size_t i = flushed_; i < rows_.size(); ++i) {
      const std::uint8_t actual = rows_.actual()[i];
      unusable += !usable(rows_.scores()[i], actual);
      unlabelled += actual > 1;
    }
    if (unusable > 0) rejected_ += rows_.filter(flushed_, usable);

    const std::span<const Score> scores = rows_.scores().subspan(flushed_);
    const std::span<const std::uint8_t> actual = rows_.actual().subspan(flushed_);
    if (unlabelled == 0)
      update_performance(scores, actual);
    else
      update_labelled(scores, actual);
    if (columns_)
      columns_->update(rows_.features().subspan(flushed_ * rows_.width()), rows_.width(), scores);
    flushed_ = rows_.size();
  }

  static bool usable(Score score, std::uint8_t actual) noexcept {
    return usable_score(score) && (actual <= 1 || actual == row_store<Score>::no_label);
  }

  void update_performance(std::span<const Score> scores,
                          std::span<const std::uint8_t> actual) noexcept {
    labels_ += actual.size();
    performance_.update(
        binary_batch<Score>{scores, actual, static_cast<Score>(settings_.threshold)});
  }

  void update_labelled(std::span<const Score> scores,
                       std::span<const std::uint8_t> actual) noexcept {
    std::array<Score, block> labelled;
    std::array<std::uint8_t, block> labels;
    std::size_t n = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      labelled[n] = scores[i];
      labels[n] = actual[i];
      n += actual[i] <= 1;
    }
    update_performance(std::span<const Score>{labelled}.first(n),
                       std::span<const std::uint8_t>{labels}.first(n));
  }

  binary_settings settings_;
  std::shared_ptr<const reference> baseline_;
  row_store<Score> rows_;
  std::size_t flushed_ = 0;   // rows of the store that the kernels have seen
  std::size_t stop_ = block;  // rows in the store at which the next one waits for a flush
  binary_performance performance_;
  binary_performance total_;
  std::optional<feature_counts> columns_;  // with a reference
  std::uint64_t index_ = 0;
  std::uint64_t first_row_ = 0;
  std::uint64_t window_rows_ = 0;
  std::uint64_t labels_ = 0;
  std::uint64_t rejected_ = 0;
  bool spilled_ = false;  // the store no longer holds all rows of the window
};

/// The monitor of a service whose scores and features are float.
using binary_monitor = basic_binary_monitor<float>;

}  // namespace telltale::inline TELLTALE_ABI
