// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/quality.hpp>
#include <telltale/state/categories.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>

// How evenly a categorical column is spread over its categories. Those that the reference never had
// share a cell, and so do those that it had too rarely for one of their own; missing values are
// left out.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct category_entropy_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::categories& s,
                                                   const confidence_level&) const noexcept {
    if (s.total() == 0) return std::nullopt;
    const auto n = static_cast<double>(s.total());
    const auto term = [n](std::uint64_t count) {
      const double p = static_cast<double>(count) / n;
      return count > 0 ? -p * std::log(p) : 0;
    };
    double sum = term(s.unseen());
    for (std::size_t cell = 0; cell < s.index().cells(); ++cell) sum += term(s.count(cell));
    return estimate{sum, std::nullopt, s.total()};
  }
};

struct category_mode_share_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::categories& s,
                                                   const confidence_level&) const noexcept {
    if (s.total() == 0) return std::nullopt;
    std::uint64_t most = 0;
    for (std::size_t cell = 0; cell < s.index().cells(); ++cell)
      most = (std::max)(most, s.count(cell));
    return estimate{static_cast<double>(most) / static_cast<double>(s.total()), std::nullopt,
                    s.total()};
  }
};

}  // namespace detail

/// Entropy of the categories in nats: 0 where all values are the same, ln k where k categories are
/// equally common. Of the shares as they were counted, which is too low by about (k - 1) / (2 n) on
/// average. Empty until a category has come. No interval.
inline constexpr definition<category_counts, detail::category_entropy_formula> category_entropy{
    "category_entropy",
    direction::neutral,
    {0, std::numeric_limits<double>::infinity()},
    "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x; its bias: Miller 1955",
    {}};

/// Share of the most common of the known categories: 1 is a constant column. Empty until a category
/// has come. No interval: the most common of several is no category chosen before.
inline constexpr definition<category_counts, detail::category_mode_share_formula>
    category_mode_share{"category_mode_share",
                        direction::neutral,
                        {0, 1},
                        "Berger & Parker 1970, doi:10.1126/science.168.3937.1345, dominance",
                        {}};

/// How a categorical column is spread, and what is new in it: all of state::categories.
inline constexpr std::tuple category_metrics{unseen_rate, category_entropy, category_mode_share};

}  // namespace telltale::inline TELLTALE_ABI::metric
