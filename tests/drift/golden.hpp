// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <optional>
#include <string>

namespace golden {

/// The cases under `key`, of which there are some.
inline nlohmann::json load(const std::string& file, const std::string& key) {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + '/' + file};
  REQUIRE_MESSAGE(in.is_open(), file);
  nlohmann::json cases = nlohmann::json::parse(in, nullptr, false)[key];
  REQUIRE(cases.size() > 0);
  return cases;
}

/// Equal to a relative tolerance and nothing else: 0 only equals 0.
inline bool near(double got, double want, double tolerance) {
  return std::fabs(got - want) <= tolerance * std::fabs(want);
}

/// Against a number or null.
inline void check(const std::optional<double>& got, const nlohmann::json& want, double tolerance) {
  REQUIRE(got.has_value() == !want.is_null());
  if (!got) return;
  CHECK_MESSAGE(near(*got, want.get<double>(), tolerance), *got, " is not ", want.get<double>());
}

}  // namespace golden
