// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// What an alarm says about a row, as medicine asks it of a test; and two more of the four cells.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr interval ratio_range{0, std::numeric_limits<double>::infinity()};

/// The ratio of two independent shares, or of their odds, on the logarithmic scale and with half a
/// row more in each cell, so that there is an interval also where a cell is empty; with weights, of
/// the effective numbers of rows.
/// Source: Walter 1975, doi:10.1093/biomet/62.2.371; Gart 1966, J. R. Stat. Soc. B 28(1), 164-179.
class log_ratio {
public:
  constexpr log_ratio(const counts& above, const counts& below) noexcept
      : above_(above), below_(below) {}

  /// Whether both shares are known.
  [[nodiscard]] constexpr bool usable() const noexcept {
    return above_.usable() && below_.usable();
  }
  [[nodiscard]] interval of_shares(double z) const noexcept {
    const side a{above_}, b{below_};
    return at(std::log(a.part / a.whole) - std::log(b.part / b.whole),
              1 / a.part - 1 / a.whole + 1 / b.part - 1 / b.whole, z);
  }
  [[nodiscard]] interval of_odds(double z) const noexcept {
    const side a{above_}, b{below_};
    return at(std::log(a.part / a.rest) - std::log(b.part / b.rest),
              1 / a.part + 1 / a.rest + 1 / b.part + 1 / b.rest, z);
  }

private:
  struct side {
    double part, whole, rest;

    explicit side(const counts& c) noexcept
        : part((std::min)(c.part / c.whole, 1.0) * c.effective() + 0.5),
          whole(c.effective() + 0.5),
          rest(c.effective() + 1 - part) {}
  };

  static interval at(double middle, double variance, double z) noexcept {
    const double half = z * std::sqrt(variance);
    return {std::exp(middle - half), std::exp(middle + half)};
  }

  counts above_, below_;
};

/// `value` with such an interval, widened to hold it. Empty where the value is no number.
[[nodiscard]] inline std::optional<estimate> with_ratio(const binary_cells& c, double value,
                                                        const interval& near) noexcept {
  if (!(value >= 0 && value <= (std::numeric_limits<double>::max)())) return std::nullopt;
  return estimate{value, interval{(std::min)(near.lower, value), (std::max)(near.upper, value)},
                  rounded(counts{0, c.total(), c.squares()}.effective())};
}

/// A share of the positives over the same share of the negatives.
struct likelihood_ratio_formula {
  static constexpr bool is_noexcept = true;
  counts (binary_cells::*of_positives)() const noexcept;
  counts (binary_cells::*of_negatives)() const noexcept;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const counts above = (c.*of_positives)(), below = (c.*of_negatives)();
    const log_ratio ratio{above, below};
    if (!ratio.usable() || !(below.part > 0)) return std::nullopt;
    return with_ratio(c, above.part / above.whole / (below.part / below.whole),
                      ratio.of_shares(level.z));
  }
};

struct odds_ratio_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const log_ratio ratio{c.found(), c.false_alarms()};
    if (!ratio.usable() || !(c.fn > 0 && c.fp > 0)) return std::nullopt;
    return with_ratio(c, c.tp / c.fn * (c.tn / c.fp), ratio.of_odds(level.z));
  }
};

struct prevalence_threshold_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const log_ratio ratio{c.found(), c.false_alarms()};
    if (!ratio.usable() || !(c.tp + c.fp > 0)) return std::nullopt;
    const double found = std::sqrt(c.tp / (c.tp + c.fn)), alarms = std::sqrt(c.fp / (c.tn + c.fp));
    // A falling function of the positive likelihood ratio.
    const auto threshold = [](double likelihoods) { return 1 / (1 + std::sqrt(likelihoods)); };
    const interval near = ratio.of_shares(level.z);
    return with_ratio(c, alarms / (found + alarms), {threshold(near.upper), threshold(near.lower)});
  }
};

struct markedness_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const auto alarms = share_of(c.right_alarms(), level),
               passes = share_of(c.right_passes(), level);
    if (!alarms || !passes) return std::nullopt;
    mover sum;
    sum.add(1, alarms->value, *alarms->bounds);
    sum.add(1, passes->value, *passes->bounds);
    return estimate{sum.value() - 1, sum.bounds(-1, {-1, 1}),
                    rounded(counts{0, c.total(), c.squares()}.effective())};
  }
};

struct fowlkes_mallows_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const counts all = c.overlap();
    if (!all.usable() || !c.found().usable() || !c.right_alarms().usable()) return std::nullopt;
    const double value = (std::min)(std::sqrt(c.tp / (c.tp + c.fp) * (c.tp / (c.tp + c.fn))), 1.0);
    // As F: at the size that the delta method implies, with half an average row more a cell.
    const double row = all.whole / all.effective(), half = row / 2;
    const double tp = c.tp + half, actual = c.tp + c.fn + row, called = c.tp + c.fp + row;
    const double at = std::sqrt(tp / actual * (tp / called));
    const double by_alarm = at / 2 / called, by_miss = at / 2 / actual;
    const double by_hit = at / tp - by_alarm - by_miss;
    const double more = half * row;
    const double variance = (c.tp_squares + more) * by_hit * by_hit +
                            (c.fp_squares + more) * by_alarm * by_alarm +
                            (c.fn_squares + more) * by_miss * by_miss;
    return estimate{value, wilson(value, rows_of_share(at, std::sqrt(variance)), level.z),
                    rounded(all.effective())};
  }
};

inline constexpr std::string_view deeks = "Deeks & Altman 2004, doi:10.1136/bmj.329.7458.168";

}  // namespace detail

/// How many times likelier an alarm is for a positive than for a negative: recall / false positive
/// rate. 1 says nothing. Empty until both classes have been seen and a negative has been called
/// positive (scikit-learn: NaN). Interval on the logarithmic scale; asked for 95 %, it covers 89 %
/// where one false alarm is expected.
inline constexpr definition<binary_counts, detail::likelihood_ratio_formula>
    positive_likelihood_ratio{"positive_likelihood_ratio",
                              direction::higher_is_better,
                              detail::ratio_range,
                              detail::deeks,
                              {&binary_cells::found, &binary_cells::false_alarms}};

/// How many times likelier a positive is to pass than a negative: false negative rate /
/// specificity. 1 says nothing. Empty until both classes have been seen and a negative has passed.
/// Interval as there; asked for 95 %, it covers 91 % where three positives are expected to pass,
/// and 84 % where less than one is.
inline constexpr definition<binary_counts, detail::likelihood_ratio_formula>
    negative_likelihood_ratio{"negative_likelihood_ratio",
                              direction::lower_is_better,
                              detail::ratio_range,
                              detail::deeks,
                              {&binary_cells::missed, &binary_cells::passed}};

/// Odds of an alarm for a positive over those for a negative: TP TN / (FP FN). Empty until both
/// classes have been seen and there are errors of both kinds. Interval on the logarithmic scale.
/// Where errors of a kind are rare, only unlucky rows have an answer, and the interval holds the
/// truth of fewer of them than it says: 91 % where one is expected, 39 % where a quarter is.
inline constexpr definition<binary_counts, detail::odds_ratio_formula> diagnostic_odds_ratio{
    "diagnostic_odds_ratio",
    direction::higher_is_better,
    detail::ratio_range,
    "Glas et al. 2003, doi:10.1016/S0895-4356(03)00177-X",
    {}};

/// The base rate below which the precision falls off fastest:
/// sqrt(FPR) / (sqrt(TPR) + sqrt(FPR)). Empty until both classes have been seen and an alarm has
/// been given.
inline constexpr definition<binary_counts, detail::prevalence_threshold_formula>
    prevalence_threshold{"prevalence_threshold",
                         direction::lower_is_better,
                         {0, 1},
                         "Balayla 2020, doi:10.1371/journal.pone.0240215",
                         {}};

/// Precision + negative predictive value - 1: what Youden's J is of the truth, of the prediction. 0
/// is chance. Empty until both classes have been predicted.
inline constexpr definition<binary_counts, detail::markedness_formula> markedness{
    "markedness",
    direction::higher_is_better,
    {-1, 1},
    "Powers 2011, Journal of Machine Learning Technologies 2(1), 37-63",
    {}};

/// Geometric mean of precision and recall. Empty until a row is positive and one is called so.
/// Wilson's interval, at the size that the delta method implies.
inline constexpr definition<binary_counts, detail::fowlkes_mallows_formula> fowlkes_mallows{
    "fowlkes_mallows",
    direction::higher_is_better,
    {0, 1},
    "Fowlkes & Mallows 1983, doi:10.1080/01621459.1983.10478008",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple diagnostic_metrics{positive_likelihood_ratio,
                                               negative_likelihood_ratio,
                                               diagnostic_odds_ratio,
                                               prevalence_threshold,
                                               markedness,
                                               fowlkes_mallows};

}  // namespace telltale::inline TELLTALE_ABI::metric
