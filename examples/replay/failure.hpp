// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace replay {

/// How the tool ends.
enum class exit_status : int {
  done = 0,
  bad_log = 1,        ///< the log (or what is written) cannot be read (or written)
  bad_arguments = 2,  ///< the command line, or the policy file
  act = 3,            ///< done, and the last decision is retrain or rollback
};

/// Why the tool cannot go on: a sentence for the user, and how to end.
class failure : public std::runtime_error {
public:
  failure(exit_status status, const std::string& sentence)
      : std::runtime_error(sentence), status_(status) {}

  [[nodiscard]] exit_status status() const noexcept { return status_; }

private:
  exit_status status_;
};

}  // namespace replay
