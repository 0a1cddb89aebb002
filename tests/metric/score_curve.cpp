// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/score_curve.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace {

using namespace telltale;
using metric::score_curve;
using metric::score_cut;

TEST_CASE("metric/score_curve has scikit-learn's points") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json& expected) {
    if (expected.is_null()) return;
    const auto curve = score_curve::of(batch);
    const auto& roc = expected["roc"];
    REQUIRE(curve->cuts().size() == roc[0].size());
    for (std::size_t i = 0; i < roc[0].size(); ++i) {
      const score_cut& cut = curve->cuts()[i];
      CHECK(cut.threshold == roc[0][i].template get<double>());
      CHECK(golden::close(cut.tp / curve->positives(), roc[1][i].template get<double>()));
      CHECK(golden::close(cut.fp / curve->negatives(), roc[2][i].template get<double>()));
    }
  });
}

TEST_CASE("metric/score_curve leaves out what cannot be used or weighs nothing") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::array scores{0.5, nan, 1.5, 0.25, 0.75, 0.5, 0.125, 0.125};
  const std::array<std::uint8_t, 8> actual{1, 1, 1, 2, 0, 0, 1, 1};
  const std::array weights{2.0, 1.0, 1.0, 1.0, 3.0, 4.0, 0.0, -1.0};
  const auto plain = score_curve::of(binary_batch<double>{scores, actual});
  REQUIRE(plain->cuts().size() == 3);
  CHECK(plain->cuts()[0] == score_cut{0.75, 0, 1});
  CHECK(plain->cuts()[1] == score_cut{0.5, 1, 2});
  CHECK(plain->cuts()[2] == score_cut{0.125, 3, 2});
  CHECK(plain->n() == 5);
  const auto weighted = score_curve::of(binary_batch<double>{scores, actual, 0.5, weights});
  REQUIRE(weighted->cuts().size() == 2);
  CHECK(weighted->cuts()[0] == score_cut{0.75, 0, 3});
  CHECK(weighted->cuts()[1] == score_cut{0.5, 2, 7});
  CHECK(weighted->positives() == 2);
  CHECK(weighted->negatives() == 7);
  CHECK(weighted->effective_positives() == 1);
  CHECK(weighted->effective_negatives() == doctest::Approx(49.0 / 25));
  CHECK(weighted->both());
}

TEST_CASE("metric/score_curve of one class, of no row, and of dropped rows") {
  const std::array scores{0.5f, 0.6f};
  const std::array<std::uint8_t, 2> ones{1, 1};
  CHECK_FALSE(score_curve::of(binary_batch<float>{scores, ones})->both());
  CHECK(score_curve::of(binary_batch<float>{})->cuts().empty());
  state::scored_rows<float> kept{1};
  kept.update(binary_batch<float>{scores, ones});
  CHECK_FALSE(score_curve::of(kept));
  state::scored_rows<float> all{2};
  all.update(binary_batch<float>{scores, ones});
  CHECK(score_curve::of(all)->positives() == 2);
}

TEST_CASE("metric/score_curve keeps -0 and 0 together") {
  const std::array scores{0.0, -0.0};
  const std::array<std::uint8_t, 2> actual{1, 0};
  const std::array weights{1.0, 2.0};
  CHECK(score_curve::of(binary_batch<double>{scores, actual})->cuts().size() == 1);
  const auto weighted = score_curve::of(binary_batch<double>{scores, actual, 0.5, weights});
  REQUIRE(weighted->cuts().size() == 1);
  CHECK(weighted->cuts()[0] == score_cut{0, 1, 2});
}

TEST_CASE("metric/score_curve has what any threshold gives, with the rows at it and without") {
  const std::array scores{0.5, 0.75, 0.5, 0.25};
  const std::array<std::uint8_t, 4> actual{1, 1, 0, 0};
  const auto curve = score_curve::of(binary_batch<double>{scores, actual});
  CHECK(curve->at(1) == score_cut{1, 0, 0});
  CHECK(curve->at(0.75) == score_cut{0.75, 1, 0});
  CHECK(curve->above(0.75) == score_cut{0.75, 0, 0});
  CHECK(curve->at(0.6) == score_cut{0.6, 1, 0});
  CHECK(curve->above(0.6) == score_cut{0.6, 1, 0});
  CHECK(curve->at(0.5) == score_cut{0.5, 2, 1});
  CHECK(curve->above(0.5) == score_cut{0.5, 1, 0});
  CHECK(curve->at(0) == score_cut{0, 2, 2});
  CHECK(curve->above(-1) == score_cut{-1, 2, 2});
  CHECK_FALSE(curve->weighted());
}

}  // namespace

TEST_CASE("metric/score_curve stands in for its rows where their order is all, and nowhere else") {
  using metric::ranked_scores, metric::kept_scores;
  CHECK(state::count_of<ranked_scores, metric::score_curve> == 1);
  CHECK(state::count_of<ranked_scores, binary_batch<float>> == 1);
  CHECK(state::count_of<ranked_scores, state::scored_rows<double>> == 1);
  CHECK(state::count_of<kept_scores, metric::score_curve> == 0);
}
