// SPDX-License-Identifier: Apache-2.0
#include <replay/reference_file.hpp>

#include <replay/failure.hpp>
#include <replay/file.hpp>
#include <replay/text.hpp>

#include <telltale/evaluate.hpp>
#include <telltale/io/reference.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace replay {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  throw failure(exit_status::bad_arguments, sentence);
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
  log_columns columns{asked.predicts, asked.scores,          asked.prediction, asked.label,
                      asked.features, asked.reference_where, asked.time};
  if (!saved) return columns;
  const telltale::schema features = schema_of(*saved);
  if (!asked.features.empty()) check_same(asked.features, features);
  columns.features = features;
  return columns;
}

}  // namespace replay
