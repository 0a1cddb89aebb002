// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// Calls of `operator new` since the program began.
std::size_t allocations();
