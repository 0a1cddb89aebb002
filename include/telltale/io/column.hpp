// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/io/bytes.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/category_index.hpp>
#include <telltale/state/histogram.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// One column of a saved reference, in the order of docs/reference_format.md.

namespace telltale::inline TELLTALE_ABI::io {

namespace detail {

inline void write(byte_writer& out, const state::binning& bins) {
  out.f64(bins.lowest());
  out.f64(bins.highest());
  const state::binning::any_grid& grid = bins.snapped_to();
  out.u8(static_cast<std::uint8_t>(grid.index()));
  if (const auto* const linear = std::get_if<simd::linear_grid>(&grid)) {
    out.f64(linear->origin);
    out.f64(linear->scale);
  } else if (const auto* const image = std::get_if<simd::image_grid>(&grid)) {
    out.u64(image->origin);
    out.f64(image->scale);
  }
  out.numbers(bins.edges());
}

inline void write(byte_writer& out, const state::category_index& index) {
  out.numbers(index.codes());
  out.numbers(index.others());
}

inline result<state::binning> read_bins(byte_reader& in) {
  const double lowest = in.f64("lowest");
  const double highest = in.f64("highest");
  state::binning::any_grid grid;
  switch (const std::uint8_t kind = in.u8("grid")) {
    case 0: break;
    case 1: {
      const double origin = in.f64("grid origin");
      grid = simd::linear_grid{origin, in.f64("grid scale")};
      break;
    }
    case 2: {
      const std::uint64_t origin = in.u64("grid origin");
      grid = simd::image_grid{origin, in.f64("grid scale")};
      break;
    }
    default: return refused("grid: " + std::to_string(kind) + " is no kind of grid");
  }
  const std::vector<double> edges = in.doubles("edges");
  if (in.problem()) return *in.problem();
  auto bins = state::binning::restore(edges, lowest, highest, grid);
  if (!bins) return refused(bins.error().message);
  return bins;
}

inline result<state::category_index> read_categories(byte_reader& in) {
  const std::vector<double> codes = in.doubles("codes");
  const std::vector<double> others = in.doubles("others");
  if (in.problem()) return *in.problem();
  auto index = state::category_index::restore(codes, others);
  if (!index) return refused(index.error().message);
  return index;
}

// The cells, and what follows from them; or why no fit gives such.
inline std::optional<error> read_cells(byte_reader& in, column_baseline& b, std::size_t cells) {
  b.cells = in.counts("cells");
  if (in.problem()) return *in.problem();
  if (b.cells.size() != cells)
    return refused("cells: " + std::to_string(b.cells.size()) + ", but the column has " +
                   std::to_string(cells));
  b.missing = b.cells.back();
  for (std::size_t i = 0; i + 1 < cells; ++i) {
    b.present += b.cells[i];
    if (b.present < b.cells[i]) return refused("cells: they hold 2^64 values or more");
  }
  if (b.present == 0) return refused("cells: they hold no value");
  return std::nullopt;
}

// The values; or why they are not those counted.
template <class Counts>
std::optional<error> read_values(byte_reader& in, column_baseline& b, const auto& bins) {
  b.values = in.doubles("values");
  if (in.problem()) return *in.problem();
  if (b.values.empty()) return std::nullopt;  // they were not kept
  if (b.values.size() != b.present)
    return refused("values: " + std::to_string(b.values.size()) + ", but the cells hold " +
                   std::to_string(b.present));
  for (std::size_t i = 0; i < b.values.size(); ++i) {
    const double value = b.values[i];
    if (!std::isfinite(value)) return refused("values: " + number_text(value) + " is not finite");
    if (i > 0 && value < b.values[i - 1])
      return refused("values: " + number_text(value) + " comes after a larger one");
  }
  Counts counts{bins};
  counts.update(std::span<const double>{b.values});
  const std::vector<std::uint64_t> cells = counts.cells();
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    if (cells[i] != b.cells[i])
      return refused("values: " + std::to_string(cells[i]) + " in cell " + std::to_string(i) +
                     ", which holds " + std::to_string(b.cells[i]));
  return std::nullopt;
}

inline std::optional<error> read_numeric(byte_reader& in, column_baseline& b) {
  auto bins = read_bins(in);
  if (!bins) return bins.error();
  b.bins = std::make_shared<const state::binning>(*std::move(bins));
  if (auto why = read_cells(in, b, b.bins->bins() + 1)) return why;
  return read_values<state::histogram>(in, b, b.bins);
}

inline std::optional<error> read_categorical(byte_reader& in, column_baseline& b) {
  auto index = read_categories(in);
  if (!index) return index.error();
  b.categories = std::make_shared<const state::category_index>(*std::move(index));
  constexpr std::size_t least_text = 8;  // its length alone
  const std::uint64_t texts = in.count("texts", least_text);
  b.what.categories.reserve(texts);
  for (std::uint64_t i = 0; i < texts; ++i) b.what.categories.push_back(in.text("text"));
  if (in.problem()) return *in.problem();
  const std::size_t unseen = b.categories->cells();
  if (auto why = read_cells(in, b, unseen + 2)) return why;
  if (b.cells[unseen] != 0)
    return refused("cells: " + std::to_string(b.cells[unseen]) + " of categories never seen");
  return read_values<state::categories>(in, b, b.categories);
}

}  // namespace detail

/// A column as a saved reference holds it.
/// Requires: a column that a reference builder made, or that was loaded.
inline void write_column(byte_writer& out, const column_baseline& b) {
  out.text(b.what.name);
  out.u8(static_cast<std::uint8_t>(b.what.kind));
  out.u8(b.standard_deviation ? 1 : 0);
  if (b.standard_deviation) out.f64(*b.standard_deviation);
  if (b.what.kind == column_kind::numeric) {
    TELLTALE_EXPECTS(b.bins != nullptr);
    detail::write(out, *b.bins);
  } else {
    TELLTALE_EXPECTS(b.categories != nullptr);
    detail::write(out, *b.categories);
    out.u64(b.what.categories.size());
    for (const std::string& category : b.what.categories) out.text(category);
  }
  out.numbers(b.cells);
  out.numbers(b.values);
}

/// A column that a monitor can be made of; or why the bytes hold none.
///
/// Cost  allocates at most 9 KiB and 12 times the bytes, whatever they say
[[nodiscard]] inline result<column_baseline> read_column(byte_reader& in) {
  column_baseline b;
  b.what.name = in.text("name");
  const auto named = [&](const error& why) {
    return detail::refused("column '" + b.what.name + "': " + why.message);
  };
  const std::uint8_t kind = in.u8("kind");
  if (in.flag("standard deviation")) b.standard_deviation = in.f64("standard deviation");
  if (in.problem()) return named(*in.problem());
  if (kind > static_cast<std::uint8_t>(column_kind::categorical))
    return named(detail::refused("kind: " + std::to_string(kind) + " is no kind of column"));
  b.what.kind = static_cast<column_kind>(kind);
  const bool numeric = b.what.kind == column_kind::numeric;
  if (const auto& s = b.standard_deviation; s && !(numeric && std::isfinite(*s) && *s >= 0))
    return named(detail::refused("standard deviation: " + number_text(*s) +
                                 (numeric ? " is not in [0, inf)" : ", of categories")));
  const auto why = numeric ? detail::read_numeric(in, b) : detail::read_categorical(in, b);
  if (why) return named(*why);
  return b;
}

}  // namespace telltale::inline TELLTALE_ABI::io
