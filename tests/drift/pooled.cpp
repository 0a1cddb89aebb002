// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/pooled.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace {

using telltale::drift::pooled_samples;
using values = std::vector<double>;
using steps = std::vector<std::tuple<double, std::size_t, std::size_t>>;

steps walk(const values& a, const values& b) {
  steps seen;
  const auto samples = pooled_samples<double>::of(a, b);
  REQUIRE(samples);
  samples->each_value([&](double z, std::size_t i, std::size_t j) { seen.emplace_back(z, i, j); });
  return seen;
}

}  // namespace

TEST_CASE("drift/pooled visits each value once, after all that equal it") {
  CHECK(walk({1, 1, 3}, {1, 2, 2, 4}) == steps{{1, 2, 1}, {2, 2, 3}, {3, 3, 3}, {4, 3, 4}});
  CHECK(walk({5}, {1, 2}) == steps{{1, 0, 1}, {2, 0, 2}, {5, 1, 2}});
  CHECK(walk({1, 2}, {5, 5}) == steps{{1, 1, 0}, {2, 2, 0}, {5, 2, 2}});
  CHECK(walk({7, 7}, {7}) == steps{{7, 2, 1}});
}

TEST_CASE("drift/pooled does not look beyond the end, where equal values may follow") {
  const values more{1, 2, 2, 2, 2};
  const std::span<const double> two = std::span{more}.first(2), three = std::span{more}.first(3);
  const auto samples = pooled_samples<double>::of(two, three);
  REQUIRE(samples);
  steps seen;
  samples->each_value([&](double z, std::size_t i, std::size_t j) { seen.emplace_back(z, i, j); });
  CHECK(seen == steps{{1, 1, 1}, {2, 2, 3}});
}

TEST_CASE("drift/pooled knows its sizes and ends") {
  const values a{1, 5}, b{0, 2, 3};
  const auto samples = pooled_samples<double>::of(a, b);
  REQUIRE(samples);
  CHECK(samples->n() == 2);
  CHECK(samples->m() == 3);
  CHECK(samples->lowest() == 0);
  CHECK(samples->highest() == 5);
  CHECK(pooled_samples<double>::of(b, a)->lowest() == 0);
  CHECK(pooled_samples<double>::of(b, a)->highest() == 5);
}

TEST_CASE("drift/pooled refuses what has no order") {
  constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
  const values good{1, 1, 2};
  CHECK(pooled_samples<double>::of(good, good));
  for (const values& bad : {values{}, values{not_a_number}, values{not_a_number, 1},
                            values{1, not_a_number}, values{2, 1}, values{1, 2, 2, 1}}) {
    CHECK(!pooled_samples<double>::of(good, bad));
    CHECK(!pooled_samples<double>::of(bad, good));
  }
}
