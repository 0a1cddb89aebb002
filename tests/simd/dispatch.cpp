// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/dispatch.hpp>

#include <doctest/doctest.h>

namespace {

using namespace telltale::simd;

TEST_CASE("simd/dispatch runs the widest form that there is, unless it is told to run less") {
  limit_path(path::unknown);
  CHECK(current_path() == widest_path());
  CHECK(widest_path() >= path::scalar);
  CHECK(widest_path() != path::unknown);
  CHECK(limit_path(path::scalar) == path::scalar);
  CHECK(current_path() == path::scalar);
  CHECK(limit_path(path::avx512) == widest_path());
  CHECK(current_path() == widest_path());
  CHECK(limit_path(path::lanes) == (widest_path() < path::lanes ? widest_path() : path::lanes));
  limit_path(path::unknown);
}

#if defined(TELLTALE_FORCE_SCALAR)
TEST_CASE("simd/dispatch knows no form but the scalar one where a host wants that") {
  CHECK(widest_path() == path::scalar);
}
#endif

}  // namespace
