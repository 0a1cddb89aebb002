// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/agreement.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

// How much better than always saying one class, over any number of classes.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// The classes that have been seen.
template <std::size_t K>
[[nodiscard]] std::size_t classes_seen(const class_margins<K>& m) noexcept {
  std::size_t seen = 0;
  for (const class_cells& c : m.of_class) seen += c.recall().usable();
  return seen;
}

struct adjusted_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto plain = balanced_accuracy(s, level);
    if (!plain) return std::nullopt;
    const double chance = 1 / static_cast<double>(classes_seen(class_margins<S::classes>::of(s)));
    const auto adjusted = [&](double share) { return (share - chance) / (1 - chance); };
    return estimate{adjusted(plain->value),
                    interval{adjusted(plain->bounds->lower), adjusted(plain->bounds->upper)},
                    plain->n};
  }
};

struct g_mean_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const std::size_t seen = classes_seen(m);
    if (seen < 2) return std::nullopt;
    const double share = 1 / static_cast<double>(seen);
    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    double log_value = 0, log_near = 0;
    for (std::size_t k = 0; k < S::classes; ++k) {
      if (!m.of_class[k].recall().usable()) continue;
      log_value += share * std::log(m.of_class[k].hits / m.of_class[k].actual);
      log_near += share * std::log(n.of_class[k].hits / n.of_class[k].actual);
    }
    const double value = std::exp(log_value), at = std::exp(log_near), w = n.total;
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      if (!m.of_class[i].recall().usable()) return 0.0;
      const class_cells& c = n.of_class[i];
      return share * at * ((i == j ? w / c.hits : 0) - w / c.actual);
    });
    // Less the two rows that were added.
    const double size = rows_of_share(at, error) * (m.total / w);
    return estimate{value, wilson(value, size, level.z),
                    rounded(counts{0, m.total, m.squares}.effective())};
  }
};

struct kappa_m_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const auto most = static_cast<std::size_t>(
        std::max_element(m.of_class.begin(), m.of_class.end(), fewer) - m.of_class.begin());
    double others = 0;
    for (std::size_t k = 0; k < S::classes; ++k) others += k == most ? 0 : m.of_class[k].actual;
    if (!(others > 0)) return std::nullopt;

    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    const double w = n.total, rest = 1 - n.of_class[most].actual / w;
    const double ratio = n.wrong().part / w / rest;
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      return ((i != most ? ratio : 0) - (i != j ? 1 : 0)) / rest;
    });
    return delta_estimate(m, 1 - m.wrong().part / others, 1 - ratio, error,
                          {-std::numeric_limits<double>::infinity(), 1}, level);
  }

private:
  static bool fewer(const class_cells& a, const class_cells& b) noexcept {
    return a.actual < b.actual;
  }
};

}  // namespace detail

/// Balanced accuracy, scaled so that always saying one class gives 0 and no error 1:
/// (balanced - 1 / C) / (1 - 1 / C) of C classes seen; of two classes Youden's J (scikit-learn:
/// `balanced_accuracy_score(adjusted=True)`). Empty while fewer than two have been seen.
inline constexpr definition<class_counts, detail::adjusted_formula> balanced_accuracy_adjusted{
    "balanced_accuracy_adjusted",
    direction::higher_is_better,
    {-1, 1},
    "Brodersen et al. 2010, doi:10.1109/ICPR.2010.764",
    {}};

/// Geometric mean of the recalls of the classes that have been seen: 0 as soon as one is never
/// found. Empty while fewer than two have been seen. Wilson's interval, at the size that the delta
/// method implies; asked for 95 %, it covers 89 % where two or three rows of the rarer class are
/// expected, 92 % of ten.
inline constexpr definition<class_counts, detail::g_mean_formula> g_mean{
    "g_mean",
    direction::higher_is_better,
    {0, 1},
    "Kubat & Matwin 1997, Addressing the curse of imbalanced training sets, ICML",
    {}};

/// The share of the errors of always saying the most frequent class that is avoided: 0 is no better
/// than that, below 0 worse. Empty while only one class has been seen. Interval by the delta
/// method; asked for 95 %, it covers 92 % where ten rows of the rarer classes are expected.
inline constexpr definition<class_counts, detail::kappa_m_formula> kappa_m{
    "kappa_m",
    direction::higher_is_better,
    {-std::numeric_limits<double>::infinity(), 1},
    "Bifet et al. 2015, doi:10.1145/2783258.2783372",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple class_skill_metrics{balanced_accuracy_adjusted, g_mean, kappa_m};

}  // namespace telltale::inline TELLTALE_ABI::metric
