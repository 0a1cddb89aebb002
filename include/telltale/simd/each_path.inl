// SPDX-License-Identifier: Apache-2.0

// Compiles the file TELLTALE_KERNEL once for each instruction set, in a namespace of its own:
// simd::by_16, by_32 and by_64 bytes. In it TELLTALE_BYTES is the size of a register,
// TELLTALE_TARGET stands before each function, and TELLTALE_PATH is the namespace. A body calls
// none but functions of its own namespace, which are inlined, and its last word is
// TELLTALE_LEAVE: code of the wide instruction sets that returns, or calls, without clearing the
// upper halves of the registers makes all that its host does afterwards several times slower, and
// GCC 12 leaves that out where the function called stands in the same file.

#define TELLTALE_INLINE [[gnu::always_inline]] TELLTALE_TARGET inline

#define TELLTALE_BYTES 16
#define TELLTALE_PATH by_16
#define TELLTALE_TARGET
#define TELLTALE_LEAVE static_cast<void>(0)
#include TELLTALE_KERNEL
#undef TELLTALE_BYTES
#undef TELLTALE_PATH
#undef TELLTALE_TARGET
#undef TELLTALE_LEAVE

#if TELLTALE_DISPATCH
#define TELLTALE_BYTES 32
#define TELLTALE_PATH by_32
#define TELLTALE_TARGET [[gnu::target("avx2")]]
#define TELLTALE_LEAVE __builtin_ia32_vzeroupper()
#include TELLTALE_KERNEL
#undef TELLTALE_BYTES
#undef TELLTALE_PATH
#undef TELLTALE_TARGET
#ifndef TELLTALE_KERNEL_AVX2_IS_ENOUGH
#define TELLTALE_BYTES 64
#define TELLTALE_PATH by_64
#define TELLTALE_TARGET [[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]]
#include TELLTALE_KERNEL
#undef TELLTALE_BYTES
#undef TELLTALE_PATH
#undef TELLTALE_TARGET
#endif
#undef TELLTALE_LEAVE
#endif

#undef TELLTALE_INLINE
#undef TELLTALE_KERNEL
#ifdef TELLTALE_KERNEL_AVX2_IS_ENOUGH
#undef TELLTALE_KERNEL_AVX2_IS_ENOUGH
#endif
