// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/serving_skew.hpp>

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

// Whether the model is given in service what it was given in training.

namespace telltale::inline TELLTALE_ABI::metric {

/// How often a feature was served as it was not computed.
struct skew_counts {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::serving_skew>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<skew_counts, S> != 0,
                  "this metric compares served values with computed ones: add state::serving_skew "
                  "to the bundle");
  }
};

namespace detail {
struct skew_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::serving_skew& s,
                                                   const confidence_level& level) const noexcept {
    const auto n = static_cast<double>(s.count());
    return share_of({static_cast<double>(s.mismatches()), n, n}, level);
  }
};
}  // namespace detail

/// Share of the rows in which the value that was served and the one that was computed again do not
/// agree. Empty until a row has come.
inline constexpr definition<skew_counts, detail::skew_formula> serving_skew_rate{
    "serving_skew_rate",
    direction::lower_is_better,
    {0, 1},
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    {}};

/// What this header adds to the vocabulary.
inline constexpr std::tuple serving_skew_metrics{serving_skew_rate};

}  // namespace telltale::inline TELLTALE_ABI::metric
