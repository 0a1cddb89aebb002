// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/simd/dispatch.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>

// A kernel by each set of instructions that this machine has: NAME/sse2/1000, NAME/avx2/1000.

namespace by_path {

inline bool registered(const std::string& name, void (*run)(benchmark::State&),
                       void (*sizes)(benchmark::internal::Benchmark*)) {
  using telltale::simd::path;
  for (const auto& [form, suffix] :
       {std::pair{path::lanes, "/sse2"}, std::pair{path::avx2, "/avx2"},
        std::pair{path::avx512, "/avx512"}}) {
    if (form > telltale::simd::widest_path()) continue;
    const path wanted = form;
    sizes(benchmark::RegisterBenchmark((name + suffix).c_str(), [=](benchmark::State& bench) {
      telltale::simd::limit_path(wanted);
      run(bench);
      telltale::simd::limit_path(path::unknown);
    }));
  }
  return true;
}

template <std::int64_t... Sizes>
void of(benchmark::internal::Benchmark* each) {
  static_cast<void>(each);
  (each->Arg(Sizes), ...);
}

}  // namespace by_path
