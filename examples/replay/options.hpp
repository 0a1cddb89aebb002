// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/log.hpp>

#include <telltale/core/task.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/monitor/settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace replay {

/// What the command line asks for.
struct options {
  std::string help;  ///< not empty: print it and be done; nothing else is set

  std::string log;
  telltale::task predicts = telltale::task::binary;
  std::vector<std::string> scores;        ///< one of a binary classifier, one a class of another
  std::optional<std::string> prediction;  ///< of a multiclass classifier or a regression
  std::optional<std::string> label;
  std::optional<std::string> time;
  std::optional<std::string> weight;
  std::optional<std::string> group;
  telltale::schema features;        ///< the categorical ones included
  std::optional<double> threshold;  ///< of a binary classifier; in [0, 1]
  std::optional<cell_match> reference_where;
  std::optional<std::uint64_t> reference_rows;  ///< at least 1
  std::optional<std::string> reference;         ///< a saved one
  std::optional<std::string> save_reference;    ///< neither this nor `json` is a file that is read
  telltale::window_length window = telltale::rows{1000};  ///< of time only with `time`
  std::optional<std::string> policy;
  std::optional<double> alpha;  ///< in (0, 1)
  std::optional<std::string> json;
  bool bins = false;
  bool exit_code = false;
  bool quiet = false;
};

/// Refuses features that are what the model said. Throws `failure` (bad_arguments).
void check_features(const telltale::schema& features, const options& asked);

/// Reads the arguments behind the program's name. Throws `failure` (bad_arguments).
[[nodiscard]] options read_options(std::vector<std::string> arguments);

}  // namespace replay
