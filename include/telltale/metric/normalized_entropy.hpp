// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/logistic_fit.hpp>
#include <telltale/metric/probability.hpp>
#include <telltale/metric/recalibration.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>

// Kin of `normalized_entropy` (metric/probability.hpp): of the positives alone, and without what a
// wrong mean costs.

namespace telltale::inline TELLTALE_ABI::metric {

/// The sums of log losses of each class.
struct class_losses {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::weighted_proper_loss>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<class_losses, S> != 0,
                  "this metric reads the log losses of each class: add "
                  "state::weighted_proper_loss to the bundle");
  }
};

namespace detail {

struct positive_entropy_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::weighted_proper_loss& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_in(s);
    if (!rows.usable() || !(s.positives() > 0) || !(s.negatives() > 0)) return std::nullopt;
    const double p = s.positives() / rows.whole, q = s.negatives() / rows.whole;
    const double log_rate = log_share(p, q), below = -p * log_rate;
    if (!(below > 0)) return std::nullopt;
    const state::loss_tally& losses = s.losses(1);
    const double value = losses.sum() / rows.whole / below;
    return over_base_rate(value, {below, -log_rate - 1}, {q, p}, {0, losses.sum()},
                          losses.squares(), rows, level);
  }
};

struct calibration_free_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    if (!has_all_rows(s)) return std::nullopt;
    const auto fit = fit_intercept([&](const auto& visit) { for_each_logit(s, visit); });
    if (!fit) return std::nullopt;
    const double p = fit->rows.part / fit->rows.whole, q = 1 - p;
    const double entropy = -(p * log_share(p, q) + q * log_share(q, p));
    if (!(entropy > 0)) return std::nullopt;
    return estimate{fit->loss / fit->rows.whole / entropy, std::nullopt,
                    rounded(fit->rows.effective())};
  }
};

}  // namespace detail

/// Log loss of the positives alone over what always saying the base rate would cost them. Blind to
/// the negatives, so a model that promises too much does well: read it beside the whole. Empty
/// while only one class has been seen. Interval by the delta method, on the logarithm.
inline constexpr definition<class_losses, detail::positive_entropy_formula>
    normalized_entropy_positive{"normalized_entropy_positive",
                                direction::lower_is_better,
                                detail::positive_range,
                                "He et al. 2014, doi:10.1145/2648584.2648589, section 2",
                                {}};

/// Normalized entropy once `calibration_intercept` is added to the logits of the scores, so that as
/// many come true as promised: how well the scores tell rows apart, without what a wrong mean
/// costs. From the rows, scores clipped to [1e-12, 1 - 1e-12]. Empty while there is one class
/// alone. No interval. Cost: some 5 passes over the rows.
inline constexpr definition<kept_scores, detail::calibration_free_formula>
    calibration_free_normalized_entropy{"calibration_free_normalized_entropy",
                                        direction::lower_is_better,
                                        detail::positive_range,
                                        "He et al. 2014, doi:10.1145/2648584.2648589, section 2; "
                                        "Cox 1958, doi:10.1093/biomet/45.3-4.562",
                                        {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple normalized_entropy_metrics{normalized_entropy_positive,
                                                       calibration_free_normalized_entropy};

}  // namespace telltale::inline TELLTALE_ABI::metric
