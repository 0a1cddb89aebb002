// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/bundle.hpp>

#include <telltale/state/completeness.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/moments.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace {

using telltale::class_outcome;
using telltale::state::bundle;
using telltale::state::completeness;
using telltale::state::confusion;
using telltale::state::moments;
using telltale::state::weighted_confusion;

using counts = bundle<confusion<2>, completeness>;
using weights = bundle<moments, weighted_confusion<2>>;

// The algebra that all parts share.
static_assert(telltale::reversible<counts> && !telltale::scalable<counts>);
static_assert(telltale::scalable<weights> && !telltale::reversible<weights>);
static_assert(telltale::mergeable<bundle<confusion<2>, moments>>);
static_assert(!telltale::reversible<bundle<confusion<2>, moments>>);
static_assert(!telltale::scalable<bundle<confusion<2>, moments>>);

// A row that some part accepts; none accepts a string.
static_assert(telltale::accepts<counts, double> && telltale::accepts<counts, class_outcome>);
static_assert(!telltale::accepts<counts, std::string>);
static_assert(!telltale::accepts<confusion<2>, double>);

TEST_CASE("state/bundle obeys the laws of its parts") {
  laws::reversible(counts{}, [](auto& rng) { return class_outcome{rng() % 3, rng() % 3, 1}; });
  laws::scalable(
      weights{},
      [](auto& rng) {
        return class_outcome{rng() % 2, rng() % 2, 1};
      },
      [](const weights& a, const weights& b) {
        bool all = true;
        for (const std::size_t i : {0u, 1u})
          for (const std::size_t j : {0u, 1u})
            all = all && doctest::Approx(a.get<weighted_confusion<2>>().count(i, j)) ==
                             b.get<weighted_confusion<2>>().count(i, j);
        return all;
      });
}

TEST_CASE("state/bundle hands a row to each part that accepts it, and to no other") {
  bundle<moments, completeness, confusion<2>> s;
  s.update(4.0);
  s.update(6.0);
  s.update(std::size_t{1}, std::size_t{0});
  CHECK(s.get<moments>().mean() == 5.0);
  CHECK(s.get<completeness>().finite() == 2);
  CHECK(s.get<confusion<2>>().count(1, 0) == 1);
}

TEST_CASE("state/bundle hands a batch to all parts, too") {
  bundle<moments, completeness> s;
  const std::vector<float> values{1, 2, std::numeric_limits<float>::quiet_NaN(), 6};
  s.update(std::span<const float>{values});
  CHECK(s.get<moments>().mean() == 3.0);
  CHECK(s.get<completeness>().missing() == 1);
  CHECK(s.get<completeness>().total() == 4);
}

TEST_CASE("state/bundle rejects as many rows as its most demanding part") {
  bundle<completeness, moments> s;
  s.update(std::numeric_limits<double>::quiet_NaN());
  s.update(1.0);
  CHECK(s.get<completeness>().rejected() == 0);
  CHECK(s.rejected() == 1);
  bundle<moments, completeness> turned;
  turned.update(std::numeric_limits<double>::infinity());
  CHECK(turned.rejected() == 1);
}

TEST_CASE("state/bundle starts from prototypes") {
  moments seven;
  seven.update(7.0);
  const bundle<moments, completeness> s{seven, completeness{}};
  CHECK(s.get<moments>().mean() == 7.0);
  CHECK(s.get<completeness>().total() == 0);
}

// Counts of two classes, whatever the state.
struct two_classes {
  template <class S>
  static constexpr bool matches = false;
};
template <>
inline constexpr bool two_classes::matches<confusion<2>> = true;
template <>
inline constexpr bool two_classes::matches<weighted_confusion<2>> = true;

TEST_CASE("state/bundle is searched for the one state of a kind") {
  using telltale::state::count_of;
  using telltale::state::pick;
  static_assert(count_of<two_classes, confusion<2>> == 1);
  static_assert(count_of<two_classes, moments> == 0);
  static_assert(count_of<two_classes, counts> == 1);
  static_assert(count_of<two_classes, bundle<moments, completeness>> == 0);
  static_assert(count_of<two_classes, bundle<confusion<2>, weighted_confusion<2>>> == 2);

  bundle<moments, confusion<2>> s;
  s.update(std::size_t{1}, std::size_t{1});
  CHECK(&pick<two_classes>(s) == &s.get<confusion<2>>());
  const confusion<2> alone;
  CHECK(&pick<two_classes>(alone) == &alone);
}

TEST_CASE("state/bundle takes the most of what its parts reject, not the sum, in any order") {
  bundle<confusion<2>, weighted_confusion<2>> rising;
  bundle<weighted_confusion<2>, confusion<2>> falling;
  for (const class_outcome row : {class_outcome{2, 0, 1}, class_outcome{0, 0, -1}}) {
    rising.update(row);
    falling.update(row);
  }
  CHECK(rising.get<confusion<2>>().rejected() == 1);
  CHECK(rising.rejected() == 2);
  CHECK(falling.rejected() == 2);
}

}  // namespace
