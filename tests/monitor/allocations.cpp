// SPDX-License-Identifier: Apache-2.0
// Counts what is taken from the free store, in a translation unit of its own so that the compiler
// does not see through the pair below.
#include "allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> taken = 0;
}

std::size_t allocations() { return taken; }

void* operator new(std::size_t size) {
  ++taken;
  if (void* const p = std::malloc(size == 0 ? 1 : size)) return p;
  std::abort();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
