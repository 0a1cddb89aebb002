// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/column_report.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace {

namespace tt = telltale;

std::optional<double> read(const tt::column_report& c, std::string_view name) {
  const auto reader = std::find_if(tt::column_signals.begin(), tt::column_signals.end(),
                                   [&](const tt::column_signal& s) { return s.name == name; });
  REQUIRE(reader != tt::column_signals.end());
  return reader->read(c);
}

TEST_CASE("monitor/column_report has no number for what a column does not have") {
  tt::column_report c;
  std::set<std::string_view> names;
  for (const tt::column_signal& each : tt::column_signals) {
    CAPTURE(each.name);
    CHECK_FALSE(each.read(c));
    CHECK(names.insert(each.name).second);
  }
  c.wasserstein = tt::transport_distance{2, std::nullopt};
  CHECK(read(c, "wasserstein") == 2.0);
  CHECK_FALSE(read(c, "wasserstein_normalized"));
  c.wasserstein = tt::transport_distance{2, 3};
  CHECK(read(c, "wasserstein_normalized") == 3.0);
  c.wasserstein.reset();
  CHECK_FALSE(read(c, "wasserstein_normalized"));
}

TEST_CASE("monitor/column_report says whether a column drifted where there was a test") {
  tt::column_report c;
  c.drifted = true;
  CHECK_FALSE(read(c, "drifted"));
  c.p_value = 0.5;
  CHECK(read(c, "drifted") == 1.0);
  c.drifted = false;
  CHECK(read(c, "drifted") == 0.0);
}

}  // namespace
