// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/math/special.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/state/bundle.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
[[nodiscard]] std::optional<chi_squared_test> hosmer_lemeshow_of(const S& s) noexcept {
  constexpr double least = 1;
  double sum = 0;
  std::uint64_t used = 0;
  for (std::size_t i = 0; i < bins_in(s); ++i) {
    const bin_sums bin = bin_of(s, i);
    if (!(bin.weight > 0)) continue;
    const double score = bin.scores / bin.weight;
    const double gap = (bin.positives - bin.scores) / bin.weight;
    const double undecided = bin.rows().effective() * score * (1 - score);
    if (!(undecided >= least)) continue;
    sum += gap * gap / (score * (1 - score)) * bin.rows().effective();
    ++used;
  }
  if (used == 0) return std::nullopt;
  const auto p = math::chi_squared_sf(sum, static_cast<double>(used));
  if (!p) return std::nullopt;
  return chi_squared_test{sum, *p, used};
}
}  // namespace detail

/// Hosmer and Lemeshow's test that in each bin as many came true as the scores promise, for a model
/// that was not fitted on these rows: chi-squared with one degree of freedom for each bin used. Of
/// reliability bins, or of those between frozen edges, which find more where scores crowd together.
/// Bins in which less than one outcome in expectation could go either way, n p (1 - p) < 1, are
/// left out: by their scores alone, so the test stays one. Empty where that leaves none. Opens
/// Boost.Math.
/// Source: Hosmer & Lemeshow 1980, doi:10.1080/03610928008827941; Hosmer, Lemeshow & Sturdivant
/// 2013, Applied Logistic Regression, 3rd ed., section 5.2.2.
template <class S>
[[nodiscard]] std::optional<chi_squared_test> hosmer_lemeshow(const S& summary) noexcept {
  if constexpr (requires { summary.edges(); }) {
    return detail::hosmer_lemeshow_of(summary);
  } else {
    reliability::check<S>();
    return detail::hosmer_lemeshow_of(state::pick<reliability>(summary));
  }
}

}  // namespace telltale::inline TELLTALE_ABI::metric
