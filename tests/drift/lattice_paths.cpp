// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/lattice_paths.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <random>
#include <vector>

namespace {

using telltale::drift::lattice::outside_probability;

bool near(double got, double want, double tolerance) {
  return std::fabs(got - want) <= tolerance * std::fabs(want);
}

/// By counting the paths that stay inside.
double by_counting(std::int64_t n, std::int64_t m, std::int64_t steps,
                   const std::vector<bool>* comparable = nullptr) {
  const std::int64_t g = std::gcd(n, m);
  std::vector<std::vector<double>> inside(static_cast<std::size_t>(n + 1)), all = inside;
  for (std::int64_t i = 0; i <= n; ++i)
    for (std::int64_t j = 0; j <= m; ++j) {
      const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
      double paths = i == 0 && j == 0 ? 1 : 0, every = paths;
      if (i > 0) paths += inside[a - 1][b], every += all[a - 1][b];
      if (j > 0) paths += inside[a][b - 1], every += all[a][b - 1];
      const bool tested = comparable == nullptr || (*comparable)[a + b];
      if (tested && std::llabs(i * (m / g) - j * (n / g)) >= steps) paths = 0;
      inside[a].push_back(paths);
      all[a].push_back(every);
    }
  const auto a = static_cast<std::size_t>(n), b = static_cast<std::size_t>(m);
  return (all[a][b] - inside[a][b]) / all[a][b];
}

}  // namespace

TEST_CASE("drift/lattice_paths equals the count of paths, for every band of small samples") {
  for (std::int64_t n = 1; n <= 9; ++n)
    for (std::int64_t m = 1; m <= 9; ++m) {
      CAPTURE(n);
      CAPTURE(m);
      const std::int64_t lcm = std::lcm(n, m);
      for (std::int64_t steps = 1; steps <= lcm; ++steps) {
        const double got =
            outside_probability(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(m),
                                static_cast<std::uint64_t>(steps));
        CHECK_MESSAGE(near(got, by_counting(n, m, steps), 1e-13), steps, ": ", got);
      }
      CHECK(outside_probability(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(m), 0) ==
            1);
      CHECK(outside_probability(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(m),
                                static_cast<std::uint64_t>(lcm) + 1) < 1e-290);
    }
}

TEST_CASE("drift/lattice_paths compares where it may, equal sizes included") {
  std::mt19937_64 rng{1};
  for (int trial = 0; trial < 400; ++trial) {
    const auto n = static_cast<std::int64_t>(1 + rng() % 9),
               m = static_cast<std::int64_t>(1 + rng() % 9);
    std::vector<bool> comparable(static_cast<std::size_t>(n + m) + 1);
    for (std::size_t s = 0; s < comparable.size(); ++s) comparable[s] = rng() % 3 == 0;
    const auto steps =
        static_cast<std::int64_t>(1 + rng() % static_cast<std::uint64_t>(std::lcm(n, m)));
    const double want = by_counting(n, m, steps, &comparable);
    const double got =
        outside_probability(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(m),
                            static_cast<std::uint64_t>(steps), &comparable);
    CAPTURE(n);
    CAPTURE(m);
    CAPTURE(steps);
    CHECK_MESSAGE(std::fabs(got - want) <= 1e-13 * want, got, " is not ", want);
  }
}

TEST_CASE("drift/lattice_paths the series for equal sizes equals the table") {
  const std::vector<bool> everywhere(2 * 300 + 1, true);
  for (const std::uint64_t steps : {1U, 2U, 7U, 20U, 33U, 60U, 100U, 150U, 151U, 299U, 300U}) {
    CAPTURE(steps);
    CHECK(near(outside_probability(300, 300, steps),
               outside_probability(300, 300, steps, &everywhere), 1e-12));
  }
}

TEST_CASE("drift/lattice_paths published values") {
  // KSWIN, samples of 30
  CHECK(near(outside_probability(30, 30, 13), 0.00655, 1e-3));
  CHECK(near(outside_probability(30, 30, 14), 0.00253, 3e-3));
  CHECK(near(outside_probability(5, 5, 5), 2.0 / 252, 1e-15));
}

TEST_CASE("drift/lattice_paths keeps the digits of the smallest probabilities") {
  // The whole of one sample before the other: 2 of C(n + m, m) paths.
  const auto want = [](double n, double m) {
    return 2 * std::exp(std::lgamma(n + 1) + std::lgamma(m + 1) - std::lgamma(n + m + 1));
  };
  for (const std::uint64_t n : {101U, 150U, 400U, 490U}) {
    const double p = outside_probability(n, 200, std::lcm(std::uint64_t{n}, std::uint64_t{200}));
    CHECK_MESSAGE(near(p, want(static_cast<double>(n), 200), 1e-11), p);
  }
  // Below 1e-300 there is nothing left to tell: on either side of that, by exact fractions.
  CHECK(near(outside_probability(501, 501, 501), 1.8517250278769506e-300, 1e-11));
  CHECK(outside_probability(502, 502, 502) == 0);
  CHECK(near(outside_probability(2276, 200, std::lcm(2276U, 200U)), 1.086426087032813e-300, 1e-2));
  CHECK(outside_probability(2279, 200, std::lcm(2279U, 200U)) == 0);
  const std::vector<bool> everywhere(2 * 502 + 1, true);
  CHECK(outside_probability(502, 502, 502, &everywhere) == 0);
  CHECK(outside_probability(10'000, 999, 9'990'000) == 0);
  CHECK(outside_probability(10'000, 10'000, 10'000) == 0);
}

TEST_CASE("drift/lattice_paths is never above 1, where rounding would carry it") {
  for (const std::uint64_t n : {7U, 100U, 1073U, 2486U}) {
    CHECK(outside_probability(n, n, 1) <= 1);
    CHECK(near(outside_probability(n, n, 1), 1, 1e-14));
    CHECK(outside_probability(n, n + 1, 1) <= 1);
  }
}

TEST_CASE("drift/lattice_paths falls as the band widens") {
  double before = 1;
  for (std::uint64_t steps = 1; steps <= 1000; steps += 37) {
    const double p = outside_probability(1000, 100, steps);
    CHECK(p <= before);
    CHECK(p >= 0);
    before = p;
  }
}
