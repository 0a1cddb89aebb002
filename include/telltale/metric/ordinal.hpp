// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/kind.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

// Agreement over classes that are in order: grades, stars, bins of an amount.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

enum class class_distance : std::uint8_t { linear, quadratic };

struct weighted_kappa_formula {
  static constexpr bool is_noexcept = true;
  class_distance how;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    constexpr std::size_t K = S::classes;
    const auto m = class_margins<K>::of(s);
    if (!counts{0, m.total, m.squares}.usable()) return std::nullopt;
    const double observed = disagreement(s, m.total), chance = expected(m).all;
    if (!(chance > 0)) return std::nullopt;

    const smoothed<S> near{s, m};
    const auto n = class_margins<K>::of(near);
    const by_chance<K> e = expected(n);
    const double ratio = disagreement(near, n.total) / e.all;
    const double error = delta_error(near, n.total, [&](std::size_t i, std::size_t j) {
      return (ratio * (e.of_actual[i] + e.of_predicted[j]) - apart(i, j)) / e.all;
    });
    return delta_estimate(m, 1 - observed / chance, 1 - ratio, error, {-1, 1}, level);
  }

private:
  /// Mean distance were truth and prediction independent: of all, of an actual class to what is
  /// predicted, of a predicted class to what is actual.
  template <std::size_t K>
  struct by_chance {
    double all = 0;
    std::array<double, K> of_actual{}, of_predicted{};
  };

  constexpr double apart(std::size_t i, std::size_t j) const noexcept {
    const auto steps = static_cast<double>(i > j ? i - j : j - i);
    return how == class_distance::linear ? steps : steps * steps;
  }

  template <class S>
  double disagreement(const S& s, double total) const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < S::classes; ++i)
      for (std::size_t j = 0; j < S::classes; ++j)
        sum += apart(i, j) * (static_cast<double>(s.count(i, j)) / total);
    return sum;
  }

  template <std::size_t K>
  by_chance<K> expected(const class_margins<K>& m) const noexcept {
    by_chance<K> e;
    for (std::size_t i = 0; i < K; ++i) {
      const double actual = m.of_class[i].actual / m.total;
      for (std::size_t j = 0; j < K; ++j) {
        const double predicted = m.of_class[j].predicted / m.total;
        e.of_actual[i] += apart(i, j) * predicted;
        e.of_predicted[j] += apart(i, j) * actual;
        e.all += apart(i, j) * actual * predicted;
      }
    }
    return e;
  }
};

constexpr definition<class_counts, weighted_kappa_formula> weighted_kappa(
    std::string_view name, class_distance how) noexcept {
  return {name,
          direction::higher_is_better,
          {-1, 1},
          "Cohen 1968, doi:10.1037/h0026256; Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106",
          {how}};
}

}  // namespace detail

/// Agreement of predicted and actual class beyond chance, where an error counts by how many classes
/// it is off. Empty while all rows are of one class and predicted so. Interval by the delta method.
/// (scikit-learn counts steps between the classes that occur, unless it is given all labels.)
inline constexpr auto cohen_kappa_linear =
    detail::weighted_kappa("cohen_kappa_linear", detail::class_distance::linear);

/// The same by the square of how many classes it is off.
inline constexpr auto cohen_kappa_quadratic =
    detail::weighted_kappa("cohen_kappa_quadratic", detail::class_distance::quadratic);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple ordinal_metrics{cohen_kappa_linear, cohen_kappa_quadratic};

}  // namespace telltale::inline TELLTALE_ABI::metric
