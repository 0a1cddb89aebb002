// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/label_ranking.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <vector>

namespace {

using namespace telltale;
using state::label_ranking;
using state::labelled_scores;
using row = labelled_scores<double>;

static_assert(accepts<label_ranking, labelled_scores<float>>);
static_assert(accepts<label_ranking, row>);
static_assert(scalable<label_ranking>);
static_assert(sizeof(label_ranking) == 152);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fabs(b); }
bool near(const state::loss_tally& a, const state::loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool alike(const label_ranking& a, const label_ranking& b) {
  return a.rejected() == b.rejected() && near(a.coverage(), b.coverage()) &&
         near(a.average_precision(), b.average_precision()) && near(a.loss(), b.loss());
}

struct columns {
  std::vector<std::uint8_t> actual;
  std::vector<double> scores;
};

state::label_ranks of(const columns& c) { return state::rank_labels(row{c.actual, c.scores}); }

}  // namespace

TEST_CASE("state/label_ranking obeys the laws of a monoid that can forget") {
  const auto kept = std::make_shared<std::vector<std::unique_ptr<columns>>>();
  const auto draw = [kept](auto& rng) {
    auto c = std::make_unique<columns>();
    const auto n = rng() % 6;
    for (std::uint64_t i = 0; i < n; ++i) {
      c->actual.push_back(rng() % 2);
      c->scores.push_back(static_cast<double>(rng() % 4));
    }
    if (rng() % 12 == 0) c->scores.push_back(0);
    const row r{c->actual, c->scores, static_cast<double>(rng() % 5) - 1};
    kept->push_back(std::move(c));
    return r;
  };
  laws::mergeable(label_ranking{}, draw, alike);
  laws::scalable(label_ranking{}, draw, alike);
}

TEST_CASE("state/label_ranking by hand") {
  // In order: true, false, true, false.
  const auto mixed = of({{0, 1, 1, 0}, {3, 4, 2, 1}});
  CHECK(mixed.coverage == 3);
  CHECK(near(mixed.average_precision, (1 + 2.0 / 3) / 2));
  CHECK(mixed.loss == 0.25);
  // Equal scores count against.
  const auto tied = of({{1, 0, 0}, {1, 1, 0}});
  CHECK(tied.coverage == 2);
  CHECK(tied.average_precision == 0.5);
  CHECK(tied.loss == 0.5);
  CHECK(of({{1, 0}, {std::nextafter(1, 2), 1}}).loss == 0);
  const auto nothing = of({{0, 0}, {1, 2}}), everything = of({{1, 1}, {1, 2}});
  CHECK(nothing.coverage == 0);
  CHECK(nothing.average_precision == 1);
  CHECK(nothing.loss == 0);
  CHECK(everything.coverage == 2);
  CHECK(everything.average_precision == 1);
  CHECK(everything.loss == 0);
}

TEST_CASE("state/label_ranking counts what it cannot use") {
  label_ranking s;
  const auto feed = [&](const columns& c, double weight = 1) {
    s.update(row{c.actual, c.scores, weight});
  };
  feed({{}, {}});
  feed({{1, 0}, {1}});
  feed({{2, 0}, {1, 2}});
  for (const double x : {not_a_number, endless, -endless}) feed({{1, 0}, {1, x}});
  for (const double w : {-1.0, not_a_number, 1.1e150}) feed({{1, 0}, {1, 2}}, w);
  CHECK(s.rejected() == 9);
  CHECK(s.coverage().weight() == 0);
  feed({{1, 0}, {1, 2}}, 0), feed({{1}, {0}}, 3);
  CHECK(s.rejected() == 9);
  CHECK(s.coverage().weight() == 3);
  CHECK(s.coverage().sum() == 3);
}
