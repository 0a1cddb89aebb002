// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

// What the loop over `add` does to usable rows of which the first goes to the first lane.
// Requires: `n` is a multiple of the block's lanes.
template <class Value>
TELLTALE_TARGET void add_relative(const Value* actual, const Value* predicted, std::size_t n,
                                  double zero, relative_block& block) noexcept {
  const doubles none{}, most = none + 1e60, least = none + zero;
  const auto one = reinterpret_cast<longs>(none + 1);
  const longs magnitude = longs{} + 0x7fffffffffffffff;
  longs zeros{};
  for (std::size_t lane = 0; lane < sum_lanes; lane += lanes) {
    doubles of_actual = load<doubles>(block.of_actual.of + lane);
    doubles symmetric = load<doubles>(block.symmetric.of + lane);
    doubles of_actual_2 = load<doubles>(block.of_actual_squares.of + lane);
    doubles symmetric_2 = load<doubles>(block.symmetric_squares.of + lane);
    for (std::size_t i = lane; i < n; i += sum_lanes) {
      const doubles y = load_doubles(actual + i), p = load_doubles(predicted + i), e = p - y;
      const auto error = reinterpret_cast<longs>(e) & magnitude;
      const auto size = reinterpret_cast<longs>(y) & magnitude;
      const doubles total = reinterpret_cast<doubles>(size) +
                            reinterpret_cast<doubles>(reinterpret_cast<longs>(p) & magnitude);
      const longs counts =
          (reinterpret_cast<doubles>(size) > least) &
          (reinterpret_cast<doubles>(error) <= reinterpret_cast<doubles>(size) * most);
      const longs any = total > none;
      const doubles share = reinterpret_cast<doubles>(error & counts) /
                            reinterpret_cast<doubles>((size & counts) | (one & ~counts));
      const auto distance = reinterpret_cast<doubles>(error);
      const doubles both =
          (distance + distance) /
          reinterpret_cast<doubles>((reinterpret_cast<longs>(total) & any) | (one & ~any));
      of_actual += share;
      symmetric += both;
      of_actual_2 += apart(share * share);
      symmetric_2 += apart(both * both);
      zeros += counts + 1;
    }
    store(block.of_actual.of + lane, of_actual), store(block.symmetric.of + lane, symmetric);
    store(block.of_actual_squares.of + lane, of_actual_2);
    store(block.symmetric_squares.of + lane, symmetric_2);
  }
  for (std::size_t k = 0; k < lanes; ++k) block.zeros += static_cast<std::uint32_t>(zeros[k]);
  block.n += static_cast<std::uint32_t>(n);
  TELLTALE_LEAVE;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
