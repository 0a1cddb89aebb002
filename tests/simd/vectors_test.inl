// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

TELLTALE_TARGET inline sixteen run() {
  double out[5][16];
  std::int32_t whole[16];
  const double nan = std::numeric_limits<double>::quiet_NaN();
  bool all = true, not_all = false;
  for (std::size_t i = 0; i < 16; i += lanes) {
    const doubles x = load_doubles(floats_in + i);
    store(out[0] + i, apart(x * 2));
    store(out[1] + i, smaller(x, doubles{} + 3));
    store(out[2] + i, larger(x, doubles{} + 3));
    store_whole(whole + i, x);
    const words labels = load_words(labels_in + i);
    for (std::size_t k = 0; k < lanes; ++k) out[4][i + k] = static_cast<double>(labels[k]);
    // Where one is NaN, the second of the two.
    const doubles second = smaller(larger(doubles{} + nan, x), x);
    all &= all_set(second == x);
    not_all |= all_set(load_doubles(floats_in + i) == doubles{} + 100);
  }
  for (std::size_t i = 0; i < 16; ++i) out[3][i] = whole[i];
  TELLTALE_LEAVE;
  const auto column = [&](std::size_t k) { return std::vector<double>(out[k], out[k] + 16); };
  return {column(0), column(1), column(2), column(3), column(4), all, not_all};
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
