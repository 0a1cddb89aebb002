// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/io/bytes.hpp>
#include <telltale/monitor/report.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The performance in a saved reference, in the order of docs/reference_format.md.

namespace telltale::inline TELLTALE_ABI::io {

namespace detail {

inline constexpr std::size_t least_measurement = 10;  // with no name and no value

inline void write_measurement(byte_writer& out, const measurement& m) {
  out.text(m.name);
  out.u8(static_cast<std::uint8_t>(m.better));
  out.u8(m.value ? 1 : 0);
  if (!m.value) return;
  out.f64(m.value->value);
  out.u64(m.value->n);
  out.u8(m.value->bounds ? 1 : 0);
  if (!m.value->bounds) return;
  out.f64(m.value->bounds->lower);
  out.f64(m.value->bounds->upper);
  out.u8(static_cast<std::uint8_t>(m.value->bounds->promise));
}

inline std::optional<error> read_measurement(byte_reader& in, measurement& m) {
  m.name = in.text("metric");
  const auto named = [&](std::string what) {
    return refused("metric '" + m.name + "': " + std::move(what));
  };
  const std::uint8_t better = in.u8("direction");
  std::uint8_t promise = 0;
  if (in.flag("value")) {
    estimate& e = m.value.emplace();
    e.value = in.f64("value");
    e.n = in.u64("n");
    if (in.flag("bounds")) {
      interval& b = e.bounds.emplace();
      b.lower = in.f64("lower");
      b.upper = in.f64("upper");
      promise = in.u8("promise");
    }
  }
  if (in.problem()) return named(in.problem()->message);
  if (m.name.empty()) return named("it has no name");
  if (better > static_cast<std::uint8_t>(direction::neutral))
    return named("direction: " + std::to_string(better) + " is none");
  m.better = static_cast<direction>(better);
  if (!m.value) return std::nullopt;
  if (!std::isfinite(m.value->value))
    return named("value: " + number_text(m.value->value) + " is not finite");
  if (!m.value->bounds) return std::nullopt;
  interval& b = *m.value->bounds;
  if (!(b.lower <= b.upper))
    return named("bounds: " + number_text(b.lower) + " to " + number_text(b.upper));
  if (promise > static_cast<std::uint8_t>(coverage::certified))
    return named("promise: " + std::to_string(promise) + " is none");
  b.promise = static_cast<coverage>(promise);
  return std::nullopt;
}

}  // namespace detail

/// Metrics as a saved reference holds them.
inline void write_measurements(byte_writer& out, std::span<const measurement> all) {
  out.u64(all.size());
  for (const measurement& m : all) detail::write_measurement(out, m);
}

/// Metrics of different names, with finite values, and bounds in their order, which may be
/// infinite; or why the bytes hold none such.
///
/// Cost  allocates at most 12 times the bytes, whatever they say
[[nodiscard]] inline result<std::vector<measurement>> read_measurements(byte_reader& in) {
  std::vector<measurement> all(in.count("metrics", detail::least_measurement));
  std::vector<std::string_view> names;
  names.reserve(all.size());
  for (measurement& m : all) {
    if (auto why = detail::read_measurement(in, m)) return *std::move(why);
    names.push_back(m.name);
  }
  if (in.problem()) return *in.problem();
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end())
    return detail::refused("metric '" + std::string{*twice} + "': it comes twice");
  return all;
}

}  // namespace telltale::inline TELLTALE_ABI::io
