// SPDX-License-Identifier: Apache-2.0
#include <replay/bins.hpp>

#include <telltale/core/number.hpp>

#include <cstddef>
#include <utility>
#include <variant>

namespace replay {
namespace {

/// Takes the cells of a histogram or of categories apart: the missing ones are the last cell, and
/// unseen categories the one before.
cell_counts take_apart(std::vector<std::uint64_t> cells, bool categorical) {
  cell_counts all;
  all.missing = cells.back();
  cells.pop_back();
  if (categorical) {
    all.unseen = cells.back();
    cells.pop_back();
  }
  all.counts = std::move(cells);
  return all;
}

cell_counts take_apart(const telltale::column_counts& counts) {
  const bool categorical = std::holds_alternative<telltale::state::categories>(counts);
  return std::visit([&](const auto& c) { return take_apart(c.cells(), categorical); }, counts);
}

/// The text behind a code, or the code itself where it has none.
std::string category_name(const telltale::column& what, double code) {
  const auto at = static_cast<std::size_t>(code);
  if (code >= 0 && at < what.categories.size()) return what.categories[at];
  return telltale::number_text(code);
}

column_bins bins_of(const telltale::column_baseline& column) {
  const bool categorical = column.what.kind == telltale::column_kind::categorical;
  column_bins all{column.what.name, {}, {}, take_apart(column.cells, categorical)};
  if (!categorical) {
    all.edges.assign(column.bins->edges().begin(), column.bins->edges().end());
    return all;
  }
  for (const double code : column.categories->codes()) {
    all.categories.push_back(category_name(column.what, code));
  }
  if (column.categories->capped()) all.categories.emplace_back("(other)");
  return all;
}

}  // namespace

std::vector<column_bins> bins_of(const telltale::reference& baseline) {
  std::vector<column_bins> all;
  for (const telltale::column_baseline& column : baseline.features()) {
    all.push_back(bins_of(column));
  }
  all.push_back(bins_of(baseline.output()));
  if (baseline.label()) all.push_back(bins_of(*baseline.label()));
  return all;
}

std::vector<cell_counts> counts_of(const telltale::feature_counts& columns) {
  std::vector<cell_counts> all;
  for (const telltale::column_counts& column : columns.features()) {
    all.push_back(take_apart(column));
  }
  all.push_back(take_apart(columns.output()));
  if (columns.label()) all.push_back(take_apart(*columns.label()));
  return all;
}

}  // namespace replay
