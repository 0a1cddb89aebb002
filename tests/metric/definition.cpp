// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/definition.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/all.hpp>

#include <span>
#include <string_view>
#include <type_traits>

namespace {

using namespace telltale;

static_assert(metric::accuracy.name() == "accuracy");
static_assert(metric::accuracy.better() == direction::higher_is_better);
static_assert(metric::accuracy.range() == interval{0, 1});
static_assert(!metric::accuracy.source().empty());

template <class Metric, class S>
constexpr bool reads = std::remove_cvref_t<Metric>::template reads<S>;

using counts_and_losses = state::bundle<state::confusion<2>, state::proper_loss>;
using two_counts = state::bundle<state::confusion<2>, state::weighted_confusion<2>>;

// Which states a metric will do with.
static_assert(reads<decltype(metric::recall), state::confusion<2>>);
static_assert(reads<decltype(metric::recall), state::weighted_confusion<2>>);
static_assert(!reads<decltype(metric::recall), state::confusion<3>>);
static_assert(reads<decltype(metric::accuracy), state::confusion<3>>);
static_assert(reads<decltype(metric::recall), counts_and_losses>);
static_assert(!reads<decltype(metric::recall), two_counts>);
static_assert(reads<decltype(metric::log_loss), counts_and_losses>);
static_assert(reads<decltype(metric::log_loss), state::cross_entropy<7>>);
static_assert(!reads<decltype(metric::brier_score), state::cross_entropy<7>>);
static_assert(!reads<decltype(metric::roc_auc), counts_and_losses>);
static_assert(reads<decltype(metric::roc_auc), state::scored_rows<float>>);
static_assert(reads<decltype(metric::roc_auc), binary_batch<double>>);
static_assert(reads<decltype(metric::roc_auc_binned), state::score_histogram<8>>);
static_assert(!reads<decltype(metric::roc_auc_binned), state::calibration<8>>);
static_assert(reads<decltype(metric::expected_calibration_error), state::calibration<8>>);

// What takes memory may throw, and nothing else.
static_assert(noexcept(metric::recall(state::confusion<2>{})));
static_assert(noexcept(metric::log_loss(state::proper_loss{})));
static_assert(noexcept(metric::roc_auc_binned(state::score_histogram<>{})));
static_assert(!noexcept(metric::roc_auc(state::scored_rows<float>{})));

}  // namespace

TEST_CASE("metric/definition reads a state alone and in a bundle alike") {
  state::confusion<2> alone;
  counts_and_losses all;
  for (const float score : {0.1f, 0.6f, 0.9f}) {
    const binary_outcome<float> row{score, score > 0.5f, score > 0.7f};
    alone.update(row);
    all.update(row);
  }
  CHECK(metric::recall(alone)->value == 0.5);
  CHECK(metric::recall(all) == metric::recall(alone));
  CHECK(metric::log_loss(all)->n == 3);
}

TEST_CASE("metric/definition takes the confidence that is asked for") {
  state::confusion<2> s;
  for (int i = 0; i < 50; ++i) s.update(1, i % 2 == 0);
  const auto usual = metric::recall(s), sure = metric::recall(s, {0.99, 2.5758293035489004});
  CHECK(usual->value == sure->value);
  CHECK(usual->bounds->lower > sure->bounds->lower);
  CHECK(usual->bounds->upper < sure->bounds->upper);
  CHECK(usual->bounds->promise == coverage::fixed_n);
}

TEST_CASE("metric/definition compared with a number is a condition") {
  CHECK((metric::recall < 0.8).text() == "recall < 0.8");
  CHECK((metric::fbeta_half <= 1).text() == "fbeta_0.5 <= 1");
  CHECK(signal{metric::roc_auc}.text() == "roc_auc");
}
