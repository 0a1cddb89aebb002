// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/curves.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <telltale/state/score_histogram.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace telltale;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("metric/curves has scikit-learn's ROC curve, one point for each threshold") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json& expected) {
    const auto got = metric::roc_curve(batch);
    if (expected.is_null()) {
      CHECK(got.empty());
      return;
    }
    const auto& want = expected["roc"];
    REQUIRE(got.size() == want[0].size() + 1);
    CHECK(got[0] == metric::roc_point{infinity, 0, 0});
    for (std::size_t i = 1; i < got.size(); ++i) {
      CHECK(got[i].threshold == want[0][i - 1].template get<double>());
      CHECK(golden::close(got[i].true_positive_rate, want[1][i - 1].template get<double>()));
      CHECK(golden::close(got[i].false_positive_rate, want[2][i - 1].template get<double>()));
    }
  });
}

TEST_CASE("metric/curves has scikit-learn's precision-recall and DET curves, in reverse") {
  golden::for_each_curve(
      [](const auto& batch, const nlohmann::json& expected) {
        const auto got = metric::precision_recall_curve(batch);
        const auto errors = metric::det_curve(batch);
        if (expected.is_null()) {
          CHECK(got.empty());
          CHECK(errors.empty());
          return;
        }
        if (!expected.contains("precision_recall")) return;
        const auto& want = expected["precision_recall"];
        const std::size_t n = want[0].size();
        REQUIRE(got.size() == n);
        for (std::size_t i = 0; i < n; ++i) {
          const double threshold = i == 0 ? infinity : want[2][n - 1 - i].template get<double>();
          CHECK(got[i].threshold == threshold);
          CHECK(golden::close(got[i].precision, want[0][n - 1 - i].template get<double>()));
          CHECK(golden::close(got[i].recall, want[1][n - 1 - i].template get<double>()));
        }
        // scikit-learn's points are ours from the last that has the false positive rate of the
        // highest score, to the first with no false negative.
        const auto& det = expected["det"];
        std::size_t last = 1;
        while (last + 1 < errors.size() &&
               errors[last + 1].false_positive_rate == errors[1].false_positive_rate)
          ++last;
        for (std::size_t k = det[0].size(); k-- > 0; ++last) {
          REQUIRE(last < errors.size());
          CHECK(errors[last].threshold == det[2][k].template get<double>());
          CHECK(golden::close(errors[last].false_positive_rate, det[0][k].template get<double>()));
          CHECK(golden::close(errors[last].false_negative_rate, det[1][k].template get<double>()));
        }
        CHECK(errors.front() == metric::error_point{infinity, 0, 1});
        CHECK(errors.back().false_positive_rate == 1);
        CHECK(errors.back().false_negative_rate == 0);
      },
      "score_areas.json");
}

TEST_CASE("metric/curves of a histogram are those of the rows at its borders") {
  const std::vector<double> scores{0.7, 0.9, 0.56, 0.1, 0.2, 0.625};
  const std::vector<std::uint8_t> actual{1, 1, 0, 0, 1, 0};
  const binary_batch<double> batch{scores, actual};
  state::bundle<state::score_histogram<4>> s;  // from 0, 3/8, 1/2 and 5/8
  s.update(batch);
  const auto roc = metric::roc_curve(s);
  REQUIRE(roc.size() == 4);
  CHECK(roc[0] == metric::roc_point{infinity, 0, 0});
  CHECK(roc[1] == metric::roc_point{0.625, 1.0 / 3, 2.0 / 3});
  CHECK(roc[2] == metric::roc_point{0.5, 2.0 / 3, 2.0 / 3});
  CHECK(roc[3] == metric::roc_point{0, 1, 1});
  const auto precision = metric::precision_recall_curve(s);
  REQUIRE(precision.size() == 4);
  CHECK(precision[0] == metric::precision_recall_point{infinity, 1, 0});
  CHECK(precision[1] == metric::precision_recall_point{0.625, 2.0 / 3, 2.0 / 3});
  CHECK(precision[3] == metric::precision_recall_point{0, 0.5, 1});
  const auto det = metric::det_curve(s);
  REQUIRE(det.size() == 4);
  CHECK(det[2] == metric::error_point{0.5, 2.0 / 3, 1.0 / 3});
  CHECK(metric::roc_curve(*metric::score_curve::of(batch)) == metric::roc_curve(batch));
}

TEST_CASE("metric/curves is empty without both classes, or of dropped rows") {
  state::score_histogram<4> s;
  CHECK(metric::roc_curve(s).empty());
  s.update(binary_outcome<float>{0.5f, 1});
  CHECK(metric::precision_recall_curve(s).empty());
  s.update(binary_outcome<float>{0.5f, 0});
  CHECK(metric::det_curve(s).size() == 2);
  state::scored_rows<float> dropped{1};
  dropped.update(binary_outcome<float>{0.5f, 1});
  dropped.update(binary_outcome<float>{0.6f, 0});
  CHECK(metric::roc_curve(dropped).empty());
}
