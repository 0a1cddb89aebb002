// SPDX-License-Identifier: Apache-2.0
// Whatever is in the vocabulary has its row in docs/metrics.md, and golden values: of many rows, of
// one class, of one row and of none, with weights and without; and is the same of merged states.
#include "vocabulary.hpp"

#include <telltale/metric/all.hpp>
#include <telltale/metric/calibration_test.hpp>
#include <telltale/metric/click_through.hpp>
#include <telltale/metric/crps.hpp>
#include <telltale/metric/distribution.hpp>
#include <telltale/metric/diversity.hpp>
#include <telltale/metric/equal_mass_calibration.hpp>
#include <telltale/metric/fairness.hpp>
#include <telltale/metric/group_calibration.hpp>
#include <telltale/metric/label_ranking.hpp>
#include <telltale/metric/normalized_entropy.hpp>
#include <telltale/metric/prediction_interval.hpp>
#include <telltale/metric/quality.hpp>
#include <telltale/metric/quantile_loss.hpp>
#include <telltale/metric/recent_mean.hpp>
#include <telltale/metric/recommendation.hpp>
#include <telltale/metric/row_quality.hpp>
#include <telltale/metric/run_length.hpp>
#include <telltale/metric/score_entropy.hpp>
#include <telltale/metric/serving_skew.hpp>
#include <telltale/metric/shape.hpp>
#include <telltale/metric/sliding_auc.hpp>
#include <telltale/metric/value_share.hpp>
#include <telltale/state/reliability_moments.hpp>
#include <telltale/state/truth_ranks.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using nlohmann::json;

template <bool Weighted>
struct states;
template <>
struct states<false> {
  using binary = state::bundle<state::confusion<2>, state::proper_loss, state::calibration<>,
                               state::score_histogram<>>;
  template <std::size_t K>
  using multiclass =
      state::bundle<state::confusion<K>, state::cross_entropy<K>, state::truth_ranks>;
  using regression =
      state::bundle<state::residuals, state::relative_errors, state::error_histogram<>,
                    state::log_errors, state::poisson_deviance, state::gamma_deviance>;
};
template <>
struct states<true> {
  using binary = state::bundle<state::weighted_confusion<2>, state::weighted_proper_loss,
                               state::weighted_calibration<>>;
  template <std::size_t K>
  using multiclass = state::bundle<state::weighted_confusion<K>, state::weighted_cross_entropy<K>,
                                   state::weighted_truth_ranks>;
  using regression = state::bundle<state::weighted_residuals, state::weighted_relative_errors,
                                   state::weighted_error_histogram<>, state::weighted_log_errors,
                                   state::deviance<state::family::poisson, true>,
                                   state::deviance<state::family::gamma, true>>;
};

template <class S>
S fed(const auto& batch) {
  S s;
  for (std::size_t i = 0; i < batch.size(); ++i) s.update(batch[i]);
  return s;
}

/// Coarser where scikit-learn itself loses digits.
struct limits {
  double of_value = 1e-11;
  double absolute = 1e-14;
};

bool near(double got, double want, const limits& l) {
  return std::fabs(got - want) <= l.of_value * std::fabs(want) + l.absolute;
}

void check_value(std::string name, const std::optional<estimate>& got, const json& expected,
                 const limits& l) {
  constexpr std::string_view binned = "_binned";
  const bool certified = got && got->bounds && got->bounds->promise == coverage::certified;
  if (name.ends_with(binned) && !expected.contains(name)) name.resize(name.size() - binned.size());
  if (expected.is_null()) {  // of no rows
    CHECK_FALSE(got);
    return;
  }
  REQUIRE_MESSAGE(expected.contains(name), name, " has no golden value");
  const json& want = expected[name];
  if (want == "any") return;
  REQUIRE_MESSAGE(got.has_value() == !want.is_null(), name);
  if (!got) return;
  const double value = want.get<double>();
  if (certified) {
    CHECK_MESSAGE(got->bounds->lower <= value + 1e-9 * std::fabs(value), name);
    CHECK_MESSAGE(got->bounds->upper >= value - 1e-9 * std::fabs(value), name);
  } else {
    CHECK_MESSAGE(near(got->value, value, l), name, ": ", got->value, " is not ", value);
  }
}

/// Every metric against the golden values, of the state or of the rows, whichever it reads.
/// `Apart` holds what a bundle cannot hold beside the others.
template <class S, class Rows, class Apart = S>
std::set<std::string> check_case(const auto& metrics, const json& c, const limits& l = {}) {
  std::set<std::string> checked;
  const Rows rows{c};
  const auto all = rows.part(0, rows.size());
  const S whole = fed<S>(all);
  const std::size_t half = rows.size() / 3;
  S merged = fed<S>(rows.part(half, rows.size() - half));
  merged.merge(fed<S>(rows.part(0, half)));
  metric::for_each(metrics, [&](const auto& m) {
    using metric_type = std::remove_cvref_t<decltype(m)>;
    const std::string name{m.name()};
    CAPTURE(name);
    if constexpr (metric_type::template reads<S>) {
      const auto got = m(whole), of_parts = m(merged);
      check_value(name, got, c["expected"], l);
      REQUIRE(of_parts.has_value() == got.has_value());
      if (got) CHECK(near(of_parts->value, got->value, {l.of_value, 1e-13}));
      checked.insert(name);
    } else if constexpr (metric_type::template reads<Apart>) {
      Apart of_parts = fed<Apart>(rows.part(half, rows.size() - half));
      of_parts.merge(fed<Apart>(rows.part(0, half)));
      check_value(name, m(fed<Apart>(all)), c["expected"], l);
      check_value(name, m(of_parts), c["expected"], l);
      checked.insert(name);
    } else if constexpr (metric_type::template reads<typename Rows::batch_type>) {
      check_value(name, m(all), c["expected"], l);
      checked.insert(name);
    }
  });
  return checked;
}

/// A metric that is never looked at lacks its golden value.
void check_all_seen(const auto& metrics, const std::set<std::string>& checked) {
  metric::for_each(metrics, [&](const auto& m) {
    CHECK_MESSAGE(checked.contains(std::string{m.name()}), m.name());
  });
}

std::string text_of(direction d) {
  switch (d) {
    case direction::higher_is_better: return "higher";
    case direction::lower_is_better: return "lower";
    case direction::neutral: break;
  }
  return "-";
}

std::string text_of(const interval& range) {
  const auto end = [](double x) {
    std::ostringstream text;
    text << x;
    return text.str();
  };
  return (std::isinf(range.lower) ? "(" : "[") + end(range.lower) + ", " + end(range.upper) +
         (std::isinf(range.upper) ? ")" : "]");
}

using row = std::vector<std::string>;

/// The rows of the tables below a heading of docs/metrics.md, by their first cell.
std::map<std::string, row> table_below(const std::string& heading) {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/../../docs/metrics.md"};
  REQUIRE(in.is_open());
  std::map<std::string, row> rows;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) inside = line == "## " + heading;
    if (!inside || !line.starts_with("| ")) continue;
    row cells;
    for (std::size_t at = 2; at < line.size();) {
      const std::size_t end = line.find(" |", at);
      cells.push_back(line.substr(at, end - at));
      at = end == std::string::npos ? end : end + 3;
    }
    const std::string name = cells[0];
    CHECK_MESSAGE(rows.emplace(name, std::move(cells)).second, name, " stands there twice");
  }
  return rows;
}

/// name, state, formula, better, range, interval, source
void check_table(const auto& metrics, const std::string& heading) {
  const auto rows = table_below(heading);
  std::size_t known = 0;
  metric::for_each(metrics, [&](const auto& m) {
    const std::string name{m.name()};
    CAPTURE(name);
    const auto at = rows.find(name);
    REQUIRE_MESSAGE(at != rows.end(), name, " has no row in docs/metrics.md");
    const row& cells = at->second;
    REQUIRE(cells.size() == 7);
    CHECK(cells[1].size() > 3);
    CHECK(cells[2].size() > 2);
    CHECK(cells[3] == text_of(m.better()));
    CHECK(cells[4] == text_of(m.range()));
    CHECK(cells[5].size() > 3);
    CHECK(cells[6] == m.source());
    ++known;
  });
  CHECK(rows.size() == known + 1);  // and the head
}

}  // namespace

namespace {

constexpr std::size_t many = 100'000;

std::set<std::string> check_two(const json& c) {
  using drawn::binary_rows;
  using deviations = state::reliability_moments<15>;
  CAPTURE(c.dump().substr(0, 120));
  return c["weighted"]
             ? check_case<states<true>::binary, binary_rows>(metric::binary, c)
             : check_case<states<false>::binary, binary_rows, deviations>(metric::binary, c);
}

}  // namespace

TEST_CASE("metric/vocabulary of two classes is scikit-learn's") {
  std::set<std::string> checked;
  for (const json& c : golden::load("vocabulary.json")["binary"])
    if (c["n"] < many) checked.merge(check_two(c));
  check_all_seen(metric::binary, checked);
}

TEST_CASE("metric/vocabulary of a million rows is scikit-learn's" *
          doctest::test_suite("simulation")) {
  std::size_t cases = 0;
  for (const json& c : golden::load("vocabulary.json")["binary"])
    if (c["n"] >= many) cases += !check_two(c).empty();
  CHECK(cases == 1);
}

namespace {

template <std::size_t K>
std::set<std::string> check_classes(const json& c) {
  return c["weighted"]
             ? check_case<states<true>::multiclass<K>, drawn::class_rows>(metric::multiclass, c)
             : check_case<states<false>::multiclass<K>, drawn::class_rows>(metric::multiclass, c);
}

}  // namespace

TEST_CASE("metric/vocabulary of K classes is scikit-learn's, absent ones included") {
  std::set<std::string> checked;
  for (const json& c : golden::load("vocabulary.json")["multiclass"]) {
    CAPTURE(c.dump().substr(0, 120));
    const std::size_t classes = c["classes"];
    checked.merge(classes == 2    ? check_classes<2>(c)
                  : classes == 3  ? check_classes<3>(c)
                  : classes == 10 ? check_classes<10>(c)
                                  : check_classes<100>(c));
  }
  check_all_seen(metric::multiclass, checked);
}

TEST_CASE("metric/vocabulary of numbers is scikit-learn's and NumPy's") {
  std::set<std::string> checked;
  for (const json& c : golden::load("vocabulary.json")["regression"]) {
    CAPTURE(c.dump().substr(0, 120));
    const bool far = c["offset"] == 1e9;
    // There the deviances of scikit-learn have no digit left.
    const limits l = far ? limits{1e-6, 1e-13} : limits{};
    checked.merge(
        c["weighted"]
            ? check_case<states<true>::regression, drawn::number_rows>(metric::regression, c, l)
            : check_case<states<false>::regression, drawn::number_rows>(metric::regression, c, l));
  }
  check_all_seen(metric::regression, checked);
}

namespace {

template <std::size_t L>
std::set<std::string> check_labels(const json& c) {
  const drawn::draws u{c, 2 * L};
  const double rate = c["rate"];
  using counts_type = state::multilabel_confusion<L>;
  counts_type whole, first, second;
  std::vector<std::uint8_t> actual_of_all;
  std::vector<double> scores;
  for (std::size_t i = 0; i < c["n"]; ++i) {
    std::array<std::uint8_t, L> actual{}, predicted{};
    for (std::size_t k = 0; k < L; ++k) {
      actual[k] = u(i, k) < rate;
      predicted[k] = static_cast<std::uint8_t>(actual[k] ^ (u(i, L + k) < 0.2));
      actual_of_all.push_back(actual[k]);
      scores.push_back(std::floor(64 * u(i, L + k)) / 128 + actual[k] / 8.0);
    }
    whole.update(actual, predicted);
    (i % 3 == 0 ? first : second).update(actual, predicted);
  }
  second.merge(first);
  std::set<std::string> checked;
  const metric::scored_label_batch<double> scored{actual_of_all, scores, L};
  metric::for_each(metric::multilabel, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<counts_type>) {
      check_value(std::string{m.name()}, m(whole), c["expected"], {});
      CHECK(m(second) == m(whole));
    } else {
      check_value(std::string{m.name()}, m(scored), c["expected"], {});
    }
    checked.insert(std::string{m.name()});
  });
  return checked;
}

}  // namespace

TEST_CASE("metric/vocabulary of many labels is scikit-learn's") {
  std::set<std::string> checked;
  for (const json& c : golden::load("vocabulary.json")["multilabel"]) {
    CAPTURE(c.dump().substr(0, 120));
    checked.merge(c["labels"] == 5 ? check_labels<5>(c) : check_labels<12>(c));
  }
  check_all_seen(metric::multilabel, checked);
}

TEST_CASE("metric/vocabulary stands in docs/metrics.md, as the code has it") {
  check_table(metric::binary, "Of a binary classifier");
  check_table(metric::multiclass, "Of a classifier over K classes");
  check_table(metric::multilabel, "Of a classifier that gives any number of labels");
  check_table(metric::regression, "Of a regression");
}

TEST_CASE("metric/vocabulary beyond the monitors' stands there as well") {
  using namespace metric;
  check_table(std::tuple_cat(fairness, calibration_fairness), "Of groups of rows");
  check_table(std::tuple_cat(recommendation_metrics_at<10>, recommendation_metrics,
                             score_entropy_metrics, click_through_metrics, label_ranking_metrics),
              "Of ranked items");
  check_table(std::tuple_cat(quantile_metrics, prediction_interval_metrics, std::tuple{mean_crps}),
              "Of forecasts with their uncertainty");
  check_table(std::tuple_cat(calibration_test_metrics, normalized_entropy_metrics,
                             equal_mass_calibration_metrics, sliding_auc_metrics),
              "Of scores, beyond a monitor");
  check_table(std::tuple_cat(saturation_metrics, run_length_metrics, row_quality_metrics,
                             serving_skew_metrics, shape_metrics, category_metrics, recent_metrics,
                             distribution_metrics, std::tuple{most_common_share}),
              "Of a stream of values");
}
