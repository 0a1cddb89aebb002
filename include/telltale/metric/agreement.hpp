// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>

// How far predictions and truth agree beyond a share of rows, over any number of classes.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// What correlation and kappa are made of: how much more the two agree than by chance, and how
/// much each varies. Sums of one class against the rest, which for counts are exact.
template <std::size_t K>
struct covariances {
  double both = 0, actual = 0, predicted = 0;

  explicit covariances(const class_margins<K>& m) noexcept {
    for (const class_cells& c : m.of_class) {
      const double false_alarms = c.predicted - c.hits, missed = c.actual - c.hits;
      both += c.hits * (m.total - c.actual - false_alarms) - false_alarms * missed;
      actual += c.actual * (m.total - c.actual);
      predicted += c.predicted * (m.total - c.predicted);
    }
  }
};

struct matthews_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const covariances<S::classes> c{m};
    if (!(c.actual > 0 && c.predicted > 0)) return std::nullopt;
    // both / sqrt(actual predicted), so that it neither overflows nor rounds a perfect 1.
    const double value = c.both / c.actual * std::sqrt(c.actual / c.predicted);

    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    const covariances<S::classes> d{n};
    const double w = n.total;
    const double actual = d.actual / w / w, predicted = d.predicted / w / w;
    const double root = std::sqrt(actual * predicted);
    const double at = d.both / w / w / root;
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      const double t = n.of_class[i].actual / w, p = n.of_class[j].predicted / w;
      // The covariance by cell (i, j) is 1{i = j} minus the share actually j and that predicted i.
      const double moved = (i == j) - n.of_class[j].actual / w - n.of_class[i].predicted / w;
      return moved / root + at * (p / predicted + t / actual);
    });
    return delta_estimate(m, value, at, error, {-1, 1}, level);
  }
};

struct kappa_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const std::optional<double> value = kappa(m);
    if (!value) return std::nullopt;

    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    const double w = n.total, correct = n.correct().part / w;
    double chance = 0;
    for (const class_cells& c : n.of_class) chance += c.actual / w * (c.predicted / w);
    const double rest = 1 - chance;
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      const double moved = n.of_class[j].actual / w + n.of_class[i].predicted / w;
      return (i == j) / rest - (1 - correct) / (rest * rest) * moved;
    });
    return delta_estimate(m, *value, (correct - chance) / rest, error, {-1, 1}, level);
  }

private:
  // (observed - chance) / (1 - chance), times the squared total above and below.
  template <std::size_t K>
  static std::optional<double> kappa(const class_margins<K>& m) noexcept {
    const covariances<K> c{m};
    double disagreement = 0;  // by chance
    for (const class_cells& k : m.of_class) disagreement += k.actual * (m.total - k.predicted);
    if (!(disagreement > 0)) return std::nullopt;
    return c.both / disagreement;
  }
};

struct balanced_accuracy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const auto seen = std::count_if(m.of_class.begin(), m.of_class.end(),
                                    [](const class_cells& c) { return c.recall().usable(); });
    if (seen < 2) return std::nullopt;
    const double share = 1.0 / static_cast<double>(seen);
    mover sum;
    for (const class_cells& c : m.of_class)
      if (const auto recall = share_of(c.recall(), level))
        sum.add(share, recall->value, *recall->bounds);
    return estimate{(std::min)(sum.value(), 1.0), sum.bounds(0, {0, 1}),
                    rounded(counts{0, m.total, m.squares}.effective())};
  }
};

}  // namespace detail

/// Mean of the recalls of the classes that have been seen: no class counts for more because it is
/// frequent. Empty while fewer than two have been (scikit-learn then gives the recall of the one).
inline constexpr definition<class_counts, detail::balanced_accuracy_formula> balanced_accuracy{
    "balanced_accuracy",
    direction::higher_is_better,
    {0, 1},
    "Brodersen et al. 2010, doi:10.1109/ICPR.2010.764",
    {}};

/// Correlation of predicted and actual class; over K classes Gorodkin's. 0 is chance. Empty while
/// either does not vary (scikit-learn: 0). Interval by the delta method.
inline constexpr definition<class_counts, detail::matthews_formula> matthews_correlation{
    "matthews_correlation",
    direction::higher_is_better,
    {-1, 1},
    "Matthews 1975, doi:10.1016/0005-2795(75)90109-9; Gorodkin 2004, "
    "doi:10.1016/j.compbiolchem.2004.09.006",
    {}};

/// Agreement of predicted and actual class beyond what their frequencies give by chance: 0 is
/// chance. Empty while all rows are of one class and predicted so (scikit-learn: NaN). Interval by
/// the delta method.
inline constexpr definition<class_counts, detail::kappa_formula> cohen_kappa{
    "cohen_kappa",
    direction::higher_is_better,
    {-1, 1},
    "Cohen 1960, doi:10.1177/001316446002000104; Fleiss, Cohen & Everitt 1969, "
    "doi:10.1037/h0028106",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple agreement_metrics{balanced_accuracy, matthews_correlation, cohen_kappa};

}  // namespace telltale::inline TELLTALE_ABI::metric
