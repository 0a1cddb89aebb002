// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Whether a recommender shows the catalogue or its few best known items, from counts an item: how
// often each was shown, and how often it was chosen in what the model was trained on. Not for the
// hot path: O(items).

namespace telltale::inline TELLTALE_ABI::metric {

/// Share of the items that were shown at all, in [0, 1]. Empty without items.
/// Source: Ge, Delgado-Battenfeld & Jannach 2010, doi:10.1145/1864708.1864761.
[[nodiscard]] inline std::optional<double> catalogue_coverage(
    std::span<const std::uint64_t> shown) noexcept {
  const auto some = static_cast<std::uint64_t>(
      std::count_if(shown.begin(), shown.end(), [](std::uint64_t n) { return n > 0; }));
  return ratio(some, static_cast<std::uint64_t>(shown.size()));
}

/// How unequally items are shown: 0 where all are as often, towards 1 where one has all. Empty
/// while nothing was shown. O(n log n), and takes memory for a copy. Source: Gini's coefficient as
/// in Castells, Hurley & Vargas 2015, doi:10.1007/978-1-4899-7637-6_26, without their correction n
/// / (n - 1).
[[nodiscard]] inline std::optional<double> exposure_gini(std::span<const std::uint64_t> shown) {
  std::vector<std::uint64_t> ordered(shown.begin(), shown.end());
  std::sort(ordered.begin(), ordered.end());
  const auto n = static_cast<double>(ordered.size());
  double all = 0, weighted = 0;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const auto count = static_cast<double>(ordered[i]);
    all += count;
    weighted += (2 * static_cast<double>(i + 1) - n - 1) * count;
  }
  if (!(all > 0)) return std::nullopt;
  return weighted / (n * all);
}

/// Average recommendation popularity: how often, on average, what was shown was chosen in training.
/// Where all lists are of one length, it is the mean over lists of the mean over their items. Empty
/// while nothing was shown, and where the columns differ in length.
/// Source: Abdollahpouri, Burke & Mobasher 2019, arXiv:1901.07555, section 4.
[[nodiscard]] inline std::optional<double> average_recommendation_popularity(
    std::span<const std::uint64_t> shown, std::span<const std::uint64_t> popularity) noexcept {
  if (shown.size() != popularity.size()) return std::nullopt;
  double all = 0, sum = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto count = static_cast<double>(shown[i]);
    all += count;
    sum += count * static_cast<double>(popularity[i]);
  }
  if (!(all > 0)) return std::nullopt;
  return sum / all;
}

/// How unexpected what was shown is: the mean of -log2(choices of the item / `users`), in bits, of
/// `users` in training. Empty while nothing was shown, where something shown was never chosen or
/// more often than there are users, and where the columns differ in length.
/// Source: Zhou et al. 2010, doi:10.1073/pnas.1000488107 (self-information).
[[nodiscard]] inline std::optional<double> novelty(std::span<const std::uint64_t> shown,
                                                   std::span<const std::uint64_t> popularity,
                                                   std::uint64_t users) noexcept {
  if (shown.size() != popularity.size()) return std::nullopt;
  double all = 0, bits = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == 0) continue;
    if (popularity[i] == 0 || popularity[i] > users) return std::nullopt;
    const auto count = static_cast<double>(shown[i]);
    all += count;
    bits += count * std::log2(static_cast<double>(users) / static_cast<double>(popularity[i]));
  }
  if (!(all > 0)) return std::nullopt;
  return bits / all;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
