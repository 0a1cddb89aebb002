// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/interval.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/all.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

bool near(double a, double b, double tolerance) {
  return std::fabs(a - b) <= tolerance * std::fabs(b);
}

constexpr int runs = 2000;

/// In how many of the runs the interval held the truth. Three standard errors of 2000 runs at 0.95
/// are 0.015.
template <class Metric, class States>
double coverage_of(const Metric& m, const States& states, double truth) {
  int held = 0, all = 0;
  for (const auto& s : states) {
    const auto got = m(s);
    if (!got || !got->bounds) continue;
    ++all;
    held += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  REQUIRE(all > runs * 9 / 10);
  return static_cast<double>(held) / all;
}

}  // namespace

TEST_CASE("metric/interval Wilson's equals the published figures") {
  constexpr double z = 1.959963984540054;
  const interval ten = metric::wilson(0.1, 100, z);
  CHECK(near(ten.lower, 0.05522913706067509, 1e-14));
  CHECK(near(ten.upper, 0.17436566150491348, 1e-14));
  const interval none = metric::wilson(0, 50, z);
  CHECK(none.lower == 0);
  CHECK(near(none.upper, 0.07134759913335874, 1e-14));
  const interval all = metric::wilson(1, 50, z);
  CHECK(near(all.lower, 1 - 0.07134759913335874, 1e-14));
  CHECK(all.upper == 1);
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 1 of 29.
  CHECK(near(metric::wilson(81.0 / 263, 263, z).lower, 0.2553, 1e-3));
  CHECK(near(metric::wilson(81.0 / 263, 263, z).upper, 0.3662, 1e-3));
  CHECK(near(metric::wilson(15.0 / 148, 148, z).lower, 0.0624, 1e-3));
  CHECK(near(metric::wilson(1.0 / 29, 29, z).upper, 0.1718, 1e-3));
}

TEST_CASE("metric/interval Wilson's holds its share at any size, down to none") {
  for (const double n : {1e-3, 0.5, 1.0, 7.0, 1e3, 1e9, 1e15, 1e18}) {
    for (const double share : {0.0, 1e-18, 1e-9, 0.3, 0.5, 1 - 1e-9, 1 - 1e-16, 1.0}) {
      const interval got = metric::wilson(share, n, 1.96);
      CHECK(got.lower >= 0);
      CHECK(got.lower <= share);
      CHECK(got.upper >= share);
      CHECK(got.upper <= 1);
    }
  }
}

TEST_CASE("metric/interval Wilson's ends at 0 and 1 are these, not a rounding error beside them") {
  for (int n = 1; n < 500; ++n) {
    CHECK(metric::wilson(0, n, 1.959963984540054).lower == 0);
    CHECK(metric::wilson(1, n, 1.959963984540054).upper == 1);
  }
}

TEST_CASE("metric/interval Student's quantile is the true one") {
  const confidence_level level;
  CHECK(near(metric::student_quantile(1, level), 12.7062047361747, 1e-13));
  CHECK(near(metric::student_quantile(1.99, level), 12.7062047361747, 1e-13));
  CHECK(near(metric::student_quantile(2, level), 4.30265272974946, 1e-13));
  CHECK(near(metric::student_quantile(2.99, level), 4.30265272974946, 1e-13));
  CHECK(near(metric::student_quantile(3, level), 3.182446305284263, 2e-3));
  CHECK(near(metric::student_quantile(5, level), 2.5705818366147395, 2e-4));
  CHECK(near(metric::student_quantile(10, level), 2.2281388519649385, 1e-5));
  CHECK(near(metric::student_quantile(30, level), 2.0422724563012373, 1e-7));
  CHECK(near(metric::student_quantile(1e12, level), level.z, 1e-11));
  CHECK(near(metric::student_quantile(10, {0.8, 1.2815515655446004}), 1.3721836411102863, 1e-5));
}

TEST_CASE("metric/interval a variance is that of the sample, and exactly 0 for equal values") {
  CHECK(!metric::sample_variance(0, 0, 0));
  CHECK(!metric::sample_variance(1, 3, 9));
  CHECK(*metric::sample_variance(2, 4, 10) == 2);  // 1 and 3
  CHECK(*metric::sample_variance(3, 0.3, 3 * 0.1 * 0.1) == 0);
  CHECK(*metric::sample_variance(1e6, 1e5, 1e6 * 0.1 * 0.1) == 0);
}

TEST_CASE("metric/interval of a mean is empty where the rows show no spread") {
  const confidence_level level;
  CHECK(!metric::mean_interval(0.5, std::nullopt, 1, level, {0, 1}));
  CHECK(!metric::mean_interval(0.5, 0.0, 9, level, {0, 1}));
  const auto got = metric::mean_interval(0.5, 0.09, 100, level, {0, 1});
  REQUIRE(got);
  CHECK(near(got->lower, 0.5 - 1.9842169515086827 * 0.03, 1e-8));
  CHECK(near(got->upper, 0.5 + 1.9842169515086827 * 0.03, 1e-8));
  const auto cut = metric::mean_interval(0.5, 0.25, 4, level, {0.1, 0.9});
  CHECK(cut->lower == 0.1);
  CHECK(cut->upper == 0.9);
}

TEST_CASE("metric/interval MOVER adds independent intervals side by side") {
  metric::mover sum;
  sum.add(0.5, 0.8, {0.6, 0.9});
  sum.add(0.5, 0.4, {0.3, 0.8});
  CHECK(near(sum.value(), 0.6, 1e-14));
  const interval got = sum.bounds(0, {0, 1});
  CHECK(near(got.lower, 0.6 - std::sqrt(0.1 * 0.1 + 0.05 * 0.05), 1e-12));
  CHECK(near(got.upper, 0.6 + std::sqrt(0.05 * 0.05 + 0.2 * 0.2), 1e-12));
  CHECK(near(sum.bounds(-1, {-1, 1}).lower, got.lower - 1, 1e-12));
  CHECK(sum.bounds(0, {0, 0.7}).upper == 0.7);
}

TEST_CASE("metric/interval the threshold metrics' intervals cover at 95 %") {
  struct world {
    const char* name;
    std::array<double, 4> cells;  // tn, fp, fn, tp
    int n;
  };
  std::mt19937_64 rng{1};
  for (const world& w :
       {world{"balanced", {0.4, 0.1, 0.15, 0.35}, 100},
        world{"rare", {0.85, 0.06, 0.03, 0.06}, 300}, world{"good", {0.49, 0.01, 0.02, 0.48}, 200},
        world{"few rows", {0.4, 0.1, 0.15, 0.35}, 30}}) {
    CAPTURE(w.name);
    std::discrete_distribution<std::size_t> draw(w.cells.begin(), w.cells.end());
    std::vector<state::confusion<2>> states(runs);
    for (auto& s : states)
      for (int i = 0; i < w.n; ++i) {
        const std::size_t cell = draw(rng);
        s.update(cell / 2, cell % 2);
      }
    state::weighted_confusion<2> truth;
    for (std::size_t cell = 0; cell < 4; ++cell) truth.update(cell / 2, cell % 2, w.cells[cell]);
    const auto check = [&](const auto& m, double least) {
      const double held = coverage_of(m, states, m(truth)->value);
      CHECK_MESSAGE(held >= least, std::string{m.name()}, ": ", held);
      CHECK_MESSAGE(held <= 0.975, std::string{m.name()}, ": ", held);
    };
    check(metric::accuracy, 0.925);
    check(metric::recall, 0.925);
    check(metric::f1, 0.93);
    check(metric::fbeta_half, 0.92);
    check(metric::fbeta_2, 0.92);
    check(metric::balanced_accuracy, 0.92);
    check(metric::youden_j, 0.92);
    check(metric::matthews_correlation, 0.92);
    check(metric::cohen_kappa, 0.92);
    check(metric::value_of({120, -5, -80, 0}), 0.92);
  }
}

TEST_CASE("metric/interval the proper losses' intervals cover at 95 %") {
  std::mt19937_64 rng{2};
  std::gamma_distribution<double> a(1.0), b(2.0);
  std::uniform_real_distribution<double> uniform;
  const auto draw = [&] {
    const double x = a(rng), y = b(rng), p = x / (x + y);
    return binary_outcome<double>{p, static_cast<std::uint8_t>(uniform(rng) < p)};
  };
  std::vector<state::proper_loss> states(runs);
  state::proper_loss truth;
  for (auto& s : states) {
    for (int i = 0; i < 150; ++i) s.update(draw());
    truth.merge(s);
  }
  for (const double held :
       {coverage_of(metric::log_loss, states, metric::log_loss(truth)->value),
        coverage_of(metric::brier_score, states, metric::brier_score(truth)->value),
        coverage_of(metric::predicted_over_actual, states, 1)}) {
    CHECK(held >= 0.93);
    CHECK(held <= 0.97);
  }
}

TEST_CASE("metric/interval the area's interval covers at 95 %, binned or not, with few positives") {
  struct world {
    std::size_t positives, negatives;
    double shift;
  };
  std::mt19937_64 rng{3};
  std::normal_distribution<double> noise;
  for (const world& w : {world{20, 60, 2}, world{50, 50, 1}, world{10, 100, 1.5}}) {
    CAPTURE(w.positives);
    std::vector<state::scored_rows<double>> rows;
    std::vector<state::score_histogram<64>> bins(runs);
    for (int run = 0; run < runs; ++run) {
      auto& s = rows.emplace_back(w.positives + w.negatives);
      for (std::size_t i = 0; i < w.positives + w.negatives; ++i) {
        const bool positive = i < w.positives;
        const double z = noise(rng) + (positive ? w.shift : 0);
        const binary_outcome<double> row{1 / (1 + std::exp(-z)),
                                         static_cast<std::uint8_t>(positive)};
        s.update(row);
        bins[static_cast<std::size_t>(run)].update(row);
      }
    }
    const double truth = 0.5 * std::erfc(-w.shift / 2);
    const double held = coverage_of(metric::roc_auc, rows, truth);
    CHECK(held >= 0.915);
    CHECK(held <= 0.97);
    int of_bins = 0;
    for (const auto& s : bins) {
      const auto got = metric::roc_auc_binned_interval(s);
      REQUIRE(got);
      of_bins += got->lower <= truth && truth <= got->upper;
    }
    CHECK(of_bins >= 0.93 * runs);
    // The band around the largest gap promises at least as much.
    const double gap = std::erf(w.shift / 2 / std::sqrt(2.0));
    CHECK(coverage_of(metric::class_ks, rows, gap) >= 0.95);
  }
}
