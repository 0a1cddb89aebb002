// SPDX-License-Identifier: Apache-2.0
#pragma once

// What something costs. The bytes on the heap are counted by replacing the global operator new:
// include it in one file of a program.

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace cost {

inline std::size_t heap_bytes = 0;  // asked for and not given back; the program has one thread

inline constexpr std::size_t header = alignof(std::max_align_t);  // holds the size of its block

/// Rounded up, so that what one standard library needs and another does not changes nothing.
constexpr std::size_t kibibytes(std::size_t bytes) { return (bytes + 1023) / 1024; }

/// The time that some work takes, all together.
class stopwatch {
public:
  void operator()(auto&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    spent_ += std::chrono::steady_clock::now() - start;
  }
  double nanoseconds() const { return static_cast<double>(spent_.count()); }

private:
  std::chrono::nanoseconds spent_{};
};

}  // namespace cost

// Not inlined, or GCC sees a `free` that meets no `malloc` and warns.
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* const block = std::malloc(cost::header + size);
  if (block == nullptr) std::abort();
  *static_cast<std::size_t*>(block) = size;
  cost::heap_bytes += size;
  return static_cast<std::byte*>(block) + cost::header;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  void* const block = static_cast<std::byte*>(memory) - cost::header;
  cost::heap_bytes -= *static_cast<std::size_t*>(block);
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return operator new(size);
}
