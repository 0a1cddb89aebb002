// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/measurement.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using telltale::coverage;
using telltale::direction;
using telltale::errc;
using telltale::estimate;
using telltale::interval;
using telltale::measurement;
using telltale::io::byte_reader;
using telltale::io::byte_writer;
using telltale::io::read_measurements;
using telltale::io::write_measurements;
using metrics = std::vector<measurement>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::byte> saved(const metrics& all) {
  byte_writer out;
  write_measurements(out, all);
  return std::move(out).take();
}

std::string message(const std::vector<std::byte>& bytes) {
  byte_reader in{bytes};
  const auto all = read_measurements(in);
  if (all) {
    CHECK(in.left() == 0);
    CHECK(saved(*all) == bytes);
    return "loaded";
  }
  CHECK(all.error().code == errc::invalid_bytes);
  return all.error().message;
}
std::string message(const metrics& all) { return message(saved(all)); }

measurement mae(double value, std::optional<interval> bounds) {
  return {"mae", direction::lower_is_better, estimate{value, bounds, 5}};
}

TEST_CASE("io/measurement gives back what was measured") {
  const metrics all{
      {"mean_absolute_error", direction::lower_is_better,
       estimate{0.1, interval{0.05, 0.3, coverage::fixed_n}, ~std::uint64_t{0}}},
      {"r2", direction::higher_is_better,
       estimate{-7, interval{-infinity, 1, coverage::certified}, 0}},
      {"mean_error", direction::neutral, estimate{-0.0, std::nullopt, 3}},
      {"wape", direction::lower_is_better, std::nullopt},
  };
  const auto bytes = saved(all);
  byte_reader in{bytes};
  const auto again = read_measurements(in);
  REQUIRE(again);
  CHECK(*again == all);
  CHECK(in.left() == 0);
  CHECK(message(metrics{}) == "loaded");
}

TEST_CASE("io/measurement refuses what no metric gives") {
  CHECK(message({mae(1, interval{1, 1, coverage::fixed_n})}) == "loaded");
  CHECK(message({mae(1, interval{2, 1, coverage::fixed_n})}) == "metric 'mae': bounds: 2 to 1");
  CHECK(message({mae(1, interval{nan, 1, coverage::fixed_n})}) == "metric 'mae': bounds: nan to 1");
  CHECK(message({mae(1, interval{0, nan, coverage::fixed_n})}) == "metric 'mae': bounds: 0 to nan");
  for (const double value : {nan, infinity, -infinity})
    CHECK_FALSE(message({mae(value, std::nullopt)}) == "loaded");
  CHECK(message({mae(nan, std::nullopt)}) == "metric 'mae': value: nan is not finite");
  CHECK(message({mae(1, std::nullopt), mae(2, std::nullopt)}) == "metric 'mae': it comes twice");
  CHECK(message({measurement{}}) == "metric '': it has no name");

  auto bytes = saved({mae(1, interval{0, 2, coverage::fixed_n})});
  const std::size_t better = 8 + 8 + 3;
  const auto with = [&](std::size_t at, unsigned value) {
    auto changed = bytes;
    changed[at] = static_cast<std::byte>(value);
    return message(changed);
  };
  CHECK(with(better, 2) == "loaded");
  CHECK(with(better, 3) == "metric 'mae': direction: 3 is none");
  CHECK(with(better + 1, 2) == "metric 'mae': value: 2 is neither 0 nor 1");
  CHECK(with(better + 18, 2) == "metric 'mae': bounds: 2 is neither 0 nor 1");
  CHECK(with(bytes.size() - 1, 1) == "loaded");
  CHECK(with(bytes.size() - 1, 2) == "metric 'mae': promise: 2 is none");
  CHECK(with(0, 6) == "metrics: 6 of at least 10 bytes each, but " +
                          std::to_string(bytes.size() - 8) + " are left");
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(message(std::vector(bytes.begin(), bytes.begin() + static_cast<long>(size))) ==
                "loaded");
}

}  // namespace
