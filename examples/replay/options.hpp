// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/log.hpp>

#include <telltale/monitor/schema.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace replay {

/// What the command line asks for.
struct options {
  std::string help;  ///< not empty: print it and be done; nothing else is set

  std::string log;
  std::string score;
  std::optional<std::string> label;
  telltale::schema features;  ///< the categorical ones included
  double threshold = 0.5;     ///< in [0, 1]
  std::optional<cell_match> reference_where;
  std::optional<std::uint64_t> reference_rows;  ///< at least 1
  std::uint64_t window = 1000;                  ///< rows, at least 1
  std::optional<std::string> policy;
  std::optional<double> alpha;  ///< in (0, 1)
  std::optional<std::string> json;
  bool bins = false;
  bool exit_code = false;
  bool quiet = false;
};

/// Reads the arguments behind the program's name. Throws `failure` (bad_arguments).
[[nodiscard]] options read_options(std::vector<std::string> arguments);

}  // namespace replay
