// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_bin.hpp>
#include <telltale/state/bundle.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <vector>

// How the scores of each class are distributed, and how far apart the two are: from score
// histograms (`state::score_histogram`, `state::mass_histogram`, or a bundle with one). Their bins
// are joined to `parts` neighbouring groups of as many bins each: of about equal width in log-odds,
// or of equal mass in the reference. All bins are `parts = s.bins`.

namespace telltale::inline TELLTALE_ABI::metric {

/// The scores from `lower_edge` on, to the next part's or to 1.
struct score_part {
  double lower_edge = 0;
  double negatives = 0;  ///< share of all negatives, or 0 where there are none
  double positives = 0;  ///< share of all positives, or 0 where there are none

  friend bool operator==(const score_part&, const score_part&) = default;
};

/// How far apart the scores of the two classes are.
struct separation {
  double total_variation = 0;  ///< 0: the classes are alike; 1: no part has scores of both
  double overlap = 1;          ///< share that the two have in common: 1 - total variation
  double by_chance = 0;        ///< the total variation to expect of classes that are alike

  friend bool operator==(const separation&, const separation&) = default;
};

/// Share of each class in each part, in ascending order of score. Empty until a row has come, and
/// of no parts. O(bins).
template <class S>
[[nodiscard]] std::vector<score_part> score_distribution(const S& summary, std::size_t parts = 32) {
  score_counts::check<S>();
  const auto& s = state::pick<score_counts>(summary);
  std::size_t bins = std::remove_cvref_t<decltype(s)>::bins;
  while (s.lower_edge(bins - 1) > 1) --bins;  // of which the reference had no use
  const class_sizes all = class_sizes::of(s);
  std::vector<score_part> found;
  parts = (std::min)(parts, bins);
  if (parts == 0 || !(all.positives + all.negatives > 0)) return found;
  found.reserve(parts);
  const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
  for (std::size_t part = 0, i = 0; part < parts; ++part) {
    const double edge = s.lower_edge(i);
    double negatives = 0, positives = 0;
    for (const std::size_t end = (part + 1) * bins / parts; i < end; ++i) {
      negatives += static_cast<double>(s.negatives(i));
      positives += static_cast<double>(s.positives(i));
    }
    found.push_back({edge, share(negatives, all.negatives), share(positives, all.positives)});
  }
  return found;
}

/// How far apart the scores of the two classes are. More parts see more, of what is there and of
/// chance: read the value beside `by_chance`. Empty until both classes have been seen, and of no
/// parts. O(bins), and takes memory for the parts.
/// Source: Pastore & Calcagni 2019, doi:10.3389/fpsyg.2019.01089 (overlap).
template <class S>
[[nodiscard]] std::optional<separation> class_separation(const S& summary, std::size_t parts = 32) {
  score_counts::check<S>();
  const class_sizes all = class_sizes::of(state::pick<score_counts>(summary));
  if (!all.both() || parts == 0) return std::nullopt;
  // Of alike classes, the difference of two shares is nearly normal, and so its absolute value has
  // this mean.
  constexpr double two_over_pi = 0.63661977236758134;
  const double n = all.positives + all.negatives;
  double apart = 0, by_chance = 0;
  for (const score_part& part : score_distribution(summary, parts)) {
    apart += std::fabs(part.positives - part.negatives);
    const double share = (part.positives * all.positives + part.negatives * all.negatives) / n;
    const double variance = share * (1 - share) * (1 / all.positives + 1 / all.negatives);
    by_chance += std::sqrt(two_over_pi * (std::max)(0.0, variance));
  }
  const double value = (std::min)(apart / 2, 1.0);
  return separation{value, 1 - value, (std::min)(by_chance / 2, 1.0)};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
