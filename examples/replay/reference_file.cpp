// SPDX-License-Identifier: Apache-2.0
#include <replay/reference_file.hpp>

#include <replay/failure.hpp>
#include <replay/file.hpp>
#include <replay/text.hpp>

#include <telltale/core/number.hpp>
#include <telltale/evaluate.hpp>
#include <telltale/io/reference.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace replay {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  throw failure(exit_status::bad_arguments, sentence);
}

void check_model(const options& asked, const telltale::reference& saved) {
  if (saved.predicts() != asked.predicts) {
    refuse("--task " + std::string(name(asked.predicts)) + ", but the reference is of a " +
           std::string(name(saved.predicts())) + " model");
  }
  if (asked.predicts != telltale::task::multiclass) return;
  const std::string classes = std::to_string(saved.classes()) + " classes";
  if (saved.classes() > most_classes) {
    throw failure(exit_status::bad_log, printable(*asked.reference, 400) + ": " + classes +
                                            ", more than " + std::to_string(most_classes));
  }
  if (!asked.scores.empty() && asked.scores.size() != saved.classes()) {
    refuse("--score: " + std::to_string(asked.scores.size()) +
           " columns, but the reference is of " + classes);
  }
}

/// A category of a log has the code that its text has in the reference. Where the host gave its
/// codes no texts, the cells are the codes, and are read as the numbers they are.
void read_codes(const options& asked, telltale::column& column,
                const telltale::column_baseline& known) {
  if (column.kind != telltale::column_kind::categorical) return;
  if (column.categories.empty()) {
    column.kind = telltale::column_kind::numeric;
    return;
  }
  const auto texts = static_cast<double>(column.categories.size());
  for (const auto codes : {known.categories->codes(), known.categories->others()}) {
    const auto bare = std::find_if(codes.begin(), codes.end(),
                                   [&](double code) { return !(code >= 0 && code < texts); });
    if (bare == codes.end()) continue;
    throw failure(exit_status::bad_log, printable(*asked.reference, 400) + ": column " +
                                            in_quotes(column.name) + ": the code " +
                                            telltale::number_text(*bare) +
                                            " has no text, but others have");
  }
}

telltale::schema schema_of(const telltale::reference& saved) {
  telltale::schema columns;
  for (const telltale::column_baseline& feature : saved.features()) columns.push_back(feature.what);
  return columns;
}

void check_same(const telltale::schema& asked, const telltale::schema& saved) {
  std::vector<std::string> names;
  for (const telltale::column& column : saved) names.push_back(column.name);
  bool same = asked.size() == saved.size();
  for (std::size_t i = 0; same && i < asked.size(); ++i) {
    same = asked[i].name == saved[i].name && asked[i].kind == saved[i].kind;
  }
  if (!same) {
    refuse("--features and --categorical are not those of the reference, which has " +
           listed(names) + "; leave them out to take them from it");
  }
}

}  // namespace

telltale::reference read_reference(const std::string& path) {
  const std::string content = read_file(path, exit_status::bad_log);
  auto loaded = telltale::load_reference(std::as_bytes(std::span(content)));
  if (!loaded) {
    throw failure(exit_status::bad_log,
                  printable(path, 400) + ": " + printable(loaded.error().message, 400));
  }
  return *std::move(loaded);
}

void write_reference(const std::string& path, const telltale::reference& baseline) {
  const std::vector<std::byte> bytes = telltale::save_reference(baseline);
  std::string content(bytes.size(), '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) content[i] = static_cast<char>(bytes[i]);
  write_file(path, content);
}

log_columns columns_of(const options& asked, const std::optional<telltale::reference>& saved) {
  log_columns columns{asked.predicts, asked.scores,   asked.prediction,
                      asked.label,    asked.features, asked.reference_where,
                      asked.time,     asked.weight,   asked.group};
  if (!saved) return columns;
  check_model(asked, *saved);
  columns.features = schema_of(*saved);
  if (!asked.features.empty()) check_same(asked.features, columns.features);
  check_features(columns.features, asked);
  for (std::size_t i = 0; i < columns.features.size(); ++i) {
    read_codes(asked, columns.features[i], saved->features()[i]);
  }
  return columns;
}

}  // namespace replay
