// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/task.hpp>
#include <telltale/io/bytes.hpp>
#include <telltale/io/checksum.hpp>
#include <telltale/io/column.hpp>
#include <telltale/io/measurement.hpp>
#include <telltale/monitor/reference.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A reference that ships beside its model. The bytes are those of docs/reference_format.md.

namespace telltale::inline TELLTALE_ABI::io {

/// The version of the bytes that `save_reference` writes and `load_reference` reads.
inline constexpr std::uint32_t reference_version = 1;

namespace detail {

inline constexpr std::string_view magic{"telltale"};
inline constexpr std::string_view reference_kind{"reference\0\0\0", 12};
inline constexpr std::size_t length_at = 24;
inline constexpr std::size_t header_size = 32;
inline constexpr std::size_t checksum_size = 8;
inline constexpr std::size_t most_classes = 10'000;
inline constexpr std::size_t least_column = 94;  // with one category, and no name

// What the model is, and how many columns follow.
struct shape {
  std::uint64_t features = 0;
  bool label = false;
};

inline void write_model(byte_writer& out, const reference::parts& all) {
  out.u8(static_cast<std::uint8_t>(all.predicts));
  out.u64(all.classes);
  out.text(all.model);
  out.u64(all.rows);
  out.u64(all.rejected);
  out.u64(all.labels);
  out.f64(all.threshold);
  out.u8(all.held_out ? 1 : 0);
  out.u64(all.features.size());
  out.u8(all.label ? 1 : 0);
}

inline std::optional<error> read_model(byte_reader& in, reference::parts& all, shape& columns) {
  const std::uint8_t predicts = in.u8("task");
  const std::uint64_t classes = in.u64("classes");
  all.model = in.text("model");
  all.rows = in.u64("rows");
  all.rejected = in.u64("rejected");
  all.labels = in.u64("labels");
  all.threshold = in.f64("threshold");
  all.held_out = in.flag("held out");
  const std::uint64_t features = in.u64("features");
  columns.label = in.flag("label");
  if (in.problem()) return std::nullopt;  // the section will say so
  if (predicts >= task_names.size())
    return refused("task: " + std::to_string(predicts) + " is none");
  all.predicts = static_cast<task>(predicts);
  const bool possible = all.predicts == task::regression ? classes == 0
                        : all.predicts == task::binary   ? classes == 2
                                                         : classes >= 2 && classes <= most_classes;
  if (!possible)
    return refused("classes: " + std::to_string(classes) + " of a " +
                   std::string{name(all.predicts)} + " model");
  all.classes = static_cast<std::size_t>(classes);
  if (all.rejected >= all.rows)
    return refused("rejected: " + std::to_string(all.rejected) + " of " + std::to_string(all.rows) +
                   " rows");
  if (all.labels > all.rows - all.rejected)
    return refused("labels: " + std::to_string(all.labels) + " in " +
                   std::to_string(all.rows - all.rejected) + " usable rows");
  if (!(all.threshold >= 0 && all.threshold <= 1))
    return refused("threshold: " + number_text(all.threshold) + " is not in [0, 1]");
  if (columns.label != (all.labels > 0))
    return refused("label: " + std::to_string(all.labels) + " of them, and " +
                   (columns.label ? "a" : "no") + " column");
  columns.features = features;
  return std::nullopt;
}

// What does not go together with the rest of the reference.
inline std::optional<error> refuse(const reference::parts& all, const column_baseline& b) {
  const std::uint64_t usable = all.rows - all.rejected;
  if (b.missing > usable || b.present > usable - b.missing)
    return refused("column '" + b.what.name + "': more values than the " + std::to_string(usable) +
                   " usable rows");
  return std::nullopt;
}

// The same of the output or the label.
inline std::optional<error> refuse(const reference::parts& all, const column_baseline& b,
                                   std::string_view wanted, bool numeric) {
  const auto named = [&](const std::string& what) {
    return refused("column '" + b.what.name + "': " + what);
  };
  if (b.what.name != wanted) return named("'" + std::string{wanted} + "' was to stand there");
  if (numeric != (b.what.kind == column_kind::numeric))
    return named("kind: another than that of a " + std::string{name(all.predicts)} + " model");
  if (!numeric) {
    for (const std::span<const double> codes : {b.categories->codes(), b.categories->others()})
      for (const double code : codes)
        if (!(code >= 0 && code < static_cast<double>(all.classes)))
          return named("class " + number_text(code) + " of " + std::to_string(all.classes));
  }
  return refuse(all, b);
}

inline std::optional<error> read_columns(byte_reader& in, reference::parts& all,
                                         const shape& columns) {
  if (columns.features > in.left() / least_column)
    return refused("features: " + std::to_string(columns.features) + " columns in " +
                   many_bytes(in.left()));
  const auto read = [&](column_baseline& to) {
    return in.section("COLM", [&](byte_reader& inside) -> std::optional<error> {
      auto b = read_column(inside);
      if (!b) return b.error();
      to = *std::move(b);
      return std::nullopt;
    });
  };
  all.features.resize(static_cast<std::size_t>(columns.features));
  schema names;
  names.reserve(all.features.size());
  for (column_baseline& b : all.features) {
    if (auto why = read(b)) return why;
    if (auto why = refuse(all, b)) return why;
    names.push_back(b.what);
  }
  if (auto why = check(names, all.predicts)) return refused("features: " + why->message);
  if (auto why = read(all.output)) return why;
  if (auto why =
          refuse(all, all.output, output_column(all.predicts), all.predicts != task::multiclass))
    return why;
  if (!columns.label) return std::nullopt;
  column_baseline& label = all.label.emplace();
  if (auto why = read(label)) return why;
  if (auto why = refuse(all, label, label_column, all.predicts == task::regression)) return why;
  if (label.present != all.labels || label.missing > 0)
    return refused("column 'label': " + std::to_string(label.present) + " values and " +
                   std::to_string(label.missing) + " missing of " + std::to_string(all.labels) +
                   " labels");
  return std::nullopt;
}

// All before the body, and the checksum behind it: the body, if they are what they should be.
inline result<std::span<const std::byte>> open(std::span<const std::byte> bytes) {
  byte_reader in{bytes};
  if (in.raw("magic", magic.size()) != magic)
    return refused("magic: these " + std::to_string(bytes.size()) +
                   " bytes were not saved by telltale");
  const std::string kind = in.raw("kind", reference_kind.size());
  const std::uint32_t version = in.u32("version");
  const std::uint64_t length = in.u64("length");
  if (in.problem()) return *in.problem();
  if (kind != reference_kind) return refused("kind: something else than a reference was saved");
  if (version != reference_version)
    return refused("version: " + std::to_string(version) + ", and this build reads " +
                   std::to_string(reference_version));
  if (length != bytes.size() || in.left() < checksum_size)
    return refused("length: " + std::to_string(length) + " bytes, but there are " +
                   std::to_string(bytes.size()));
  const std::size_t covered = bytes.size() - checksum_size;
  byte_reader last{bytes.subspan(covered)};
  if (last.u64("checksum") != checksum(bytes.first(covered)))
    return refused("checksum: the bytes are not those that were saved");
  return bytes.subspan(header_size, covered - header_size);
}

inline std::optional<error> read_body(byte_reader in, reference::parts& all) {
  shape columns;
  if (auto why =
          in.section("MODL", [&](byte_reader& inside) { return read_model(inside, all, columns); }))
    return why;
  if (auto why = read_columns(in, all, columns)) return why;
  if (auto why = in.section("METR", [&](byte_reader& inside) -> std::optional<error> {
        auto metrics = read_measurements(inside);
        if (!metrics) return metrics.error();
        all.metrics = *std::move(metrics);
        return std::nullopt;
      }))
    return why;
  if (in.left() > 0) return refused("body: " + many_bytes(in.left()) + " too many");
  return std::nullopt;
}

}  // namespace detail

/// The bytes of a reference, the same ones from every build on every machine.
/// Requires: a reference that a builder fitted, or that was loaded.
[[nodiscard]] inline std::vector<std::byte> save_reference(const reference& saved) {
  const reference::parts& all = saved.all();
  byte_writer out;
  out.raw(detail::magic);
  out.raw(detail::reference_kind);
  out.u32(reference_version);
  out.u64(0);
  out.section("MODL", [&](byte_writer& to) { detail::write_model(to, all); });
  const auto column = [&](const column_baseline& b) {
    out.section("COLM", [&](byte_writer& to) { write_column(to, b); });
  };
  for (const column_baseline& b : all.features) column(b);
  column(all.output);
  if (all.label) column(*all.label);
  out.section("METR", [&](byte_writer& to) { write_measurements(to, all.metrics); });
  out.u64_at(detail::length_at, out.bytes().size() + detail::checksum_size);
  out.u64(checksum(out.bytes()));
  return std::move(out).take();
}

/// The reference that `save_reference` was given, equal to it and as fast; or a sentence that names
/// what is wrong with the bytes and with which value. They may be anything: damaged, cut short,
/// another file, made up. What is loaded keeps all that a monitor expects of a reference.
///
/// Cost  one pass; allocates at most 9 KiB a column and 12 times the bytes, whatever they say
[[nodiscard]] inline result<reference> load_reference(std::span<const std::byte> bytes) {
  const auto body = detail::open(bytes);
  if (!body) return body.error();
  reference::parts all;
  if (auto why = detail::read_body(byte_reader{*body}, all)) return *std::move(why);
  return reference{std::move(all)};
}

}  // namespace telltale::inline TELLTALE_ABI::io

namespace telltale::inline TELLTALE_ABI {

using io::load_reference;
using io::save_reference;

}  // namespace telltale::inline TELLTALE_ABI
