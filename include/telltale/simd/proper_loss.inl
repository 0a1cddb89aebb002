// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

// As `simd::rough_log2`.
TELLTALE_INLINE doubles rough_log2(doubles x) noexcept {
  // An integer below 2^52 becomes a double as the mantissa of 2^52.
  constexpr std::uint64_t shifter = 0x4330000000000000u;
  const auto bits = reinterpret_cast<words>(x);
  const doubles exponent = reinterpret_cast<doubles>((bits >> 52) | shifter) - (0x1p52 + 1023);
  const doubles m = reinterpret_cast<doubles>((bits & mantissa_bits) | one_bits) - 1;
  const doubles square = m * m;
  return (exponent + apart(1.4274 * m)) + apart(square * (apart(0.1564 * m) - 0.5838));
}

// What the loop over `add` does to usable rows of which the first goes to the first lane.
// Requires: `n` is a multiple of the block's lanes, and at most 256.
template <class Score>
TELLTALE_TARGET void add_rows(const Score* scores, const std::uint8_t* actual, std::size_t n,
                              double eps, loss_block& block) noexcept {
  const doubles least = doubles{} + eps, most = doubles{} + (1 - eps);
  // So many factors, eps of double each, on top of a mantissa in [1, 2) leave a normal number.
  constexpr std::size_t chunk = 16 * sum_lanes;
  words positives{};
  // Lane by lane, as far as a register reaches: all lanes together have more sums than registers.
  for (std::size_t lane = 0; lane < sum_lanes; lane += lanes) {
    doubles product = load<doubles>(block.mantissa + lane);
    words exponent = load<words>(block.exponent + lane);
    doubles squared = load<doubles>(block.squared_error.of + lane);
    doubles fourth = load<doubles>(block.squared_error_squares.of + lane);
    doubles sum = load<doubles>(block.scores.of + lane);
    doubles variance = load<doubles>(block.score_variance.of + lane);
    double truths[256];
    std::size_t seen = 0;
    for (std::size_t begin = lane; begin < n; begin += chunk) {
      const auto parts = reinterpret_cast<words>(product);
      exponent += (parts >> 52) - 1023;
      product = reinterpret_cast<doubles>((parts & mantissa_bits) | one_bits);
      const std::size_t end = n - begin < chunk ? n : begin + chunk;
      for (std::size_t i = begin; i < end; i += sum_lanes) {
        const doubles p = load_doubles(scores + i);
        const words label = load_words(actual + i);
        const words mask = 0 - label;
        const doubles rest = 1 - p;
        const auto p_bits = reinterpret_cast<words>(p), rest_bits = reinterpret_cast<words>(rest);
        const words swap = (p_bits ^ rest_bits) & mask;
        const auto error = reinterpret_cast<doubles>(p_bits ^ swap);
        const doubles given =
            smaller(larger(reinterpret_cast<doubles>(rest_bits ^ swap), least), most);
        const doubles square = apart(error * error);
        product *= given;
        squared += square;
        fourth += apart(square * square);
        sum += p;
        variance += apart(p * rest);
        positives += label;
        store(truths + seen, given);
        seen += lanes;
      }
    }
    store(block.mantissa + lane, product);
    store(block.exponent + lane, exponent);
    store(block.squared_error.of + lane, squared);
    store(block.squared_error_squares.of + lane, fourth);
    store(block.scores.of + lane, sum);
    store(block.score_variance.of + lane, variance);

    // In a loop of its own: one with both would be too long for the processor to overlap its
    // rounds.
    doubles bits = load<doubles>(block.bits.of + lane);
    doubles bits_squares = load<doubles>(block.bits_squares.of + lane);
    for (std::size_t i = 0; i < seen; i += lanes) {
      const doubles rough = rough_log2(load<doubles>(truths + i));
      bits -= rough;
      bits_squares += apart(rough * rough);
    }
    store(block.bits.of + lane, bits);
    store(block.bits_squares.of + lane, bits_squares);
  }
  block.n += static_cast<std::uint32_t>(n);
  for (std::size_t k = 0; k < lanes; ++k)
    block.positives += static_cast<std::uint32_t>(positives[k]);
  TELLTALE_LEAVE;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
