// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/bins.hpp>
#include <replay/failure.hpp>
#include <replay/log.hpp>
#include <replay/options.hpp>
#include <replay/policy_file.hpp>
#include <replay/run.hpp>
#include <replay/text.hpp>

#include <telltale/evaluate.hpp>
#include <telltale/telltale.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// A replay of one task: a template, so that each file that names tasks can be compiled by itself.

namespace replay {

/// What a replay works on.
struct replay_input {
  const prediction_log& log;
  const options& asked;
  const std::optional<policy_file>& policy;
  const std::optional<telltale::reference>& saved;
  const std::function<void(std::size_t, std::size_t)>& progress;

  [[nodiscard]] bool weighted() const noexcept { return !log.weights.empty(); }
};

replayed replay_binary(const replay_input& in);
replayed replay_regression(const replay_input& in);
/// Classes that do not occur change no metric, so two sizes do for all logs.
replayed replay_few_classes(const replay_input& in);
replayed replay_many_classes(const replay_input& in);
replayed replay_weighted_classes(const replay_input& in);
inline constexpr std::size_t few_classes = 8;

[[noreturn]] inline void refuse_log(const options& asked, const std::string& sentence) {
  throw failure(exit_status::bad_log, printable(asked.log, 400) + ": " + sentence);
}

/// What the library refuses: data are the log's fault, all else is the command line's.
[[noreturn]] inline void refuse(const options& asked, const telltale::error& why) {
  const std::string sentence = printable(why.message, 400);
  if (why.code == telltale::errc::invalid_data) refuse_log(asked, "the reference: " + sentence);
  throw failure(exit_status::bad_arguments, sentence);
}

/// A row's output and truth as the library takes them. A class that the log could not tell is
/// beyond all classes.
template <class Task>
typename Task::given_output output_of(const prediction_log& log, std::size_t row) {
  const double value = log.outputs[row];
  if constexpr (Task::predicts != telltale::task::multiclass) {
    return value;
  } else {
    const std::size_t predicted =
        std::isnan(value) ? Task::no_label : static_cast<std::size_t>(value);
    if constexpr (Task::scored) {
      return {log.scores_of(row), predicted};
    } else {
      return predicted;
    }
  }
}

template <class Task>
std::optional<typename Task::given_label> label_of(const std::optional<double>& value) {
  if (!value) return std::nullopt;
  return static_cast<typename Task::given_label>(*value);
}

template <class Task>
telltale::reference fit(const prediction_log& log, const std::vector<std::size_t>& rows,
                        const options& asked) {
  telltale::basic_reference_builder<Task> builder(
      log.columns, {.threshold = asked.threshold.value_or(0.5), .classes = log.classes});
  for (const std::size_t row : rows) {
    builder.add(output_of<Task>(log, row), label_of<Task>(log.labels[row]), log.features_of(row),
                log.weights.empty() ? 1 : log.weights[row]);
  }
  auto fitted = builder.fit();
  if (!fitted) refuse(asked, fitted.error());
  return *std::move(fitted);
}

template <class Task>
telltale::basic_monitor<Task> watch(const std::optional<telltale::reference>& baseline,
                                    const telltale::monitor_settings& settings,
                                    const options& asked) {
  using monitor = telltale::basic_monitor<Task>;
  auto made = baseline ? monitor::make(*baseline, settings) : monitor::make(settings);
  if (!made) refuse(asked, made.error());
  return *std::move(made);
}

/// The command line wins over the policy file.
inline double significance(const std::optional<policy_file>& file, const options& asked) {
  const double usual = telltale::monitor_settings{}.alpha;
  return asked.alpha.value_or(file ? file->alpha.value_or(usual) : usual);
}

inline telltale::policy make_policy(const std::optional<policy_file>& file,
                                    const telltale::vocabulary& known, const options& asked) {
  auto made = telltale::policy::make(file ? file->rules : telltale::default_rules(known), known);
  if (made) return *std::move(made);
  throw failure(exit_status::bad_arguments,
                printable(asked.policy.value_or("default policy"), 400) + ": " +
                    printable(made.error().message, 400));
}

template <class Task>
void observe(telltale::basic_monitor<Task>& watched, const prediction_log& log, std::size_t row,
             std::span<const double> features) {
  const auto output = output_of<Task>(log, row);
  const auto label = label_of<Task>(log.labels[row]);
  telltale::row_tags tags;
  if (!log.weights.empty()) tags.weight = log.weights[row];
  if (!log.groups.empty()) tags.group = log.groups[row];
  if (log.times.empty())
    watched.observe(output, features, label, tags);
  else
    watched.observe(log.times[row], output, features, label, tags);
}

/// A step of up to a week from row to row is taken for what it is, also where a window has so few
/// rows that the monitor by itself would wait for more.
template <class Task>
void follow(telltale::basic_monitor<Task>& watched, telltale::timestamp before,
            telltale::timestamp at) {
  constexpr std::chrono::nanoseconds week = std::chrono::days{7};
  const auto step = telltale::event_clock::distance(before.time_since_epoch().count(),
                                                    at.time_since_epoch().count());
  if (at > before && step <= static_cast<std::uint64_t>(week.count())) watched.advance(at);
}

/// Which row of the log a window of time begins with.
class first_rows {
public:
  explicit first_rows(std::chrono::nanoseconds length) : length_(length) {}

  void add(telltale::timestamp at, std::size_t row) {
    rows_[telltale::period_index(at, length_)].push_back(row);
  }

  /// Of a window that is closed with so many rows. It took the last ones of its stretch: once it is
  /// open it drops none.
  [[nodiscard]] std::size_t take(telltale::timestamp begin, std::uint64_t taken) {
    const auto stretch = rows_.extract(telltale::period_index(begin, length_));
    return *(stretch.mapped().end() - static_cast<std::ptrdiff_t>(taken));
  }

private:
  std::chrono::nanoseconds length_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> rows_;  // of stretches since 1970
};

/// Measures all replayed rows at once, as one window without a reference.
template <class Task>
telltale::report measure_all(const prediction_log& log, const std::vector<std::size_t>& rows,
                             telltale::monitor_settings settings, const options& asked) {
  settings.window = telltale::rows{rows.size()};
  auto watched = watch<Task>({}, settings, asked);
  for (const std::size_t row : rows) observe(watched, log, row, {});
  return telltale::close_window(watched);
}

template <class Task>
replayed replay_task(const replay_input& in) {
  const prediction_log& log = in.log;
  const options& asked = in.asked;
  const row_split split = split_rows(log, asked);
  replayed seen;
  seen.predicts = asked.predicts;
  seen.rows = log.rows();
  seen.saved = in.saved.has_value();
  seen.baseline = in.saved;
  if (!split.reference.empty()) seen.baseline = fit<Task>(log, split.reference, asked);

  telltale::monitor_settings settings;
  settings.threshold =
      asked.threshold.value_or(seen.baseline ? seen.baseline->threshold() : settings.threshold);
  settings.classes = seen.baseline ? seen.baseline->classes() : log.classes;
  settings.alpha = significance(in.policy, asked);
  settings.groups = log.group_names;
  settings.window = asked.window;
  if (!asked.window.timed()) {  // a window longer than the log is the log
    settings.window = telltale::rows{std::min(asked.window.rows(), split.replayed.size())};
  }
  auto watched = watch<Task>(seen.baseline, settings, asked);
  telltale::policy policy = make_policy(in.policy, telltale::signals(watched), asked);
  seen.policy = policy.text();
  const bool count_bins = asked.bins && seen.baseline;
  if (count_bins) seen.bins = bins_of(*seen.baseline);

  const std::size_t rows = split.replayed.size();
  std::optional<first_rows> firsts;
  if (settings.window.timed()) firsts.emplace(settings.window.time());
  std::size_t first = 0;  // of a window of rows
  const auto close = [&](std::size_t done) {
    replayed_window closed;
    closed.measured = watched.close([&](const telltale::window_view<Task>& window) {
      if (count_bins) closed.bins = counts_of(*window.rows.columns());
      return telltale::measure_window(watched, window);
    });
    telltale::report& measured = closed.measured;
    measured.first_row =
        firsts ? firsts->take(*measured.begin, measured.rows) : split.replayed[first];
    first = done;
    closed.decisions = policy.decide(closed.measured);
    seen.windows.push_back(std::move(closed));
    in.progress(done, rows);
  };
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t row = split.replayed[i];
    if (i > 0 && !log.times.empty())
      follow(watched, log.times[split.replayed[i - 1]], log.times[row]);
    if (firsts) firsts->add(log.times[row], row);
    observe(watched, log, row, seen.baseline ? log.features_of(row) : std::span<const double>{});
    while (watched.full()) close(i + 1);
  }
  while (watched.window_rows() > 0) close(rows);
  in.progress(rows, rows);
  seen.total = measure_all<Task>(log, split.replayed, settings, asked);
  return seen;
}

}  // namespace replay
