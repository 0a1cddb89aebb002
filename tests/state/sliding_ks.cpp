// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/sliding_ks.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>
#include <telltale/drift/kolmogorov_smirnov.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::gap_upkeep;
using state::sliding_ks;

template <class T>
using kept = sliding_ks<T, gap_upkeep::each_row>;

static_assert(summary<sliding_ks<>>);
static_assert(summary<kept<double>>);
static_assert(accepts<sliding_ks<float>, float>);
static_assert(accepts<kept<double>, std::span<const double>>);

// |#(window <= z) m - #(reference <= z) w|, at its largest.
template <class T>
std::optional<std::uint64_t> by_counting(const std::vector<T>& reference,
                                         const std::deque<T>& window) {
  if (reference.empty() || window.empty()) return std::nullopt;
  std::vector<T> at = reference;
  at.insert(at.end(), window.begin(), window.end());
  std::int64_t most = 0;
  for (const T z : at) {
    std::int64_t i = 0, j = 0;
    for (const T x : reference) i += x <= z;
    for (const T x : window) j += x <= z;
    const auto m = static_cast<std::int64_t>(reference.size());
    const auto w = static_cast<std::int64_t>(window.size());
    most = (std::max)(most, std::abs(j * m - i * w));
  }
  return static_cast<std::uint64_t>(most);
}

// As drift has it.
template <class T>
std::optional<double> statistic(const auto& s) {
  const auto gap = s.widest_gap();
  if (!gap) return std::nullopt;
  return static_cast<double>(*gap) /
         (static_cast<double>(s.reference_size()) * static_cast<double>(s.size()));
}

constexpr std::uint64_t shapes = 12;

template <class T>
T draw(std::uint64_t shape, std::size_t i, std::mt19937_64& rng) {
  using limits = std::numeric_limits<T>;
  const T u = static_cast<T>(rng() >> 40) * T(0x1p-24);
  const std::uint64_t few = rng() % 7;
  switch (shape) {
    case 0: return u;
    case 1: return T(0.5);
    case 2: return static_cast<T>(i % 97) / 97;
    case 3: return 1 - static_cast<T>(i % 97) / 97;
    case 4: return std::pow(u, T(12));
    case 5: return static_cast<T>(few) / 6;
    case 6: return -u;
    case 7: return static_cast<T>(few) * limits::denorm_min();
    case 8: return few == 0 ? -T(0) : few == 1 ? T(0) : few == 2 ? -u : u;
    case 9:
      return few == 0   ? limits::quiet_NaN()
             : few == 1 ? limits::infinity()
             : few == 2 ? -limits::infinity()
             : few == 3 ? (limits::max)()
             : few == 4 ? limits::lowest()
                        : u;
    case 10: return i % 60 < 30 ? T(0.25) : u + 1;  // a crowd comes and goes
    default: return u + T(1000);
  }
}

// After every row, by both ways, as the counting says it, and as drift does over the same rows.
template <class T>
void check_stream(std::size_t references, std::size_t capacity, std::uint64_t reference_shape,
                  std::uint64_t shape, std::size_t steps) {
  std::mt19937_64 rng{shape + capacity + 100 * references};
  std::vector<T> given, reference;
  for (std::size_t i = 0; i < references; ++i) {
    given.push_back(draw<T>(reference_shape, i, rng));
    if (std::isfinite(given.back())) reference.push_back(given.back());
  }
  sliding_ks<T> on_demand{given, capacity};
  kept<T> each_row{given, capacity};
  CHECK(on_demand.left_out() == references - reference.size());
  CHECK(on_demand.reference_size() == reference.size());
  std::deque<T> window;
  std::uint64_t rejected = 0;
  bool equal = true, sizes = true, exact = true;
  for (std::size_t i = 0; i < steps; ++i) {
    // Now and then one of the reference itself.
    const std::uint64_t own = rng() % 3;
    const T x = own == 0 && !given.empty() ? given[rng() % given.size()] : draw<T>(shape, i, rng);
    on_demand.update(x);
    each_row.update(x);
    if (!std::isfinite(x)) {
      ++rejected;
    } else {
      if (window.size() == capacity) window.pop_front();
      window.push_back(x);
    }
    const auto wanted = by_counting(reference, window);
    equal = equal && on_demand.widest_gap() == wanted && each_row.widest_gap() == wanted;
    sizes = sizes && on_demand.size() == window.size() && each_row.size() == window.size();
    const std::vector<T> rows(window.begin(), window.end());
    const auto d = drift::kolmogorov_smirnov_statistic<T>(reference, rows);
    exact = exact && statistic<T>(on_demand) == d && statistic<T>(each_row) == d;
  }
  CHECK(equal);
  CHECK(sizes);
  CHECK(exact);
  CHECK(on_demand.rejected() == rejected);
  CHECK(each_row.rejected() == rejected);
}

}  // namespace

TEST_CASE_TEMPLATE("state/sliding_ks equals counting both samples anew after every row", T, float,
                   double) {
  for (std::uint64_t reference_shape = 0; reference_shape < shapes; ++reference_shape)
    for (std::uint64_t shape = 0; shape < shapes; ++shape) {
      CAPTURE(reference_shape);
      CAPTURE(shape);
      const std::size_t references = 1 + (shape * 7 + reference_shape * 5) % 40;
      check_stream<T>(references, 1 + (shape + reference_shape) % 3, reference_shape, shape, 12);
      check_stream<T>(references, 17, reference_shape, shape, 50);
    }
  for (std::uint64_t shape = 0; shape < shapes; ++shape) {
    CAPTURE(shape);
    check_stream<T>(0, 5, 0, shape, 12);
    check_stream<T>(1, 1, shape, shape, 12);
    check_stream<T>(1, 20, shape, 0, 60);
    check_stream<T>(70, 40, shape, shape, 120);
  }
}

TEST_CASE("state/sliding_ks equals drift's statistic where both samples are large") {
  for (const std::uint64_t shape : {0u, 4u, 5u, 8u, 10u}) {
    CAPTURE(shape);
    std::mt19937_64 rng{shape};
    std::vector<float> reference, rows;
    for (std::size_t i = 0; i < 4000; ++i) reference.push_back(draw<float>(shape, i, rng));
    for (std::size_t i = 0; i < 9000; ++i) rows.push_back(draw<float>(shape, i, rng));
    sliding_ks<float> on_demand{reference, 3000};
    kept<float> each_row{reference, 3000};
    for (std::size_t end = 0; end < rows.size();) {
      const std::size_t n = (std::min)(std::size_t{700}, rows.size() - end);
      on_demand.update(std::span<const float>{rows}.subspan(end, n));
      each_row.update(std::span<const float>{rows}.subspan(end, n));
      end += n;
      const std::size_t size = (std::min)(std::size_t{3000}, end);
      const std::span<const float> last = std::span<const float>{rows}.subspan(end - size, size);
      const auto d = drift::kolmogorov_smirnov_statistic(std::span<const float>{reference}, last);
      CHECK(statistic<float>(on_demand) == d);
      CHECK(statistic<float>(each_row) == d);
    }
  }
}

TEST_CASE_TEMPLATE("state/sliding_ks forgets the oldest value, and none for an unusable one", State,
                   sliding_ks<float>, kept<float>) {
  const std::vector<float> reference{1, 2, 2, 3};
  State s{reference, 2};
  CHECK(!s.widest_gap());
  CHECK(s.capacity() == 2);
  s.update(2);  // 0 1/1 against 1/4 3/4
  CHECK(s.widest_gap() == 1);
  CHECK(s.size() == 1);
  s.update(0);  // 1/2 below all
  CHECK(s.widest_gap() == 4);
  s.update(std::numeric_limits<float>::quiet_NaN());
  s.update(std::numeric_limits<float>::infinity());
  s.update(-std::numeric_limits<float>::infinity());
  CHECK(s.rejected() == 3);
  CHECK(s.widest_gap() == 4);
  s.update(0.5f);  // the 2 leaves: all of the window below all of the reference
  CHECK(s.widest_gap() == 8);
  s.update(4);  // and back
  s.update(2.5f);
  CHECK(s.widest_gap() == 6);
  CHECK(s.size() == 2);
  s.update((std::numeric_limits<float>::max)());
  s.update((std::numeric_limits<float>::max)());
  CHECK(s.widest_gap() == 8);
}

TEST_CASE("state/sliding_ks has no gap without a reference") {
  const std::vector<double> none{std::numeric_limits<double>::quiet_NaN(),
                                 -std::numeric_limits<double>::infinity()};
  for (const std::span<const double> reference : {std::span{none}, std::span{none}.first(0)}) {
    kept<double> s{reference, 3};
    CHECK(s.left_out() == reference.size());
    CHECK(s.reference_size() == 0);
    for (const double x : {1.0, -1.0, 0.0, 1e300}) {
      s.update(x);
      CHECK(!s.widest_gap());
    }
    CHECK(s.size() == 3);
    CHECK(s.rejected() == 0);
  }
}

TEST_CASE_TEMPLATE("state/sliding_ks is equal to one with the same values, however it came by them",
                   State, sliding_ks<double>, kept<double>) {
  const std::vector<double> reference{0.15, 0.25, 0.35}, other{0.15, 0.25, 0.36},
      repeated{0.15, 0.25, 0.25, 0.35};
  State a{reference, 3}, b{reference, 3};
  for (const double x : {0.1, 0.2, 0.3, 0.4}) a.update(x);
  for (const double x : {0.2, 0.3, 0.4}) b.update(x);
  CHECK(a == b);
  CHECK(a.widest_gap() == b.widest_gap());
  b.update(0.5);
  CHECK_FALSE(a == b);
  a.update(0.2);
  CHECK_FALSE(a == b);
  State c{reference, 3}, d{reference, 3};  // the same ones in another order
  for (const double x : {0.1, 0.2, 0.3}) c.update(x);
  for (const double x : {0.1, 0.3, 0.2}) d.update(x);
  CHECK_FALSE(c == d);
  CHECK_FALSE(State{reference, 3} == State{reference, 4});
  CHECK_FALSE(State{reference, 3} == State{other, 3});
  CHECK_FALSE(State{reference, 3} == State{repeated, 3});
  laws::clear(State{reference, 100}, [](auto& rng) {
    const auto few = static_cast<double>(rng() % 120);
    return few == 0 ? std::numeric_limits<double>::quiet_NaN() : few / 200;
  });
}

TEST_CASE_TEMPLATE("state/sliding_ks a batch is its loop", State, sliding_ks<float>, kept<float>) {
  std::mt19937_64 rng{3};
  std::vector<float> reference, values;
  for (int i = 0; i < 50; ++i) reference.push_back(static_cast<float>(rng() % 60));
  for (int i = 0; i < 700; ++i)
    values.push_back(rng() % 40 == 0 ? std::numeric_limits<float>::quiet_NaN()
                                     : static_cast<float>(rng() % 64) - 2);
  for (const std::size_t n : {0u, 1u, 31u, 32u, 33u, 64u, 65u, 90u, 99u, 300u, 700u}) {
    State loop{reference, 100}, batch{reference, 100};
    for (std::size_t i = 0; i < n; ++i) loop.update(values[i]);
    batch.update(std::span<const float>{values}.first(n));
    CHECK(batch == loop);
    CHECK(batch.widest_gap() == loop.widest_gap());
  }
}

TEST_CASE("state/sliding_ks forgets what was left out of no reference when it is cleared") {
  const std::vector<float> reference{1, std::numeric_limits<float>::quiet_NaN(), 2};
  kept<float> s{reference, 2};
  s.update(5);
  s.update(6);
  CHECK(s.widest_gap() == 4);
  s.clear();
  CHECK(!s.widest_gap());
  CHECK(s.left_out() == 1);
  s.update(1);
  CHECK(s.widest_gap() == 1);
  s.update(0);
  CHECK(s.widest_gap() == 2);
}
