// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/options.hpp>
#include <replay/run.hpp>

#include <string>

namespace replay {

/// The replay for people, in lines of at most 100 characters where names allow: the rules, the
/// windows, the decisions with their reasons.
[[nodiscard]] std::string table(const replayed& seen, const options& asked);

}  // namespace replay
