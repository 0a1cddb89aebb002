// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/reference.hpp>
#include <telltale/monitor/compare.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <doctest/doctest.h>

#include "references.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

// Bytes that somebody made up, with a checksum that fits: they are refused, or they hold a
// reference that a monitor can use. The sanitizers watch.

namespace {

using references::column_baseline;
using references::nan;
using references::random_parts;
using references::reference;
using references::seal;
using telltale::task;
using telltale::io::load_reference;
using telltale::io::save_reference;
using bytes = std::vector<std::byte>;

// As a monitor does: a window is counted, and compared with what was loaded.
void use(const column_baseline& b) {
  const std::vector<double> window{-1e308, -3, -1, -0.0, 0, 0.3, 1, 1, 2, 7, 1e9, 1e300, nan};
  std::vector<double> sorted(window.begin(), window.end() - 1);
  const auto check = [&](auto counts) {
    counts.update(std::span<const double>{window});
    REQUIRE(counts.cells().size() == b.cells.size());
    for (const auto& values : {telltale::column_values{b.values, sorted}, {}}) {
      const auto c = telltale::compare(b, counts, values);
      CHECK(c.move >= 0);
      CHECK(c.move <= 1);
      if (c.report.p_value) CHECK((*c.report.p_value >= 0 && *c.report.p_value <= 1));
    }
  };
  if (b.what.kind == telltale::column_kind::numeric)
    check(telltale::state::histogram{b.bins});
  else
    check(telltale::state::categories{b.categories});
}

// Whether the bytes were loaded.
bool try_load(const bytes& file) {
  const auto loaded = load_reference(file);
  if (!loaded) {
    CHECK(loaded.error().code == telltale::errc::invalid_bytes);
    CHECK_FALSE(loaded.error().message.empty());
    return false;
  }
  CHECK(save_reference(*loaded) == file);
  for (const column_baseline& b : loaded->features()) use(b);
  use(loaded->output());
  if (loaded->label()) use(*loaded->label());
  return true;
}

void mutate(bytes& file, std::mt19937_64& rng) {
  constexpr std::array<std::uint64_t, 12> numbers{0,
                                                  1,
                                                  2,
                                                  255,
                                                  1000,
                                                  65'535,
                                                  std::uint64_t{1} << 61,
                                                  ~std::uint64_t{0},
                                                  0x7ff0000000000000,   // an infinity
                                                  0x7ff8000000000000,   // NaN
                                                  0x3ff0000000000000,   // 1.0
                                                  0x8000000000000000};  // -0.0
  // Behind the header; half of the time where the numbers are small and mean most.
  const std::size_t reach = rng() % 2 == 0 ? file.size() : std::min<std::size_t>(file.size(), 600);
  const auto place = [&] { return 32 + rng() % (reach - 32 - 8); };
  const std::size_t at = place();
  const auto here = file.begin() + static_cast<long>(at);
  const std::size_t length = 1 + rng() % std::min<std::size_t>(file.size() - 8 - at, 64);
  const auto there = here + static_cast<long>(length);
  switch (rng() % 7) {
    case 0: file[at] ^= static_cast<std::byte>(1u << (rng() % 8)); break;
    case 1: file[at] = static_cast<std::byte>(rng() & 0xff); break;
    case 2: {
      const std::uint64_t number = numbers[rng() % numbers.size()];
      for (std::size_t i = 0; i < 8; ++i)
        file[at + i] = static_cast<std::byte>(number >> (8 * i) & 0xff);
      break;
    }
    case 3: file.erase(here, there); break;
    case 4: {
      const bytes piece(here, there);
      const auto to = file.begin() + static_cast<long>(place());
      file.insert(to, piece.begin(), piece.end());
      break;
    }
    case 5: {
      const bytes piece(here, there);
      const std::size_t to = place(), room = std::min(piece.size(), file.size() - 8 - to);
      std::copy_n(piece.begin(), room, file.begin() + static_cast<long>(to));
      break;
    }
    default: {
      const unsigned up = rng() % 2 == 0 ? 1 : 255;
      file[at] = static_cast<std::byte>(std::to_integer<unsigned>(file[at]) + up);
    }
  }
}

TEST_CASE("io/mutation: a made-up file is refused, or it holds a reference that can be used") {
  std::vector<bytes> originals{save_reference(reference{references::golden_parts()})};
  for (const task predicts : {task::binary, task::multiclass, task::regression})
    originals.push_back(save_reference(reference{random_parts(predicts, true, false)}));
  for (const bytes& file : originals) REQUIRE(try_load(file));
  std::mt19937_64 rng{20};
  std::size_t loaded = 0, refused = 0;
  for (int trial = 0; trial < 12'000; ++trial) {
    bytes file = originals[trial % 2 == 0 ? 0 : rng() % originals.size()];
    for (std::uint64_t times = 1 + rng() % 3; times > 0; --times) mutate(file, rng);
    seal(file);
    (try_load(file) ? loaded : refused) += 1;
  }
  CHECK(loaded > 500);
  CHECK(refused > 5000);
}

TEST_CASE("io/mutation: what is no file at all is refused") {
  std::mt19937_64 rng{21};
  const bytes header = [] {
    bytes file = save_reference(reference{references::golden_parts()});
    file.resize(32);
    return file;
  }();
  std::size_t loaded = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    bytes file(rng() % 400);
    for (std::byte& b : file) b = static_cast<std::byte>(rng() & 0xff);
    loaded += load_reference(file).has_value();
    file.insert(file.begin(), header.begin(), header.end());
    file.insert(file.end(), 8, std::byte{0});
    seal(file);
    loaded += load_reference(file).has_value();
  }
  CHECK(loaded == 0);
}

}  // namespace
