// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/close_window.hpp>

#include <doctest/doctest.h>

#include <telltale/drift/multiplicity.hpp>
#include <telltale/monitor/binary.hpp>
#include <telltale/monitor/reference_builder.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
using monitor = tt::basic_binary_monitor<double>;

const tt::schema columns{{"amount", tt::column_kind::numeric},
                         {"country", tt::column_kind::categorical},
                         {"flat", tt::column_kind::numeric}};

struct world {
  double amount_shift = 0;
  double missing = 0.02;
  bool new_country = false;
  double flat = 5;
};

double uniform(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

std::array<double, 3> draw(std::mt19937_64& rng, const world& w) {
  double amount = 0;
  for (int i = 0; i < 12; ++i) amount += uniform(rng);  // nearly normal, sd 1
  const double country = w.new_country && uniform(rng) < 0.3 ? 77 : static_cast<double>(rng() % 4);
  return {uniform(rng) < w.missing ? nan : amount + w.amount_shift, country, w.flat};
}

monitor make(tt::monitor_settings settings = {}, bool held_out = true) {
  std::mt19937_64 rng{1};
  tt::reference_builder builder{columns, {.held_out = held_out}};
  for (int i = 0; i < 5000; ++i) {
    const double score = uniform(rng);
    const bool actual = uniform(rng) < score;  // in an order of its own: arguments have none
    builder.add(score, actual, draw(rng, {}));
  }
  return *monitor::make(*builder.fit(), settings);
}

tt::report window(monitor& watch, const world& w, std::uint64_t seed, int n = 1000) {
  std::mt19937_64 rng{seed};
  for (int i = 0; i < n; ++i) {
    const double score = uniform(rng);
    const bool actual = uniform(rng) < score;
    watch.observe(score, draw(rng, w), actual);
  }
  return tt::close_window(watch);
}

TEST_CASE("monitor/close_window calls nothing drifted when nothing moved") {
  monitor watch = make();
  int drifted = 0;
  for (std::uint64_t seed = 10; seed < 110; ++seed) {
    const tt::report r = window(watch, {}, seed);
    CHECK(r.drifted_share == 0.0);
    for (const tt::column_report& c : r.columns) drifted += c.drifted;
  }
  CHECK(drifted == 0);
}

TEST_CASE("monitor/close_window names the column that moved, and only it") {
  monitor watch = make();
  const auto drifted = [&](const world& w) {
    std::vector<std::string> names;
    const tt::report r = window(watch, w, 5);
    for (const tt::column_report& c : r.columns)
      if (c.drifted) names.push_back(c.column);
    CHECK(r.drifted_share == static_cast<double>(names.size()) / 3);
    return names;
  };
  using names = std::vector<std::string>;
  CHECK(drifted({.amount_shift = 0.5}) == names{"amount"});
  CHECK(drifted({.missing = 0.3}) == names{"amount"});
  CHECK(drifted({.new_country = true}) == names{"country"});
  CHECK(drifted({.flat = std::nextafter(5.0, 6.0)}) == names{"flat"});
}

TEST_CASE("monitor/close_window calls a small move small, however many rows prove it") {
  monitor watch = make({.window = tt::rows{50'000}});
  const tt::report r = window(watch, {.amount_shift = 0.1}, 6, 50'000);
  CHECK(*r.value({"p_value_adjusted", "amount"}) < 0.01);
  CHECK(*r.value({"kolmogorov_smirnov", "amount"}) < 0.1);
  CHECK_FALSE(r.columns[0].drifted);
  monitor strict = make({.window = tt::rows{50'000}, .tolerance = 0.01});
  CHECK(window(strict, {.amount_shift = 0.1}, 6, 50'000).columns[0].drifted);
}

TEST_CASE("monitor/close_window corrects for the columns that it looked at") {
  monitor watch = make();
  const tt::report r = window(watch, {.amount_shift = 0.05}, 9);
  std::vector<double> p;
  for (const tt::column_report& c : r.columns)
    if (c.p_value) p.push_back(*c.p_value);
  const auto adjusted = tt::drift::holm(p);
  std::size_t next = 0;
  for (const tt::column_report& c : r.columns)
    if (c.p_value) CHECK(*c.p_value_adjusted == adjusted[next++]);
  CHECK(next == 5);  // the score and the label too
}

TEST_CASE("monitor/close_window measures a constant column by the bins around its value") {
  monitor watch = make();
  const tt::report r = window(watch, {.flat = 6}, 2);
  const tt::column_report& flat = r.columns[2];
  CHECK(flat.kolmogorov_smirnov->statistic == 1);
  CHECK(*flat.total_variation == 1);
  CHECK(flat.psi->value > 5);
  CHECK(flat.chi_squared->p_value < 1e-290);
  CHECK(*flat.out_of_range_rate == 1);
  CHECK(flat.wasserstein->value == doctest::Approx(1));
  CHECK_FALSE(flat.wasserstein->normalized);
}

TEST_CASE("monitor/close_window brackets from bins what it measures exactly from rows") {
  monitor exact = make(), lean = make({.keep_rows = false});
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const world w{.amount_shift = static_cast<double>(seed) / 20};
    const tt::report a = window(exact, w, seed), b = window(lean, w, seed);
    for (std::size_t c : {0u, 3u}) {
      const double d = a.columns[c].kolmogorov_smirnov->statistic;
      CHECK(b.columns[c].kolmogorov_smirnov_binned->lower <= d);
      CHECK(b.columns[c].kolmogorov_smirnov_binned->upper >= d);
      CHECK(b.columns[c].psi->value == a.columns[c].psi->value);
      CHECK_FALSE(b.columns[c].kolmogorov_smirnov);
      CHECK_FALSE(b.columns[c].wasserstein);
    }
    const auto* binned = tt::detail::find(b.metrics, "roc_auc_binned");
    const double auc = *a.value({"roc_auc"});
    CHECK(binned->value->bounds->lower <= auc);
    CHECK(binned->value->bounds->upper >= auc);
    CHECK(binned->value->bounds->promise == tt::coverage::certified);
  }
}

TEST_CASE("monitor/close_window does not take float for a move of discrete or constant doubles") {
  tt::reference_builder builder{
      {{"rate", tt::column_kind::numeric}, {"flat", tt::column_kind::numeric}}};
  std::mt19937_64 rng{1};
  const auto rate = [&] { return static_cast<double>(rng() % 10) / 10; };
  for (int i = 0; i < 3000; ++i) builder.add(rate(), 1, std::array{rate(), 0.003467});
  for (const bool keep_rows : {true, false}) {
    auto watch = *tt::binary_monitor::make(*builder.fit(), {.keep_rows = keep_rows});
    for (int i = 0; i < 1000; ++i)
      watch.observe(static_cast<float>(rate()), std::array{static_cast<float>(rate()), 0.003467f});
    const tt::report r = close_window(watch);
    REQUIRE(r.columns.size() == 4);
    for (const tt::column_report& c : r.columns) {
      CAPTURE(c.column);
      CHECK_FALSE(c.drifted);
      if (c.column == tt::label_column) continue;  // none has come
      REQUIRE(c.p_value);
      CHECK(*c.p_value > 0.001);
      CHECK(*c.total_variation < 0.1);
    }
  }
}

TEST_CASE("monitor/close_window gives each unseen category its own column where rows were kept") {
  monitor exact = make(), lean = make({.keep_rows = false});
  std::mt19937_64 rng{3};
  for (int i = 0; i < 600; ++i) {
    const std::array x{
        6.0, i % 3 == 0 ? 100.0 + static_cast<double>(rng() % 2) : static_cast<double>(rng() % 4),
        5.0};
    exact.observe(0.5, x), lean.observe(0.5, x);
  }
  const tt::report a = close_window(exact), b = close_window(lean);
  CHECK(a.columns[1].chi_squared->degrees_of_freedom == 5);  // 4 known and 2 unseen
  CHECK(b.columns[1].chi_squared->degrees_of_freedom == 4);
  CHECK(*a.columns[1].unseen_rate == doctest::Approx(1.0 / 3));
  CHECK(*a.columns[1].total_variation == *b.columns[1].total_variation);
}

TEST_CASE("monitor/close_window of an empty window has no answers, and no zeros for them") {
  monitor watch = make();
  const tt::report r = close_window(watch);
  CHECK(r.rows == 0);
  for (const tt::measurement& m : r.metrics) CHECK_FALSE(m.value);
  CHECK_FALSE(r.drifted_share);
  REQUIRE(r.columns.size() == 5);
  for (const tt::column_report& c : r.columns) {
    CHECK_FALSE(c.drifted);
    for (const tt::column_signal& s : tt::column_signals) CHECK_FALSE(s.read(c));
  }
  CHECK(r.baseline.size() == r.metrics.size());
}

TEST_CASE("monitor/close_window passes on whether the reference was held out, and the level") {
  monitor optimistic = make({}, false);
  CHECK_FALSE(window(optimistic, {}, 1).reference_held_out);
  monitor wide = make({.confidence = 0.999}), narrow = make({.confidence = 0.8});
  const auto width = [](const tt::report& r) {
    const auto bounds = tt::detail::find(r.metrics, "accuracy")->value->bounds;
    return bounds->upper - bounds->lower;
  };
  CHECK(width(window(wide, {}, 1)) / width(window(narrow, {}, 1)) ==
        doctest::Approx(3.290527 / 1.281552).epsilon(0.01));
}

TEST_CASE("monitor/close_window sees the truths move, and counts them among no features") {
  monitor watch = make();
  std::mt19937_64 rng{3};
  for (int i = 0; i < 1000; ++i) {
    const double score = uniform(rng);
    watch.observe(score, draw(rng, {}), uniform(rng) < 0.3 + 0.7 * score);
  }
  const tt::report r = tt::close_window(watch);
  REQUIRE(r.columns.size() == 5);
  CHECK(r.columns[4].column == "label");
  CHECK(r.columns[4].categorical);
  CHECK(r.columns[4].drifted);
  CHECK(r.value({"drifted", "label"}) == 1.0);
  CHECK(r.value({"drifted", "amount"}) == 0.0);
  CHECK(r.drifted_share == 0.0);
}

TEST_CASE("monitor/close_window gives no answer from too few rows or labels") {
  const auto close_with = [](int n, tt::monitor_settings s) {
    monitor watch = make(s);
    return window(watch, {.amount_shift = 3}, 8, n);
  };
  const tt::monitor_settings gates{.min_rows = 60, .min_labels = 80};
  CHECK(close_with(59, {}).columns[0].drifted);
  for (const int n : {59, 60, 79, 80}) {
    CAPTURE(n);
    const tt::report r = close_with(n, gates);
    CHECK(r.columns[0].drifted == (n >= 60));
    CHECK(r.columns[0].p_value.has_value());
    CHECK(r.drifted_share.has_value() == (n >= 60));
    CHECK(r.value(tt::metric::accuracy).has_value() == (n >= 80));
    CHECK(r.metrics.size() == r.baseline.size());
  }
}

TEST_CASE("monitor/close_window measures the last windows together as one slow window") {
  auto watch = *monitor::make({.window = tt::rows{100}, .slow_windows = 3});
  std::vector<tt::binary_performance> windows;
  std::mt19937_64 rng{4};
  for (int w = 0; w < 8; ++w) {
    tt::binary_performance alone;
    for (int i = 0; i < 100; ++i) {
      const double score = uniform(rng);
      const auto actual = static_cast<std::uint8_t>(uniform(rng) < score);
      watch.observe(score, actual);
      alone.update(tt::binary_outcome<double>{score, actual, score >= 0.5});
    }
    windows.push_back(alone);
    const tt::report r = tt::close_window(watch);
    tt::binary_performance whole;
    for (std::size_t i = windows.size() - std::min<std::size_t>(3, windows.size());
         i < windows.size(); ++i)
      whole.merge(windows[i]);
    CHECK(r.value({"slow", "accuracy"}) == tt::metric::accuracy(whole)->value);
    CHECK(*r.value({"slow", "brier_score"}) ==
          doctest::Approx(tt::metric::brier_score(whole)->value).epsilon(1e-13));
    CHECK(tt::detail::find(r.slow, "accuracy")->value->n == 100 * std::min(3, w + 1));
    CHECK(tt::detail::find(r.slow, "roc_auc") == nullptr);
  }
  monitor fast = *monitor::make({});
  CHECK(tt::close_window(fast).slow.empty());
}

TEST_CASE("monitor/close_window measures each group as a monitor of its rows alone would") {
  const tt::monitor_settings alone{.window = tt::rows{300}};
  tt::monitor_settings grouped = alone;
  grouped.groups = {"north", "south"};
  for (const bool keep : {true, false}) {
    grouped.keep_rows = keep;
    auto together = *monitor::make(grouped);
    std::vector<monitor> apart;
    for (int g = 0; g < 3; ++g) {
      tt::monitor_settings one = alone;
      one.keep_rows = keep;
      apart.push_back(*monitor::make(one));
    }
    std::mt19937_64 rng{63};
    for (int i = 0; i < 300; ++i) {
      const double score = i % 50 == 0 ? nan : uniform(rng);
      const std::size_t group = rng() % 3;
      const int actual = uniform(rng) < score;
      const bool known = rng() % 4 != 0;
      const auto label = known ? std::optional<int>{actual} : std::nullopt;
      if (group == 2 && known)
        together.observe(score, actual);  // names no group
      else
        together.observe(score, {}, label, {.group = group == 2 ? 99 : group});
      apart[group].observe(score, {}, label, {});
    }
    const tt::report r = tt::close_window(together);
    REQUIRE(r.groups.size() == 3);
    CHECK(r.groups[0].group == "north");
    CHECK(r.groups[2].group == tt::other_group);
    std::uint64_t rows = 0;
    for (std::size_t g = 0; g < 3; ++g) {
      const tt::report one = tt::close_window(apart[g]);
      CHECK(r.groups[g].metrics == one.metrics);
      CHECK(r.groups[g].labels == one.labels);
      CHECK(r.groups[g].rows == one.rows - one.rejected);
      CHECK(one.labels > 20);
      rows += r.groups[g].rows;
    }
    CHECK(rows == r.rows - r.rejected);
    CHECK(r.rejected == 6);
    CHECK(tt::close_window(together).groups[1].rows == 0);
  }
}

TEST_CASE("monitor/close_window has no performance of a group of too few labels") {
  tt::monitor_settings settings{.window = tt::rows{30}, .min_labels = 10};
  settings.groups = {"few", "many"};
  auto watch = *monitor::make(settings);
  for (int i = 0; i < 30; ++i)
    watch.observe(0.75, {}, 1, {.group = static_cast<std::size_t>(i >= 9)});
  const tt::report r = tt::close_window(watch);
  CHECK_FALSE(r.value({"accuracy", "few"}));
  CHECK(r.value({"accuracy", "many"}) == 1.0);
}

TEST_CASE("monitor/close_window counts a row of weight 2 like two, and rejects no weight at all") {
  using weighted = tt::basic_monitor<tt::binary_task<double, true>>;
  auto twice = *monitor::make({.window = tt::rows{1000}});
  auto heavy = *weighted::make({.window = tt::rows{1000}});
  std::mt19937_64 rng{64};
  for (int i = 0; i < 200; ++i) {
    const double score = uniform(rng);
    const int actual = uniform(rng) < score, times = 1 + static_cast<int>(rng() % 3);
    for (int k = 0; k < times; ++k) twice.observe(score, actual);
    heavy.observe(score, {}, actual, {.weight = static_cast<double>(times)});
  }
  heavy.observe(0.5, {}, 1, {.weight = -1});
  heavy.observe(0.5, {}, 1, {.weight = nan});
  heavy.observe(0.5, {}, 1, {.weight = 2e150});
  const tt::report a = tt::close_window(twice), b = tt::close_window(heavy);
  CHECK(b.rejected == 3);
  CHECK(b.labels == 200);
  std::size_t compared = 0;
  for (const tt::measurement& m : b.metrics) {
    const auto want = a.value(tt::signal{m.name});
    CAPTURE(m.name);
    REQUIRE(m.value.has_value() == want.has_value());
    // What chance adds is that of 200 rows.
    if (!want || m.name == "debiased_squared_calibration_error") continue;
    CHECK(m.value->value == doctest::Approx(*want).epsilon(1e-12));
    ++compared;
  }
  CHECK(compared >= 17);
}

TEST_CASE("monitor/close_window tells a feed that is stuck, and a score that is saturated") {
  for (const bool keep : {true, false}) {
    monitor watch = make({.window = tt::rows{100}, .keep_rows = keep});
    std::mt19937_64 rng{65};
    for (int i = 0; i < 100; ++i) {
      auto x = draw(rng, {});
      if (i >= 40 && i < 70) x[0] = 3;
      if (i < 5) x[0] = std::numeric_limits<double>::infinity();
      watch.observe(i % 10 == 0 ? 1.0 : 0.25, x, 0);
    }
    const tt::report r = tt::close_window(watch);
    if (keep) {
      CHECK(r.value({"longest_run", "amount"}) == 30);
      CHECK(r.value({"infinite_rate", "amount"}) == 0.05);
      CHECK(*r.value({"most_common_share", "amount"}) >= 30.0 / 95);
      CHECK(r.value({"most_common_share", "score"}) == 0.9);
      CHECK(r.value({"saturation_rate", "score"}) == 0.1);
      CHECK_FALSE(r.value({"saturation_rate", "amount"}));
    } else {
      for (const char* name : {"longest_run", "infinite_rate", "most_common_share"})
        CHECK_FALSE(r.value({name, "amount"}));
      CHECK_FALSE(r.value({"saturation_rate", "score"}));
    }
  }
}

}  // namespace
