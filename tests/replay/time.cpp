// SPDX-License-Identifier: Apache-2.0
// Windows of time, from a log that says when.
#include "tool.hpp"

#include <telltale/core/time.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

json replayed(const std::string& text, const words& more) {
  words all{tool::write("timed.csv", text),
            "--task",
            "binary",
            "--score",
            "p",
            "--label",
            "y",
            "--json",
            "-"};
  all.insert(all.end(), more.begin(), more.end());
  const auto ended = tool::run(all);
  CHECK(ended.errors == "");
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

}  // namespace

TEST_CASE("replay/time cuts windows where the hour does, and says what was dropped") {
  const json seen = replayed(
      "t,p,y\n"
      "2026-01-01T00:10:00Z,0.9,1\n"
      "2026-01-01T00:59:59.999Z,0.2,1\n"
      "2026-01-01T02:00:00+01:00,0.9,1\n"  // 01:00 UTC
      "2026-01-01T00:30:00Z,0.9,0\n"       // its window is closed
      "2026-01-01T05:00:00Z,0.1,0\n",
      {"--time", "t", "--window", "1h"});
  REQUIRE(seen["windows"].size() == 3);
  const json& first = seen["windows"][0];
  CHECK(first["begin"] == "2026-01-01T00:00:00Z");
  CHECK(first["end"] == "2026-01-01T01:00:00Z");
  CHECK(first["rows"] == 2);
  CHECK(first["metrics"]["accuracy"]["value"] == 0.5);
  CHECK_FALSE(first["metrics"].contains("roc_auc"));
  CHECK(first["metrics"].contains("roc_auc_binned"));
  CHECK(seen["windows"][1]["rows"] == 1);
  CHECK(seen["windows"][1]["first_row"] == 2);
  CHECK(seen["windows"][1]["dropped"] == 1);
  CHECK(seen["windows"][2]["begin"] == "2026-01-01T05:00:00Z");
  CHECK(seen["windows"][2]["idle_windows"] == 3);
  CHECK(seen["total"]["rows"] == 5);
}

TEST_CASE("replay/time gives a window of time what a window of the same rows gives") {
  std::string text = "t,p,y,x\n";
  for (int i = 0; i < 1200; ++i)
    text += std::to_string(1'700'000'000 / 3600 * 3600 + i * 36) + ',' +
            std::to_string(i * 7919 % 1000 / 1000.0) + ',' + std::to_string(i * 31 % 7 < 3) + ',' +
            std::to_string(i * 13 % 101) + '\n';
  const words columns{"--features", "x", "--reference-rows", "200"};
  words by_time = columns, by_rows = columns;
  by_time.insert(by_time.end(), {"--time", "t", "--window", "1h"});
  by_rows.insert(by_rows.end(), {"--window", "100"});
  const json timed = replayed(text, by_time), counted = replayed(text, by_rows);
  REQUIRE(timed["windows"].size() == 10);
  REQUIRE(counted["windows"].size() == 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CAPTURE(i);
    const json &a = timed["windows"][i], &b = counted["windows"][i];
    CHECK(a["first_row"] == b["first_row"]);
    CHECK(a["rows"] == b["rows"]);
    for (const auto& metric : a["metrics"].items())
      CHECK(metric.value() == b["metrics"][metric.key()]);
    CHECK(a["drift"]["x"]["chi_squared"] == b["drift"]["x"]["chi_squared"]);
    CHECK(a["drift"]["x"]["kolmogorov_smirnov"].is_null());
    CHECK(a["drift"]["label"]["chi_squared"] == b["drift"]["label"]["chi_squared"]);
  }
  CHECK(timed["total"] == counted["total"]);
}

TEST_CASE("replay/time says which row a window begins with") {
  const auto first_rows = [](const std::string& text) {
    std::vector<int> rows;
    const json seen = replayed(text, {"--time", "t", "--window", "1h"});
    for (const json& window : seen["windows"]) rows.push_back(window["first_row"].get<int>());
    return rows;
  };
  // What a far jump opens waits for more rows before the window behind it closes.
  std::string text = "t,p,y\n";
  for (int i = 0; i < 60; ++i) text += std::to_string(i / 20 * 1'000'000'000 + i) + ",0.5,1\n";
  CHECK(first_rows(text) == std::vector<int>{0, 20, 40});
  // Rows that take turns; and a row that is dropped before the first one that is taken.
  CHECK(first_rows("t,p,y\n0,0.5,1\n3600000,0.5,1\n0,0.5,1\n3600000,0.5,1\n") ==
        std::vector<int>{0, 1});
  text = "t,p,y\n1000000000,0.5,1\n";
  for (int i = 0; i < 1'200; ++i) text += std::to_string(i) + ",0.5,1\n";
  const json seen = replayed(text, {"--time", "t", "--window", "1h"});
  REQUIRE(seen["windows"].size() == 1);
  CHECK(seen["windows"][0]["dropped"] == 2);
  CHECK(seen["windows"][0]["first_row"] == 2);
}

TEST_CASE("replay/time reads from the first moment that it can tell to the last") {
  const json seen = replayed(
      "t,p,y\n1677-09-21T00:12:43.2Z,0.5,1\n1677-09-21T00:12:44Z,0.5,1\n"
      "1677-09-28T00:12:44Z,0.5,1\n",
      {"--time", "t", "--window", "1h"});
  REQUIRE(seen["windows"].size() == 2);
  CHECK(seen["windows"][0]["rows"] == 2);
  CHECK(seen["windows"][0]["end"] == "1677-09-21T01:00:00Z");
  CHECK(seen["windows"][1]["first_row"] == 2);
  const json last = replayed("t,p,y\n2262-04-11T23:47:15Z,0.5,1\n2262-04-11T23:47:16.8Z,0.5,1\n",
                             {"--time", "t", "--window", "36600d"});
  REQUIRE(last["windows"].size() == 1);
  CHECK(last["windows"][0]["rows"] == 2);
}

TEST_CASE("replay/time follows a step of a week, and takes a longer one for a doubt") {
  const auto rows_of = [](int step) {
    std::string text = "t,p,y\n";
    for (int i = 0; i < 20; ++i) text += std::to_string(i * step) + ",0.5,1\n";
    int rows = 0;
    const json seen = replayed(text, {"--time", "t", "--window", "1d"});
    for (const json& window : seen["windows"]) rows += window["rows"].get<int>();
    return rows;
  };
  CHECK(rows_of(7 * 86'400) == 20);
  CHECK(rows_of(7 * 86'400 + 1) < 20);
}

TEST_CASE("replay/time counts every row once, in a window or as dropped") {
  std::mt19937 rng{11};
  for (int trial = 0; trial < 12; ++trial) {
    std::string text = "t,p,y\n";
    std::vector<std::int64_t> times;
    std::int64_t now = 1'700'000'000;
    for (int i = 0; i < 1'500; ++i) {
      now += static_cast<std::int64_t>(rng() % 100);
      const auto chance = rng() % 1'000;
      if (chance < 3) now -= 40'000;
      if (chance == 3) now += 2'000'000;
      times.push_back(chance < 990 ? now : now - 90'000 + static_cast<int>(rng() % 5'000'000));
      text += std::to_string(times.back()) + ",0.5,1\n";
    }
    std::size_t counted = 0;
    const json seen = replayed(text, {"--time", "t", "--window", "1h"});
    for (const json& window : seen["windows"]) {
      counted += window["rows"].get<std::size_t>() + window["dropped"].get<std::size_t>();
      const auto at = telltale::timestamp{
          std::chrono::seconds{times.at(window["first_row"].get<std::size_t>())}};
      CHECK(telltale::parse_timestamp(window["begin"].get<std::string>()) <= at);
      CHECK(telltale::parse_timestamp(window["end"].get<std::string>()) > at);
    }
    CHECK(counted == times.size());
  }
}

TEST_CASE("replay/time survives clocks that jump") {
  std::string text = "t,p,y\n";
  for (int i = 0; i < 3000; ++i) {
    const bool astray = i % 500 == 250;
    const long long second = astray ? 9'000'000'000 : (i < 1500 ? 2'000'000 : 1'000'000) + i;
    text += std::to_string(second) + ",0.5,1\n";
  }
  const json seen = replayed(text, {"--time", "t", "--window", "10m"});
  std::uint64_t rows = 0, dropped = 0, restarts = 0;
  for (const json& window : seen["windows"]) {
    rows += window["rows"].get<std::uint64_t>();
    dropped += window["dropped"].get<std::uint64_t>();
    restarts += window["clock_restarts"].get<std::uint64_t>();
  }
  CHECK(restarts == 1);
  CHECK(rows > 1400);
  CHECK(rows + dropped <= 3000);
}
