// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/ranking.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using state::gain;
using state::loss_tally;
using state::no_relevant_item;
using state::ranked_items;
using state::ranking_settings;
using state::ranking_tallies;
using state::scored_items;
using ranking = state::ranking<1, 3>;

static_assert(accepts<ranking, ranked_items<float>>);
static_assert(accepts<ranking, ranked_items<std::uint8_t>>);
static_assert(accepts<ranking, scored_items<double, float>>);
static_assert(scalable<ranking>);
static_assert(!reversible<ranking>);
static_assert(std::is_trivially_copyable_v<ranking>);  // so that nothing allocates
static_assert(sizeof(ranking) == 2 * 480 + 136);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fabs(b) + 1e-15; }
bool near(const loss_tally& a, const loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool near(const ranking_tallies& a, const ranking_tallies& b) {
  return near(a.precision, b.precision) && near(a.recall, b.recall) && near(a.f1, b.f1) &&
         near(a.hit, b.hit) && near(a.average_precision, b.average_precision) &&
         near(a.reciprocal_rank, b.reciprocal_rank) && near(a.dcg, b.dcg) && near(a.ndcg, b.ndcg) &&
         near(a.gain, b.gain) && near(a.fall_out, b.fall_out);
}
bool alike(const ranking& a, const ranking& b) {
  return a.requests() == b.requests() && a.without_relevant() == b.without_relevant() &&
         a.rejected() == b.rejected() && near(a.at<1>(), b.at<1>()) && near(a.at<3>(), b.at<3>()) &&
         near(a.r_precision(), b.r_precision()) && near(a.reciprocal_rank(), b.reciprocal_rank());
}

/// A request that owns its columns.
struct request {
  std::shared_ptr<std::vector<double>> relevance = std::make_shared<std::vector<double>>();
  std::shared_ptr<std::vector<double>> scores = std::make_shared<std::vector<double>>();
  double weight = 1;
  operator ranked_items<double>() const { return {*relevance, {}, weight}; }
};

/// Also requests that are rejected, that weigh nothing and that have no relevant item.
struct draw {
  std::shared_ptr<std::vector<request>> kept = std::make_shared<std::vector<request>>();

  ranked_items<double> operator()(std::mt19937_64& rng) const {
    request r;
    const auto items = rng() % 8;
    for (std::uint64_t i = 0; i < items; ++i)
      r.relevance->push_back(static_cast<double>(rng() % 3));
    r.weight = static_cast<double>(rng() % 5) / 2;
    if (rng() % 15 == 0) r.relevance->push_back(rng() % 2 == 0 ? -1 : not_a_number);
    if (rng() % 15 == 0) r.weight = -1;
    kept->push_back(r);
    return r;
  }
};

ranking of(const std::vector<double>& relevance, const std::vector<double>& missed = {},
           const ranking_settings& settings = {}) {
  ranking s{settings};
  s.update(ranked_items<double>{relevance, missed});
  return s;
}
ranking of_scores(const std::vector<double>& scores, const std::vector<double>& relevance,
                  const ranking_settings& settings = {}) {
  ranking s{settings};
  s.update(scored_items<double, double>{scores, relevance});
  return s;
}

}  // namespace

TEST_CASE("state/ranking obeys the laws of a monoid that can forget") {
  laws::mergeable(ranking{}, draw{}, alike);
  laws::scalable(ranking{}, draw{}, alike);
  const ranking told{{gain::exponential, no_relevant_item::one, 1}};
  laws::mergeable(told, draw{}, alike);
}

TEST_CASE("state/ranking by hand") {
  const auto s = of({0, 2, 1, 0}, {1});
  CHECK(s.requests() == 1);
  CHECK(s.at<1>().precision.sum() == 0);
  CHECK(s.at<1>().hit.sum() == 0);
  CHECK(near(s.at<3>().precision.sum(), 2.0 / 3));
  CHECK(near(s.at<3>().recall.sum(), 2.0 / 3));
  CHECK(near(s.at<3>().f1.sum(), 4.0 / 6));
  CHECK(s.at<3>().hit.sum() == 1);
  CHECK(near(s.at<3>().average_precision.sum(), (1.0 / 2 + 2.0 / 3) / 3));
  CHECK(s.at<1>().reciprocal_rank.sum() == 0);
  CHECK(s.at<3>().reciprocal_rank.sum() == 0.5);
  CHECK(near(s.at<3>().dcg.sum(), 2 / std::log2(3) + 0.5));
  CHECK(near(s.at<3>().ndcg.sum(), (2 / std::log2(3) + 0.5) / (2 + 1 / std::log2(3) + 0.5)));
  CHECK(s.at<3>().gain.sum() == 3);
  CHECK(s.at<3>().fall_out.sum() == 0.5);
  CHECK(near(s.r_precision().sum(), 2.0 / 3));
  CHECK(s.reciprocal_rank().sum() == 0.5);
}

TEST_CASE("state/ranking a perfect list is 1 in all, to the last bit") {
  for (const auto& s :
       {of({3, 2, 1}), of_scores({0.1, 0.2, 0.3}, {1, 2, 3}), of_scores({5, 5, 5}, {1, 1, 1})}) {
    CHECK(s.at<3>().precision.sum() == 1);
    CHECK(s.at<3>().recall.sum() == 1);
    CHECK(s.at<3>().f1.sum() == 1);
    CHECK(s.at<3>().hit.sum() == 1);
    CHECK(s.at<3>().average_precision.sum() == 1);
    CHECK(s.at<3>().ndcg.sum() == 1);
    CHECK(s.r_precision().sum() == 1);
    CHECK(s.at<3>().fall_out.weight() == 0);
  }
}

TEST_CASE("state/ranking of distinct scores is that of the order they give, whatever their order") {
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t n = 1 + rng() % 20;
    std::vector<double> scores(n), relevance(n), shuffled_scores(n), shuffled(n);
    std::vector<std::size_t> order(n);
    for (std::size_t i = 0; i < n; ++i) {
      order[i] = i;
      scores[i] = static_cast<double>(n - i);
      relevance[i] = static_cast<double>(rng() % 3);
    }
    std::shuffle(order.begin(), order.end(), rng);
    for (std::size_t i = 0; i < n; ++i) {
      shuffled_scores[i] = scores[order[i]];
      shuffled[i] = relevance[order[i]];
    }
    CHECK(alike(of_scores(shuffled_scores, shuffled), of(relevance)));
  }
  // Neighbours one ulp apart are an order.
  const double above = std::nextafter(0.5, 1);
  CHECK(of_scores({0.5, above}, {0, 1}).at<1>().hit.sum() == 1);
  CHECK(of_scores({0.5, above}, {1, 0}).at<1>().hit.sum() == 0);
  CHECK(of_scores({0.5, 0.5}, {1, 0}).at<1>().hit.sum() == 0.5);
}

TEST_CASE("state/ranking which items are relevant, open at the threshold") {
  const ranking_settings above_two{gain::linear, no_relevant_item::skip, 2};
  const auto s = of({2, std::nextafter(2, 3), 0}, {}, above_two);
  CHECK(s.at<1>().hit.sum() == 0);
  CHECK(s.at<3>().hit.sum() == 1);
  CHECK(s.at<3>().recall.sum() == 1);
  CHECK(s.at<1>().gain.sum() == 2);  // gains are of all
  const auto graded = of({2, 1}, {}, above_two);
  CHECK(graded.without_relevant() == 1);
  CHECK(graded.at<1>().precision.weight() == 0);
  CHECK(graded.at<1>().ndcg.sum() == 1);
}

TEST_CASE("state/ranking exponential gains") {
  const ranking_settings exponential{gain::exponential, no_relevant_item::skip, 0};
  CHECK(of({3, 1}, {}, exponential).at<1>().gain.sum() == 7);
  CHECK(of({3, 1}, {}, exponential).at<3>().gain.sum() == 8);
  CHECK(of({1, 0, 1}, {}, exponential).at<3>().dcg == of({1, 0, 1}).at<3>().dcg);
  CHECK(of({100}, {}, exponential).rejected() == 0);
  CHECK(of({100.5}, {}, exponential).rejected() == 1);
}

TEST_CASE("state/ranking counts what it cannot use") {
  for (const double x : {-1e-300, not_a_number, endless, 1.1e60}) {
    CAPTURE(x);
    CHECK(of({1, x}).rejected() == 1);
    CHECK(of({1}, {x}).rejected() == 1);
    CHECK(of_scores({1, 2}, {1, x}).rejected() == 1);
    CHECK(of({1, x}).requests() == 0);
  }
  for (const double x : {not_a_number, endless, -endless})
    CHECK(of_scores({x, 0}, {1, 0}).rejected() == 1);
  CHECK(of_scores({1, 2, 3}, {1, 0}).rejected() == 1);
  const std::vector<double> one{1};
  ranking s;
  for (const double w : {-1.0, not_a_number, 1.1e150}) {
    s.update(ranked_items<double>{one, {}, w});
    s.update(scored_items<double, double>{one, one, w});
  }
  CHECK(s.rejected() == 6);
  CHECK(s.requests() == 0);
  CHECK(s.at<1>().precision.weight() == 0);
  s.update(ranked_items<double>{one, {}, 1e150});
  CHECK(s.rejected() == 6);
  CHECK(of({1e60, 0}).rejected() == 0);
}

TEST_CASE("state/ranking of no items has no relevant one") {
  const auto s = of({});
  CHECK(s.requests() == 1);
  CHECK(s.without_relevant() == 1);
  CHECK(s.at<3>().precision.weight() == 0);
  CHECK(s.at<3>().fall_out.weight() == 0);
  CHECK(of_scores({}, {}).without_relevant() == 1);
  const ranking_settings counts{gain::linear, no_relevant_item::one, 0};
  CHECK(of({}, {}, counts).at<3>().precision.sum() == 1);
  CHECK(of({}, {}, counts).at<3>().dcg.sum() == 0);
  CHECK(of({}, {}, counts).r_precision().sum() == 1);
}

TEST_CASE("state/ranking keeps its settings when it is cleared") {
  ranking s{{gain::exponential, no_relevant_item::zero, 3}};
  const std::vector<double> one{4};
  s.update(ranked_items<double>{one});
  s.clear();
  CHECK(s.settings() == ranking_settings{gain::exponential, no_relevant_item::zero, 3});
  CHECK(s.requests() == 0);
}
