// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/recommendation.hpp>

#include <doctest/doctest.h>

#include <telltale/core/signal.hpp>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using ranking = state::ranking<1, 3, 5, 10>;

static_assert(metric::ndcg_at<10>.reads<ranking>);
static_assert(!metric::ndcg_at<7>.reads<ranking>);
static_assert(metric::r_precision.reads<ranking>);
static_assert(!metric::r_precision.reads<state::loss_tally>);

constexpr auto all =
    std::tuple_cat(metric::recommendation_metrics_at<1>, metric::recommendation_metrics_at<3>,
                   metric::recommendation_metrics_at<5>, metric::recommendation_metrics_at<10>);
constexpr std::size_t cuts[] = {1, 3, 5, 10};

state::ranking_settings settings_of(const nlohmann::json& c) {
  state::ranking_settings s;
  s.relevant_above = c["above"].get<double>();
  if (c["exponential"].get<bool>()) s.gains = state::gain::exponential;
  return s;
}

void check(const ranking& s, const nlohmann::json& values) {
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string suffix = "_at_" + std::to_string(cuts[i]);
    int found = 0;
    std::apply(
        [&](const auto&... m) {
          const auto one = [&](const auto& metric) {
            const std::string name{metric.name()};
            if (!name.ends_with(suffix)) return;
            ++found;
            CAPTURE(name);
            const std::string key = name.substr(0, name.size() - suffix.size());
            const auto got = metric(s);
            if (!values[i].contains(key)) {
              // Where no item has a gain, the sums of gains are skipped too.
              CHECK((!got || key == "dcg" || key == "gain"));
              return;
            }
            if (!got) {
              CHECK(values[i][key].template get<double>() == 0);
              return;
            }
            CHECK(golden::close(got->value, values[i][key].template get<double>()));
            CHECK(got->n == 1);
          };
          (one(m), ...);
        },
        all);
    CHECK(found == 10);
  }
  const auto mrr = metric::mean_reciprocal_rank(s), r = metric::r_precision(s);
  REQUIRE(mrr.has_value() == values[0].contains("whole_reciprocal_rank"));
  REQUIRE(r.has_value() == values[0].contains("r_precision"));
  if (!mrr) return;
  CHECK(golden::close(mrr->value, values[0]["whole_reciprocal_rank"].get<double>()));
  CHECK(golden::close(r->value, values[0]["r_precision"].get<double>()));
}

const std::vector<float> first{1, 0, 1}, second{0, 0, 0, 1}, nothing{0, 0}, none{};

}  // namespace

TEST_CASE("metric/recommendation equals scikit-learn and the definitions, for lists in order") {
  const auto file = golden::load("recommendation.json");
  for (const auto& c : file["ranked"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto relevance = c["relevance"].get<std::vector<double>>();
    const auto missed = c["missed"].get<std::vector<double>>();
    ranking s{settings_of(c)};
    s.update(state::ranked_items<double>{relevance, missed});
    check(s, c["values"]);
  }
}

TEST_CASE("metric/recommendation of scores is the mean over all orders of equal ones") {
  const auto file = golden::load("recommendation.json");
  for (const auto& c : file["scored"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto relevance = c["relevance"].get<std::vector<float>>();
    const auto scores = c["scores"].get<std::vector<double>>();
    ranking s{settings_of(c)};
    s.update(state::scored_items<double, float>{scores, relevance});
    check(s, c["values"]);
  }
}

TEST_CASE("metric/recommendation is named with its cut-off, in words") {
  CHECK(metric::ndcg_at<10>.name() == "ndcg_at_10");
  CHECK(metric::precision_at<1>.name() == "precision_at_1");
  CHECK(metric::hit_rate_at<9>.name() == "hit_rate_at_9");
  CHECK(metric::recall_at<99>.name() == "recall_at_99");
  CHECK(metric::recall_at<100>.name() == "recall_at_100");
  CHECK(metric::recall_at<1000>.name() == "recall_at_1000");
  const auto words = [](const auto&... m) { return (signal::is_word(m.name()) && ...); };
  CHECK(std::apply(words, all));
  CHECK(metric::fall_out_at<3>.better() == direction::lower_is_better);
  CHECK(metric::dcg_at<3>.range().upper > 1e300);
  CHECK(metric::ndcg_at<3>.range().upper == 1);
}

TEST_CASE("metric/recommendation is a mean over requests, which count by their weight") {
  ranking s;
  CHECK(!metric::ndcg_at<3>(s));
  CHECK(!metric::hit_rate_at<3>(s));
  CHECK(!metric::mean_reciprocal_rank(s));
  s.update(state::ranked_items<float>{first, none, 3});
  CHECK(!metric::precision_at<3>(s)->bounds);  // one request
  s.update(state::ranked_items<float>{second, none, 1});
  CHECK(golden::close(metric::precision_at<3>(s)->value, (3 * 2.0 / 3 + 0) / 4));
  CHECK(golden::close(metric::hit_rate_at<3>(s)->value, 0.75));
  CHECK(golden::close(metric::mean_reciprocal_rank(s)->value, (3 + 0.25) / 4));
  CHECK(golden::close(metric::mean_reciprocal_rank_at<3>(s)->value, 0.75));
  CHECK(golden::close(metric::mean_reciprocal_rank_at<5>(s)->value, (3 + 0.25) / 4));
  CHECK(golden::close(metric::r_precision(s)->value, (3 * 0.5 + 0) / 4));
  CHECK(metric::precision_at<3>(s)->n == 2);  // 16 / 10
  const auto ends = *metric::hit_rate_at<3>(s)->bounds;
  CHECK(ends == metric::wilson(0.75, 1.6, confidence_level{}.z));
}

TEST_CASE("metric/recommendation counts requests without a relevant item as it is told to") {
  using enum state::no_relevant_item;
  for (const auto policy : {skip, zero, one}) {
    CAPTURE(static_cast<int>(policy));
    ranking s{{state::gain::linear, policy, 0}};
    s.update(state::ranked_items<float>{first});
    s.update(state::ranked_items<float>{nothing});
    CHECK(s.requests() == 2);
    CHECK(s.without_relevant() == 1);
    const double other = policy == one ? 1 : 0;
    const auto mean = [&](double value) { return policy == skip ? value : (value + other) / 2; };
    CHECK(golden::close(metric::precision_at<3>(s)->value, mean(2.0 / 3)));
    CHECK(golden::close(metric::recall_at<1>(s)->value, mean(0.5)));
    CHECK(golden::close(metric::f1_at<1>(s)->value, mean(2.0 / 3)));
    CHECK(golden::close(metric::hit_rate_at<1>(s)->value, mean(1)));
    CHECK(golden::close(metric::mean_average_precision_at<1>(s)->value, mean(1)));
    CHECK(golden::close(metric::mean_reciprocal_rank(s)->value, mean(1)));
    CHECK(golden::close(metric::r_precision(s)->value, mean(0.5)));
    CHECK(golden::close(metric::ndcg_at<1>(s)->value, mean(1)));
    CHECK(golden::close(metric::dcg_at<1>(s)->value, policy == skip ? 1 : 0.5));
    CHECK(golden::close(metric::gain_at<3>(s)->value, policy == skip ? 2 : 1));
    CHECK(golden::close(metric::fall_out_at<3>(s)->value, 1));  // of those with an irrelevant item
  }
}

TEST_CASE("metric/recommendation's intervals cover, the requests being the unit" *
          doctest::test_suite("simulation")) {
  std::mt19937_64 rng{3};
  const auto request = [&](std::vector<float>& relevance) {
    relevance.assign(12, 0);
    const double taste = static_cast<double>(rng() % 1000) / 1000;
    for (std::size_t i = 0; i < 12; ++i) {
      const double chance = taste / (1 + 0.3 * static_cast<double>(i));
      relevance[i] = static_cast<double>(rng() % 100000) / 100000 < chance;
    }
  };
  std::vector<float> relevance;
  ranking truth;
  for (int i = 0; i < 300'000; ++i) {
    request(relevance);
    truth.update(state::ranked_items<float>{relevance});
  }
  constexpr int runs = 1000;
  for (const int n : {30, 100}) {
    std::vector<ranking> states(runs);
    for (auto& s : states)
      for (int i = 0; i < n; ++i) {
        request(relevance);
        s.update(state::ranked_items<float>{relevance});
      }
    const auto covers = [&](const auto& m) {
      int held = 0;
      const double want = m(truth)->value;
      for (const auto& s : states) {
        const auto got = m(s);
        REQUIRE(got->bounds);
        held += got->bounds->lower <= want && want <= got->bounds->upper;
      }
      const double share = static_cast<double>(held) / runs;
      const std::string name{m.name()};
      CHECK_MESSAGE(share >= 0.92, name, " ", n, ": ", share);
      CHECK_MESSAGE(share <= 0.98, name, " ", n, ": ", share);
    };
    covers(metric::ndcg_at<10>);
    covers(metric::precision_at<5>);
    covers(metric::recall_at<5>);
    covers(metric::hit_rate_at<3>);
    covers(metric::mean_average_precision_at<10>);
    covers(metric::mean_reciprocal_rank);
    covers(metric::dcg_at<5>);
    covers(metric::r_precision);
  }
}
