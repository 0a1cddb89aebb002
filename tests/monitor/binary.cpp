// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/binary.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/reference_builder.hpp>

#include "../allocations.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

namespace tt = telltale;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

tt::reference baseline(std::size_t n = 3000) {
  tt::reference_builder builder{{{"amount", tt::column_kind::numeric},
                                 {"country", tt::column_kind::categorical},
                                 {"constant", tt::column_kind::numeric}}};
  std::mt19937_64 rng{7};
  for (std::size_t i = 0; i < n; ++i) {
    const double score = static_cast<double>(rng() % 1000) / 1000;
    const std::array features{static_cast<double>(rng() % 5000), static_cast<double>(rng() % 5),
                              1.0};
    builder.add(score, static_cast<std::uint8_t>(static_cast<double>(rng() % 1000) < score * 1000),
                features);
  }
  auto fitted = builder.fit();
  REQUIRE(fitted);
  return *fitted;
}

struct row {
  float score;
  std::array<float, 3> features;
  int actual;  // -1: unknown
};

std::vector<row> stream(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  std::vector<row> rows(n);
  for (row& r : rows) {
    r.score = static_cast<float>(rng() % 1001) / 1000;
    r.features = {static_cast<float>(rng() % 5000), static_cast<float>(rng() % 6), 1};
    if (rng() % 50 == 0) r.features[0] = nan;
    r.actual = rng() % 10 == 0 ? -1 : static_cast<int>(rng() % 2);
    if (rng() % 40 == 0) r.score = std::array{nan, -0.01f, 1.01f}[rng() % 3];
  }
  return rows;
}

void feed(tt::binary_monitor& watch, const row& r) {
  if (r.actual < 0)
    watch.observe(r.score, r.features);
  else
    watch.observe(r.score, r.features, static_cast<std::uint8_t>(r.actual));
}

TEST_CASE("monitor/binary never allocates while it observes, closed or not") {
  auto watch = *tt::binary_monitor::make(baseline(), {.window = tt::rows{1000}});
  const auto rows = stream(4096, 1);
  CHECK(allocations::during([&] {
          for (std::size_t i = 0; i < 1'000'000; ++i) feed(watch, rows[i % rows.size()]);
        }) == 0);
  CHECK(watch.window_rows() == 1'000'000);
}

TEST_CASE("monitor/binary sees every row whatever the window's length, kept or not") {
  const tt::reference fitted = baseline();
  for (const std::size_t n : {0u, 1u, 255u, 256u, 257u, 511u, 512u, 1000u, 1001u, 1300u, 2048u}) {
    CAPTURE(n);
    const auto rows = stream(n, n);
    auto exact = *tt::binary_monitor::make(fitted, {.window = tt::rows{1000}});
    auto lean = *tt::binary_monitor::make(fitted, {.window = tt::rows{1000}, .keep_rows = false});
    std::uint64_t rejected = 0, labels = 0, hits = 0, missing = 0, used = 0;
    for (const row& r : rows) {
      feed(exact, r), feed(lean, r);
      const bool usable = r.score >= 0 && r.score <= 1;
      rejected += !usable;
      used += usable;
      labels += usable && r.actual >= 0;
      hits += usable && r.actual >= 0 && (r.score >= 0.5f) == (r.actual == 1);
      missing += usable && std::isnan(r.features[0]);
    }
    CHECK(exact.full() == (n >= 1000));
    const tt::report a = close_window(exact), b = close_window(lean);
    for (const tt::report& r : {a, b}) {
      CHECK(r.rows == n);
      CHECK(r.labels == labels);
      CHECK(r.rejected == rejected);
      const auto accuracy = r.value(tt::metric::accuracy);
      REQUIRE(accuracy.has_value() == (labels > 0));
      if (accuracy) CHECK(*accuracy == static_cast<double>(hits) / static_cast<double>(labels));
      const auto gone = r.value({"missing_rate", "amount"});
      REQUIRE(gone.has_value() == (used > 0));
      if (gone) CHECK(*gone == static_cast<double>(missing) / static_cast<double>(used));
      CHECK(r.columns[3].current_n == used);
      CHECK(r.columns[4].current_n == labels);
    }
    // A window with more usable rows than agreed is no longer exact, and says so by its names.
    const bool both = labels > 0 && a.value(tt::metric::roc_auc_binned).has_value();
    CHECK(a.value(tt::metric::roc_auc).has_value() == (both && used <= 1000));
    CHECK_FALSE(b.value(tt::metric::roc_auc).has_value());
    CHECK(a.columns[0].kolmogorov_smirnov.has_value() == (used > 0 && used <= 1000));
    CHECK(b.columns[0].kolmogorov_smirnov_binned.has_value() == (used > 0));
  }
}

TEST_CASE("monitor/binary starts each window afresh and adds the closed ones up") {
  auto watch = *tt::binary_monitor::make({.window = tt::rows{100}});
  std::uint64_t first = 0;
  for (std::uint64_t index = 0; index < 5; ++index) {
    for (std::uint64_t i = 0; i < 100 + index; ++i) watch.observe(0.9f, std::uint8_t{1});
    CHECK(watch.full());
    const tt::report r = close_window(watch);
    CHECK(r.index == index);
    CHECK(r.first_row == first);
    CHECK(r.rows == 100 + index);
    CHECK(r.value(tt::metric::accuracy) == 1.0);
    CHECK(r.columns.empty());
    CHECK(r.baseline.empty());
    CHECK_FALSE(watch.full());
    first += r.rows;
  }
  CHECK(watch.total().get<tt::state::confusion<2>>().count(1, 1) == first);
}

TEST_CASE("monitor/binary rejects what it cannot use and keeps the rest") {
  auto watch = *tt::binary_monitor::make(baseline(), {.window = tt::rows{100}});
  const std::array<float, 3> features{1, 2, 1};
  const std::array<float, 2> narrow{1, 2};
  watch.observe(0.7f, features, 1);
  watch.observe(0.7f, features, 2);                     // no such label
  watch.observe(0.7f, features, 255);                   // nor is the store's own mark one
  watch.observe(0.7f, narrow, 1);                       // another width
  watch.observe(0.7f, std::uint8_t{1});                 // no features at all
  watch.observe(std::nextafter(1.0f, 2.0f), features);  // just outside
  watch.observe(-std::numeric_limits<float>::denorm_min(), features);
  watch.observe(1.0f, features, 1);
  watch.observe(0.0f, features, 0);
  const tt::report r = close_window(watch);
  CHECK(r.rows == 9);
  CHECK(r.rejected == 6);
  CHECK(r.labels == 3);
  CHECK(r.value({"rejected_rate"}) == 6.0 / 9);
}

TEST_CASE("monitor/binary predicts class 1 at the threshold and above") {
  auto watch = *tt::binary_monitor::make({.threshold = 0.25, .window = tt::rows{10}});
  watch.observe(0.25f, std::uint8_t{1});
  watch.observe(std::nextafter(0.25f, 0.0f), std::uint8_t{1});
  CHECK(close_window(watch).value(tt::metric::recall) == 0.5);
}

TEST_CASE("monitor/binary refuses settings out of range by name") {
  const auto message = [](tt::monitor_settings s) {
    auto made = tt::binary_monitor::make(s);
    return made ? std::string{} : made.error().message;
  };
  CHECK(message({}).empty());
  CHECK(message({.threshold = 0}).empty());
  CHECK(message({.threshold = 1}).empty());
  CHECK(message({.tolerance = 0}).empty());
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    CHECK(message({.threshold = bad}).starts_with("threshold: "));
    CHECK(message({.confidence = bad}).starts_with("confidence: "));
    CHECK(message({.alpha = bad}).starts_with("alpha: "));
    CHECK(message({.tolerance = bad}).starts_with("tolerance: "));
  }
  for (const double bad : {0.0, 1.0}) {
    CHECK(message({.confidence = bad}).starts_with("confidence: "));
    CHECK(message({.alpha = bad}).starts_with("alpha: "));
  }
  CHECK(message({.window = tt::rows{0}}).starts_with("window: "));
  CHECK(message({.window = tt::rows{std::uint64_t{1} << 32}, .keep_rows = false})
            .starts_with("window: "));
  // Metrics of another threshold cannot be compared.
  const auto mixed = tt::binary_monitor::make(baseline(), {.threshold = 0.4});
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().message.find("0.4") != std::string::npos);
}

TEST_CASE("monitor/binary copies go their own way, and a copy measures the same") {
  auto watch = *tt::binary_monitor::make(baseline(), {.window = tt::rows{600}});
  for (const row& r : stream(500, 3)) feed(watch, r);
  auto copy = watch;
  const tt::report a = close_window(watch);
  copy.observe(0.5f, std::array<float, 3>{1, 1, 1}, 1);
  CHECK(close_window(copy).rows == 501);
  CHECK(a.rows == 500);
}

}  // namespace
