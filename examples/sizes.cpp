// SPDX-License-Identifier: Apache-2.0
// What a monitor takes: its own size, and the heap that it asks for when it is made. Nothing is
// asked for afterwards.
#include <telltale/evaluate.hpp>
#include <telltale/telltale.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <random>
#include <string>
#include <vector>

namespace {
std::size_t allocated = 0;
}

[[gnu::noinline]] void* operator new(std::size_t size) {
  allocated += size;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace tt = telltale;

namespace {

// The next score, class or number of a stream, and its truth.
void add(tt::reference_builder& builder, std::mt19937_64& rng, const std::vector<double>& x) {
  const double score = static_cast<double>(rng() % 1000) / 1000;
  builder.add(score, static_cast<std::uint8_t>(rng() % 2), x);
}
void add(tt::multiclass_reference_builder<10>& builder, std::mt19937_64& rng,
         const std::vector<double>& x) {
  const std::size_t predicted = rng() % 10;
  builder.add(predicted, rng() % 10, x);
}
void add(tt::regression_reference_builder& builder, std::mt19937_64& rng,
         const std::vector<double>& x) {
  const auto predicted = static_cast<double>(rng() % 1000);
  builder.add(predicted, static_cast<double>(rng() % 1000), x);
}

template <class Builder>
tt::reference fit(std::size_t features) {
  tt::schema columns;
  for (std::size_t i = 0; i < features; ++i) columns.push_back({"x" + std::to_string(i)});
  Builder builder{columns};
  std::mt19937_64 rng{1};
  std::vector<double> x(features);
  for (int row = 0; row < 2000; ++row) {
    for (double& value : x) value = static_cast<double>(rng() % 100'000);
    add(builder, rng, x);
  }
  return *builder.fit();
}

template <class Monitor, class Builder>
void print(const char* name) {
  for (const std::size_t features : {std::size_t{0}, std::size_t{10}, std::size_t{100}}) {
    const tt::reference baseline = fit<Builder>(features);
    std::printf("%-12s %8zu %8zu", name, features, sizeof(Monitor));
    for (const bool keep : {false, true}) {
      tt::reference shipped = baseline;  // the monitor takes it over
      allocated = 0;
      const Monitor watch = *Monitor::make(std::move(shipped), {.keep_rows = keep});
      std::printf(" %17zu", allocated);
    }
    std::printf("\n");
  }
}

}  // namespace

int main() {
  std::printf("monitor      features   sizeof  heap (bins alone)  (1000 rows kept)\n");
  print<tt::binary_monitor, tt::reference_builder>("binary");
  print<tt::multiclass_monitor<10>, tt::multiclass_reference_builder<10>>("10 classes");
  print<tt::regression_monitor, tt::regression_reference_builder>("regression");
}
