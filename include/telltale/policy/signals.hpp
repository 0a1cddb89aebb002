// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/monitor/report.hpp>

#include <string>
#include <string_view>
#include <utility>

// The words in which conditions are written in code, beside the metrics. The report says what each
// one means; the same words, in text, are read by `parse_condition`.

namespace telltale::inline TELLTALE_ABI {

/// Stands for a plain signal, at no cost until it is compared: `drifted_share > 0.3`.
struct named_signal {
  std::string_view name;

  operator signal() const { return signal(name); }
};

/// The share of the features that drifted, in [0, 1].
inline constexpr named_signal drifted_share{"drifted_share"};
/// The share of the rows that could not be used, in [0, 1].
inline constexpr named_signal rejected_rate{"rejected_rate"};
/// Rows of the window. In text it is `rows`, which in code is the size of a window.
inline constexpr named_signal row_count{"rows"};
/// Rows of the window with a usable label. In text it is `labels`.
inline constexpr named_signal label_count{"labels"};

/// Of a window of time: the share of its rows that came late, in [0, 1]; rows that came too late
/// for any window; windows without a row before it; how often the clock was set back.
inline constexpr named_signal late_rate{"late_rate"};
inline constexpr named_signal dropped_rows{"dropped"};
inline constexpr named_signal idle_windows{"idle_windows"};
inline constexpr named_signal clock_restarts{"clock_restarts"};

/// How much worse a metric is than in the reference: `drop(metric::roc_auc) > 0.05`. Positive is
/// worse, whichever way the metric improves.
[[nodiscard]] inline signal drop(const signal& metric) { return {drop_signal, metric.text()}; }

/// The part of a drop that the intervals of both sides leave standing:
/// `sure_drop(metric::roc_auc) > 0` where the metric is surely worse than in the reference.
[[nodiscard]] inline signal sure_drop(const signal& metric) {
  return {sure_drop_signal, metric.text()};
}

/// The end of a metric's interval at which it is best: `at_best(metric::recall) < 0.8` where recall
/// is below 0.8 even with the benefit of the doubt.
[[nodiscard]] inline signal at_best(const signal& metric) {
  return {at_best_signal, metric.text()};
}

/// By how much a metric differs from the reference, current minus reference.
[[nodiscard]] inline signal change(const signal& metric) { return {change_signal, metric.text()}; }

/// A metric over the last windows together: `slow(metric::accuracy) < 0.8` (a monitor's
/// `slow_windows`); and how much worse that is than in the reference.
[[nodiscard]] inline signal slow(const signal& metric) { return {slow_signal, metric.text()}; }
[[nodiscard]] inline signal slow_drop(const signal& metric) {
  return {slow_drop_signal, metric.text()};
}
[[nodiscard]] inline signal slow_sure_drop(const signal& metric) {
  return {slow_sure_drop_signal, metric.text()};
}

/// The signals of one column; `on` makes it.
class column_words {
public:
  explicit column_words(std::string_view column) : column_(column) {}

  [[nodiscard]] signal kolmogorov_smirnov() const { return {"kolmogorov_smirnov", column_}; }
  [[nodiscard]] signal chi_squared() const { return {"chi_squared", column_}; }
  [[nodiscard]] signal cramers_v() const { return {"cramers_v", column_}; }
  [[nodiscard]] signal psi() const { return {"psi", column_}; }
  [[nodiscard]] signal jensen_shannon() const { return {"jensen_shannon", column_}; }
  [[nodiscard]] signal hellinger() const { return {"hellinger", column_}; }
  [[nodiscard]] signal total_variation() const { return {"total_variation", column_}; }
  [[nodiscard]] signal wasserstein() const { return {"wasserstein", column_}; }
  [[nodiscard]] signal wasserstein_normalized() const {
    return {"wasserstein_normalized", column_};
  }
  [[nodiscard]] signal missing_rate() const { return {"missing_rate", column_}; }
  [[nodiscard]] signal unseen_rate() const { return {"unseen_rate", column_}; }
  [[nodiscard]] signal out_of_range_rate() const { return {"out_of_range_rate", column_}; }
  [[nodiscard]] signal infinite_rate() const { return {"infinite_rate", column_}; }
  [[nodiscard]] signal most_common_share() const { return {"most_common_share", column_}; }
  [[nodiscard]] signal longest_run() const { return {"longest_run", column_}; }
  [[nodiscard]] signal saturation_rate() const { return {"saturation_rate", column_}; }
  [[nodiscard]] signal p_value() const { return {"p_value", column_}; }
  [[nodiscard]] signal p_value_adjusted() const { return {"p_value_adjusted", column_}; }
  /// 1 where it has drifted, else 0.
  [[nodiscard]] signal drifted() const { return {"drifted", column_}; }

private:
  std::string column_;
};

/// Names a column, to choose one of its signals: `on("net price").psi() > 0.2`.
[[nodiscard]] inline column_words on(std::string_view column) { return column_words(column); }

}  // namespace telltale::inline TELLTALE_ABI
