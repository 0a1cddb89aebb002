// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/sliding.hpp>

#include "../allocations.hpp"

#include <telltale/state/bundle.hpp>
#include <telltale/state/completeness.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/moments.hpp>
#include <telltale/window/decayed_by_time.hpp>
#include <telltale/window/timed.hpp>
#include <telltale/window/tumbling.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::bundle;
using telltale::state::completeness;
using telltale::state::confusion;
using telltale::state::histogram;
using telltale::state::moments;
using telltale::window::sliding;

// The largest value and how many there were: merges exactly, in any order, and cannot be unmerged.
// It counts its merges.
class peak {
public:
  void update(std::int64_t x) noexcept {
    top_ = (std::max)(top_, x);
    ++n_;
  }
  peak& merge(const peak& part) noexcept {
    ++merges;
    top_ = (std::max)(top_, part.top_);
    n_ += part.n_;
    return *this;
  }
  void clear() noexcept { *this = {}; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  friend bool operator==(const peak&, const peak&) = default;

  static inline std::size_t merges = 0;

private:
  std::int64_t top_ = std::numeric_limits<std::int64_t>::min();
  std::uint64_t n_ = 0;
};
static_assert(telltale::mergeable<peak> && !telltale::reversible<peak>);

// The rows of the last panes, and the state made from them anew.
template <class S, class Row>
class recomputed {
public:
  recomputed(S empty, std::size_t panes) : empty_(std::move(empty)), limit_(panes) {}
  void update(const Row& row) { panes_.back().push_back(row); }
  void advance() {
    panes_.emplace_back();
    if (panes_.size() > limit_) panes_.pop_front();
  }
  [[nodiscard]] S current() const { return current(panes_.size()); }
  [[nodiscard]] S current(std::size_t newest) const {
    S all = empty_;
    for (std::size_t i = panes_.size() - (std::min)(newest, panes_.size()); i < panes_.size(); ++i)
      for (const Row& row : panes_[i]) all.update(row);
    return all;
  }
  [[nodiscard]] std::size_t rows() const { return panes_.back().size(); }

private:
  S empty_;
  std::size_t limit_;
  std::deque<std::vector<Row>> panes_{1};
};

// Equals recomputation after every step of random patterns of update and advance.
template <class S>
void check_window(const S& empty, auto draw, auto close) {
  std::mt19937_64 rng{10};
  using row = std::decay_t<decltype(draw(rng))>;
  for (const std::size_t panes : {1u, 2u, 3u, 4u, 5u, 8u, 13u}) {
    CAPTURE(panes);
    for (const unsigned often : {1u, 3u, 20u}) {  // how many updates to an advance
      sliding<S> window{empty, panes};
      recomputed<S, row> expected{empty, panes};
      CHECK(window.panes() == panes);
      CHECK(close(window.current(), empty));
      std::size_t wrong = 0;
      for (int step = 0; step < 300; ++step) {
        if (rng() % (often + 1) == 0) {
          window.advance();
          expected.advance();
        } else {
          const row x = draw(rng);
          window.update(x);
          expected.update(x);
        }
        wrong += !close(window.current(), expected.current());
        for (std::size_t newest = 1; newest <= panes; ++newest)
          wrong += !close(window.current(newest), expected.current(newest));
        wrong += window.rows() != expected.rows();
      }
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("window/sliding equals recomputation, for a reversible state") {
  check_window(
      confusion<2>{},
      [](auto& rng) {
        return telltale::class_outcome{rng() % 3, rng() % 2, 1};
      },
      std::equal_to<>{});
  const std::vector<double> values{0, 1, 2, 3, 4};
  const auto bins = std::make_shared<const binning>(*binning::equal_mass(values, 5));
  check_window(
      histogram{bins}, [](auto& rng) { return static_cast<double>(rng() % 7) - 1; },
      std::equal_to<>{});
}

TEST_CASE("window/sliding equals recomputation, for a state that can only be merged") {
  check_window(
      peak{}, [](auto& rng) { return static_cast<std::int64_t>(rng() % 1000); }, std::equal_to<>{});
}

TEST_CASE("window/sliding never subtracts floats") {
  const auto near = [](std::optional<double> a, std::optional<double> b) {
    return a.has_value() == b.has_value() && (!a || std::fabs(*a - *b) <= 1e-12 * std::fabs(*b));
  };
  check_window(
      moments{}, [](auto& rng) { return 1e9 + static_cast<double>(rng() % 1000) / 64; },
      [&](const moments& a, const moments& b) {
        return a.count() == b.count() && a.lowest() == b.lowest() && a.highest() == b.highest() &&
               near(a.mean(), b.mean()) && near(a.variance(), b.variance());
      });
  sliding<moments> window{moments{}, 2};
  window.update(1e300);
  window.advance();
  window.update(1.0);
  window.advance();
  window.update(2.0);
  CHECK(window.current().mean() == 1.5);  // nothing is left of what went
  CHECK(window.current().variance() == 0.5);
}

TEST_CASE("window/sliding takes a bundle") {
  using both = bundle<moments, completeness>;
  sliding<both> window{both{}, 3};
  for (int pane = 0; pane < 6; ++pane) {
    if (pane > 0) window.advance();
    window.update(static_cast<double>(pane));
  }
  CHECK(window.current().get<moments>().mean() == 4.0);
  CHECK(window.current().get<completeness>().finite() == 3);
}

TEST_CASE("window/sliding merges at most twice an advance on average, and twice a read") {
  for (const std::size_t panes : {1u, 2u, 3u, 10u, 100u}) {
    CAPTURE(panes);
    sliding<peak> window{peak{}, panes};
    const std::size_t before = peak::merges;
    std::size_t most = 0;
    const std::size_t advances = 50 * panes;
    for (std::size_t i = 0; i < advances; ++i) {
      window.update(std::int64_t{1});
      const std::size_t so_far = peak::merges;
      window.advance();
      most = (std::max)(most, peak::merges - so_far);
    }
    CHECK(peak::merges - before <= 2 * advances);
    CHECK(most <= panes);
    const std::size_t read = peak::merges;
    static_cast<void>(window.current());
    CHECK(peak::merges - read <= 2);
  }
}

TEST_CASE("window/sliding reads its newest panes with a merge for each at most") {
  sliding<peak> window{peak{}, 10};
  for (int i = 0; i < 35; ++i) {
    for (std::size_t newest = 1; newest <= 10; ++newest) {
      const std::size_t before = peak::merges;
      static_cast<void>(window.current(newest));
      CHECK(peak::merges - before <= newest - 1);
    }
    window.update(std::int64_t{i});
    window.advance();
  }
}

TEST_CASE("window/sliding reads a reversible state without a copy") {
  sliding<confusion<2>> window{confusion<2>{}, 4};
  static_assert(std::is_reference_v<decltype(window.current())>);
  static_assert(!std::is_reference_v<decltype(sliding<peak>{peak{}, 2}.current())>);
  CHECK(&window.current() == &window.current());
}

TEST_CASE("window/sliding advances by rows where it is asked to") {
  sliding window{confusion<2>{}, 3, 4};
  const auto row = [&](std::size_t actual) { window.update(actual, std::size_t{0}); };
  for (int i = 0; i < 4; ++i) row(0);
  CHECK(window.rows() == 4);  // full, and still the open one
  row(1);
  CHECK(window.rows() == 1);
  for (int i = 0; i < 7; ++i) row(1);
  CHECK(window.current().count(0, 0) == 4);  // 12 rows: the window is full
  CHECK(window.current().count(1, 0) == 8);
  row(1);
  CHECK(window.current().count(0, 0) == 0);
  CHECK(window.current().count(1, 0) == 9);
  window.advance();  // by hand, too
  CHECK(window.rows() == 0);
  CHECK(window.current().count(1, 0) == 5);

  sliding by_hand{confusion<2>{}, 2};
  for (int i = 0; i < 100; ++i) by_hand.update(std::size_t{1}, std::size_t{1});
  CHECK(by_hand.rows() == 100);
  CHECK(by_hand.current().count(1, 1) == 100);
}

TEST_CASE("window/sliding and tumbling take memory at construction only") {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i);
  const auto bins = std::make_shared<const binning>(*binning::equal_mass(values, 20));
  sliding reversible{histogram{bins}, 24, 10};
  sliding merged{bundle{histogram{bins}, moments{}}, 24, 10};
  telltale::window::tumbling fixed{histogram{bins}, 10};
  static_assert(!telltale::reversible<bundle<histogram, moments>>);
  CHECK(allocations::during([&] {
          for (int i = 0; i < 10'000; ++i) {
            const double x = i % 120;
            reversible.update(x);
            merged.update(x);
            fixed.update(x);
            if (fixed.full()) fixed.advance();
          }
          reversible.advance();
          merged.advance();
        }) == 0);
  CHECK(reversible.current().total() == 230);
  CHECK(merged.current().get<histogram>() == reversible.current());
}

TEST_CASE("window/timed and decayed take memory at construction only") {
  using namespace std::chrono_literals;
  const std::vector<double> values{0, 1, 2, 3, 4};
  const auto bins = std::make_shared<const binning>(*binning::equal_mass(values, 5));
  telltale::window::timed reversible{histogram{bins}, 1h, 24};
  telltale::window::timed merged{bundle{histogram{bins}, moments{}}, 1h, 24};
  telltale::window::decayed by_rows{moments{}, 10.0};
  telltale::window::decayed_by_time by_time{moments{}, 2h};
  CHECK(allocations::during([&] {
          for (int i = 0; i < 10'000; ++i) {
            // Late rows, jumps over all panes, stray ones, and a clock set back by two months.
            const auto step = i % 7 == 0 ? 90min : i % 997 == 0 ? 300'000min : 0min;
            const telltale::timestamp now{i * 10min + (i < 3'000 ? 90'000min : 0min) - step};
            const double x = i % 6;
            reversible.update(now, x);
            merged.update(now, x);
            by_rows.update(x);
            by_time.update(now, x);
          }
          reversible.advance(telltale::timestamp{200'000min});
          by_time.advance(telltale::timestamp{200'000min});
        }) == 0);
  CHECK(reversible.restarts() == 1);
  CHECK(by_time.restarts() == 1);
  CHECK(reversible.late() > 0);
}

}  // namespace
