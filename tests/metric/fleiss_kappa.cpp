// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/fleiss_kappa.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;

template <std::size_t K>
using table = std::vector<std::array<std::uint32_t, K>>;

template <std::size_t K>
std::optional<estimate> kappa(const table<K>& rows) {
  return metric::fleiss_kappa<K>(rows);
}

template <std::size_t K>
table<K> read(const nlohmann::json& ratings) {
  table<K> rows(ratings.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < K; ++k) rows[i][k] = ratings[i][k];
  return rows;
}

/// Raters who see the class of a row with a chance of `right`, and else say any.
table<3> drawn(std::mt19937_64& rng, std::size_t rows, double right) {
  std::uniform_real_distribution<double> uniform;
  table<3> all(rows);
  for (auto& row : all) {
    const std::size_t truth = rng() % 3;
    for (int rater = 0; rater < 4; ++rater) {
      const double u = uniform(rng);
      const std::size_t any = rng() % 3;
      ++row[u < right ? truth : any];
    }
  }
  return all;
}

}  // namespace

TEST_CASE("metric/fleiss_kappa equals statsmodels") {
  const auto file = golden::load("association.json");
  CHECK(file["fleiss"].size() == 4);
  for (const auto& c : file["fleiss"]) {
    const bool three = c["ratings"][0].size() == 3;
    const auto got = three ? kappa(read<3>(c["ratings"])) : kappa(read<2>(c["ratings"]));
    REQUIRE(got);
    CHECK(golden::close(got->value, c["kappa"].get<double>()));
    CHECK(got->n == c["ratings"].size());
  }
}

TEST_CASE("metric/fleiss_kappa has no answer where there is nothing to compare") {
  CHECK(!kappa<2>({}));
  CHECK(!kappa<2>({{1, 0}, {0, 1}}));
  CHECK(!kappa<2>({{2, 0}, {2, 1}}));
  CHECK(!kappa<2>({{0, 0}, {0, 0}}));
  CHECK(!kappa<2>({{3, 0}, {3, 0}}));
  const auto one = kappa<2>({{1, 1}});
  REQUIRE(one);
  CHECK(one->value == -1);
  CHECK(!one->bounds);
}

TEST_CASE("metric/fleiss_kappa at its ends") {
  CHECK(kappa<3>({{4, 0, 0}, {0, 4, 0}, {0, 0, 4}})->value == 1);
  CHECK(kappa<2>({{1, 1}, {1, 1}, {1, 1}})->value == -1);
}

TEST_CASE("metric/fleiss_kappa does not depend on the names of the classes nor the order of rows") {
  std::mt19937_64 rng{12};
  const auto rows = drawn(rng, 40, 0.5);
  table<3> other(rows.rbegin(), rows.rend());
  for (auto& row : other) row = {row[2], row[0], row[1]};
  const auto a = kappa(rows), b = kappa(other);
  CHECK(golden::close(a->value, b->value));
  CHECK(golden::close(a->bounds->lower, b->bounds->lower));
  CHECK(golden::close(a->bounds->upper, b->bounds->upper));
}

TEST_CASE("metric/fleiss_kappa covers its truth at 95 %") {
  std::mt19937_64 rng{13};
  for (const double right : {0.0, 0.5, 0.8}) {
    const double truth = right * right;  // two raters agree beyond chance if both see
    int held = 0;
    for (int run = 0; run < 1000; ++run) {
      const auto got = kappa(drawn(rng, 50, right));
      held += got->bounds->lower <= truth && truth <= got->bounds->upper;
    }
    CAPTURE(right);
    CAPTURE(held);
    CHECK(held > 920);
    CHECK(held < 975);
  }
}
