// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/scored_rows.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

using namespace telltale;
using state::scored_rows;

static_assert(accepts<scored_rows<float>, binary_outcome<float>>);
static_assert(accepts<scored_rows<double>, binary_batch<double>>);
static_assert(!accepts<scored_rows<float>, binary_outcome<double>>);
static_assert(!mergeable<scored_rows<float>>);

}  // namespace

TEST_CASE("state/scored_rows keeps rows in order up to its capacity, and says when it could not") {
  scored_rows<float> s{2};
  CHECK(s.capacity() == 2);
  CHECK(s.complete());
  s.update(binary_outcome<float>{0.7f, 1});
  s.update(binary_outcome<float>{0.2f, 0});
  CHECK(s.complete());
  REQUIRE(s.scores().size() == 2);
  CHECK(s.scores()[0] == 0.7f);
  CHECK(s.actual()[0] == 1);
  CHECK(s.scores()[1] == 0.2f);
  CHECK(s.actual()[1] == 0);
  s.update(binary_outcome<float>{0.3f, 0});
  CHECK(!s.complete());
  CHECK(s.scores().size() == 2);
  CHECK(s.actual().size() == 2);
  s.clear();
  CHECK(s.complete());
  CHECK(s.scores().empty());
  CHECK(s.capacity() == 2);
}

TEST_CASE("state/scored_rows counts what it cannot use, which takes no room") {
  scored_rows<double> s{1};
  for (const double score :
       {-0.1, std::nextafter(1.0, 2.0), std::numeric_limits<double>::quiet_NaN()})
    s.update(binary_outcome<double>{score, 0});
  s.update(binary_outcome<double>{0.5, 2});
  CHECK(s.rejected() == 4);
  CHECK(s.scores().empty());
  s.update(binary_outcome<double>{1, 1});
  CHECK(s.complete());
  CHECK(s.scores().size() == 1);
  s.clear();
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/scored_rows compares the rows it has seen, not the room it has") {
  scored_rows<float> a{2}, b{3}, c{2};
  CHECK(a == b);
  a.update(binary_outcome<float>{0.5f, 1});
  CHECK(!(a == b));
  b.update(binary_outcome<float>{0.5f, 1});
  CHECK(a == b);
  c.update(binary_outcome<float>{0.5f, 0});
  CHECK(!(a == c));
  for (int i = 0; i < 2; ++i) a.update(binary_outcome<float>{0.25f, 1});
  b.update(binary_outcome<float>{0.25f, 1});
  CHECK(!(a == b));  // one of the two has dropped a row
}

TEST_CASE("state/scored_rows a batch is its loop, and nothing is kept without room") {
  const std::vector<float> scores{0.1f, 2, 0.3f, 0.4f};
  const std::vector<std::uint8_t> actual{0, 1, 1, 0};
  const binary_batch<float> rows{scores, actual};
  scored_rows<float> batch{3}, loop{3}, none;
  batch.update(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) loop.update(rows[i]);
  CHECK(batch == loop);
  CHECK(batch.complete());
  CHECK(batch.rejected() == 1);
  none.update(rows);
  CHECK(!none.complete());
  CHECK(none.scores().empty());
}
