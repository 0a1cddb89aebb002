// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/over_under.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/metric/skill.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

// How far predicted numbers are from the truth, e = predicted - actual: with over_under.hpp and
// skill.hpp, which come along, every metric of `state::residuals`. Where rows weigh less than
// 1 because a window forgets, means are weighted, and n is the effective sample size.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// Mean (e - centre)^2 over the variance of the truth, `centre` below the mean error by `bias`.
[[nodiscard]] inline std::optional<estimate> unexplained(const math::joint_moments& m, double bias,
                                                         const counts& rows,
                                                         const confidence_level& level) noexcept {
  if (!rows.usable() || !(m.yy() > 0)) return std::nullopt;
  const double b = bias * bias;
  const double left = m.xx() + b * m.weight(), value = left / m.yy();
  // Sums of (e - centre)^4 and of (e - centre)^2 (y - mean y)^2.
  const double fourth = m.xxxx() + bias * (4 * m.xxx() + bias * (6 * m.xx() + b * m.weight()));
  const double mixed = m.xxyy() + bias * (2 * m.xyy() + bias * m.yy());
  const double last = value * (value * m.yyyy());
  const double squares = beyond_rounding(fourth - 2 * value * mixed + last,
                                         fourth + 2 * value * std::fabs(mixed) + last);
  return ratio_of_means(value, m.yy(), squares, rows, level);
}

struct mean_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    if (!rows.usable()) return std::nullopt;
    const double mean = (s.over().sum() - s.under().sum()) / rows.whole, n = rows.effective();
    const auto variance = variance_of(s.moments().xx(), rows);
    return estimate{mean, mean_interval(mean, variance, n, level, {-unbounded, unbounded}),
                    rounded(n)};
  }
};

struct absolute_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    if (!rows.usable()) return std::nullopt;
    const double over = s.over().sum(), under = s.under().sum(), n = rows.effective();
    const double mean = (over + under) / rows.whole, xx = s.moments().xx();
    // The squares about the mean of |e| are those about the mean of e, less what folding at 0 takes
    // away: nothing where all errors are on one side, however far from 0.
    const double folded = 4 * over * (under / rows.whole);
    const auto variance = variance_of(beyond_rounding(xx - folded, xx), rows);
    return estimate{mean, mean_interval(mean, variance, n, level, loss_range), rounded(n)};
  }
};

struct squared_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    if (!rows.usable()) return std::nullopt;
    const double mean = (s.over().squares() + s.under().squares()) / rows.whole;
    const auto m = s.moments();
    const double bias = m.mean_x();
    // Of e^2 about its mean, with e = bias + d: the powers of the bias alone fall out.
    const double spread = m.xx() * (m.xx() / rows.whole);
    const double squares = m.xxxx() - spread + 4 * bias * (m.xxx() + bias * m.xx());
    const double scale = m.xxxx() + 4 * bias * bias * m.xx();
    const auto variance = variance_of(beyond_rounding(squares, scale), rows);
    return in_logarithm(mean, variance, rows, level);
  }
};

struct root_squared_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    auto all = squared_error_formula{}(s, level);
    if (!all) return std::nullopt;
    all->value = std::sqrt(all->value);
    if (all->bounds)
      all->bounds = interval{std::sqrt(all->bounds->lower), std::sqrt(all->bounds->upper)};
    return all;
  }
};

struct r2_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = s.moments();
    return one_minus(unexplained(m, m.mean_x(), rows_of(s), level));
  }
};

struct explained_variance_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return one_minus(unexplained(s.moments(), 0, rows_of(s), level));
  }
};

struct max_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const auto most = s.max_error();
    if (!most) return std::nullopt;
    return estimate{*most, std::nullopt, s.count()};
  }
};

struct wape_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_of(s);
    const double below = s.absolute_actual();
    if (!rows.usable() || !(below > 0)) return std::nullopt;
    const double value = (s.over().sum() + s.under().sum()) / below;
    const auto m = s.moments();
    const double errors = s.over().squares() + s.under().squares();
    const double actual = m.yy() + m.weight() * m.mean_y() * m.mean_y();
    const double mixed = value * s.absolute_product(), last = value * (value * actual);
    const double squares = beyond_rounding(errors - 2 * mixed + last, errors + 2 * mixed + last);
    return ratio_of_means(value, below, squares, rows, level);
  }
};

}  // namespace detail

/// Mean of predicted - actual, in units of the label: above 0 the model says too much on average.
/// Empty until a row has come. Student's interval.
inline constexpr definition<residual_sums, detail::mean_error_formula> mean_error{
    "mean_error",
    direction::neutral,
    {-detail::unbounded, detail::unbounded},
    "Willmott 1982, doi:10.1175/1520-0477(1982)063<1309:SCOTEO>2.0.CO;2",
    {}};

/// Mean of |e|, in units of the label. Empty until a row has come. Student's interval.
inline constexpr definition<residual_sums, detail::absolute_error_formula> mean_absolute_error{
    "mean_absolute_error",
    direction::lower_is_better,
    loss_range,
    "Willmott & Matsuura 2005, doi:10.3354/cr030079",
    {}};

/// Mean of e^2. Empty until a row has come. Student's interval on the logarithm; where errors have
/// heavy tails it covers less than it says until there are many rows: asked for 95 %, 91 % of ten
/// normal errors, 60 % of thirty and 74 % of 200 that are lognormal amounts off by 40 %.
inline constexpr definition<residual_sums, detail::squared_error_formula> mean_squared_error{
    "mean_squared_error",
    direction::lower_is_better,
    loss_range,
    "Willmott 1982, doi:10.1175/1520-0477(1982)063<1309:SCOTEO>2.0.CO;2",
    {}};

/// Its square root, in units of the label, with the roots of its interval's ends.
inline constexpr definition<residual_sums, detail::root_squared_error_formula>
    root_mean_squared_error{"root_mean_squared_error",
                            direction::lower_is_better,
                            loss_range,
                            "Willmott 1982, doi:10.1175/1520-0477(1982)063<1309:SCOTEO>2.0.CO;2",
                            {}};

/// 1 - mean e^2 / variance of the actual values: 0 is no better than always saying their mean over
/// these very rows, so that in windows it also moves when the truth varies less. Empty for fewer
/// than two rows, and where the truth does not vary (scikit-learn then gives 1 or 0). Interval by
/// the delta method, on the logarithm of the ratio; asked for 95 %, it covers 90 % of ten normal
/// rows, and 83 % of 200 lognormal amounts.
inline constexpr definition<residual_sums, detail::r2_formula> r2{
    "r2",
    direction::higher_is_better,
    {-detail::unbounded, 1},
    "Kvalseth 1985, doi:10.1080/00031305.1985.10479448, equation 1",
    {}};

/// 1 - variance of e / variance of the actual values: R^2 of a model whose mean error were taken
/// out. Empty and with an interval as `r2`.
inline constexpr definition<residual_sums, detail::explained_variance_formula> explained_variance{
    "explained_variance",
    direction::higher_is_better,
    {-detail::unbounded, 1},
    "Kvalseth 1985, doi:10.1080/00031305.1985.10479448",
    {}};

/// Largest |e| of all rows that came, forgotten ones included. Empty until one has. No interval.
inline constexpr definition<residual_sums, detail::max_error_formula> max_error{
    "max_error", direction::lower_is_better, loss_range, "Botchkarev 2019, doi:10.28945/4184", {}};

/// Sum |e| / sum |actual|: a percentage error without the small denominators, 0.1 being 10 %. Empty
/// until an actual value other than 0 has come. Interval by the delta method, on the logarithm.
inline constexpr definition<residual_sums, detail::wape_formula> wape{
    "wape",
    direction::lower_is_better,
    loss_range,
    "Kolassa & Schuetz 2007, Foresight 6, 40-43",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple regression_metrics{mean_absolute_error,
                                               mean_squared_error,
                                               root_mean_squared_error,
                                               mean_error,
                                               r2,
                                               explained_variance,
                                               max_error,
                                               wape};

}  // namespace telltale::inline TELLTALE_ABI::metric
