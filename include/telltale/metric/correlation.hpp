// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

// How predictions go along with the truth, whatever the level they are at: from the moments of the
// errors and of the truth.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Of predictions p and truths y: sums of products of deviations from the means, and the means.
struct joint_spread {
  double pp = 0, py = 0, yy = 0;
  double mean_p = 0, mean_y = 0;
};

/// Empty where the truth does not vary, or the predictions by less than 1e-5 of what truths and
/// errors do: the state holds p as y + e, and what is left of the difference is rounding.
template <class S>
[[nodiscard]] std::optional<joint_spread> spread_of(const S& s) noexcept {
  const auto m = s.moments();
  const double pp = m.xx() + 2 * m.xy() + m.yy();
  if (!(m.yy() > 0) || !(pp > 1e-10 * (m.xx() + m.yy()))) return std::nullopt;
  return joint_spread{pp, m.xy() + m.yy(), m.yy(), m.mean_x() + m.mean_y(), m.mean_y()};
}

/// A correlation with an interval that is symmetric in its inverse hyperbolic tangent, whose
/// standard error is given.
[[nodiscard]] inline interval fisher_interval(double r, double error, double z) noexcept {
  const double centre = std::atanh(r);
  return {(std::min)(std::tanh(centre - z * error), r),
          (std::max)(std::tanh(centre + z * error), r)};
}

struct pearson_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    const auto v = spread_of(s);
    if (!rows.usable() || !v) return std::nullopt;
    const double r = std::clamp(v->py / std::sqrt(v->pp) / std::sqrt(v->yy), -1.0, 1.0);
    const double n = rows.effective();
    std::optional<interval> bounds;
    if (n > 3 && std::fabs(r) < 1) bounds = fisher_interval(r, 1 / std::sqrt(n - 3), level.z);
    return estimate{r, bounds, rounded(n)};
  }
};

struct concordance_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    const auto v = spread_of(s);
    if (!rows.usable() || !v) return std::nullopt;
    const double bias = s.moments().mean_x(), root = std::sqrt(v->pp) * std::sqrt(v->yy);
    const double square = rows.whole * bias * bias, all = v->pp + v->yy + square;
    const double c = std::clamp(2 * v->py / all, -1.0, 1.0);
    const double n = rows.effective(), cc = c * c, rest = 1 - cc;
    std::optional<interval> bounds;
    if (n > 2 && rest > 0) {
      const double r = std::clamp(v->py / root, -1.0, 1.0), uu = square / root;
      const double accuracy = 2 * root / all;  // c / r
      const double variance = (1 - r * r) * accuracy * accuracy / rest +
                              2 * cc * (1 - c) * uu * accuracy / (rest * rest) -
                              cc * accuracy * accuracy * uu * uu / (2 * rest * rest);
      if (variance > 0) bounds = fisher_interval(c, std::sqrt(variance / (n - 2)), level.z);
    }
    return estimate{c, bounds, rounded(n)};
  }
};

struct cosine_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const counts rows = rows_of(s);
    if (!rows.usable()) return std::nullopt;
    const auto m = s.moments();
    const double w = rows.whole, y = m.mean_y(), p = m.mean_x() + y;
    const double pp = (std::max)(m.xx() + 2 * m.xy() + m.yy(), 0.0) + w * p * p;
    const double yy = m.yy() + w * y * y, py = m.xy() + m.yy() + w * p * y;
    // A prediction of 0 everywhere: what is left of y + e is rounding.
    if (!(yy > 0) || !(pp > 1e-10 * (m.xx() + w * m.mean_x() * m.mean_x() + yy)))
      return std::nullopt;
    return estimate{std::clamp(py / std::sqrt(pp) / std::sqrt(yy), -1.0, 1.0), std::nullopt,
                    rounded(rows.effective())};
  }
};

}  // namespace detail

/// Pearson's correlation of predictions and truths, in [-1, 1]: how well a line through them fits,
/// whatever its slope and level. Empty for fewer than two rows, and where either does not vary (for
/// predictions: by 1e-5 of the truth). Fisher's interval: of rows that are normal together, and of
/// no others (asked for 95 %, it covers 55 % of 200 lognormal amounts: take their logarithms, or
/// `spearman_correlation`); empty for fewer than four, and at 1 and -1.
inline constexpr definition<residual_sums, detail::pearson_formula> pearson_correlation{
    "pearson_correlation", direction::higher_is_better, {-1, 1}, "Fisher 1921, Metron 1, 3-32", {}};

/// Lin's concordance, in [-1, 1]: Pearson's correlation times how near the line is to the diagonal,
/// 2 cov / (var p + var y + (mean p - mean y)^2), variances over n. Empty as
/// `pearson_correlation`. Lin's interval, of rows that are normal together; asked for 95 %, it
/// covers 92 % of ten of them, 94 % of thirty, and 50 % of 200 lognormal amounts; empty for fewer
/// than three.
inline constexpr definition<residual_sums, detail::concordance_formula> concordance_correlation{
    "concordance_correlation",
    direction::higher_is_better,
    {-1, 1},
    "Lin 1989, doi:10.2307/2532051; corrected in doi:10.1111/j.0006-341X.2000.00324.x",
    {}};

/// Sum of predicted times actual over the root of the sums of their squares, in [-1, 1]: the
/// columns as two directions. Empty where either is 0 everywhere. No interval.
inline constexpr definition<residual_sums, detail::cosine_formula> cosine_similarity{
    "cosine_similarity",
    direction::higher_is_better,
    {-1, 1},
    "Manning et al. 2008, Introduction to Information Retrieval, section 6.3",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple correlation_metrics{pearson_correlation, concordance_correlation,
                                                cosine_similarity};

}  // namespace telltale::inline TELLTALE_ABI::metric
