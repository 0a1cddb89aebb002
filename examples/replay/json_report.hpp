// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/run.hpp>

#include <string>

namespace replay {

/// The replay as one JSON object, a line: the tool's contract with programs. A metric without an
/// answer is null; what is not measured is absent; every number reads back as the same double.
[[nodiscard]] std::string json_report(const replayed& seen);

}  // namespace replay
