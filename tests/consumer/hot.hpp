// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/monitor/binary.hpp>

inline constexpr unsigned right = 75;
inline constexpr unsigned wrong = 25;

/// Serves `right` predictions that come true and `wrong` ones that do not.
void serve(telltale::binary_monitor& watch) noexcept;
