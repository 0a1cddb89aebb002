// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/run_length.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

double collision_of(std::span<const double> shares) {
  double c = 0;
  for (const double p : shares) c += p * p;
  return c;
}

/// Of a run of `length` somewhere among n, by following the length of the run at the end for each
/// value.
double exact(std::size_t length, std::size_t n, std::span<const double> shares) {
  std::vector<std::vector<double>> at(shares.size(), std::vector<double>(length, 0));
  double done = 0;
  for (std::size_t v = 0; v < shares.size(); ++v) (length == 1 ? done : at[v][1]) += shares[v];
  for (std::size_t i = 1; i < n; ++i) {
    auto next = at;
    for (auto& row : next) std::fill(row.begin(), row.end(), 0.0);
    for (std::size_t from = 0; from < shares.size(); ++from)
      for (std::size_t r = 1; r < length; ++r)
        for (std::size_t to = 0; to < shares.size(); ++to) {
          const double p = at[from][r] * shares[to];
          if (to != from)
            (length == 1 ? done : next[to][1]) += p;
          else if (r + 1 == length)
            done += p;
          else
            next[to][r + 1] += p;
        }
    at = next;
  }
  return done;
}

TEST_CASE("metric/run_length reads the runs, and is empty before there are any") {
  state::runs s;
  CHECK(!metric::current_run(s));
  CHECK(!metric::longest_run(s));
  CHECK(!metric::change_rate(s));
  s.update(4);
  CHECK(metric::current_run(s)->value == 1);
  CHECK(metric::longest_run(s)->value == 1);
  CHECK(!metric::change_rate(s));
  for (const double x : {4.0, 4.0, 5.0, 6.0, 6.0}) s.update(x);
  CHECK(metric::current_run(s)->value == 2);
  CHECK(metric::current_run(s)->n == 6);
  CHECK(metric::longest_run(s)->value == 3);
  CHECK(metric::change_rate(s)->value == 0.4);
  CHECK(metric::change_rate(s)->n == 5);
  CHECK(!metric::change_rate(s)->bounds);
  CHECK(metric::current_run.name() == "current_run");
  CHECK(metric::longest_run.name() == "longest_run");
  CHECK(metric::change_rate.name() == "change_rate");
}

TEST_CASE("metric/run_length the collision rate is that of pairs of different rows") {
  CHECK(!metric::collision_rate({}));
  CHECK(!metric::collision_rate(std::array<std::uint64_t, 2>{0, 1}));
  CHECK(metric::collision_rate(std::array<std::uint64_t, 1>{2}) == 1.0);
  CHECK(metric::collision_rate(std::array<std::uint64_t, 2>{1, 1}) == 0.0);
  CHECK(metric::collision_rate(std::array<std::uint64_t, 3>{3, 0, 2}) == 0.4);  // 4 of 10 pairs
}

TEST_CASE("metric/run_length bounds the probability of a run, from either side known") {
  const std::vector<std::vector<double>> columns{
      {0.5, 0.5}, {0.9, 0.1}, {0.25, 0.25, 0.25, 0.25}, {0.6, 0.3, 0.05, 0.05}};
  for (const auto& shares : columns) {
    const double collision = collision_of(shares);
    for (const std::size_t n : {2u, 5u, 20u, 60u})
      for (std::size_t length = 2; length <= n && length <= 12; ++length) {
        CAPTURE(n);
        CAPTURE(length);
        const double truth = exact(length, n, shares);
        const double sharp = metric::run_probability(length, n, std::span{shares});
        const double rough = metric::run_probability(length, n, collision);
        CHECK(truth <= sharp * (1 + 1e-12));
        CHECK(sharp <= rough * (1 + 1e-12));
        if (length == n) CHECK(golden::close(sharp, truth));
      }
  }
  // No more than twice the truth where it is small: fair coins, 15 in a row among 100.
  const std::array fair{0.5, 0.5};
  const double truth = exact(15, 100, fair);
  CHECK(truth > 0.002);
  CHECK(metric::run_probability(15, 100, std::span<const double>{fair}) < 2.1 * truth);
}

TEST_CASE("metric/run_length at the edges of a run") {
  const std::array fair{0.5, 0.5};
  CHECK(metric::run_probability(0, 5, 0.5) == 1);
  CHECK(metric::run_probability(1, 5, 0.5) == 1);
  CHECK(metric::run_probability(6, 5, 0.5) == 0);
  CHECK(metric::run_probability(2, 2, 0.5) == 0.5);
  CHECK(metric::run_probability(2, 2, std::span<const double>{fair}) == 0.5);
  CHECK(metric::run_probability(4, 5, 0.5) == 0.5);  // two places of a quarter
  CHECK(metric::run_probability(1000, 1000, 1.0) == 1);
  CHECK(metric::run_probability(2, 1000, 0.0) == 0);
  CHECK(metric::run_probability(3, 1'000'000, 0.5) == 1);  // cut
}

TEST_CASE("metric/run_length the expected longest run is that of seeded draws") {
  std::mt19937_64 rng{9};
  for (const std::uint64_t values : {2u, 4u, 20u})
    for (const std::uint64_t n : {100u, 1000u}) {
      double sum = 0;
      constexpr int trials = 2000;
      for (int trial = 0; trial < trials; ++trial) {
        state::runs s;
        for (std::uint64_t i = 0; i < n; ++i) s.update(rng() % values);
        sum += static_cast<double>(s.longest());
      }
      const auto expected = metric::expected_longest_run(n, 1.0 / static_cast<double>(values));
      CAPTURE(values);
      CAPTURE(n);
      CAPTURE(sum / trials);
      REQUIRE(expected);
      CHECK(std::fabs(*expected - sum / trials) < 0.2);
    }
}

TEST_CASE("metric/run_length the expected longest run at the edges") {
  CHECK(!metric::expected_longest_run(0, 0.5));
  CHECK(metric::expected_longest_run(1, 0.5) == 1.0);
  CHECK(metric::expected_longest_run(50, 0.0) == 1.0);
  CHECK(metric::expected_longest_run(50, 1.0) == 50.0);
  CHECK(metric::expected_longest_run(2, 1e-9) == 1.0);
  CHECK(*metric::expected_longest_run(3, 0.999999) == doctest::Approx(3));
  CHECK(*metric::expected_longest_run(3, 0.999999) <= 3);
}

TEST_CASE("metric/run_length all of them are read from one state, each by a name of its own") {
  const auto empty = state::runs{};
  std::set<std::string_view> names;
  std::apply(
      [&](const auto&... each) {
        (names.insert(each.name()), ...);
        CHECK((!each(empty) && ...));
      },
      metric::run_length_metrics);
  CHECK(names.size() == 3);
  for (const auto name : names) CHECK(signal::is_word(name));
}

}  // namespace
