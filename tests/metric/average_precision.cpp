// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/average_precision.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;

TEST_CASE("metric/average_precision is scikit-learn's, ties and weights included") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::average_precision(batch), expected, "average_precision");
  });
}

TEST_CASE("metric/average_precision of kept rows is that of the batch; dropped rows have none") {
  const std::vector<double> scores{0.1, 0.4, 0.35, 0.8};
  const std::vector<std::uint8_t> actual{0, 0, 1, 1};
  const binary_batch<double> batch{scores, actual};
  state::scored_rows<double> kept{4}, dropped{3};
  kept.update(batch);
  dropped.update(batch);
  REQUIRE(metric::average_precision(kept));
  CHECK(metric::average_precision(kept)->value == doctest::Approx(2.5 / 3));
  CHECK(metric::average_precision(kept) == metric::average_precision(batch));
  CHECK_FALSE(metric::average_precision(dropped));
}

TEST_CASE("metric/average_precision has an interval on the logit scale") {
  const std::vector<double> scores{0.1, 0.4, 0.35, 0.8};
  const std::vector<std::uint8_t> actual{0, 0, 1, 1};
  const auto got = metric::average_precision(binary_batch<double>{scores, actual});
  REQUIRE(got->bounds);
  const double logit = std::log(5.0), half = 1.959963984540054 / std::sqrt(2 * 5.0 / 36);
  CHECK(got->bounds->lower == doctest::Approx(1 / (1 + std::exp(half - logit))).epsilon(1e-12));
  CHECK(got->bounds->upper == doctest::Approx(1 / (1 + std::exp(-half - logit))).epsilon(1e-12));
  const std::vector<std::uint8_t> sorted{0, 0, 0, 1};
  const auto perfect = metric::average_precision(binary_batch<double>{scores, sorted});
  CHECK(perfect->value == 1);
  CHECK_FALSE(perfect->bounds);
}

TEST_CASE("metric/average_precision counts weight 2 like two rows, but for the interval's n") {
  std::mt19937_64 rng{5};
  std::vector<double> scores, weights, doubled;
  std::vector<std::uint8_t> actual, twice;
  for (int i = 0; i < 60; ++i) {
    scores.push_back(static_cast<double>(rng() % 21) / 20);
    actual.push_back(static_cast<std::uint8_t>(rng() % 3 == 0));
    weights.push_back(2);
    for (int k = 0; k < 2; ++k) doubled.push_back(scores.back()), twice.push_back(actual.back());
  }
  const auto heavy = metric::average_precision(binary_batch<double>{scores, actual, 0.5, weights});
  const auto plain = metric::average_precision(binary_batch<double>{scores, actual});
  const auto both = metric::average_precision(binary_batch<double>{doubled, twice});
  CHECK(heavy->value == doctest::Approx(both->value).epsilon(1e-14));
  CHECK(heavy->n == 60);
  CHECK(heavy->bounds->lower == doctest::Approx(plain->bounds->lower).epsilon(1e-12));
}

// Boyd, Eng & Page find coverage near the nominal one from about a hundred positives on.
TEST_CASE("metric/average_precision has an interval that mostly covers the true value") {
  std::mt19937_64 rng{6};
  std::normal_distribution<double> normal;
  const auto sample = [&](std::size_t n) {
    std::vector<double> scores(n);
    std::vector<std::uint8_t> actual(n);
    for (std::size_t i = 0; i < n; ++i) {
      actual[i] = i % 5 == 0;
      scores[i] = 1 / (1 + std::exp(-normal(rng) - 1.2 * actual[i]));
    }
    return metric::average_precision(binary_batch<double>{scores, actual});
  };
  const double truth = sample(1'000'000)->value;
  int covered = 0;
  constexpr int trials = 400;
  for (int i = 0; i < trials; ++i) {
    const auto got = sample(1000);
    covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  CHECK(covered >= 0.9 * trials);
}

/// The definition by its letter, of counts of groups from the highest score down.
double by_groups(const std::vector<double>& positives, const std::vector<double>& negatives) {
  long double sum = 0, tp = 0, fp = 0;
  for (std::size_t i = 0; i < positives.size(); ++i) {
    const long double more = static_cast<long double>(positives[i]);
    tp += more, fp += static_cast<long double>(negatives[i]);
    if (tp > 0) sum += more * (tp / (tp + fp));
  }
  return static_cast<double>(sum / tp);
}

/// The same of rows.
double by_rows(const std::vector<double>& scores, const std::vector<std::uint8_t>& actual) {
  std::vector<std::size_t> order(scores.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  std::vector<double> positives, negatives;
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || scores[order[k]] != scores[order[k - 1]])
      positives.push_back(0), negatives.push_back(0);
    (actual[order[k]] == 1 ? positives : negatives).back() += 1;
  }
  return by_groups(positives, negatives);
}

/// A histogram of so many rows of each class in each of its bins, ascending.
template <std::size_t Bins>
state::score_histogram<Bins, std::uint64_t> filled(const std::vector<std::uint64_t>& positives,
                                                   const std::vector<std::uint64_t>& negatives) {
  state::score_histogram<Bins, std::uint64_t> s;
  for (std::size_t i = 0; i < Bins; ++i) {
    for (std::uint8_t label = 0; label < 2; ++label) {
      state::score_histogram<Bins, std::uint64_t> part;
      part.update(binary_outcome<double>{s.lower_edge(i), label});
      for (std::uint64_t left = label == 1 ? positives[i] : negatives[i]; left > 0; left /= 2) {
        if (left % 2 == 1) s.merge(part);
        const auto twice = part;
        part.merge(twice);
      }
    }
  }
  return s;
}

TEST_CASE("metric/average_precision_binned has the worst and the best that bins can hide") {
  // By the digamma function of SciPy 1.10.1.
  const auto got = metric::average_precision_binned(filled<4>({5, 10, 20, 40}, {40, 20, 10, 5}));
  CHECK(got->value == doctest::Approx(0.8096296296296296).epsilon(1e-14));
  CHECK(got->bounds->lower == doctest::Approx(0.7174176509535978).epsilon(1e-13));
  CHECK(got->bounds->upper == doctest::Approx(0.9347456465103524).epsilon(1e-13));
  CHECK(got->bounds->promise == coverage::certified);
  CHECK(got->n == 150);
}

TEST_CASE("metric/average_precision_binned holds every order of the rows, and both ends occur") {
  std::mt19937_64 rng{7};
  const auto below = [&](std::uint64_t most) { return static_cast<double>(rng() % most); };
  int trials = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    // One in a hundred with bins larger than are summed row by row.
    const std::uint64_t most = trial % 100 == 0 ? 400 : 1 + rng() % 12;
    std::vector<std::uint64_t> positives(4), negatives(4);
    std::vector<double> groups[6];
    for (std::size_t i = 4; i-- > 0;) {
      const double p = below(most), n = trial % 3 == 0 ? below(40 * most) : below(most);
      positives[i] = static_cast<std::uint64_t>(p), negatives[i] = static_cast<std::uint64_t>(n);
      // The worst: negatives, then positives of a score each.
      groups[0].push_back(0), groups[1].push_back(n);
      for (double k = 0; k < p; ++k) groups[0].push_back(1), groups[1].push_back(0);
      // The best: positives of one score, then negatives.
      groups[2].push_back(p), groups[3].push_back(0);
      groups[2].push_back(0), groups[3].push_back(n);
      // Any: groups of any size.
      for (double k = p, m = n; k > 0 || m > 0;) {
        const double x = std::min(k, below(5)), y = std::min(m, below(5));
        groups[4].push_back(x), groups[5].push_back(y);
        k -= x, m -= y;
      }
    }
    const auto got = metric::average_precision_binned(filled<4>(positives, negatives));
    if (!got) continue;
    ++trials;
    const double worst = by_groups(groups[0], groups[1]), best = by_groups(groups[2], groups[3]);
    const double any = by_groups(groups[4], groups[5]);
    CAPTURE(trial);
    CHECK(got->bounds->lower <= worst);
    CHECK(got->bounds->lower == doctest::Approx(worst).epsilon(1e-12));
    CHECK(best <= got->bounds->upper);
    CHECK(got->bounds->upper == doctest::Approx(best).epsilon(1e-13));
    CHECK(got->bounds->lower <= any);
    CHECK(any <= got->bounds->upper);
    CHECK(got->bounds->lower <= got->value);
    CHECK(got->value <= got->bounds->upper);
  }
  CHECK(trials > 9000);
}

TEST_CASE("metric/average_precision_binned holds that of the rows, of scores of all kinds") {
  std::mt19937_64 rng{8};
  std::uniform_real_distribution<double> uniform;
  for (int trial = 0; trial < 600; ++trial) {
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    const std::size_t n = 2 + rng() % 300;
    const double rate = uniform(rng), skew = 1 + 8 * uniform(rng);
    const auto levels = static_cast<double>(1 + rng() % 30);
    for (std::size_t i = 0; i < n; ++i) {
      const double u = std::pow(uniform(rng), skew);
      double score = u;
      if (trial % 4 == 1) score = std::round(u * levels) / levels;
      if (trial % 4 == 2) score = std::nextafter(0.5, static_cast<double>(rng() % 2));
      scores.push_back(score);
      actual.push_back(i == 0 ? 1 : i == 1 ? 0 : static_cast<std::uint8_t>(uniform(rng) < rate));
    }
    const binary_batch<double> batch{scores, actual};
    const double exact = by_rows(scores, actual);
    CHECK(metric::average_precision(batch)->value == doctest::Approx(exact).epsilon(1e-15));
    const auto check = [&](auto s) {
      s.update(batch);
      const auto got = metric::average_precision_binned(s);
      REQUIRE(got);
      CHECK(got->bounds->lower <= exact);
      CHECK(exact <= got->bounds->upper);
      CHECK(got->bounds->lower <= metric::average_precision(batch)->value);
      CHECK(metric::average_precision(batch)->value <= got->bounds->upper);
      CHECK(got->n == n);
      return got->bounds->upper - got->bounds->lower;
    };
    check(state::score_histogram<4>{});
    check(state::score_histogram<64>{});
    check(state::score_histogram<>{});
    // Every score has a bin of its own where they are few.
    std::vector<double> sorted = scores;
    std::sort(sorted.begin(), sorted.end());
    const auto edges = state::score_edges<>::by_mass(std::span<const double>{sorted});
    const double width =
        check(state::mass_histogram<>{std::make_shared<const state::score_edges<>>(*edges)});
    CHECK(width < 1e-14);
  }
}

TEST_CASE("metric/average_precision_binned is within [0, 1], and 1 where all positives are ahead") {
  const auto best = metric::average_precision_binned(filled<4>({0, 0, 0, 9}, {5, 0, 0, 0}));
  CHECK(best->value == 1);
  CHECK(best->bounds->upper == 1);
  CHECK(best->bounds->lower == doctest::Approx(1).epsilon(1e-14));
  const auto rare = metric::average_precision_binned(filled<4>({1, 0, 0, 0}, {0, 0, 0, 999'999}));
  CHECK(rare->value == doctest::Approx(1e-6).epsilon(1e-14));
  CHECK(rare->bounds->lower == doctest::Approx(1e-6).epsilon(1e-12));
  CHECK(rare->bounds->upper == doctest::Approx(1e-6).epsilon(1e-12));
  // Large counts: H(2e9 + 1e9) - H(2e9) tends to ln 1.5.
  const auto large = metric::average_precision_binned(
      filled<4>({0, 0, 0, 1'000'000'000}, {0, 0, 0, 2'000'000'000}));
  CHECK(large->value == doctest::Approx(1.0 / 3).epsilon(1e-15));
  CHECK(large->bounds->lower == doctest::Approx(1 - 2 * std::log(1.5)).epsilon(1e-8));
  CHECK(large->bounds->upper == 1);
}

TEST_CASE("metric/average_precision_binned has no answer without both classes") {
  CHECK_FALSE(metric::average_precision_binned(state::score_histogram<>{}));
  CHECK_FALSE(metric::average_precision_binned(filled<4>({0, 3, 0, 0}, {0, 0, 0, 0})));
  CHECK_FALSE(metric::average_precision_binned(filled<4>({0, 0, 0, 0}, {0, 3, 0, 0})));
}

TEST_CASE("metric/average_precision of a curve that is there already is that of its rows") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json&) {
    CHECK(metric::average_precision(*metric::score_curve::of(batch)) ==
          metric::average_precision(batch));
  });
}

TEST_CASE("metric/average_precision of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::average_precision(batch), expected, "average_precision");
    state::score_histogram<> s;
    s.update(batch);
    const auto got = metric::average_precision_binned(s);
    CHECK(got->bounds->lower <= expected["average_precision"].template get<double>());
    CHECK(got->bounds->upper >= expected["average_precision"].template get<double>());
  });
}

}  // namespace
