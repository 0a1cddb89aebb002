// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/vectors.hpp>

#include <doctest/doctest.h>
#include <simd/paths.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#if TELLTALE_LANES

// Each operation in each instruction set: sixteen values in, sixteen out.
namespace telltale::simd {

struct sixteen {
  std::vector<double> doubled, least, most, whole, labels;
  bool all = false, not_all = true;
  friend bool operator==(const sixteen&, const sixteen&) = default;
};

inline const float floats_in[16]{0.5f, -3, 7.25f, 100, 0, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10.75f, 11};
inline const std::uint8_t labels_in[16]{0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 128};

}  // namespace telltale::simd

#define TELLTALE_KERNEL <simd/vectors_test.inl>
#include <telltale/simd/each_path.inl>

namespace {

using namespace telltale::simd;

TEST_CASE("simd/vectors do the same in every instruction set") {
  sixteen expected;
  for (std::size_t i = 0; i < 16; ++i) {
    const auto x = static_cast<double>(floats_in[i]);
    expected.doubled.push_back(2 * x);
    expected.least.push_back(x < 3 ? x : 3);
    expected.most.push_back(x > 3 ? x : 3);
    expected.whole.push_back(static_cast<double>(static_cast<int>(x)));
    expected.labels.push_back(labels_in[i]);
  }
  expected.all = true;
  expected.not_all = false;
  CHECK(by_16::run() == expected);
#if TELLTALE_DISPATCH
  if (widest_path() >= path::avx2) CHECK(by_32::run() == expected);
  if (widest_path() >= path::avx512) CHECK(by_64::run() == expected);
#endif
}

}  // namespace

#endif
