// SPDX-License-Identifier: Apache-2.0
#pragma once

// Counts what the global operator new is asked for. It replaces that operator, so include it in one
// file of an executable only.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace allocations {
inline std::atomic<std::size_t> made{0};
inline std::atomic<std::size_t> bytes{0};

/// Allocations that `action` makes.
inline std::size_t during(auto&& action) {
  const std::size_t before = made.load();
  action();
  return made.load() - before;
}
/// Bytes that `action` asks for, those it gives back included.
inline std::size_t bytes_during(auto&& action) {
  const std::size_t before = bytes.load();
  action();
  return bytes.load() - before;
}
}  // namespace allocations

// Not inlined, or GCC sees a `free` that meets no `malloc` and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations::made;
  allocations::bytes += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();  // a test that is out of memory has no more to say
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return operator new(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
