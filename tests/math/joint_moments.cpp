// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/joint_moments.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using telltale::math::joint_moments;
using telltale::math::power_sums;

struct point {
  double x, y, weight = 1;
};

joint_moments block_of(const std::vector<point>& rows, std::size_t begin, std::size_t end) {
  power_sums s;
  if (begin < end) s.pivot_x = rows[begin].x, s.pivot_y = rows[begin].y;
  for (std::size_t i = begin; i < end; ++i) {
    const double x = rows[i].x - s.pivot_x, y = rows[i].y - s.pivot_y;
    s.n += 1;
    s.x += x, s.y += y;
    s.xx += x * x, s.xy += x * y, s.yy += y * y;
    s.xxx += x * x * x, s.xxy += x * x * y, s.xyy += x * y * y, s.yyy += y * y * y;
    s.xxxx += x * x * x * x, s.xxyy += x * x * y * y, s.yyyy += y * y * y * y;
  }
  return joint_moments{s};
}

/// Against the definitions, in two passes of long double over the exact differences from a row.
void check(const joint_moments& got, const std::vector<point>& rows, double tolerance) {
  using real = long double;
  const real x0 = static_cast<real>(rows[0].x), y0 = static_cast<real>(rows[0].y);
  real n = 0, x = 0, y = 0;
  for (const point& r : rows) {
    n += static_cast<real>(r.weight);
    x += static_cast<real>(r.weight) * (static_cast<real>(r.x) - x0);
    y += static_cast<real>(r.weight) * (static_cast<real>(r.y) - y0);
  }
  x /= n, y /= n;
  const auto close = [&](double have, int i, int j) {
    real want = 0, size = 0;
    for (const point& r : rows) {
      const real term = static_cast<real>(r.weight) * std::pow(static_cast<real>(r.x) - x0 - x, i) *
                        std::pow(static_cast<real>(r.y) - y0 - y, j);
      want += term;
      size += std::fabs(term);
    }
    CAPTURE(i);
    CAPTURE(j);
    CHECK(std::fabs(have - static_cast<double>(want)) <= tolerance * static_cast<double>(size));
  };
  CHECK(std::fabs(got.weight() - static_cast<double>(n)) <= 1e-14 * got.weight());
  CHECK(std::fabs(got.mean_x() - static_cast<double>(x0 + x)) <=
        1e-15 * (std::fabs(got.mean_x()) + std::sqrt(got.xx())));
  CHECK(std::fabs(got.mean_y() - static_cast<double>(y0 + y)) <=
        1e-15 * (std::fabs(got.mean_y()) + std::sqrt(got.yy())));
  close(got.xx(), 2, 0), close(got.xy(), 1, 1), close(got.yy(), 0, 2);
  close(got.xxx(), 3, 0), close(got.xxy(), 2, 1), close(got.xyy(), 1, 2), close(got.yyy(), 0, 3);
  close(got.xxxx(), 4, 0), close(got.xxyy(), 2, 2), close(got.yyyy(), 0, 4);
}

std::vector<point> drawn(std::size_t n, double x_offset, double y_offset) {
  std::mt19937_64 rng{n};
  std::exponential_distribution<double> skewed;
  std::vector<point> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = skewed(rng), y = skewed(rng);
    rows.push_back({x_offset + x, y_offset + 3 * y - x});
  }
  return rows;
}

}  // namespace

TEST_CASE("math/joint_moments of a block are those of the definition") {
  for (const std::size_t n : {1u, 2u, 3u, 100u, 256u}) {
    check(block_of(drawn(n, 2, -1), 0, n), drawn(n, 2, -1), 1e-11);
    check(block_of(drawn(n, 1e9, -1e9), 0, n), drawn(n, 1e9, -1e9), 1e-11);
  }
  auto outlier = drawn(256, 0, 0);
  outlier[0] = {1e6, -1e5};  // and it is the pivot
  check(block_of(outlier, 0, 256), outlier, 1e-11);
}

TEST_CASE("math/joint_moments of one row, or of equal ones, are exactly 0 about it") {
  const std::vector<point> same(7, {0.1, 1e9 + 0.3});
  const auto m = block_of(same, 0, 7);
  CHECK(m.mean_x() == 0.1);
  CHECK(m.mean_y() == 1e9 + 0.3);
  CHECK(joint_moments{m}.merge(m).yy() == 0);
  CHECK(joint_moments{m}.merge(m).mean_x() == 0.1);
  CHECK(m.xx() == 0);
  CHECK(m.yyyy() == 0);
}

TEST_CASE("math/joint_moments keep their digits at any offset, in any order of 64 parts") {
  struct offset {
    double x, y, tolerance;
  };
  for (const offset o : {offset{0, 0, 1e-13}, offset{1e9, 1e9, 1e-12}, offset{-1e9, 7, 1e-12}}) {
    const auto rows = drawn(64 * 50, o.x, o.y);
    std::vector<joint_moments> parts;
    for (std::size_t p = 0; p < 64; ++p) parts.push_back(block_of(rows, p * 50, p * 50 + 50));
    std::mt19937_64 rng{4};
    for (int order = 0; order < 5; ++order) {
      std::shuffle(parts.begin(), parts.end(), rng);
      joint_moments whole;
      for (const auto& part : parts) whole.merge(part);
      check(whole, rows, o.tolerance);
    }
  }
}

TEST_CASE("math/joint_moments join parts of unequal weight") {
  auto rows = drawn(300, 5, 1000);
  auto old = block_of(rows, 0, 250);
  old.scale(0.125);
  for (std::size_t i = 0; i < 250; ++i) rows[i].weight = 0.125;
  const auto recent = block_of(rows, 250, 300);
  check(joint_moments{old}.merge(recent), rows, 1e-13);
  check(joint_moments{recent}.merge(old), rows, 1e-13);
}

TEST_CASE("math/joint_moments of nothing change nothing, and what is forgotten is nothing") {
  const auto rows = drawn(20, 3, 3);
  const auto m = block_of(rows, 0, 20);
  CHECK(joint_moments{}.merge(m) == m);
  CHECK(joint_moments{m}.merge(joint_moments{}) == m);
  CHECK(joint_moments{power_sums{}} == joint_moments{});
  joint_moments forgotten = block_of(drawn(20, 1e30, -1e30), 0, 20);
  forgotten.scale(0);
  CHECK(joint_moments{m}.merge(forgotten) == m);
  CHECK(forgotten.merge(m) == m);
  auto twice = m;
  twice.merge(twice);
  CHECK(twice.weight() == 40);
  CHECK(twice.xxyy() == 2 * m.xxyy());
}
