// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/lanes.hpp>

#include <cstddef>
#include <cstdint>

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/vectors.inl>
#include <telltale/simd/each_path.inl>
#endif
