// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

namespace telltale::inline TELLTALE_ABI {

/// Pairs of rows: products of two counts do not fit in 64 bits.
__extension__ typedef unsigned __int128 uint128;

}  // namespace telltale::inline TELLTALE_ABI
