// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/rejection.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <telltale/state/bundle.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace telltale;

struct columns {
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  std::vector<double> weights;

  void add(double score, std::uint8_t label) { scores.push_back(score), actual.push_back(label); }
  binary_batch<double> batch() const { return {scores, actual, 0.5, weights}; }
};

void check_expected(const auto& batch, const nlohmann::json& expected) {
  if (expected.empty()) CHECK_FALSE(metric::accuracy_at_rejection(batch, 0.1));
  for (const auto& want : expected) {
    const double rejected = want[0], threshold = want[1];
    CAPTURE(rejected);
    CAPTURE(threshold);
    const auto got = metric::accuracy_at_rejection(batch, rejected, threshold);
    REQUIRE(got);
    CHECK(golden::close(got->value, want[2].get<double>()));
    REQUIRE(got->bounds);
    CHECK(got->bounds->lower <= got->value);
    CHECK(got->bounds->upper >= got->value);
    CHECK(got->bounds->promise == coverage::fixed_n);
  }
}

}  // namespace

TEST_CASE("metric/rejection is NumPy's, ties, weights and one class included") {
  golden::for_each_curve(
      [](const auto& batch, const nlohmann::json& expected) { check_expected(batch, expected); },
      "rejection.json");
}

TEST_CASE("metric/rejection of 100,000 rows, 0.3 % of them positives") {
  const auto large = golden::load("rejection.json")["large"];
  check_expected(golden::large_columns(large["n"].get<std::size_t>()).batch(), large["expected"]);
}

TEST_CASE("metric/rejection takes away the rows closest to the threshold first") {
  columns all;
  all.add(0.99, 1), all.add(0.02, 0), all.add(0.9, 0), all.add(0.2, 0);
  all.add(0.6, 1), all.add(0.45, 1), all.add(0.5, 0), all.add(0.25, 0);
  const auto table = metric::rejection_table(all.batch(), 4);
  REQUIRE(table.size() == 4);
  CHECK(table[0] == metric::accepted_rows{0, 0, 5.0 / 8});
  CHECK(table[1] == metric::accepted_rows{0.25, std::fabs(0.6 - 0.5), 5.0 / 6});
  CHECK(table[2] == metric::accepted_rows{0.5, 0.5 - 0.2, 3.0 / 4});
  CHECK(table[3] == metric::accepted_rows{0.75, 0.5 - 0.02, 1});
  // What is predicted at the threshold is class 1, and nothing sure of it.
  CHECK(metric::accuracy_at_rejection(all.batch(), 0.125)->value == doctest::Approx(5.0 / 7));
  const auto whole = metric::accuracy_at_rejection(all.batch(), 0);
  CHECK(whole->value == 5.0 / 8);
  CHECK(whole->n == 8);
  CHECK(*whole->bounds == metric::wilson(5.0 / 8, 8, confidence_level{}.z));
}

TEST_CASE("metric/rejection reads kept rows and bundles as it reads batches") {
  columns all;
  for (int i = 0; i < 40; ++i) all.add((i * 7 % 40) / 40.0, i % 3 == 0);
  state::bundle<state::scored_rows<double>> kept{state::scored_rows<double>{40}};
  kept.update(all.batch());
  const auto of_rows = metric::accuracy_at_rejection(all.batch(), 0.3);
  CHECK(metric::accuracy_at_rejection(kept, 0.3) == of_rows);
  CHECK(metric::rejection_table(kept) == metric::rejection_table(all.batch()));
  CHECK(metric::accuracy_at_rejection(all.batch(), 0.3, 0.5, {0.5, 0.674490})->bounds->lower >
        of_rows->bounds->lower);
  kept.update(all.batch());  // beyond what it can keep
  CHECK_FALSE(metric::accuracy_at_rejection(kept, 0.3));
  CHECK(metric::rejection_table(kept).empty());
}

TEST_CASE("metric/rejection leaves out what cannot be used") {
  columns all;
  all.add(0.9, 1), all.add(0.2, 0), all.add(0.6, 0), all.add(0.4, 1);
  all.weights = {2, 1, 1, 4};
  const auto want = metric::accuracy_at_rejection(all.batch(), 0.25);
  // 6 of 8 are left: 2 and 1 right, and 3 of the 5 that are 0.1 off, all wrong.
  CHECK(want->value == doctest::Approx(0.5).epsilon(1e-15));
  CHECK(want->n == 3);  // 8 * 8 / 22
  all.add(std::numeric_limits<double>::quiet_NaN(), 1), all.add(1.5, 1), all.add(0.7, 2);
  all.add(0.7, 1), all.add(0.7, 1), all.add(0.7, 1);
  for (const double w : {1.0, 1.0, 1.0, 0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
    all.weights.push_back(w);
  CHECK(metric::accuracy_at_rejection(all.batch(), 0.25) == want);
  all.weights.assign(all.scores.size(), 0);
  CHECK_FALSE(metric::accuracy_at_rejection(all.batch(), 0.25));
  CHECK(metric::rejection_table(all.batch()).empty());
}

TEST_CASE("metric/rejection has an interval for rows that are all right, or all wrong") {
  columns right, wrong;
  for (int i = 0; i < 20; ++i) right.add(i / 20.0, i >= 10), wrong.add(i / 20.0, i < 10);
  const auto best = metric::accuracy_at_rejection(right.batch(), 0.5);
  CHECK(best->value == 1);
  CHECK(*best->bounds == metric::wilson(1, 10, confidence_level{}.z));
  const auto worst = metric::accuracy_at_rejection(wrong.batch(), 0.5);
  CHECK(worst->value == 0);
  CHECK(*worst->bounds == metric::wilson(0, 10, confidence_level{}.z));
  CHECK(metric::rejection_table(wrong.batch(), 2)[1].accuracy == 0);
}

TEST_CASE("metric/rejection has no answer for a share or a threshold that is none") {
  columns all;
  all.add(0.9, 1), all.add(0.2, 1);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double rejected : {-0.1, 1.0, 1.5, nan})
    CHECK_FALSE(metric::accuracy_at_rejection(all.batch(), rejected));
  for (const double threshold : {-0.1, 1.1, nan}) {
    CHECK_FALSE(metric::accuracy_at_rejection(all.batch(), 0, threshold));
    CHECK(metric::rejection_table(all.batch(), 10, threshold).empty());
  }
  CHECK(metric::accuracy_at_rejection(all.batch(), 0, 0)->value == 1);
  CHECK(metric::accuracy_at_rejection(all.batch(), 0, 1)->value == 0);
  CHECK(metric::rejection_table(all.batch(), 0).empty());
  CHECK(metric::accuracy_at_rejection(all.batch(), 0.999)->value == 1);
}

TEST_CASE("metric/rejection covers the true accuracy of the accepted") {
  std::mt19937_64 rng{45};
  const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
  // A calibrated score, even over [0, 1]: the accepted are those more than r / 2 from 1/2, right
  // with a mean probability of 3/4 + r / 4.
  for (const double rejected : {0.1, 0.5}) {
    CAPTURE(rejected);
    int covered = 0;
    constexpr int trials = 600;
    for (int trial = 0; trial < trials; ++trial) {
      columns all;
      for (int i = 0; i < 200; ++i) {
        const double score = uniform(), draw = uniform();
        all.add(score, draw < score);
      }
      const auto got = metric::accuracy_at_rejection(all.batch(), rejected);
      const double truth = 0.75 + rejected / 4;
      covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
    }
    CAPTURE(covered);
    CHECK(covered >= 0.92 * trials);
    CHECK(covered <= 0.98 * trials);
  }
}
