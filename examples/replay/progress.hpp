// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace replay {

/// Says how far it is on standard error, on one line that wipes itself at the end; nothing where
/// that is not a terminal.
void show_progress(std::size_t done, std::size_t of);

}  // namespace replay
