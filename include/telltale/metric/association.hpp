// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// How much truth and prediction have to do with each other as two nominal variables: which class is
// called what does not matter, so that a classifier that always swaps two classes is perfect here.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// The mean squared contingency phi^2 = chi^2 / n of a confusion, over the classes that occur, and
/// its interval.
struct contingency {
  double phi_squared = 0;
  std::optional<interval> bounds;
  double actual = 0, predicted = 0;  ///< classes that occur

  /// The degrees of freedom of the table.
  [[nodiscard]] double freedom() const noexcept { return (actual - 1) * (predicted - 1); }
  /// The most that phi^2 can be.
  [[nodiscard]] double most() const noexcept { return (std::min)(actual, predicted) - 1; }

  /// Empty unless two classes occur in truth and two in prediction.
  template <class S>
  [[nodiscard]] static std::optional<contingency> of(const S& s, const class_margins<S::classes>& m,
                                                     const confidence_level& level) noexcept {
    const counts all{0, m.total, m.squares};
    if (!all.usable()) return std::nullopt;
    contingency c;
    for (const class_cells& k : m.of_class)
      c.actual += k.actual > 0, c.predicted += k.predicted > 0;
    if (c.actual < 2 || c.predicted < 2) return std::nullopt;
    // phi^2 + 1 = sum of p (p / (row column)): sums that a double holds exactly, of nothing small.
    const double w = m.total;
    for (std::size_t i = 0; i < S::classes; ++i) {
      for (std::size_t j = 0; j < S::classes; ++j) {
        const double expected = m.of_class[i].actual / w * m.of_class[j].predicted;
        const double gap = static_cast<double>(s.count(i, j)) - expected;
        if (expected > 0) c.phi_squared += gap / expected * (gap / w);
      }
    }
    if (!(c.phi_squared <= 2 * c.most())) return std::nullopt;  // overflown
    c.phi_squared = (std::min)(c.phi_squared, c.most());
    c.bounds = c.around(slope_of_variance(s, m), all.effective(), level.z);
    return c;
  }

private:
  // By the delta method, in phi^2: variance / phi^2, which near independence tends to 4 / n.
  template <class S>
  [[nodiscard]] static double slope_of_variance(const S& s,
                                                const class_margins<S::classes>& m) noexcept {
    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    const double w = n.total;
    const auto excess = [&](std::size_t i, std::size_t j) {
      return near.count(i, j) / n.of_class[i].actual * (w / n.of_class[j].predicted) - 1;
    };
    std::array<double, S::classes> by_actual{}, by_predicted{};
    double square = 0;  // phi^2
    for (std::size_t i = 0; i < S::classes; ++i) {
      const double actual = n.of_class[i].actual / w;
      for (std::size_t j = 0; j < S::classes; ++j) {
        const double x = excess(i, j);
        by_actual[i] += x * n.of_class[j].predicted / w * x;
        by_predicted[j] += x * actual * x;
      }
      square += actual * by_actual[i];
    }
    constexpr double rounding = 1e-20;
    if (!(square > rounding)) return 4 / counts{0, m.total, m.squares}.effective();
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      return 2 * excess(i, j) - by_actual[i] - by_predicted[j];
    });
    return error / square * error;
  }

  // What chance gives, freedom / n on average without association and nothing where it is complete,
  // is taken off, and its variance added. phi^2 varies as the truth does: the upper end is the
  // largest truth from which it is no more than z standard deviations of that truth. The lower end
  // takes the standard deviation at phi^2 itself, which is the more careful there.
  [[nodiscard]] std::optional<interval> around(double slope, double n, double z) const noexcept {
    const double chance = freedom() / n * (1 - phi_squared / most());
    const double centre = phi_squared - chance, shift = z * z * slope / 2;
    const double below = z * std::sqrt(slope * phi_squared + 2 * chance / n);
    const double above =
        shift + z * std::sqrt((std::max)(slope * (centre + shift / 2), 0.0) + 2 * chance / n);
    if (!((std::max)(below, above) <= (std::numeric_limits<double>::max)())) return std::nullopt;
    return interval{std::clamp(centre - below, 0.0, phi_squared),
                    std::clamp(centre + above, phi_squared, most())};
  }
};

enum class contingency_measure : std::uint8_t { cramer, tschuprow, pearson };

struct association_formula {
  static constexpr bool is_noexcept = true;
  contingency_measure which;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const auto c = contingency::of(s, m, level);
    if (!c) return std::nullopt;
    std::optional<interval> bounds;
    if (c->bounds) bounds = interval{of(*c, c->bounds->lower), of(*c, c->bounds->upper)};
    return estimate{of(*c, c->phi_squared), bounds,
                    rounded(counts{0, m.total, m.squares}.effective())};
  }

private:
  double of(const contingency& c, double phi_squared) const noexcept {
    if (which == contingency_measure::pearson) return std::sqrt(phi_squared / (1 + phi_squared));
    const double whole = which == contingency_measure::cramer ? c.most() : std::sqrt(c.freedom());
    return (std::min)(std::sqrt(phi_squared / whole), 1.0);
  }
};

constexpr definition<class_counts, association_formula> association(
    std::string_view name, contingency_measure which, std::string_view source) noexcept {
  return {name, direction::higher_is_better, {0, 1}, source, {which}};
}

enum class known_side : std::uint8_t { prediction, truth };

struct theil_formula {
  static constexpr bool is_noexcept = true;
  known_side given;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    const counts all{0, m.total, m.squares};
    if (!all.usable()) return std::nullopt;
    const parts at = parts_of(s, m);
    if (!(at.entropy > 0)) return std::nullopt;
    // Miller and Madow's corrections of the three entropies: what chance gives, and hides.
    const double rows = all.effective();
    const double chance = (at.cells - at.unknown - at.given + 1) / (2 * rows);
    const double centre = (at.information - chance) / (at.entropy + (at.unknown - 1) / (2 * rows));

    const smoothed<S> near{s, m};
    const auto n = class_margins<S::classes>::of(near);
    const parts middle = parts_of(near, n);
    const double u = middle.information / middle.entropy;
    const double error = delta_error(near, n.total, [&](std::size_t i, std::size_t j) {
      const double of =
          log_share(unknown(n.of_class[given == known_side::prediction ? i : j]), n.total);
      const double by =
          log_share(give(n.of_class[given == known_side::prediction ? j : i]), n.total);
      const double cell = log_share(near.count(i, j), n.total);
      return (cell - of - by + u * of) / middle.entropy;
    });
    const double by_chance = (std::max)(chance, 0.0) / rows / (at.entropy * at.entropy);
    return delta_estimate(m, at.information / at.entropy, centre,
                          std::sqrt(error * error + by_chance), {0, 1}, level);
  }

private:
  struct parts {
    double entropy = 0, information = 0;
    double unknown = 0, given = 0, cells = 0;  ///< classes and cells that occur
  };

  double unknown(const class_cells& c) const noexcept {
    return given == known_side::prediction ? c.actual : c.predicted;
  }
  double give(const class_cells& c) const noexcept {
    return given == known_side::prediction ? c.predicted : c.actual;
  }
  static double log_share(double part, double total) noexcept { return std::log(part / total); }

  template <class S>
  parts parts_of(const S& s, const class_margins<S::classes>& m) const noexcept {
    parts p;
    for (const class_cells& c : m.of_class) {
      if (unknown(c) > 0) p.entropy -= unknown(c) / m.total * log_share(unknown(c), m.total);
      p.unknown += unknown(c) > 0;
      p.given += give(c) > 0;
    }
    for (std::size_t i = 0; i < S::classes; ++i) {
      for (std::size_t j = 0; j < S::classes; ++j) {
        const auto cell = static_cast<double>(s.count(i, j));
        if (!(cell > 0)) continue;
        ++p.cells;
        p.information +=
            cell / m.total *
            std::log(cell / m.of_class[i].actual * (m.total / m.of_class[j].predicted));
      }
    }
    return p;
  }
};

}  // namespace detail

/// Cramer's V: sqrt(phi^2 / min(rows - 1, columns - 1)) over the classes that occur; 0 is
/// independence. Not corrected for the bias that few rows bring; the interval is. Empty unless two
/// classes occur in truth and two in prediction. Interval by the delta method, with the mean and
/// variance that chance adds, and the upper end's own deviation; asked for 95 %, it covers 93 to
/// 97 % of a clear association, up to 100 % of a weak one.
inline constexpr auto cramers_v =
    detail::association("cramers_v", detail::contingency_measure::cramer,
                        "Cramer 1946, Mathematical Methods of Statistics, chapter 21.9");

/// Tschuprow's T: sqrt(phi^2 / sqrt((rows - 1) (columns - 1))). As `cramers_v`.
inline constexpr auto tschuprows_t =
    detail::association("tschuprows_t", detail::contingency_measure::tschuprow,
                        "Tschuprow 1939, Principles of the Mathematical Theory of Correlation");

/// Pearson's contingency coefficient: sqrt(phi^2 / (1 + phi^2)), which never reaches 1. As
/// `cramers_v`.
inline constexpr auto pearson_contingency =
    detail::association("pearson_contingency", detail::contingency_measure::pearson,
                        "Pearson 1904, On the theory of contingency, Drapers' Company Memoirs 1");

/// Theil's U, the uncertainty coefficient: the share of the entropy of the truth that knowing the
/// prediction takes away. Empty while only one class has been seen. Interval by the delta method
/// about the value that Miller and Madow's corrections give (1955, Note on the bias of information
/// estimates); of fewer than about ten rows a cell it is too short and too high (asked for 95 %, it
/// covers 80 % where two or three rows of a class are expected), and of a U of 0.01 it covers 91 %.
inline constexpr definition<class_counts, detail::theil_formula> theils_u{
    "theils_u",
    direction::higher_is_better,
    {0, 1},
    "Theil 1970, doi:10.1086/224909",
    {detail::known_side::prediction}};

/// The other way: of the entropy of the prediction, by knowing the truth. Empty while only one
/// class has been predicted.
inline constexpr definition<class_counts, detail::theil_formula> theils_u_of_prediction{
    "theils_u_of_prediction",
    direction::higher_is_better,
    {0, 1},
    "Theil 1970, doi:10.1086/224909",
    {detail::known_side::truth}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple association_metrics{cramers_v, tschuprows_t, pearson_contingency,
                                                theils_u, theils_u_of_prediction};

}  // namespace telltale::inline TELLTALE_ABI::metric
