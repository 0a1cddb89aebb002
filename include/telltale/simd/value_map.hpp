// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

template <std::floating_point T>
requires(sizeof(T) == 4 ||
         sizeof(T) ==
             8) using image_word = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// Unsigned integers in the order of the values, -0 and +0 being the same one.
template <std::floating_point T>
[[nodiscard]] constexpr image_word<T> value_image(T x) noexcept {
  using word = image_word<T>;
  constexpr unsigned last = 8 * sizeof(T) - 1;
  const word bits = std::bit_cast<word>(x + T(0));
  return bits ^ ((word{0} - (bits >> last)) | (word{1} << last));
}

/// The least and the largest of some values.
template <class T>
struct value_range {
  T lowest = std::numeric_limits<T>::infinity();
  T highest = -std::numeric_limits<T>::infinity();

  /// Takes more values in; whether none of them is NaN.
  [[nodiscard]] bool add(std::span<const T> values) noexcept {
    bool numbers = true;
    std::size_t i = 0;
#if TELLTALE_LANES
    using vector = std::conditional_t<sizeof(T) == 4, float4, double2>;
    constexpr std::size_t width = 16 / sizeof(T);
    vector low = vector{} + lowest, high = vector{} + highest;
    auto good = low == low;
    for (; i + width <= values.size(); i += width) {
      const auto x = load<vector>(values.data() + i);
      good &= x == x;
      low = smaller(x, low);
      high = larger(x, high);
    }
    numbers = common_bits(good) == ~std::uint64_t{0};
    for (std::size_t k = 0; k < width; ++k) {
      lowest = low[k] < lowest ? low[k] : lowest;
      highest = high[k] > highest ? high[k] : highest;
    }
#endif
    for (; i < values.size(); ++i) {
      numbers &= values[i] == values[i];
      lowest = values[i] < lowest ? values[i] : lowest;
      highest = values[i] > highest ? values[i] : highest;
    }
    return numbers;
  }
};

/// A monotone map of values into buckets, in equal steps of the value or of its image: whichever
/// spreads them better.
///
/// Shape  no search and no branch on the data: a difference and a product, or a difference of
///        integers and a shift
template <std::floating_point T>
class value_map {
public:
  /// Of values in `range`, of which `sample` shows some, into 2^bits buckets, at most 65,536.
  /// Requires: a range of values that are not NaN.
  value_map(const value_range<T>& range, unsigned bits, std::span<const T> sample) noexcept
      : value_map(range, bits) {
    scale_ = (last_ + 1) / (range.highest - range.lowest);
    const bool linear_works = scale_ > 0 && scale_ <= (std::numeric_limits<T>::max)();
    linear_ = linear_works && crowd(sample, bits, true) <= crowd(sample, bits, false);
  }

  /// In steps of the image: at least its lowest and its highest value come into different buckets.
  [[nodiscard]] static value_map of_images(const value_range<T>& range, unsigned bits) noexcept {
    value_map map{range, bits};
    return map;
  }

  [[nodiscard]] std::uint32_t operator()(T x) const noexcept {
    return linear_ ? linear(x) : image(x);
  }

  /// The bucket of each. Requires: room for `values.size()`.
  void fill(std::span<const T> values, std::uint16_t* to) const noexcept {
    std::size_t i = 0;
#if TELLTALE_LANES
    if constexpr (sizeof(T) == 4)
      for (; i + 8 <= values.size(); i += 8) {
        const auto a = load<float4>(values.data() + i), b = load<float4>(values.data() + i + 4);
        store(to + i, linear_ ? narrow(linear(a), linear(b)) : narrow(image(a), image(b)));
      }
#endif
    for (; i < values.size(); ++i) to[i] = static_cast<std::uint16_t>((*this)(values[i]));
  }

private:
  value_map(const value_range<T>& range, unsigned bits) noexcept
      : origin_(range.lowest),
        last_(static_cast<T>((std::uint32_t{1} << bits) - 1)),
        first_image_(value_image(range.lowest)) {
    const auto width = static_cast<image_word<T>>(value_image(range.highest) - first_image_);
    const auto needed = static_cast<unsigned>(std::bit_width(width));
    shift_ = needed > bits ? needed - bits : 0;
  }

  [[nodiscard]] std::uint32_t linear(T x) const noexcept {
    const T cell = (x - origin_) * scale_;
    // By way of a signed integer, which is one instruction.
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(cell < last_ ? cell : last_));
  }
  [[nodiscard]] std::uint32_t image(T x) const noexcept {
    return static_cast<std::uint32_t>((value_image(x) - first_image_) >> shift_);
  }

#if TELLTALE_LANES
  [[nodiscard]] uint4 linear(float4 x) const noexcept {
    const float4 cells = smaller((x - origin_) * scale_, float4{} + last_);
    return std::bit_cast<uint4>(__builtin_convertvector(cells, int4));
  }
  [[nodiscard]] uint4 image(float4 x) const noexcept {
    const auto bits = std::bit_cast<uint4>(x + 0.0f);
    return ((bits ^ ((0 - (bits >> 31)) | 0x80000000u)) - first_image_) >> shift_;
  }
#endif

  // Pairs of the sample that would share one of 256 buckets: what a bad map has many of.
  [[nodiscard]] std::uint32_t crowd(std::span<const T> sample, unsigned bits,
                                    bool by_value) const noexcept {
    constexpr unsigned coarse = 8;
    std::array<std::uint32_t, 1u << coarse> counts{};
    for (const T x : sample)
      ++counts[(by_value ? linear(x) : image(x)) >> (bits > coarse ? bits - coarse : 0)];
    std::uint32_t pairs = 0;
    for (const std::uint32_t n : counts) pairs += n * n;
    return pairs;
  }

  T origin_;
  T scale_ = 0;
  T last_;
  image_word<T> first_image_;
  unsigned shift_ = 0;
  bool linear_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI::simd
