// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/auc.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace telltale;

template <class Score>
void check_order_of_keys() {
  const Score ascending[] = {0,
                             std::numeric_limits<Score>::denorm_min(),
                             std::numeric_limits<Score>::min(),
                             std::numeric_limits<Score>::epsilon(),
                             Score(0.25),
                             Score(0.5),
                             std::nextafter(Score(0.5), Score(1)),
                             std::nextafter(Score(1), Score(0)),
                             1};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    CHECK(simd::make_rank_key(ascending[i], 0) < simd::make_rank_key(ascending[i], 1));
    CHECK(simd::make_rank_key(ascending[i], 1) < simd::make_rank_key(ascending[i + 1], 0));
  }
  CHECK(simd::make_rank_key(Score(-0.0), 1) == simd::make_rank_key(Score(0), 1));
  CHECK(simd::make_rank_key(Score(0), 0) == 0);
}

}  // namespace

TEST_CASE("simd/auc a key orders by score, and then by label") {
  check_order_of_keys<float>();
  check_order_of_keys<double>();
}

TEST_CASE("simd/auc sorts as std::sort does, at every size and for every spread of digits") {
  std::mt19937_64 rng{5};
  const auto check = [&](auto key, std::size_t size, std::uint64_t mask) {
    std::vector<decltype(key)> keys(size), scratch(size);
    for (auto& k : keys) k = static_cast<decltype(key)>(rng() & mask);
    auto want = keys;
    std::sort(want.begin(), want.end());
    simd::sort_keys(keys, scratch);
    CHECK(keys == want);
  };
  for (const std::size_t size : {0u, 1u, 2u, 511u, 512u, 513u, 3000u}) {
    for (const std::uint64_t mask :
         {~std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{0x7ff},
          std::uint64_t{0xffc00000}, std::uint64_t{0xf000000000000001}}) {
      check(std::uint32_t{}, size, mask);
      check(std::uint64_t{}, size, mask);
    }
  }
}

TEST_CASE("simd/auc keeps the usable rows, in order") {
  const std::vector<float> scores{0.5f, 1,     0,    std::numeric_limits<float>::quiet_NaN(),
                                  0.5f, -0.1f, 0.2f, 1.1f};
  const std::vector<std::uint8_t> actual{1, 0, 1, 1, 0, 0, 2, 1};
  const auto keys = simd::sorted_keys<float>(scores, actual);
  const std::vector<std::uint32_t> want{simd::make_rank_key(0.0f, 1), simd::make_rank_key(0.5f, 0),
                                        simd::make_rank_key(0.5f, 1), simd::make_rank_key(1.0f, 0)};
  CHECK(keys == want);
  CHECK(simd::sorted_keys<double>({}, {}).empty());
}
