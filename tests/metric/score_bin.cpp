// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/score_bin.hpp>

#include <doctest/doctest.h>

#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using metric::score_bin;

template <class Histogram>
std::vector<score_bin> bins_of(const Histogram& s) {
  std::vector<score_bin> all;
  metric::for_each_bin_down(s, [&](const score_bin& bin) { all.push_back(bin); });
  return all;
}

}  // namespace

TEST_CASE("metric/score_bin comes from the highest score down, empty bins left out") {
  state::score_histogram<4> s;  // from 0, 3/8, 1/2 and 5/8
  const std::vector<double> scores{0.1, 0.2, 0.3, 0.55, 0.9, 0.95};
  const std::vector<std::uint8_t> actual{0, 1, 0, 1, 1, 1};
  s.update(binary_batch<double>{scores, actual});
  const auto bins = bins_of(s);
  REQUIRE(bins.size() == 3);
  CHECK(bins[0].threshold == 0.625);
  CHECK(bins[0].tp == 0);
  CHECK(bins[0].positives == 2);
  CHECK(bins[0].negatives == 0);
  CHECK_FALSE(bins[0].single);
  CHECK(bins[1].threshold == 0.5);
  CHECK(bins[1].tp == 2);
  CHECK(bins[1].fp == 0);
  CHECK(bins[2].threshold == 0);
  CHECK(bins[2].tp == 3);
  CHECK(bins[2].positives == 1);
  CHECK(bins[2].negatives == 2);
  CHECK(metric::class_sizes::of(s).positives == 4);
  CHECK(metric::class_sizes::of(s).negatives == 2);
  CHECK(metric::class_sizes::of(s).both());
}

TEST_CASE("metric/score_bin knows which bins hold one score") {
  const std::vector<double> reference{0.25, 0.5, 0.5, 0.75};
  auto edges = state::score_edges<8>::by_mass(std::span<const double>{reference});
  REQUIRE(edges);
  state::mass_histogram<8> s{std::make_shared<const state::score_edges<8>>(*edges)};
  const std::vector<double> scores{0.5, 0.5, 0.6};
  const std::vector<std::uint8_t> actual{0, 1, 0};
  s.update(binary_batch<double>{scores, actual});
  const auto bins = bins_of(s);
  REQUIRE(bins.size() == 2);
  CHECK_FALSE(bins[0].single);
  CHECK(bins[1].single);
  CHECK(bins[1].threshold == 0.5);
}

TEST_CASE("metric/score_bin has no bin of an empty histogram, and no two classes of one") {
  state::score_histogram<4> s;
  CHECK(bins_of(s).empty());
  CHECK_FALSE(metric::class_sizes::of(s).both());
  s.update(binary_outcome<float>{0.1f, 1});
  CHECK(bins_of(s).size() == 1);
  CHECK_FALSE(metric::class_sizes::of(s).both());
  s.clear();
  s.update(binary_outcome<float>{0.1f, 0});
  CHECK(bins_of(s).size() == 1);
  CHECK_FALSE(metric::class_sizes::of(s).both());
}
