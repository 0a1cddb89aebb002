// SPDX-License-Identifier: Apache-2.0
#include <replay/run.hpp>

#include <replay/failure.hpp>
#include <replay/text.hpp>

#include <telltale/evaluate.hpp>
#include <telltale/telltale.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace replay {
namespace {

using monitor = telltale::basic_binary_monitor<double>;

[[noreturn]] void refuse_log(const options& asked, const std::string& sentence) {
  throw failure(exit_status::bad_log, printable(asked.log, 400) + ": " + sentence);
}

/// What the library refuses: data are the log's fault, all else is the command line's.
[[noreturn]] void refuse(const options& asked, const telltale::error& why) {
  const std::string sentence = printable(why.message, 400);
  if (why.code == telltale::errc::invalid_data) refuse_log(asked, "the reference: " + sentence);
  throw failure(exit_status::bad_arguments, sentence);
}

telltale::reference fit(const prediction_log& log, const std::vector<std::size_t>& rows,
                        const options& asked) {
  telltale::reference_builder builder(asked.features, {.threshold = asked.threshold});
  for (const std::size_t row : rows) {
    builder.add(log.scores[row], log.labels[row], log.features_of(row));
  }
  auto fitted = builder.fit();
  if (!fitted) refuse(asked, fitted.error());
  return *std::move(fitted);
}

monitor watch(const std::optional<telltale::reference>& baseline, std::uint64_t window,
              double alpha, const options& asked) {
  const telltale::binary_settings settings{
      .threshold = asked.threshold, .window = telltale::rows{window}, .alpha = alpha};
  auto made = baseline ? monitor::make(*baseline, settings) : monitor::make(settings);
  if (!made) refuse(asked, made.error());
  return *std::move(made);
}

/// The command line wins over the policy file.
double significance(const std::optional<policy_file>& file, const options& asked) {
  const double usual = telltale::binary_settings{}.alpha;
  return asked.alpha.value_or(file ? file->alpha.value_or(usual) : usual);
}

telltale::policy make_policy(const std::optional<policy_file>& file, const monitor& watched,
                             const options& asked) {
  const telltale::vocabulary known = telltale::signals(watched);
  auto made = telltale::policy::make(file ? file->rules : telltale::default_rules(known), known);
  if (made) return *std::move(made);
  throw failure(exit_status::bad_arguments,
                printable(asked.policy.value_or("default policy"), 400) + ": " +
                    printable(made.error().message, 400));
}

void observe(monitor& watched, const prediction_log& log, std::size_t row,
             std::span<const double> features) {
  if (log.labels[row]) {
    watched.observe(log.scores[row], features, *log.labels[row]);
  } else {
    watched.observe(log.scores[row], features);
  }
}

/// Measures all replayed rows at once, as one window without a reference.
telltale::report measure_all(const prediction_log& log, const std::vector<std::size_t>& rows,
                             const options& asked) {
  monitor watched = watch({}, rows.size(), telltale::binary_settings{}.alpha, asked);
  for (const std::size_t row : rows) observe(watched, log, row, {});
  return telltale::close_window(watched);
}

}  // namespace

row_split split_rows(const prediction_log& log, const options& asked) {
  const auto is_reference = [&](std::size_t row) {
    if (asked.reference_where) return bool{log.marked[row]};
    return row < asked.reference_rows.value_or(0);
  };
  row_split split;
  for (std::size_t row = 0; row < log.rows(); ++row) {
    (is_reference(row) ? split.reference : split.replayed).push_back(row);
  }
  if (asked.reference_where && split.reference.empty()) {
    refuse_log(asked, "no row has " + in_quotes(asked.reference_where->value) + " in column " +
                          in_quotes(asked.reference_where->column) + ", so there is no reference");
  }
  if (split.replayed.empty()) {
    refuse_log(asked, "all of its " + std::to_string(log.rows()) +
                          " rows belong to the reference, and none is left to replay");
  }
  return split;
}

replayed replay(const prediction_log& log, const options& asked,
                const std::optional<policy_file>& policy_asked,
                const std::function<void(std::size_t, std::size_t)>& progress) {
  const row_split split = split_rows(log, asked);
  replayed seen;
  seen.rows = log.rows();
  if (!split.reference.empty()) seen.baseline = fit(log, split.reference, asked);

  // A window longer than the log is the log.
  const std::size_t window = std::min<std::uint64_t>(asked.window, split.replayed.size());
  const std::size_t windows = (split.replayed.size() - 1) / window + 1;
  monitor watched = watch(seen.baseline, window, significance(policy_asked, asked), asked);
  telltale::policy policy = make_policy(policy_asked, watched, asked);
  seen.policy = policy.text();
  std::optional<bin_counter> bins;
  if (asked.bins && seen.baseline) {
    seen.bins = bins_of(*seen.baseline, log);
    bins.emplace(*seen.baseline);
  }

  const auto features_of = [&](std::size_t row) {
    return seen.baseline ? log.features_of(row) : std::span<const double>{};
  };
  std::size_t first = 0;
  for (std::size_t i = 0; i < split.replayed.size(); ++i) {
    const std::size_t row = split.replayed[i];
    observe(watched, log, row, features_of(row));
    if (bins) bins->add(log, row);
    if (!watched.full() && i + 1 < split.replayed.size()) continue;
    replayed_window closed;
    closed.measured = telltale::close_window(watched);
    closed.measured.first_row = split.replayed[first];
    closed.decisions = policy.decide(closed.measured);
    if (bins) closed.bins = bins->close();
    seen.windows.push_back(std::move(closed));
    first = i + 1;
    progress(seen.windows.size(), windows);
  }
  seen.total = measure_all(log, split.replayed, asked);
  return seen;
}

}  // namespace replay
