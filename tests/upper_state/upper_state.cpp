// SPDX-License-Identifier: Apache-2.0
// After a batch kernel has run, the upper halves of the vector registers are as it found them,
// clear: or else all that the host computes next is several times slower, until something clears
// them. Prints what it saw; 77 where this machine cannot tell.

#include <telltale/simd/binning.hpp>
#include <telltale/simd/confusion.hpp>
#include <telltale/simd/count_class_pairs.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/proper_loss.hpp>
#include <telltale/simd/relative_errors.hpp>
#include <telltale/simd/residuals.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <vector>

#if defined(__x86_64__)
#include <cpuid.h>

namespace {

using namespace telltale;

constexpr std::uint32_t upper_halves = 1u << 2, upper_of_512 = 1u << 6;

/// The parts of the vector state that are not in their initial configuration.
std::uint32_t in_use() {
  std::uint32_t low = 0, high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1u));
  return low & (upper_halves | upper_of_512);
}

bool can_tell() {
  std::uint32_t a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_OSXSAVE) == 0 || (c & bit_AVX) == 0)
    return false;
  if (__get_cpuid_count(0xd, 1, &a, &b, &c, &d) == 0 || (a & (1u << 2)) == 0) return false;
  // And the test itself can fail.
  asm volatile("vzeroupper");
  const bool clear = in_use() == 0;
  asm volatile("vcmptrueps %%ymm0, %%ymm0, %%ymm0" ::: "xmm0");
  const bool dirty = in_use() != 0;
  asm volatile("vzeroupper");
  return clear && dirty && in_use() == 0;
}

int failures = 0;
volatile std::uint64_t sink = 0;  // so that nothing is left out

void after(const char* what, const char* form, std::size_t n, auto&& run) {
  asm volatile("vzeroupper");
  run();
  const std::uint32_t left = in_use();
  asm volatile("vzeroupper");
  if (left == 0) return;
  std::printf("%s, %s, %zu rows: left 0x%x in use\n", what, form, n, left);
  ++failures;
}

template <class T>
void check(simd::path form, const char* name) {
  simd::limit_path(form);
  const simd::grid_table table{};
  for (const std::size_t n : {0u, 1u, 8u, 31u, 32u, 100u, 256u, 1000u}) {
    std::vector<T> scores(n);
    std::vector<std::uint8_t> actual(n);
    for (std::size_t i = 0; i < n; ++i) {
      scores[i] = static_cast<T>(i) / static_cast<T>(n);
      actual[i] = static_cast<std::uint8_t>(i % 3 == 0);
    }
    after("confusion", name, n,
          [&] { sink = simd::confusion<T>(scores, actual, T(0.5)).cells[3]; });
    after("proper_loss", name, n, [&] {
      simd::loss_block block;
      simd::add(block, simd::usable_batch<T>{binary_batch<T>{scores, actual}});
      sink = block.n;
    });
    after("residuals", name, n, [&] {
      simd::residual_block block;
      simd::residuals<T>(scores, scores, block);
      simd::naive_block naive;
      simd::naive_errors<T>(scores, scores, scores, naive);
      sink = block.n + naive.n;
    });
    after("relative_errors", name, n, [&] {
      simd::relative_block block;
      simd::relative_errors<T>(scores, scores, 0, block);
      sink = block.n;
    });
    after("count_class_pairs", name, n, [&] {
      sink =
          simd::count_class_pairs(std::span<const T>{scores}, std::span<const std::uint8_t>{actual})
              .positives;
    });
    for (const std::size_t stride : {1u, 2u})
      after("binning", name, n, [&] {
        std::array<std::uint32_t, 1> cells{};
        const auto aside =
            simd::histogram(simd::column_view<const T>{scores.data(), n / stride, stride},
                            simd::grid_lookup{{0, 2048}, table.data()}, 0.25, 0.75,
                            std::span<std::uint32_t>{cells});
        sink = cells[0] + aside.below;
      });
  }
}

}  // namespace

int main() {
  if (!can_tell()) {
    std::puts("skipped: this machine does not tell which registers are in use");
    return 77;
  }
  constexpr const char* names[]{"unknown", "scalar", "lanes", "avx2", "avx512"};
  for (const simd::path form :
       {simd::path::scalar, simd::path::lanes, simd::path::avx2, simd::path::avx512}) {
    if (form > simd::widest_path()) continue;
    check<float>(form, names[static_cast<std::size_t>(form)]);
    check<double>(form, names[static_cast<std::size_t>(form)]);
  }
  std::printf("widest form: %s, %d calls left registers in use\n",
              names[static_cast<std::size_t>(simd::widest_path())], failures);
  return failures == 0 ? 0 : 1;
}
#else
int main() {
  std::puts("skipped: no such registers here");
  return 77;
}
#endif
