// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/simd/dispatch.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <random>
#include <vector>

namespace paths {

inline constexpr const char* names[]{"unknown", "scalar", "lanes", "avx2", "avx512"};

/// Calls `test` with each form of the kernels that this machine can run.
void each(auto&& test) {
  using telltale::simd::path;
  for (const path p : {path::scalar, path::lanes, path::avx2, path::avx512}) {
    if (p > telltale::simd::widest_path()) continue;
    INFO("path ", names[static_cast<std::size_t>(p)]);
    REQUIRE(telltale::simd::limit_path(p) == p);
    test();
  }
  telltale::simd::limit_path(path::unknown);
}

/// What `answer` gives on each path is what it gives on the first, the scalar one.
void agree(auto&& answer) {
  telltale::simd::limit_path(telltale::simd::path::scalar);
  const auto expected = answer();
  each([&] { CHECK(answer() == expected); });
}

}  // namespace paths
