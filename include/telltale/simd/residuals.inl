// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

// What the loop over `add` does to usable rows of which the first goes to the first lane. Register
// by register of lanes, and sum after sum: all at once are more than there are registers.
// Requires: `n` is a multiple of the block's lanes.
template <class Value>
TELLTALE_TARGET void add_residuals(const Value* actual, const Value* predicted, std::size_t n,
                                   residual_block& block) noexcept {
  const doubles pivot_error = doubles{} + block.pivot_error;
  const doubles pivot_actual = doubles{} + block.pivot_actual;
  const doubles zero{};
  const longs magnitude = longs{} + 0x7fffffffffffffff;
  doubles largest{};
  for (std::size_t lane = 0; lane < sum_lanes; lane += lanes) {
    doubles first_d = load<doubles>(block.d.of + lane), first_t = load<doubles>(block.t.of + lane);
    doubles d_2 = load<doubles>(block.d2.of + lane), t_2 = load<doubles>(block.t2.of + lane);
    doubles d_t = load<doubles>(block.dt.of + lane), d2_t2 = load<doubles>(block.d2t2.of + lane);
    for (std::size_t i = lane; i < n; i += sum_lanes) {
      const doubles y = load_doubles(actual + i);
      const doubles d = (load_doubles(predicted + i) - y) - pivot_error, t = y - pivot_actual;
      const doubles both = apart(d * t);
      first_d += d;
      first_t += t;
      d_2 += apart(d * d);
      t_2 += apart(t * t);
      d_t += both;
      d2_t2 += apart(both * both);
    }
    store(block.d.of + lane, first_d), store(block.t.of + lane, first_t);
    store(block.d2.of + lane, d_2), store(block.t2.of + lane, t_2);
    store(block.dt.of + lane, d_t), store(block.d2t2.of + lane, d2_t2);

    doubles d_3 = load<doubles>(block.d3.of + lane), t_3 = load<doubles>(block.t3.of + lane);
    doubles d_4 = load<doubles>(block.d4.of + lane), t_4 = load<doubles>(block.t4.of + lane);
    doubles d2_t = load<doubles>(block.d2t.of + lane), t2_d = load<doubles>(block.t2d.of + lane);
    for (std::size_t i = lane; i < n; i += sum_lanes) {
      const doubles y = load_doubles(actual + i);
      const doubles d = (load_doubles(predicted + i) - y) - pivot_error, t = y - pivot_actual;
      const doubles dd = apart(d * d), tt = apart(t * t);
      d_3 += apart(dd * d);
      t_3 += apart(tt * t);
      d_4 += apart(dd * dd);
      t_4 += apart(tt * tt);
      d2_t += apart(dd * t);
      t2_d += apart(tt * d);
    }
    store(block.d3.of + lane, d_3), store(block.t3.of + lane, t_3);
    store(block.d4.of + lane, d_4), store(block.t4.of + lane, t_4);
    store(block.d2t.of + lane, d2_t), store(block.t2d.of + lane, t2_d);

    doubles over = load<doubles>(block.over.of + lane),
            under = load<doubles>(block.under.of + lane);
    doubles over_2 = load<doubles>(block.over2.of + lane);
    doubles under_2 = load<doubles>(block.under2.of + lane);
    longs over_n = load<longs>(block.over_count.of + lane);
    longs under_n = load<longs>(block.under_count.of + lane);
    doubles sizes = load<doubles>(block.actual.of + lane);
    doubles products = load<doubles>(block.actual_error.of + lane);
    for (std::size_t i = lane; i < n; i += sum_lanes) {
      const doubles y = load_doubles(actual + i), error = load_doubles(predicted + i) - y;
      const doubles above = larger(error, zero), below = larger(zero - error, zero);
      over += above;
      under += below;
      over_2 += apart(above * above);
      under_2 += apart(below * below);
      over_n -= error > zero;
      under_n -= error < zero;
      const auto size = reinterpret_cast<doubles>(reinterpret_cast<longs>(y) & magnitude);
      const doubles distance = above + below;
      sizes += size;
      products += apart(size * distance);
      largest = larger(distance, largest);
    }
    store(block.over.of + lane, over), store(block.under.of + lane, under);
    store(block.over2.of + lane, over_2), store(block.under2.of + lane, under_2);
    store(block.over_count.of + lane, over_n), store(block.under_count.of + lane, under_n);
    store(block.actual.of + lane, sizes), store(block.actual_error.of + lane, products);
  }
  double most = block.max_error;
  for (std::size_t k = 0; k < lanes; ++k) most = largest[k] > most ? largest[k] : most;
  block.max_error = most;
  block.n += static_cast<std::uint32_t>(n);
  TELLTALE_LEAVE;
}

// The same for the naive forecasts of usable rows, which need not be usable.
template <class Value>
TELLTALE_TARGET void add_naive(const Value* actual, const Value* predicted, const Value* naive,
                               std::size_t n, naive_block& block) noexcept {
  const doubles most = doubles{} + 1e60;
  const longs magnitude = longs{} + 0x7fffffffffffffff;
  longs known_rows{};
  for (std::size_t lane = 0; lane < sum_lanes; lane += lanes) {
    doubles errors = load<doubles>(block.errors.of + lane);
    doubles worths = load<doubles>(block.worths.of + lane);
    doubles error_squares = load<doubles>(block.error_squares.of + lane);
    doubles worth_squares = load<doubles>(block.worth_squares.of + lane);
    doubles products = load<doubles>(block.products.of + lane);
    for (std::size_t i = lane; i < n; i += sum_lanes) {
      const doubles y = load_doubles(actual + i), f = load_doubles(naive + i);
      const longs known = (f >= -most) & (f <= most);
      const longs kept = known & magnitude;
      const doubles e = load_doubles(predicted + i) - y, w = y - f;
      const auto error = reinterpret_cast<doubles>(reinterpret_cast<longs>(e) & kept);
      const auto worth = reinterpret_cast<doubles>(reinterpret_cast<longs>(w) & kept);
      errors += error;
      worths += worth;
      error_squares += apart(error * error);
      worth_squares += apart(worth * worth);
      products += apart(error * worth);
      known_rows -= known;
    }
    store(block.errors.of + lane, errors), store(block.worths.of + lane, worths);
    store(block.error_squares.of + lane, error_squares);
    store(block.worth_squares.of + lane, worth_squares);
    store(block.products.of + lane, products);
  }
  for (std::size_t k = 0; k < lanes; ++k) block.n += static_cast<std::uint32_t>(known_rows[k]);
  block.rows += static_cast<std::uint32_t>(n);
  TELLTALE_LEAVE;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
