// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/log.hpp>

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

/// The cells of every feature, then of the score.
[[nodiscard]] std::vector<column_bins> bins_of(const telltale::reference& baseline,
                                               const prediction_log& log);

/// The counts behind a window's binned statistics, which its report does not hold.
class bin_counter {
public:
  explicit bin_counter(const telltale::reference& baseline) : counts_(baseline) {}

  void add(const prediction_log& log, std::size_t row);

  /// The counts of all rows since the last time, in the order of `bins_of`.
  [[nodiscard]] std::vector<cell_counts> close();

private:
  telltale::feature_counts counts_;
};

}  // namespace replay
