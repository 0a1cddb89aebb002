// SPDX-License-Identifier: Apache-2.0
#include "../allocations.hpp"

#include <telltale/io/reference.hpp>

#include <doctest/doctest.h>

#include "references.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What a load asks the heap for is bounded by the size of what it was given, whatever that says.

namespace {

using references::random_parts;
using references::reference;
using telltale::task;
using telltale::io::load_reference;
using telltale::io::save_reference;
using bytes = std::vector<std::byte>;

// The promise of load_reference. An error's sentence is no more than some strings.
std::size_t bound(std::size_t columns, std::size_t size) {
  return 9 * 1024 * columns + 12 * size + 2048;
}

struct outcome {
  bool loaded = false;
  std::size_t asked = 0;
};
outcome load(const bytes& file) {
  outcome o;
  o.asked = allocations::bytes_during([&] { o.loaded = load_reference(file).has_value(); });
  return o;
}

// No features, and an output that the rows allow; what is added comes out of the caller's hands.
reference::parts bare() {
  reference::parts all = random_parts(task::binary, false, false);
  all.features.clear();
  return all;
}

TEST_CASE("io/allocation: a reference takes little more than its bytes") {
  for (const task predicts : {task::binary, task::multiclass, task::regression}) {
    const bytes file = save_reference(reference{random_parts(predicts, true)});
    const outcome o = load(file);
    CHECK(o.loaded);
    CHECK(o.asked < bound(10, file.size()));
  }
  // The values are most of a real one, and take their size once.
  reference::parts all = bare();
  std::vector<double> values(200'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i % 1000);
  all.rows = values.size();
  all.rejected = 0;
  all.features.push_back(references::fitted("a", values));
  const bytes file = save_reference(reference{all});
  const outcome o = load(file);
  CHECK(o.loaded);
  CHECK(static_cast<double>(o.asked) < 1.05 * static_cast<double>(file.size()));
}

TEST_CASE("io/allocation: the columns that take most for their bytes keep the bound") {
  constexpr std::size_t columns = 500;
  for (const bool dense : {true, false}) {
    reference::parts all = bare();
    for (std::size_t c = 0; c < columns; ++c) {
      std::string name = std::to_string(c);
      name += 'c';
      all.features.push_back(dense ? references::coded(name, {0, 4095}, 1, false)
                                   : references::fitted(name, {1, 2}, 10, false));
    }
    const bytes file = save_reference(reference{all});
    const outcome o = load(file);
    CHECK(o.loaded);
    CHECK(o.asked < bound(columns + 1, file.size()));
    CHECK(o.asked > (dense ? 8000u : 2000u) * columns);  // so the bound says something
  }
  // Scattered codes in a hash table that has just doubled.
  for (const std::size_t most : {1u, 65'000u}) {
    reference::parts all = bare();
    std::vector<double> codes;
    for (int i = 0; i < 16'385; ++i) codes.push_back(1000.0 * i);
    all.rows = 20'000;
    all.features.push_back(references::coded("codes", codes, most, false));
    const bytes file = save_reference(reference{all});
    const outcome o = load(file);
    CHECK(o.loaded);
    CHECK(o.asked < bound(2, file.size()));
  }
}

TEST_CASE("io/allocation: metrics keep the bound, and so do names") {
  reference::parts all = bare();
  for (std::size_t i = 0; i < 5000; ++i) {
    std::string name;
    for (std::size_t rest = i; rest > 0; rest /= 200) name += static_cast<char>(rest % 200 + 30);
    all.metrics.push_back({name + '!', telltale::direction::neutral, std::nullopt});
  }
  const bytes many = save_reference(reference{all});
  const outcome o = load(many);
  CHECK(o.loaded);
  CHECK(o.asked < bound(1, many.size()));

  reference::parts long_names = bare();
  for (int i = 0; i < 20; ++i)
    long_names.features.push_back(
        references::fitted(std::string(10'000, 'x') + std::to_string(i), {1, 2}, 10, false));
  const bytes names = save_reference(reference{long_names});
  CHECK(load(names).loaded);
  CHECK(load(names).asked < bound(21, names.size()));
  long_names.features.push_back(long_names.features.back());
  const bytes twice = save_reference(reference{long_names});
  CHECK_FALSE(load(twice).loaded);
  CHECK(load(twice).asked < bound(22, twice.size()));
}

TEST_CASE("io/allocation: a length that lies allocates nothing beyond the file's own") {
  const bytes file = save_reference(reference{references::golden_parts()});
  const std::size_t own = load(file).asked;
  std::size_t refused = 0;
  for (std::size_t at = 32; at + 16 <= file.size(); ++at)
    for (const std::uint64_t lie : {std::uint64_t{1} << 24, std::uint64_t{1} << 40,
                                    std::uint64_t{1} << 61, ~std::uint64_t{0}}) {
      bytes lying = file;
      for (std::size_t i = 0; i < 8; ++i)
        lying[at + i] = static_cast<std::byte>(lie >> (8 * i) & 0xff);
      references::seal(lying);
      const outcome o = load(lying);
      refused += !o.loaded;
      CHECK(o.asked < own + 2 * lying.size());  // a name, and the sentence with it
    }
  CHECK(refused > 4000);
}

TEST_CASE("io/allocation: as many metrics as there can be bytes for keep the bound") {
  const bytes file = save_reference(reference{bare()});  // it ends with no metrics
  constexpr std::size_t n = 10'000;
  bytes many(file.begin(), file.end() - 8 - 16);
  telltale::io::byte_writer out;
  out.u64(8 + 10 * n);
  out.u64(n);
  many.insert(many.end(), out.bytes().begin(), out.bytes().end());
  many.insert(many.end(), 10 * n + 8, std::byte{0});
  references::seal(many);
  const outcome o = load(many);
  CHECK_FALSE(o.loaded);
  CHECK(o.asked > 8 * many.size());  // it did come that far
  CHECK(o.asked < bound(1, many.size()));
}

TEST_CASE("io/allocation: what is refused before its body allocates a sentence") {
  bytes file(1'000'000);
  CHECK(load(file).asked < 1024);
  const bytes good = save_reference(reference{random_parts(task::binary, true)});
  for (const std::size_t at : {8u, 20u, 24u, 200u}) {
    bytes bad = good;
    bad[at] ^= std::byte{1};
    CHECK(load(bad).asked < 1024);
  }
}

}  // namespace
