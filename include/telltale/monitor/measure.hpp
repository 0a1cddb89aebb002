// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/task.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/deviance.hpp>
#include <telltale/state/log_errors.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

/// Every metric that is one number, in the vocabulary's order.
template <class Task>
[[nodiscard]] constexpr const auto& metrics_of() noexcept {
  if constexpr (Task::predicts == task::binary)
    return metric::binary;
  else if constexpr (Task::predicts == task::multiclass)
    return metric::multiclass;
  else
    return metric::regression;
}

template <class Metric, class S>
inline constexpr bool reads = std::remove_cvref_t<Metric>::template reads<S>;

/// States that take a logarithm a row: not for the inference loop, but where the rows were kept.
template <bool Weighted>
using costly_performance = state::bundle<state::basic_log_errors<Weighted>,
                                         state::deviance<state::family::poisson, Weighted>,
                                         state::deviance<state::family::gamma, Weighted>>;

/// What several metrics of a batch read: its scores in order, sorted once for all of them.
template <class Task>
[[nodiscard]] auto ranking_of(const typename Task::batch_type& rows) {
  if constexpr (Task::predicts == task::binary)
    return *metric::score_curve::of(rows);
  else
    return std::monostate{};
}

inline void measure_classes(std::vector<measurement>& all, const auto& performance,
                            std::size_t classes, const confidence_level& level) {
  for (const metric::class_metric_family& family :
       {metric::class_precision, metric::class_recall, metric::class_f1})
    for (std::size_t k = 0; k < classes; ++k) {
      const metric::class_metric m = family[k];
      all.push_back({m.name(), m.better(), m(performance, level)});
    }
}

}  // namespace detail

/// Every metric of a task that the states of bounded memory answer, in the vocabulary's order; with
/// more than two classes also those of each of the first `classes`.
template <class Task>
[[nodiscard]] std::vector<measurement> measure(const typename Task::performance_type& performance,
                                               const confidence_level& level,
                                               std::size_t classes = Task::classes) {
  std::vector<measurement> all;
  metric::for_each(detail::metrics_of<Task>(), [&](const auto& m) {
    if constexpr (detail::reads<decltype(m), typename Task::performance_type>)
      all.push_back({std::string{m.name()}, m.better(), m(performance, level)});
  });
  if constexpr (Task::predicts == task::multiclass)
    detail::measure_classes(all, performance, classes, level);
  return all;
}

/// The same, and what needs the labelled rows themselves.
template <class Task>
[[nodiscard]] std::vector<measurement> measure(const typename Task::performance_type& performance,
                                               const typename Task::batch_type& labelled,
                                               const confidence_level& level,
                                               std::size_t classes = Task::classes) {
  using performance_type = typename Task::performance_type;
  using batch_type = typename Task::batch_type;
  using costly_type = detail::costly_performance<Task::weighted>;
  [[maybe_unused]] costly_type costly;
  constexpr bool takes_costly = Task::predicts == task::regression;
  if constexpr (takes_costly) costly.update(labelled);
  const auto ranking = detail::ranking_of<Task>(labelled);
  using ranking_type = std::remove_cv_t<decltype(ranking)>;
  std::vector<measurement> all;
  metric::for_each(detail::metrics_of<Task>(), [&](const auto& m) {
    const auto add = [&](const auto& summary) {
      all.push_back({std::string{m.name()}, m.better(), m(summary, level)});
    };
    if constexpr (detail::reads<decltype(m), performance_type>)
      add(performance);
    else if constexpr (detail::reads<decltype(m), ranking_type>)
      add(ranking);
    else if constexpr (detail::reads<decltype(m), batch_type>)
      add(labelled);
    else if constexpr (takes_costly && detail::reads<decltype(m), costly_type>)
      add(costly);
  });
  if constexpr (Task::predicts == task::multiclass)
    detail::measure_classes(all, performance, classes, level);
  return all;
}

}  // namespace telltale::inline TELLTALE_ABI
