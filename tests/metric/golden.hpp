// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/evidence.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <string>

namespace golden {

/// Read once and kept: a loop over a part of what a call returns must not outlive it.
inline const nlohmann::json& load(const std::string& file) {
  static std::map<std::string, nlohmann::json> files;
  const auto [at, is_new] = files.try_emplace(file);
  if (is_new) {
    std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + '/' + file};
    REQUIRE_MESSAGE(in.is_open(), file);
    at->second = nlohmann::json::parse(in, nullptr, false);
    REQUIRE_MESSAGE(at->second.is_object(), file);
  }
  return at->second;
}

/// Equal to a relative tolerance, or to the rounding of a sum of ones.
inline bool close(double a, double b, double tolerance = 1e-12) {
  return std::fabs(a - b) <= tolerance * std::fabs(b) + 1e-14;
}

/// Against `null`, `[value]` or `[value, lower, upper]`, the bounds null where there are none.
inline void check(const std::optional<telltale::estimate>& got, const nlohmann::json& want,
                  double of_bounds = 1e-9) {
  REQUIRE(got.has_value() == !want.is_null());
  if (!got) return;
  CHECK_MESSAGE(close(got->value, want[0].get<double>()), got->value, " is not ",
                want[0].get<double>());
  if (want.size() < 3) return;
  REQUIRE(got->bounds.has_value() == !want[1].is_null());
  if (!got->bounds) return;
  CHECK_MESSAGE(close(got->bounds->lower, want[1].get<double>(), of_bounds), got->bounds->lower,
                " is not ", want[1].get<double>());
  CHECK_MESSAGE(close(got->bounds->upper, want[2].get<double>(), of_bounds), got->bounds->upper,
                " is not ", want[2].get<double>());
}

}  // namespace golden
