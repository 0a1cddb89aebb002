// SPDX-License-Identifier: Apache-2.0
#pragma once

// References to save and load, and ways to damage their bytes.

#include <telltale/io/checksum.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace references {

using telltale::column_baseline;
using telltale::column_kind;
using telltale::reference;
using telltale::task;
using telltale::state::binning;
using telltale::state::category_index;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// A column of given bins that counts `values`, NaN being missing ones.
template <class Counts>
column_baseline counted(column_baseline b, Counts counts, std::vector<double> values, bool keep) {
  counts.update(std::span<const double>{values});
  b.cells = counts.cells();
  b.present = counts.total();
  b.missing = counts.missing();
  std::erase_if(values, [](double x) { return !std::isfinite(x); });
  std::sort(values.begin(), values.end());
  if (keep) b.values = std::move(values);
  return b;
}
inline column_baseline numeric(std::string name, binning bins, std::vector<double> values,
                               bool keep = true) {
  column_baseline b;
  b.what = {std::move(name), column_kind::numeric};
  b.bins = std::make_shared<const binning>(std::move(bins));
  return counted(b, telltale::state::histogram{b.bins}, std::move(values), keep);
}
inline column_baseline categorical(std::string name, category_index index,
                                   std::vector<double> values, bool keep = true) {
  column_baseline b;
  b.what = {std::move(name), column_kind::categorical};
  b.categories = std::make_shared<const category_index>(std::move(index));
  return counted(b, telltale::state::categories{b.categories}, std::move(values), keep);
}

/// Fitted as a reference builder does it.
inline column_baseline fitted(std::string name, const std::vector<double>& values,
                              std::size_t bins = 10, bool keep = true) {
  std::vector<double> sorted = values;
  std::erase_if(sorted, [](double x) { return !std::isfinite(x); });
  std::sort(sorted.begin(), sorted.end());
  return numeric(std::move(name), *binning::equal_mass(sorted, bins), values, keep);
}
inline column_baseline coded(std::string name, const std::vector<double>& codes,
                             std::size_t most = category_index::most_categories, bool keep = true) {
  std::vector<double> present = codes;
  std::erase_if(present, [](double x) { return std::isnan(x); });
  return categorical(std::move(name), *category_index::make(present, most), codes, keep);
}

/// 300 rows of random columns of every kind; without a label none has come.
inline reference::parts random_parts(task predicts, bool labelled, bool keep = true) {
  constexpr std::size_t n = 300;
  std::mt19937_64 rng{static_cast<std::uint64_t>(predicts) + 10};
  std::normal_distribution<double> normal;
  const auto column = [&](auto&& draw) {
    std::vector<double> values(n);
    for (double& x : values) x = draw();
    return values;
  };
  const auto code = [&](std::uint64_t categories) {
    return static_cast<double>(rng() % categories);
  };
  reference::parts all;
  all.predicts = predicts;
  all.classes = predicts == task::regression ? 0 : predicts == task::binary ? 2 : 5;
  all.model = "model 1.4.2";
  all.rows = n + 7;
  all.rejected = 7;
  all.threshold = predicts == task::binary ? 0.25 : 0.5;
  all.held_out = labelled;
  all.features.push_back(fitted("normal", column([&] { return normal(rng); }), 10, keep));
  all.features.back().standard_deviation = 1.0125;
  all.features.push_back(
      fitted("skewed", column([&] { return std::exp(5 * normal(rng)); }), 20, keep));
  all.features.push_back(fitted("constant", column([] { return -0.0; }), 10, keep));
  all.features.back().standard_deviation = 0;
  all.features.push_back(
      fitted("missing", column([&] { return rng() % 3 == 0 ? nan : normal(rng); }), 254, keep));
  all.features.push_back(fitted(
      "infinite", column([&] { return rng() % 3 == 0 ? infinity : normal(rng); }), 10, keep));
  all.features.push_back(numeric("own edges",
                                 *binning::from_edges(std::vector<double>{-1, -0.0, 1e-310, 1}),
                                 column([&] { return normal(rng); }), keep));
  all.features.push_back(coded("kind", column([&] { return code(7); }), 65'000, keep));
  all.features.push_back(coded(
      "scattered", column([&] { return rng() % 9 == 0 ? nan : 1e9 * (code(50) - 20); }), 12, keep));
  if (predicts == task::multiclass)
    all.output = coded("prediction", column([&] { return code(5); }), 65'000, keep);
  else
    all.output = fitted(predicts == task::binary ? "score" : "prediction",
                        column([&] { return 1 / (1 + std::exp(normal(rng))); }), 10, keep);
  if (!labelled) return all;
  if (predicts == task::regression)
    all.label = fitted("label", column([&] { return 1 / (1 + std::exp(normal(rng))); }), 10, keep);
  else
    all.label = coded("label", column([&] { return code(all.classes); }), 65'000, keep);
  all.labels = n;
  using telltale::direction, telltale::estimate, telltale::interval, telltale::coverage;
  all.metrics.push_back({"accuracy", direction::higher_is_better,
                         estimate{0.8, interval{0.75, 0.85, coverage::fixed_n}, 300}});
  all.metrics.push_back({"log_loss", direction::lower_is_better,
                         estimate{0.4, interval{0.3, infinity, coverage::certified}, 300}});
  all.metrics.push_back({"base_rate", direction::neutral, estimate{0.3, std::nullopt, 300}});
  all.metrics.push_back({"roc_auc", direction::higher_is_better, std::nullopt});
  return all;
}

/// What tests/golden/reference_v1.bin holds: every kind of column and of measurement, as literals,
/// so that no change of how bins are fitted changes it.
inline reference::parts golden_parts() {
  using telltale::direction, telltale::estimate, telltale::interval, telltale::coverage;
  using telltale::simd::image_grid, telltale::simd::linear_grid;
  using edges = std::vector<double>;
  const auto bins = [](const edges& e, double low, double high, const binning::any_grid& grid) {
    return *binning::restore(e, low, high, grid);
  };
  const auto index = [](const edges& codes, const edges& others) {
    return *category_index::restore(codes, others);
  };
  reference::parts all;
  all.predicts = task::binary;
  all.classes = 2;
  all.model = "churn 1.4.2";
  all.features.push_back(numeric("linear", bins({10, 20, 30}, -2.5, 41, linear_grid{0, 1}),
                                 {-2.5, 10, 10, 19.75, 30, 41, nan}));
  all.features.back().standard_deviation = 0x1.0c8p4;
  all.features.push_back(
      numeric("image", bins({1.5, 2, 3, 4}, 1, 1e300, image_grid{0xbff0000000000000, 0x1p-48}),
              {1, 1.75, 2, 3, 3.5, 4, 1e300}));
  all.features.push_back(numeric("search", bins({-0x1p-1070, 0.1}, -1, 1, std::monostate{}),
                                 {-1, -0.0, 0.05, 0.1, 1, nan, nan}, false));
  all.features.push_back(categorical("kind", index({-3, 0, 1}, {}), {0, 0, 1, -3, 1, 1, nan}));
  all.features.back().what.categories = {"red", "", "h\xc3\xb6lzern, \"green\""};
  all.features.push_back(
      categorical("na\xc3\xafve \"id\"", index({7, 9'007'199'254'740'992}, {-5, 8, 1e15}),
                  {7, 7, 9'007'199'254'740'992, 9'007'199'254'740'992, -5, 8, 1e15}, false));
  all.output = numeric("score", bins({0.25, 0.5, 0.75}, 0, 1, linear_grid{0, 4}),
                       {0, 0.125, 0.25, 0.3, 0.5, 0.8, 1});
  all.label = categorical("label", index({0, 1}, {}), {0, 0, 1, 1, 1});
  all.metrics = {
      {"accuracy", direction::higher_is_better,
       estimate{0.8, interval{0.3755, 0.9638, coverage::fixed_n}, 5}},
      {"log_loss", direction::lower_is_better,
       estimate{0.5, interval{0, infinity, coverage::certified}, 5}},
      {"base_rate", direction::neutral, estimate{0.6, std::nullopt, 5}},
      {"mcc", direction::higher_is_better, std::nullopt},
  };
  all.rows = 8;
  all.rejected = 1;
  all.labels = 5;
  all.threshold = 0.375;
  all.held_out = false;
  return all;
}

/// With a length and a checksum that fit, whatever was done to the bytes.
/// Requires: a header and a checksum's place, 40 bytes.
inline void seal(std::vector<std::byte>& bytes) {
  const auto put = [&](std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 8; ++i)
      bytes[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
  };
  put(24, bytes.size());
  const std::size_t covered = bytes.size() - 8;
  put(covered, telltale::io::checksum(std::span<const std::byte>{bytes}.first(covered)));
}

}  // namespace references
