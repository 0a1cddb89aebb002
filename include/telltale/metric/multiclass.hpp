// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Precision, recall and F1 over K classes: of each class, and averaged over them. `accuracy`,
// `balanced_accuracy`, `matthews_correlation` and `cohen_kappa` take K classes as they are.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

using class_share = std::optional<estimate> (*)(const class_cells&,
                                                const confidence_level&) noexcept;

inline std::optional<estimate> class_precision_of(const class_cells& c,
                                                  const confidence_level& level) noexcept {
  return share_of(c.precision(), level);
}
inline std::optional<estimate> class_recall_of(const class_cells& c,
                                               const confidence_level& level) noexcept {
  return share_of(c.recall(), level);
}
inline std::optional<estimate> class_f1_of(const class_cells& c,
                                           const confidence_level& level) noexcept {
  return f1_of(c.overlap(), level);
}

/// A metric of one class against the rest.
struct class_formula {
  static constexpr bool is_noexcept = true;
  class_share of_class;
  std::size_t k;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if (k >= S::classes) return std::nullopt;
    return of_class(class_margins<S::classes>::of(s).of_class[k], level);
  }
};

inline constexpr std::string_view sokolova_classes =
    "Sokolova & Lapalme 2009, doi:10.1016/j.ipm.2009.03.002, table 3";

enum class average : std::uint8_t { macro, weighted };

/// The mean of a metric over the classes that occur, in truth or in prediction. As in scikit-learn,
/// a class for which it is unknown counts 0.
struct average_formula {
  static constexpr bool is_noexcept = true;
  class_share of_class;
  average how;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    double sum = 0, weights = 0;
    for (const class_cells& c : m.of_class) {
      if (!(c.actual > 0 || c.predicted > 0)) continue;
      const double weight = how == average::macro ? 1 : c.actual;
      if (const auto value = of_class(c, level)) sum += weight * value->value;
      weights += weight;
    }
    const counts all{sum, m.total, m.squares};
    if (!all.usable()) return std::nullopt;
    return estimate{(std::min)(sum / weights, 1.0), std::nullopt, rounded(all.effective())};
  }
};

constexpr definition<class_counts, average_formula> averaged(std::string_view name,
                                                             class_share of_class,
                                                             average how) noexcept {
  return {name, direction::higher_is_better, {0, 1}, sokolova_classes, {of_class, how}};
}

/// Over all classes together each miss is a false alarm of another class: the three are one.
constexpr definition<class_counts, accuracy_formula> pooled(std::string_view name) noexcept {
  return {name, direction::higher_is_better, {0, 1}, sokolova_classes, {}};
}

}  // namespace detail

/// A metric of one of K classes against the rest, as `class_recall[2]` gives it: named "recall[2]".
/// Empty for a class that the summary does not have.
class class_metric {
public:
  constexpr class_metric(std::string_view family, std::size_t k,
                         detail::class_share of_class) noexcept
      : metric_(family, direction::higher_is_better, {0, 1}, detail::sokolova_classes,
                {of_class, k}),
        k_(k) {}

  template <class S>
  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const S& summary, const confidence_level& level = {}) const noexcept {
    return metric_(summary, level);
  }

  [[nodiscard]] std::string name() const {
    return std::string{metric_.name()} + '[' + std::to_string(k_) + ']';
  }
  [[nodiscard]] constexpr direction better() const noexcept { return metric_.better(); }
  [[nodiscard]] constexpr interval range() const noexcept { return metric_.range(); }
  [[nodiscard]] constexpr std::string_view source() const noexcept { return metric_.source(); }

  operator signal() const { return signal{name()}; }

private:
  definition<class_counts, detail::class_formula> metric_;
  std::size_t k_;
};

/// A metric for each class: `class_recall[k]`.
class class_metric_family {
public:
  constexpr class_metric_family(std::string_view name, detail::class_share of_class) noexcept
      : name_(name), of_class_(of_class) {}

  [[nodiscard]] constexpr class_metric operator[](std::size_t k) const noexcept {
    return {name_, k, of_class_};
  }

private:
  std::string_view name_;
  detail::class_share of_class_;
};

/// Of the rows predicted as class k, the share that is. Empty until one is (scikit-learn: 0).
inline constexpr class_metric_family class_precision{"precision", detail::class_precision_of};

/// Of the rows of class k, the share predicted so. Empty until one has been seen (scikit-learn: 0).
inline constexpr class_metric_family class_recall{"recall", detail::class_recall_of};

/// Harmonic mean of the two. Empty while no row is of class k or predicted so (scikit-learn: 0).
inline constexpr class_metric_family class_f1{"f1", detail::class_f1_of};

// The averages equal scikit-learn's. All are empty until a row has come.

/// Mean over the classes that occur, each counting the same. No interval.
inline constexpr auto precision_macro =
    detail::averaged("precision_macro", detail::class_precision_of, detail::average::macro);
inline constexpr auto recall_macro =
    detail::averaged("recall_macro", detail::class_recall_of, detail::average::macro);
inline constexpr auto f1_macro =
    detail::averaged("f1_macro", detail::class_f1_of, detail::average::macro);

/// Mean over the classes that occur, each counting by its rows. No interval.
inline constexpr auto precision_weighted =
    detail::averaged("precision_weighted", detail::class_precision_of, detail::average::weighted);
inline constexpr auto recall_weighted =
    detail::averaged("recall_weighted", detail::class_recall_of, detail::average::weighted);
inline constexpr auto f1_weighted =
    detail::averaged("f1_weighted", detail::class_f1_of, detail::average::weighted);

/// Of the counts summed over the classes: with one label a row all three are the accuracy.
inline constexpr auto precision_micro = detail::pooled("precision_micro");
inline constexpr auto recall_micro = detail::pooled("recall_micro");
inline constexpr auto f1_micro = detail::pooled("f1_micro");

}  // namespace telltale::inline TELLTALE_ABI::metric
