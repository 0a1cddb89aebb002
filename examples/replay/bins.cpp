// SPDX-License-Identifier: Apache-2.0
#include <replay/bins.hpp>

#include <telltale/core/outcome.hpp>

#include <span>
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

column_bins bins_of(const telltale::column_baseline& column,
                    const std::vector<std::string>& category_names) {
  const bool categorical = column.what.kind == telltale::column_kind::categorical;
  column_bins all{column.what.name, {}, {}, take_apart(column.cells, categorical)};
  if (!categorical) {
    all.edges.assign(column.bins->edges().begin(), column.bins->edges().end());
    return all;
  }
  for (const double code : column.categories->codes()) {
    all.categories.push_back(category_names[static_cast<std::size_t>(code)]);
  }
  if (column.categories->capped()) all.categories.emplace_back("(other)");
  return all;
}

}  // namespace

std::vector<column_bins> bins_of(const telltale::reference& baseline, const prediction_log& log) {
  std::vector<column_bins> all;
  for (std::size_t i = 0; i < baseline.features().size(); ++i) {
    all.push_back(bins_of(baseline.features()[i], log.categories[i]));
  }
  all.push_back(bins_of(baseline.score(), {}));
  return all;
}

void bin_counter::add(const prediction_log& log, std::size_t row) {
  if (!telltale::usable_score(log.scores[row])) return;
  const auto features = log.features_of(row);
  counts_.update(features, features.size(), std::span(&log.scores[row], 1));
}

std::vector<cell_counts> bin_counter::close() {
  std::vector<cell_counts> all;
  for (const telltale::column_counts& column : counts_.features()) {
    const bool categorical = std::holds_alternative<telltale::state::categories>(column);
    std::visit([&](const auto& c) { all.push_back(take_apart(c.cells(), categorical)); }, column);
  }
  all.push_back(take_apart(counts_.score().cells(), false));
  counts_.clear();
  return all;
}

}  // namespace replay
