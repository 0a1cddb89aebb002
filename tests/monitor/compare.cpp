// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/compare.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace {

namespace tt = telltale;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class T>
std::shared_ptr<const T> shared(tt::result<T> made) {
  REQUIRE(made);
  return std::make_shared<const T>(*std::move(made));
}

// Ten values over four bins, none or two of them missing.
tt::column_baseline numbers(std::uint64_t missing = 0) {
  tt::column_baseline b;
  b.what = {"x", tt::column_kind::numeric};
  b.bins = shared(tt::state::binning::from_edges(std::array{3.0, 6.0, 8.0}));
  b.values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  b.cells = {2, 3, 2, 3, missing};
  b.present = 10;
  b.missing = missing;
  b.standard_deviation = 3.0276503540974917;
  return b;
}

tt::state::histogram window(const tt::column_baseline& b, const std::vector<double>& values) {
  tt::state::histogram h{b.bins};
  for (const double x : values) h.update(x);
  return h;
}

TEST_CASE("monitor/compare measures a number from its rows where there are any") {
  const tt::column_baseline b = numbers();
  const std::vector<double> values{3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5};
  const auto c = compare(b, window(b, values), {b.values, values});
  CHECK(c.report.kolmogorov_smirnov->statistic == doctest::Approx(0.3));
  CHECK(c.report.kolmogorov_smirnov->p_value == doctest::Approx(0.7869297884777761));
  CHECK(c.report.wasserstein->value == doctest::Approx(2.5));
  CHECK(*c.report.wasserstein->normalized == doctest::Approx(2.5 / 3.0276503540974917));
  CHECK(*c.report.p_value == c.report.kolmogorov_smirnov->p_value);
  CHECK(c.move == c.report.kolmogorov_smirnov->statistic);
  CHECK(*c.report.missing_rate == 0);

  const auto binned = compare(b, window(b, values), {});
  CHECK_FALSE(binned.report.kolmogorov_smirnov);
  CHECK_FALSE(binned.report.wasserstein);
  CHECK(binned.report.kolmogorov_smirnov_binned->lower <= 0.3);
  CHECK(binned.report.kolmogorov_smirnov_binned->upper >= 0.3);
  CHECK(binned.move == binned.report.kolmogorov_smirnov_binned->lower);
  CHECK(*binned.report.total_variation == *c.report.total_variation);
}

TEST_CASE("monitor/compare takes a change of the missing rate for a move, in either direction") {
  const std::vector<double> all = numbers().values;
  std::vector<double> gaps = all;
  gaps.insert(gaps.end(), 30, nan);
  const auto went = compare(numbers(), window(numbers(), gaps), {all, all});
  CHECK(went.report.kolmogorov_smirnov->statistic == 0);
  CHECK(went.move == 0.75);
  // Two looks, and the better of them counts twice: 2 x the p-value of [[10, 0], [10, 30]].
  const std::array<std::uint64_t, 2> then{10, 0}, now{10, 30};
  CHECK(*went.report.p_value ==
        doctest::Approx(2 * tt::drift::chi_squared(then, now)->p_value).epsilon(1e-12));

  const auto came = compare(numbers(30), window(numbers(), all), {all, all});
  CHECK(came.move == 0.75);
  const auto gone = compare(numbers(), window(numbers(), {nan, nan, nan}), {});
  CHECK(gone.move == 1);
  CHECK(gone.report.p_value.has_value());
}

TEST_CASE("monitor/compare measures categories, each unseen one by itself where it can") {
  tt::column_baseline b;
  b.what = {"c", tt::column_kind::categorical};
  b.categories = shared(tt::state::category_index::make(std::array{0.0, 1.0, 2.0}));
  b.cells = {40, 30, 30, 0, 0};
  b.present = 100;
  std::vector<double> values(20, 0.0);
  values.insert(values.end(), 20, 1.0);
  values.insert(values.end(), 10, 7.0);
  values.insert(values.end(), 10, 9.0);
  tt::state::categories counts{b.categories};
  for (const double x : values) counts.update(x);
  const auto kept = compare(b, counts, {{}, values}), lean = compare(b, counts, {});
  const std::array<std::uint64_t, 5> then{40, 30, 30, 0, 0}, now{20, 20, 0, 10, 10};
  const auto wanted = tt::drift::chi_squared(then, now);
  CHECK(*kept.report.chi_squared == *wanted);
  CHECK(lean.report.chi_squared->degrees_of_freedom == 3);
  CHECK(*kept.report.unseen_rate == 1.0 / 3);
  CHECK(kept.move == *kept.report.total_variation);
  CHECK(kept.move == lean.move);
  CHECK(kept.report.psi->value == lean.report.psi->value);
  CHECK_FALSE(kept.report.kolmogorov_smirnov);
  CHECK_FALSE(kept.report.out_of_range_rate);
  CHECK(*kept.report.p_value == kept.report.chi_squared_pooled->p_value);
}

}  // namespace
