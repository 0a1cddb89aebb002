// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/metric/class_average.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/class_ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/label_counts.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Precision, recall, F and Jaccard's share of each of K classes, or of each label. Their averages
// are in <telltale/metric/class_average.hpp>; `accuracy`, `balanced_accuracy`,
// `matthews_correlation` and `cohen_kappa` take K classes as they are.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Of the class, or of all others as one.
enum class class_side : std::uint8_t { own, rest };

/// A metric of one class against the rest.
struct class_formula {
  static constexpr bool is_noexcept = true;
  class_ratio ratio;
  std::size_t k;
  class_side of;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = margins_of(s);
    if (k >= m.of_class.size()) return std::nullopt;
    const class_cells& c = m.of_class[k];
    return ratio.of(of == class_side::own ? c : rest_of(c, m.total, m.squares), level);
  }
};

}  // namespace detail

/// A metric of one of K classes, or of one label, against the rest, as `class_recall[2]` gives it:
/// named "recall[2]". Empty for a class that the summary does not have.
class class_metric {
public:
  constexpr class_metric(std::string_view family, std::size_t k, const class_ratio& ratio,
                         detail::class_side of) noexcept
      : metric_(family, direction::higher_is_better, {0, 1}, detail::sokolova_classes,
                {ratio, k, of}),
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
  definition<class_or_label_counts, detail::class_formula> metric_;
  std::size_t k_;
};

/// A metric for each class: `class_recall[k]`.
class class_metric_family {
public:
  constexpr class_metric_family(std::string_view name, const class_ratio& ratio,
                                detail::class_side of = detail::class_side::own) noexcept
      : name_(name), ratio_(ratio), of_(of) {}

  [[nodiscard]] constexpr class_metric operator[](std::size_t k) const noexcept {
    return {name_, k, ratio_, of_};
  }

private:
  std::string_view name_;
  class_ratio ratio_;
  detail::class_side of_;
};

/// Of the rows predicted as class k, the share that is. Empty until one is (scikit-learn: 0).
inline constexpr class_metric_family class_precision{"precision", detail::precision_ratio};

/// Of the rows of class k, the share predicted so. Empty until one has been seen (scikit-learn: 0).
inline constexpr class_metric_family class_recall{"recall", detail::recall_ratio};

/// Harmonic mean of the two. Empty while no row is of class k or predicted so (scikit-learn: 0).
inline constexpr class_metric_family class_f1{"f1", detail::f1_ratio};

/// Of the rows of other classes, the share not predicted as k. Empty until one has been seen.
inline constexpr class_metric_family class_specificity{"specificity", detail::recall_ratio,
                                                       detail::class_side::rest};

/// Of the rows predicted as another class, the share that is of one. Empty until one is.
inline constexpr class_metric_family class_negative_predictive_value{
    "negative_predictive_value", detail::precision_ratio, detail::class_side::rest};

/// F with recall beta times as dear as precision, named like "fbeta_2[3]": any beta > 0 by
/// `class_fbeta("fbeta_3", 3)[k]`.
[[nodiscard]] constexpr class_metric_family class_fbeta(std::string_view name,
                                                        double beta) noexcept {
  return {name, detail::fbeta_ratio(beta)};
}
inline constexpr class_metric_family class_fbeta_half = class_fbeta("fbeta_0.5", 0.5);
inline constexpr class_metric_family class_fbeta_2 = class_fbeta("fbeta_2", 2);

/// Of the rows of class k or predicted so, the share that are both. Empty while there is none
/// (scikit-learn: 0).
inline constexpr class_metric_family class_jaccard{"jaccard", detail::jaccard_ratio};

}  // namespace telltale::inline TELLTALE_ABI::metric
