// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI::metric {

/// Where the quantile of n ordered values lies: at (n - 1) probability, on the line between the two
/// values next to it. Ranks are from 0.
/// Requires: n > 0 and 0 <= probability <= 1.
/// Source: Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566, definition 7 (NumPy's default).
class sample_quantile {
public:
  std::uint64_t below;
  std::uint64_t above;

  sample_quantile(std::uint64_t n, double probability) noexcept {
    TELLTALE_EXPECTS(n > 0 && probability >= 0 && probability <= 1);
    const double place = static_cast<double>(n - 1) * probability;
    const double whole = std::floor(place);
    below = (std::min)(static_cast<std::uint64_t>(whole), n - 1);
    above = (std::min)(below + 1, n - 1);
    fraction_ = place - whole;
  }

  /// The quantile, from the values of the two ranks. Never falls as either grows, rounding
  /// included, so that what brackets the values gives what brackets the quantile.
  /// Requires: low <= high.
  [[nodiscard]] double between(double low, double high) const noexcept {
    return std::clamp((1 - fraction_) * low + fraction_ * high, low, high);
  }

private:
  double fraction_;
};

/// Two ranks, from 0.
struct rank_interval {
  std::uint64_t lower = 0;
  std::uint64_t upper = 0;
};

/// The ranks between whose values the quantile of the distribution is with the stated confidence,
/// whatever the distribution. Empty while n is too small for two such ranks. The binomial's by a
/// normal approximation with its skewness: asked for 95 %, it covers 95.0 to 99.2 % for
/// probabilities from 0.01 to 0.99 and up to 1e5 values. Requires: n > 0 and 0 <= probability <= 1.
/// Source: Conover 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2.
[[nodiscard]] inline std::optional<rank_interval> quantile_ranks(
    std::uint64_t n, double probability, const confidence_level& level) noexcept {
  const double z = level.z, size = static_cast<double>(n);
  const double spread = z * std::sqrt(size * probability * (1 - probability));
  // The continuity correction, and the shift of the binomial's quantiles by its skewness.
  const double centre = size * probability + 0.5 + (z * z - 1) * (1 - 2 * probability) / 6;
  const double lower = std::floor(centre - spread), upper = std::ceil(centre + spread);
  if (!(lower >= 1 && upper <= size)) return std::nullopt;
  return rank_interval{static_cast<std::uint64_t>(lower) - 1,
                       (std::min)(static_cast<std::uint64_t>(upper), n) - 1};
}

/// A value and how much it counts.
struct weighted_value {
  double value = 0;
  double weight = 0;
};

/// The least of the values at which those up to it weigh a share `probability` of the whole.
/// Requires: there is one, they are in order, and their weights are above 0.
/// Source: as scikit-learn 1.2, `_weighted_percentile`, which median_absolute_error uses (Hyndman &
/// Fan 1996, doi:10.1080/00031305.1996.10473566, definition 1).
[[nodiscard]] inline double weighted_quantile(std::span<const weighted_value> ordered,
                                              double probability) noexcept {
  TELLTALE_EXPECTS(!ordered.empty() && probability >= 0 && probability <= 1);
  double whole = 0, part = 0;
  for (const weighted_value& x : ordered) whole += x.weight;
  for (const weighted_value& x : ordered)
    if ((part += x.weight) >= probability * whole) return x.value;
  return ordered.back().value;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
