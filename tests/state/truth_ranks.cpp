// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/truth_ranks.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>

namespace {

using namespace telltale;
using state::truth_ranks;
using state::weighted_truth_ranks;

static_assert(reversible<truth_ranks>);
static_assert(!scalable<truth_ranks>);
static_assert(scalable<weighted_truth_ranks>);
static_assert(!reversible<weighted_truth_ranks>);
static_assert(sizeof(truth_ranks) <= 96);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A row that owns its probabilities.
struct row {
  std::array<double, 4> scores;
  std::size_t actual;
  double weight = 1;

  operator scored_class_outcome<double>() const { return {{actual, 0, weight}, scores}; }
};

template <class S>
struct owner : S {
  using S::S;
  void update(const row& r) noexcept { S::update(scored_class_outcome<double>{r}); }
  owner& merge(const owner& part) noexcept { return S::merge(part), *this; }
  owner& unmerge(const owner& part) noexcept requires reversible<S> {
    return S::unmerge(part), *this;
  }
  owner& scale(double factor) noexcept requires scalable<S> { return S::scale(factor), *this; }
  void clear() noexcept { S::clear(); }
  friend bool operator==(const owner&, const owner&) = default;
};

row draw(std::mt19937_64& rng) {
  row r;
  for (double& p : r.scores) p = static_cast<double>(rng() % 5) / 4;
  if (rng() % 20 == 0) r.scores[rng() % 4] = not_a_number;
  r.actual = rng() % 5;  // 4 has no probability
  r.weight = static_cast<double>(rng() % 4) / 2;
  return r;
}

}  // namespace

TEST_CASE("state/truth_ranks finds the place of the true class, ties to the higher class") {
  const auto place = [&](std::array<double, 4> scores, std::size_t actual) {
    truth_ranks one;
    one.update(scored_class_outcome<double>{{actual, 0, 1}, scores});
    std::size_t k = 0;
    while (one.within(k) == 0) ++k;
    return k - 1;
  };
  CHECK(place({0.4, 0.3, 0.2, 0.1}, 0) == 0);
  CHECK(place({0.4, 0.3, 0.2, 0.1}, 3) == 3);
  CHECK(place({0.25, 0.25, 0.25, 0.25}, 3) == 0);
  CHECK(place({0.25, 0.25, 0.25, 0.25}, 0) == 3);
  CHECK(place({0.1, 0.4, 0.4, 0.1}, 1) == 1);
}

TEST_CASE("state/truth_ranks puts all places behind the ninth together") {
  truth_ranks s;
  std::array<float, 12> scores;
  for (std::size_t k = 0; k < scores.size(); ++k) scores[k] = 1 - static_cast<float>(k) / 12;
  for (std::size_t k = 0; k < scores.size(); ++k)
    s.update(scored_class_outcome<float>{{k, 0, 1}, scores});
  CHECK(s.total() == 12);
  CHECK(s.within(0) == 0);
  CHECK(s.within(1) == 1);
  CHECK(s.within(9) == 9);
}

TEST_CASE("state/truth_ranks counts what it cannot use") {
  truth_ranks s;
  weighted_truth_ranks w;
  const auto bad = [&](std::array<double, 3> scores, std::size_t actual, double weight) {
    s.update(scored_class_outcome<double>{{actual, 0, weight}, scores});
    w.update(scored_class_outcome<double>{{actual, 0, weight}, scores});
  };
  bad({0.5, 0.5, 0.5}, 3, 1);
  bad({0.5, not_a_number, 0.5}, 0, 1);
  bad({0.5, 1.5, 0.5}, 0, 1);
  CHECK(s.rejected() == 3);
  CHECK(w.rejected() == 3);
  bad({0.5, 0.25, 0.25}, 0, -1);
  bad({0.5, 0.25, 0.25}, 0, not_a_number);
  CHECK(s.rejected() == 3);
  CHECK(s.total() == 2);
  CHECK(w.rejected() == 5);
  CHECK(w.total() == 0);
}

TEST_CASE("state/truth_ranks weigh rows where they are told to") {
  weighted_truth_ranks s;
  s.update(scored_class_outcome<double>{{0, 0, 2.5}, std::array{0.6, 0.4}});
  s.update(scored_class_outcome<double>{{1, 0, 0.5}, std::array{0.6, 0.4}});
  CHECK(s.within(1) == 2.5);
  CHECK(s.total() == 3);
  CHECK(s.squares() == 6.5);
  s.scale(0.5);
  CHECK(s.total() == 1.5);
  CHECK(s.squares() == 6.5 / 4);
}

TEST_CASE("state/truth_ranks keeps the laws of counts, and of weights") {
  laws::reversible(owner<truth_ranks>{}, draw);
  const auto close = [](const owner<weighted_truth_ranks>& a,
                        const owner<weighted_truth_ranks>& b) {
    return std::fabs(a.total() - b.total()) < 1e-9 && std::fabs(a.squares() - b.squares()) < 1e-9 &&
           std::fabs(a.within(2) - b.within(2)) < 1e-9 && a.rejected() == b.rejected();
  };
  laws::mergeable(owner<weighted_truth_ranks>{}, draw, close);
}
