// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/share.hpp>

#include <cmath>
#include <limits>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// A logistic regression of labels on one number: logit P(y = 1) = intercept + slope x.
struct logistic_fit {
  double intercept = 0;
  double slope = 1;
  double intercept_error = 0;  ///< standard errors; 0 for a slope that was given
  double slope_error = 0;
  counts rows;      ///< of class 1, and all
  double loss = 0;  ///< sum of their log losses, nats
};

namespace detail {

/// Rows of the same logit.
struct logit_group {
  double x = 0;
  double weight = 0;
  double squares = 0;  ///< of the weights
  double positives = 0;
};

/// Gradient and information at one point of the likelihood, and what it lacks of its best.
struct logistic_point {
  double loss = 0;                   ///< -ln of the likelihood
  double at = 0, by = 0;             ///< gradient by intercept and by slope
  double aa = 0, ab = 0, bb = 0;     ///< information
  double waa = 0, wab = 0, wbb = 0;  ///< the same of squared weights

  void add(const logit_group& g, double logit) noexcept {
    const double tail = std::exp(-std::fabs(logit)), below = 1 / (1 + tail);
    const double p = logit >= 0 ? below : tail * below;
    // ln(1 + e^-l) of the positives and ln(1 + e^l) of the others.
    const double flat = std::log1p(tail);
    loss +=
        g.weight * flat + (logit >= 0 ? g.weight - g.positives : g.positives) * std::fabs(logit);
    const double x = g.x;
    const double miss = g.positives - g.weight * p, spread = tail * below * below;
    at += miss, by += miss * x;
    aa += g.weight * spread, ab += g.weight * spread * x, bb += g.weight * spread * x * x;
    waa += g.squares * spread, wab += g.squares * spread * x, wbb += g.squares * spread * x * x;
  }
};

/// Newton's method, which from flat ends would leap too far: no logit moves by more than 5 at once,
/// and a step that makes it worse is halved. `each(visit)` hands over every group. The
/// slope is 1 where it is not `free`.
template <class Each>
[[nodiscard]] std::optional<logistic_fit> fit_logistic(const Each& each, bool free) noexcept {
  constexpr int most_steps = 60;
  counts rows;
  double sum = 0, low = std::numeric_limits<double>::infinity(), high = -low;
  each([&](const logit_group& g) {
    rows.part += g.positives, rows.whole += g.weight, rows.squares += g.squares;
    sum += g.weight * g.x;
    low = g.x < low ? g.x : low, high = g.x > high ? g.x : high;
  });
  if (!rows.usable() || !(rows.part > 0) || !(rows.whole - rows.part > 0)) return std::nullopt;
  if (free && !(high > low)) return std::nullopt;
  const double middle = free ? sum / rows.whole : 0;
  const auto point_at = [&](double a, double b) {
    logistic_point point;
    each([&](const logit_group& g) {
      const double x = g.x - middle, all = rows.whole;  // as shares, which are never too large
      point.add({x, g.weight / all, g.squares / all / all, g.positives / all}, a + b * x);
    });
    return point;
  };

  double a = middle, b = 1;  // the scores as they are
  logistic_point here = point_at(a, b);
  for (int step = 0; step < most_steps; ++step) {
    const double det = free ? here.aa * here.bb - here.ab * here.ab : here.aa;
    // Where the information is gone the likelihood rises for ever: the classes are apart.
    if (!(det > 1e-14 * here.aa * (free ? here.bb : 1))) return std::nullopt;
    double da = free ? (here.bb * here.at - here.ab * here.by) / det : here.at / det;
    double db = free ? (here.aa * here.by - here.ab * here.at) / det : 0;
    const double size = std::fabs(da) + std::fabs(db) * (high - low);
    const bool done = size < 1e-9;
    if (size > 5) da *= 5 / size, db *= 5 / size;
    logistic_point next = point_at(a + da, b + db);
    for (int half = 0; half < 30 && !(next.loss <= here.loss * (1 + 1e-12)) && !done; ++half) {
      da /= 2, db /= 2;
      next = point_at(a + da, b + db);
    }
    a += da, b += db, here = next;
    if (!done) continue;
    const double now = free ? here.aa * here.bb - here.ab * here.ab : here.aa;
    if (!(now > 0)) return std::nullopt;
    logistic_fit fit{a - b * middle, b, 0, 0, rows, here.loss * rows.whole};
    if (!free) {
      fit.intercept_error = std::sqrt(here.waa) / here.aa;
      return fit;
    }
    // Sandwich: inverse information, twice, around that of the squared weights.
    const auto error = [&](double u, double v) {  // of u a + v b
      const double s = (here.bb * u - here.ab * v) / now, t = (here.aa * v - here.ab * u) / now;
      return std::sqrt(s * s * here.waa + 2 * s * t * here.wab + t * t * here.wbb);
    };
    fit.intercept_error = error(1, -middle);
    fit.slope_error = error(0, 1);
    return fit;
  }
  return std::nullopt;
}

/// Intercept and slope by maximum likelihood. Empty where it has no maximum: one class alone, one x
/// alone, or a threshold on x that tells the classes apart.
template <class Each>
[[nodiscard]] std::optional<logistic_fit> fit_slope(const Each& each) noexcept {
  return fit_logistic(each, true);
}
/// The intercept that goes with a slope of 1. Empty where there is one class alone.
template <class Each>
[[nodiscard]] std::optional<logistic_fit> fit_intercept(const Each& each) noexcept {
  return fit_logistic(each, false);
}

}  // namespace detail

}  // namespace telltale::inline TELLTALE_ABI::metric
