// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes are, a reference is loaded from them or refused; and what was loaded is saved
// as the same bytes again, and can be counted with.

#include <telltale/io/checksum.hpp>
#include <telltale/io/reference.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <span>
#include <vector>

namespace {

using telltale::column_baseline;
using bytes = std::vector<std::byte>;

void count(const column_baseline& b) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double window[]{-1e308, -3, -0.0, 0.3, 1, 2, 1e9, 1e300, infinity, -infinity};
  const auto check = [&](auto counts) {
    counts.update(std::span<const double>{window});
    if (counts.cells().size() != b.cells.size()) std::abort();
  };
  if (b.what.kind == telltale::column_kind::numeric)
    check(telltale::state::histogram{b.bins});
  else
    check(telltale::state::categories{b.categories});
}

void load(const bytes& file) {
  const auto loaded = telltale::io::load_reference(file);
  if (!loaded) return;
  if (telltale::io::save_reference(*loaded) != file) std::abort();
  for (const column_baseline& b : loaded->features()) count(b);
  count(loaded->output());
  if (loaded->label()) count(*loaded->label());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto given = std::as_bytes(std::span{data, size});
  bytes file(given.begin(), given.end());
  load(file);
  if (file.size() < 40) return 0;
  // Again with the length and the checksum that fit, which no fuzzer would guess.
  const auto put = [&](std::size_t at, std::uint64_t value) {
    for (std::size_t i = 0; i < 8; ++i)
      file[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
  };
  put(24, file.size());
  const std::size_t covered = file.size() - 8;
  put(covered, telltale::io::checksum(std::span<const std::byte>{file}.first(covered)));
  load(file);
  return 0;
}
