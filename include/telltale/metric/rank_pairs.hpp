// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/uint128.hpp>
#include <telltale/math/class_pairs.hpp>
#include <telltale/metric/interval.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

// What every rank metric is made of: pairs of a positive and a negative. A *ranking* is a function
// that calls `visit(positives, negatives)` for each group of equal scores, in ascending order of
// score; the groups may be exact, or bins.

namespace telltale::inline TELLTALE_ABI::metric {

/// The pairs of a positive and a negative: `positives * negatives` in all, fewer than 2^127.
struct rank_pairs {
  std::uint64_t positives = 0;
  std::uint64_t negatives = 0;
  uint128 won = 0;   ///< the positive has the higher score
  uint128 tied = 0;  ///< both have the same score

  template <class Ranking>
  [[nodiscard]] static rank_pairs of(const Ranking& ranking) noexcept {
    rank_pairs all;
    ranking([&](std::uint64_t p, std::uint64_t n) {
      all.won += uint128{p} * all.negatives;
      all.tied += uint128{p} * n;
      all.positives += p;
      all.negatives += n;
    });
    return all;
  }

  /// Whether there is a pair at all.
  [[nodiscard]] bool any() const noexcept { return positives != 0 && negatives != 0; }
  [[nodiscard]] uint128 total() const noexcept { return uint128{positives} * negatives; }
  /// Pairs that share no row: independent of each other.
  [[nodiscard]] double disjoint() const noexcept {
    return static_cast<double>((std::min)(positives, negatives));
  }
  /// Share of pairs won, a tie counting half. Requires: `any()`.
  [[nodiscard]] double auc() const noexcept {
    return static_cast<double>(2 * won + tied) / static_cast<double>(2 * total());
  }
  /// Share of pairs won when every tie is lost, or won, but for those that are known to be ties,
  /// with the rounding outwards: between them lies the share of any order that the groups may hide.
  /// Requires: `any()` and `known_ties <= tied`.
  [[nodiscard]] interval bracket(uint128 known_ties = 0) const noexcept {
    return {below(2 * won + known_ties, 2 * total()),
            above(2 * (won + tied) - known_ties, 2 * total()), coverage::certified};
  }

private:
  // Two roundings to double and one of the quotient are off by less than two neighbours; counts
  // below 2^53 are exact, and then the residue tells whether there is anything to make good.
  static double below(uint128 part, uint128 whole) noexcept {
    if (part == 0) return 0;
    const double x = static_cast<double>(part), y = static_cast<double>(whole), q = x / y;
    if (whole < exact) return std::fma(q, y, -x) > 0 ? std::nextafter(q, 0.0) : q;
    return std::nextafter(std::nextafter(q, 0.0), 0.0);
  }
  static double above(uint128 part, uint128 whole) noexcept {
    if (part == whole) return 1;
    const double x = static_cast<double>(part), y = static_cast<double>(whole), q = x / y;
    if (whole < exact) return std::fma(q, y, -x) < 0 ? std::nextafter(q, 2.0) : q;
    return (std::min)(1.0, std::nextafter(std::nextafter(q, 2.0), 2.0));
  }
  static constexpr uint128 exact = uint128{1} << 53;
};

/// Variance of the share of pairs won, and the degrees of freedom that it is worth: it is a sum of
/// two sample variances, one of the positives and one of the negatives.
struct area_variance {
  double value = 0;  ///< 0 where the rows tell nothing: one of a class, or all pairs alike
  double degrees_of_freedom = 0;

  /// Of the variances of two means, over so many positives and negatives; not both 0.
  [[nodiscard]] static area_variance of(double of_positives, double of_negatives, double positives,
                                        double negatives) noexcept {
    const double sum = of_positives + of_negatives, share = of_positives / sum;
    return {sum,
            1 / (share * share / (positives - 1) + (1 - share) * (1 - share) / (negatives - 1))};
  }
};

/// DeLong's, in its midrank form, with Welch's degrees of freedom.
/// Requires: `all` is `rank_pairs::of(ranking)`.
/// Source: DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595; Sun & Xu 2014,
/// doi:10.1109/LSP.2014.2337313; Welch 1947, doi:10.1093/biomet/34.1-2.28.
template <class Ranking>
[[nodiscard]] area_variance delong_variance(const Ranking& ranking,
                                            const rank_pairs& all) noexcept {
  if (all.positives < 2 || all.negatives < 2) return {};
  const auto p = static_cast<double>(all.positives), n = static_cast<double>(all.negatives);
  const double auc = all.auc();
  double of_positives = 0, of_negatives = 0, positives_below = 0, negatives_below = 0;
  ranking([&](std::uint64_t positives, std::uint64_t negatives) {
    const auto more_p = static_cast<double>(positives), more_n = static_cast<double>(negatives);
    const double beaten = (negatives_below + more_n / 2) / n - auc;
    const double beating = (p - positives_below - more_p / 2) / p - auc;
    of_positives += more_p * beaten * beaten;
    of_negatives += more_n * beating * beating;
    positives_below += more_p;
    negatives_below += more_n;
  });
  const double a = of_positives / (p - 1) / p, b = of_negatives / (n - 1) / n;
  return a + b > 0 ? area_variance::of(a, b, p, n) : area_variance{};
}

/// The same from the places of fewer than 2^32 rows, whose sums are exact.
[[nodiscard]] inline area_variance delong_variance(const math::class_pairs& pairs) noexcept {
  if (pairs.positives < 2 || pairs.negatives < 2) return {};
  // Squared distances from the mean of so many integers, about the integer below it.
  const auto about_mean = [](uint128 squares, uint128 sum, std::uint64_t count) {
    const uint128 whole = sum / count, rest = sum % count;
    const uint128 about_whole = squares + count * whole * whole - 2 * whole * sum;
    if (about_whole >> 64 == 0)
      return static_cast<double>(about_whole * count - rest * rest) / static_cast<double>(count);
    const auto r = static_cast<double>(rest);
    return static_cast<double>(about_whole) - r * r / static_cast<double>(count);
  };
  const auto p = static_cast<double>(pairs.positives), n = static_cast<double>(pairs.negatives);
  const double of_positives =
      about_mean(pairs.positive_squares, pairs.twice_won, pairs.positives) / (4 * n * n);
  const double of_negatives =
      about_mean(pairs.negative_squares, pairs.twice_lost(), pairs.negatives) / (4 * p * p);
  const double a = of_positives / (p - 1) / p, b = of_negatives / (n - 1) / n;
  return a + b > 0 ? area_variance::of(a, b, p, n) : area_variance{};
}

/// Interval of the area under the ROC curve between what two orders of tied pairs give, `low` and
/// `high` (equal when it is known), on the logit scale. Where the variance says nothing, because
/// all pairs are won, lost or tied, from as many disjoint pairs as there are: by Clopper and
/// Pearson at 0 and 1, by Hoeffding's bound between; both hold at any size.
/// Requires: pairs >= 1 and 0 <= low <= high <= 1.
/// Source: Pepe 2003, The Statistical Evaluation of Medical Tests, section 5.2.4 (logit); Clopper &
/// Pearson 1934, doi:10.1093/biomet/26.4.404; Hoeffding 1963, doi:10.1080/01621459.1963.10500830,
/// section 5.
[[nodiscard]] inline interval auc_interval(double pairs, const area_variance& variance, double low,
                                           double high, const confidence_level& level) noexcept {
  const double tail = (1 - level.probability) / 2;
  if (variance.value > 0) {
    const double spread =
        student_quantile(variance.degrees_of_freedom, level) * std::sqrt(variance.value);
    const auto moved = [&](double auc, double by) {
      if (auc <= 0 || auc >= 1) return auc;
      const double odds = auc / (1 - auc) * std::exp(by / (auc * (1 - auc)));
      return odds < (std::numeric_limits<double>::max)() ? odds / (1 + odds) : 1.0;
    };
    return {(std::min)(low, moved(low, -spread)), (std::max)(high, moved(high, spread))};
  }
  const double hoeffding = std::sqrt(std::log(1 / tail) / (2 * pairs));
  return {low >= 1   ? std::pow(tail, 1 / pairs)
          : low <= 0 ? 0.0
                     : (std::max)(0.0, low - hoeffding),
          high <= 0   ? 1 - std::pow(tail, 1 / pairs)
          : high >= 1 ? 1.0
                      : (std::min)(1.0, high + hoeffding)};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
