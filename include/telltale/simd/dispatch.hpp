// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>

#include <atomic>
#include <cstdint>

// Which of its forms a batch kernel runs. A kernel's body stands once, in a file of its own, and is
// compiled for each instruction set (simd/each_path.hpp); which of them runs is decided here, on
// the machine that runs it. All of them give the same answer.
//
// Shape  One relaxed load a batch, of a value that is asked from the processor once: two threads
//        that ask at the same time find the same. No guard, no constructor.

#if TELLTALE_LANES && defined(__x86_64__)
#define TELLTALE_DISPATCH 1
#else
#define TELLTALE_DISPATCH 0
#endif

namespace telltale::inline TELLTALE_ABI::simd {

/// The forms of a kernel, each wider than the one before.
enum class path : std::uint8_t {
  unknown,
  scalar,  ///< plain C++: what defines the answer
  lanes,   ///< 16 bytes: SSE2 or NEON, which every x86-64 or 64-bit Arm has
  avx2,    ///< 32 bytes
  avx512,  ///< 64 bytes: F, BW, DQ and VL
};

/// The widest form that this machine can run.
[[nodiscard]] inline path widest_path() noexcept {
#if TELLTALE_DISPATCH
  __builtin_cpu_init();  // free once it has run; a static constructor may come before libgcc's own
  if (!__builtin_cpu_supports("avx2")) return path::lanes;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
             ? path::avx512
             : path::avx2;
#elif TELLTALE_LANES
  return path::lanes;
#else
  return path::scalar;
#endif
}

namespace detail {
inline constinit std::atomic<path> chosen_path{path::unknown};
}

/// The form that batch kernels run.
[[nodiscard]] inline path current_path() noexcept {
  const path chosen = detail::chosen_path.load(std::memory_order_relaxed);
  if (chosen != path::unknown) [[likely]]
    return chosen;
  const path widest = widest_path();
  detail::chosen_path.store(widest, std::memory_order_relaxed);
  return widest;
}

/// Makes batch kernels run no wider form than this from now on: for tests, and for a host that
/// wants to see what its machines would do without. Gives the one that they run now.
inline path limit_path(path most) noexcept {
  const path widest = widest_path();
  const path now = most == path::unknown || most > widest ? widest : most;
  detail::chosen_path.store(now, std::memory_order_relaxed);
  return now;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
