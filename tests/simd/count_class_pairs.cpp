// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/count_class_pairs.hpp>
#include "paths.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::math::class_pairs;

template <class T>
struct rows_of {
  std::vector<T> scores;
  std::vector<std::uint8_t> actual;

  class_pairs count() const {
    return telltale::simd::count_class_pairs(std::span<const T>{scores},
                                             std::span<const std::uint8_t>{actual});
  }
};

// Without any grouping.
template <class T>
class_pairs by_definition(const rows_of<T>& rows) {
  class_pairs all;
  for (std::size_t i = 0; i < rows.scores.size(); ++i) {
    if (!(rows.scores[i] >= 0 && rows.scores[i] <= 1) || rows.actual[i] > 1) continue;
    std::uint64_t place = 0;
    for (std::size_t j = 0; j < rows.scores.size(); ++j)
      if (rows.actual[j] <= 1 && rows.scores[j] >= 0 && rows.actual[j] != rows.actual[i])
        place += rows.scores[j] < rows.scores[i] ? 2u : rows.scores[j] == rows.scores[i] ? 1u : 0u;
    (rows.actual[i] ? all.positives : all.negatives) += 1;
    (rows.actual[i] ? all.positive_squares : all.negative_squares) +=
        telltale::uint128{place} * place;
    if (rows.actual[i]) all.twice_won += place;
  }
  return all;
}

// What is hard for buckets: skew, few values, most of them one value, nearly all in one place and
// there again in one place, neighbouring values.
constexpr int kinds = 11;
template <class T>
T draw(int kind, std::mt19937_64& rng) {
  const double u = static_cast<double>(rng() >> 11) * 0x1p-53;
  const auto pick = rng() % 100;
  switch (kind) {
    case 0: return static_cast<T>(u);
    case 1: return static_cast<T>(std::exp(-60 * u));
    case 2: return static_cast<T>(std::round(u * 100) / 100);
    case 3: return pick < 84 ? T(0) : static_cast<T>(u);
    case 4: return static_cast<T>(pick < 95 ? u * 1e-3 : u);
    case 5: return pick % 2 == 0 ? T(0) : -T(0);
    case 6: return std::nextafter(T(0.5), pick % 2 == 0 ? T(0) : T(1));
    case 7: return static_cast<T>(pick < 50 ? 0.25 + 1e-3 * u * (pick < 25 ? 1e-3 : 1) : u);
    case 8: return static_cast<T>(u * 1000) * std::numeric_limits<T>::denorm_min();
    case 9: return pick == 0 ? T(1) : static_cast<T>(0.5 + 1e-4 * std::pow(u, 8));
    default: return T(0.7);
  }
}

template <class T>
rows_of<T> drawn(int kind, std::size_t n, unsigned percent, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  rows_of<T> rows;
  for (std::size_t i = 0; i < n; ++i) {
    rows.scores.push_back(draw<T>(kind, rng));
    rows.actual.push_back(rng() % 100 < percent);
  }
  return rows;
}

}  // namespace

TEST_CASE_TEMPLATE("simd/count_class_pairs is what the definition says, on every path", T, float,
                   double) {
  for (int kind = 0; kind < kinds; ++kind)
    for (const std::size_t n : {0u, 1u, 2u, 255u, 256u, 257u, 700u}) {
      CAPTURE(kind);
      CAPTURE(n);
      const auto rows = drawn<T>(kind, n, 30, n + static_cast<std::size_t>(kind));
      const class_pairs expected = by_definition(rows);
      paths::each([&] { CHECK(rows.count() == expected); });
    }
}

TEST_CASE_TEMPLATE("simd/count_class_pairs is one answer on all paths, however scores crowd", T,
                   float, double) {
  for (int kind = 0; kind < kinds; ++kind)
    for (const unsigned percent : {0u, 1u, 50u, 99u, 100u}) {
      CAPTURE(kind);
      CAPTURE(percent);
      const auto rows = drawn<T>(kind, 20'000, percent, 3);
      paths::agree([&] { return rows.count(); });
    }
}

TEST_CASE_TEMPLATE("simd/count_class_pairs leaves unusable rows out", T, float, double) {
  auto rows = drawn<T>(0, 400, 40, 9);
  const T bad[]{T(-0.01), std::nextafter(T(1), T(2)), std::numeric_limits<T>::quiet_NaN(),
                std::numeric_limits<T>::infinity()};
  for (std::size_t i = 0; i < 4; ++i) rows.scores[37 * i + 5] = bad[i];
  rows.actual[399] = 2;
  rows_of<T> usable;
  for (std::size_t i = 0; i < rows.scores.size(); ++i) {
    if (!(rows.scores[i] >= 0 && rows.scores[i] <= 1) || rows.actual[i] > 1) continue;
    usable.scores.push_back(rows.scores[i]);
    usable.actual.push_back(rows.actual[i]);
  }
  REQUIRE(usable.scores.size() == 395);
  paths::each([&] { CHECK(rows.count() == usable.count()); });
  rows.scores.assign(400, std::numeric_limits<T>::quiet_NaN());
  paths::each([&] { CHECK(rows.count() == class_pairs{}); });
}

// As many in a bucket as are still compared one by one, and one more; all of a kind.
TEST_CASE("simd/count_class_pairs counts in full registers and in parts of them") {
  std::mt19937_64 rng{4};
  for (std::size_t size = 2; size < 130; ++size) {
    rows_of<float> rows;
    for (std::size_t i = 0; i < 300; ++i) {  // the rest lies far away
      rows.scores.push_back(i < size ? 0.5f + 1e-6f * static_cast<float>(rng() % 20) : 1e-3f);
      rows.actual.push_back(i < size ? rng() % 2 == 0 : i == 299);
    }
    paths::agree([&] { return rows.count(); });
  }
}
