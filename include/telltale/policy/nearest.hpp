// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/signal.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Bytes to insert, remove or replace to turn `a` into `b`. O(|a| |b|) time.
/// Source: Wagner & Fischer 1974, doi:10.1145/321796.321811.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);  // from what of `a` was read to each prefix of `b`
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = (std::min)({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

/// The signal that was most likely meant: the nearest of those within a third of the text, or
/// within two edits; else the shortest that the text is a part of (`auc` for `roc_auc`). The first
/// in alphabetic order where equal; empty when none is like it.
[[nodiscard]] inline std::optional<signal> nearest(const vocabulary& known, const signal& wanted) {
  const std::string text = wanted.text();
  std::size_t fewest_edits = (std::max<std::size_t>)(2, text.size() / 3) + 1;
  std::size_t shortest = std::string::npos;
  const signal* alike = nullptr;
  const signal* longer = nullptr;
  for (const signal& each : known.signals()) {
    const std::string other = each.text();
    if (const std::size_t edits = edit_distance(text, other); edits < fewest_edits) {
      fewest_edits = edits;
      alike = &each;
    }
    if (text.size() > 2 && other.size() < shortest && other.find(text) != std::string::npos) {
      shortest = other.size();
      longer = &each;
    }
  }
  const signal* const best = alike != nullptr ? alike : longer;
  if (best == nullptr) return std::nullopt;
  return *best;
}

}  // namespace telltale::inline TELLTALE_ABI
