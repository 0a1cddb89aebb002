// SPDX-License-Identifier: Apache-2.0
// What the two histograms of scores promise of the area under the ROC curve: a bracket that holds
// it, whatever the scores, and that is as narrow as docs/auc.md says.
#include <telltale/metric/operating_point_binned.hpp>
#include <telltale/metric/partial_auc_binned.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/ranking_quality_binned.hpp>
#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <doctest/doctest.h>

#include "bracket_cases.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using bracket::columns;
using bracket::drawn;
using bracket::edges_of;
using bracket::uniform;
using state::mass_histogram;
using state::score_histogram;

template <class Histogram, class Score>
void check_bracket(Histogram s, const columns<Score>& all, double exact, int doublings) {
  s.update(all.batch());
  for (int i = 0; i < doublings; ++i) s.merge(s);  // which changes no share of pairs
  const auto got = metric::roc_auc_binned(s);
  REQUIRE(got);
  CHECK(got->bounds->promise == coverage::certified);
  CHECK(got->bounds->lower <= exact);
  CHECK(exact <= got->bounds->upper);
  CHECK(got->n == static_cast<std::uint64_t>(all.scores.size()) << doublings);
}

template <class Score>
void check_trial(std::uint64_t trial, std::mt19937_64& rng) {
  CAPTURE(trial);
  const auto all = drawn<Score>(trial, rng), other = drawn<Score>(rng(), rng);
  const double exact = metric::roc_auc(all.batch())->value;
  const int many = static_cast<int>(rng() % 50), some = static_cast<int>(rng() % 25);
  check_bracket(score_histogram<>{}, all, exact, some);
  check_bracket(mass_histogram<>{edges_of<Score, 2048>(all.scores)}, all, exact, some);
  // Too few bins, edges of something else altogether, huge counts.
  check_bracket(score_histogram<4, std::uint64_t>{}, all, exact, many);
  check_bracket(mass_histogram<16>{edges_of<Score, 16>(all.scores)}, all, exact, 0);
  check_bracket(mass_histogram<16, std::uint64_t>{edges_of<Score, 16>(other.scores)}, all, exact,
                many);
}

// --- The table -----------------------------------------------------------------------------------

struct calibrated {
  double base_rate, centre, spread = 1.5;  // of the log-odds
};
constexpr std::array worlds{calibrated{0.27, -1.38963}, calibrated{0.05, -3.84461},
                            calibrated{0.006, -6.19383}, calibrated{0.001, -8.02376}};

columns<float> calibrated_rows(const calibrated& w, std::size_t n, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  columns<float> all;
  for (std::size_t i = 0; i < n; ++i) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform(rng)));
    const double z = radius * std::cos(6.283185307179586 * uniform(rng));
    const double p = 1 / (1 + std::exp(-(w.centre + w.spread * z)));
    all.scores.push_back(static_cast<float>(p));
    all.actual.push_back(uniform(rng) < p);
  }
  return all;
}

/// A grid on the probability itself, of the same memory.
struct linear_histogram {
  static constexpr std::size_t bins = 2048;
  std::vector<std::uint64_t> cells = std::vector<std::uint64_t>(2 * bins);

  void update(const binary_batch<float>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto bin = static_cast<std::size_t>(rows.scores[i] * float{bins});
      ++cells[rows.actual[i] * bins + (std::min)(bin, bins - 1)];
    }
  }
  std::uint64_t negatives(std::size_t i) const { return cells[i]; }
  std::uint64_t positives(std::size_t i) const { return cells[bins + i]; }
};

struct measured {
  double width, error;
};
template <class Histogram>
measured measure(const Histogram& s, double exact) {
  const auto pairs = metric::rank_pairs::of(metric::detail::binned_ranking{s});
  const interval bracket = pairs.bracket();
  CHECK(bracket.lower <= exact);
  CHECK(exact <= bracket.upper);
  return {bracket.upper - bracket.lower, std::abs(pairs.auc() - exact)};
}

std::string text(const char* format, double a, double b = 0) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, a, b);
  return buffer.data();
}

std::string docs_page() {
  std::ifstream in(TELLTALE_GOLDEN_DIR "/../../docs/auc.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("metric/auc_bracket holds the exact area in 10,000 random and adversarial cases" *
          doctest::test_suite("simulation")) {
  std::mt19937_64 rng{14};
  for (std::uint64_t trial = 0; trial < 5'000; ++trial) {
    check_trial<float>(trial, rng);
    check_trial<double>(trial, rng);
  }
}

TEST_CASE("metric/auc_bracket is as narrow as the documentation says" *
          doctest::test_suite("simulation")) {
  const std::string docs = docs_page();
  for (const calibrated& w : worlds) {
    CAPTURE(w.base_rate);
    const auto all = calibrated_rows(w, 1'000'000, 1), reference = calibrated_rows(w, 100'000, 2);
    const double exact = metric::roc_auc(all.batch())->value;
    score_histogram<> by_odds;
    mass_histogram<> by_mass{edges_of<float, 2048>(reference.scores)};
    linear_histogram linear;
    by_odds.update(all.batch());
    by_mass.update(all.batch());
    linear.update(all.batch());
    const measured a = measure(by_odds, exact), b = measure(by_mass, exact);
    CHECK(a.width < 0.002);
    CHECK(b.width < 0.001);
    CHECK(a.error < 5e-5);
    CHECK(b.error < 5e-5);
    const std::string row =
        text("| %g | %.4f |", w.base_rate, exact) + text(" %.5f | %.6f |", a.width, a.error) +
        text(" %.5f | %.6f |", b.width, b.error) +
        text(" %.5f | %.6f |", measure(linear, exact).width, measure(linear, exact).error);
    CAPTURE(row);
    CHECK(docs.find(row) != docs.npos);
  }
}

namespace {

/// How wide a certified metric is, which holds what the rows give.
double width_of(const std::optional<estimate>& got, const std::optional<estimate>& exact) {
  REQUIRE(got);
  CHECK(got->bounds->lower <= exact->value);
  CHECK(exact->value <= got->bounds->upper);
  return got->bounds->upper - got->bounds->lower;
}

std::string widths_of(const auto& s, const metric::score_curve& rows) {
  using namespace metric;
  return text(" %.5f | %.5f |", width_of(class_ks_binned(s), class_ks(rows)),
              width_of(recall_at_fpr_005_binned(s), recall_at_fpr_005(rows))) +
         text(" %.5f | %.5f |", width_of(partial_auc_01_binned(s), partial_auc_01(rows)),
              width_of(partial_auc_001_binned(s), partial_auc_001(rows)));
}

}  // namespace

TEST_CASE("metric/auc_bracket of a part of the curve is as narrow as the documentation says" *
          doctest::test_suite("simulation")) {
  const std::string docs = docs_page();
  for (const calibrated& w : worlds) {
    const auto all = calibrated_rows(w, 1'000'000, 1), reference = calibrated_rows(w, 100'000, 2);
    const auto rows = metric::score_curve::of(all.batch());
    score_histogram<> by_odds;
    mass_histogram<> by_mass{edges_of<float, 2048>(reference.scores)};
    by_odds.update(all.batch());
    by_mass.update(all.batch());
    for (const std::string& row :
         {text("| %g | log-odds |", w.base_rate) + widths_of(by_odds, *rows),
          text("| %g | by mass |", w.base_rate) + widths_of(by_mass, *rows)}) {
      CAPTURE(row);
      CHECK(docs.find(row) != docs.npos);
    }
  }
}

TEST_CASE("metric/auc_bracket gets wider as the scores get closer, and by mass it does not") {
  for (const calibrated& w : {calibrated{0.27, -1.19265, 1}, calibrated{0.05, -3.37154, 1},
                              calibrated{0.006, -5.59997, 1}, calibrated{0.001, -7.40505, 1}}) {
    CAPTURE(w.base_rate);
    const auto all = calibrated_rows(w, 200'000, 3), reference = calibrated_rows(w, 100'000, 4);
    const double exact = metric::roc_auc(all.batch())->value;
    score_histogram<> by_odds;
    mass_histogram<> by_mass{edges_of<float, 2048>(reference.scores)};
    by_odds.update(all.batch());
    by_mass.update(all.batch());
    const measured a = measure(by_odds, exact), b = measure(by_mass, exact);
    CHECK(a.width > 0.002);
    CHECK(a.width < 0.003);
    CHECK(b.width < 0.001);
  }
}

TEST_CASE("metric/auc_bracket closes where each score has a bin of its own: its pairs are ties") {
  std::mt19937_64 rng{19};
  columns<float> all;
  for (int i = 0; i < 5000; ++i) {
    const std::uint64_t level = rng() % 40;
    all.scores.push_back(static_cast<float>(level * level) / 1600);
    all.actual.push_back(static_cast<std::uint8_t>(rng() % 40 < 3 + level / 4));
  }
  const double exact = metric::roc_auc(all.batch())->value;
  mass_histogram<> s{edges_of<float, 2048>(all.scores)};
  s.update(all.batch());
  const auto got = metric::roc_auc_binned(s);
  CHECK(got->bounds->lower <= exact);
  CHECK(exact <= got->bounds->upper);
  CHECK(got->bounds->upper - got->bounds->lower < 1e-15);
  // A score that the reference had not: its bin says nothing of the order within.
  s.update(binary_outcome<float>{0.9999f, 1});
  s.update(binary_outcome<float>{0.99999f, 0});
  const auto wider = metric::roc_auc_binned(s);
  CHECK(wider->bounds->upper - wider->bounds->lower > 1e-15);
}
