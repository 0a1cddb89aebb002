// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/monitor/feature_counts.hpp>
#include <telltale/monitor/reference.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace replay {

/// Counts of one column in the cells that the reference froze.
struct cell_counts {
  std::vector<std::uint64_t> counts;    ///< of the bins in ascending order, or of the categories
  std::optional<std::uint64_t> unseen;  ///< of categories that the reference never had
  std::uint64_t missing = 0;
};

/// What those cells are, and the reference's own counts in them.
struct column_bins {
  std::string column;
  std::vector<double> edges;            ///< bin(x) is the number of edges <= x; of a numeric column
  std::vector<std::string> categories;  ///< of a categorical one
  cell_counts counts;
};

/// The cells of every column, in the order of the reports.
[[nodiscard]] std::vector<column_bins> bins_of(const telltale::reference& baseline);

/// The counts behind a window's binned statistics, which its report does not hold; in the same
/// order.
[[nodiscard]] std::vector<cell_counts> counts_of(const telltale::feature_counts& columns);

}  // namespace replay
