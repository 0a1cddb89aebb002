// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telltale::inline TELLTALE_ABI {

/// Everything that was measured about one column (a feature, the output, the label) against the
/// reference. Empty members have no answer, or are not measured for the column's kind.
struct column_report {
  std::string column;
  bool categorical = false;
  std::uint64_t current_n = 0;  ///< values of the window that were not missing

  std::optional<ks_test> kolmogorov_smirnov;           ///< over the rows, when they were kept
  std::optional<interval> kolmogorov_smirnov_binned;   ///< certified bracket, from bins
  std::optional<chi_squared_test> chi_squared;         ///< missing and unseen are cells of it
  std::optional<chi_squared_test> chi_squared_pooled;  ///< sparse cells pooled (Cochran)
  std::optional<double> cramers_v;                     ///< [0, 1]
  std::optional<stability_index> psi;
  std::optional<double> jensen_shannon;   ///< distance, base 2, [0, 1]
  std::optional<double> hellinger;        ///< [0, 1]
  std::optional<double> total_variation;  ///< [0, 1]
  std::optional<transport_distance> wasserstein;
  std::optional<double> missing_rate;       ///< [0, 1]
  std::optional<double> unseen_rate;        ///< [0, 1]: categories that the reference never had
  std::optional<double> out_of_range_rate;  ///< [0, 1]: values outside the reference's extremes
  // Where the window kept its rows: the share of infinite values, [0, 1]; that of the most common
  // of the finite ones, [0, 1]; the longest run of one value, in rows; and of a binary classifier's
  // scores those that are exactly 0 or 1, [0, 1].
  std::optional<double> infinite_rate;
  std::optional<double> most_common_share;
  std::optional<double> longest_run;
  std::optional<double> saturation_rate;

  /// The p-value that `drifted` rests on: Kolmogorov-Smirnov's for a number whose rows were kept,
  /// chi-squared's otherwise; and the same after Holm's correction over all columns.
  std::optional<double> p_value;
  std::optional<double> p_value_adjusted;
  /// Significant after correction, and large enough to matter (monitor settings).
  bool drifted = false;

  friend bool operator==(const column_report&, const column_report&) = default;
};

/// The signals of one column, each `name(column)`, and where the report holds them.
struct column_signal {
  std::string_view name;
  std::optional<double> (*read)(const column_report&);
};

inline constexpr std::array column_signals{
    column_signal{"kolmogorov_smirnov",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.kolmogorov_smirnov) return std::nullopt;
                    return c.kolmogorov_smirnov->statistic;
                  }},
    column_signal{"chi_squared",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.chi_squared) return std::nullopt;
                    return c.chi_squared->statistic;
                  }},
    column_signal{"cramers_v", [](const column_report& c) { return c.cramers_v; }},
    column_signal{"psi",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.psi) return std::nullopt;
                    return c.psi->value;
                  }},
    column_signal{"jensen_shannon", [](const column_report& c) { return c.jensen_shannon; }},
    column_signal{"hellinger", [](const column_report& c) { return c.hellinger; }},
    column_signal{"total_variation", [](const column_report& c) { return c.total_variation; }},
    column_signal{"wasserstein",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.wasserstein) return std::nullopt;
                    return c.wasserstein->value;
                  }},
    column_signal{"wasserstein_normalized",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.wasserstein) return std::nullopt;
                    return c.wasserstein->normalized;
                  }},
    column_signal{"missing_rate", [](const column_report& c) { return c.missing_rate; }},
    column_signal{"unseen_rate", [](const column_report& c) { return c.unseen_rate; }},
    column_signal{"out_of_range_rate", [](const column_report& c) { return c.out_of_range_rate; }},
    column_signal{"infinite_rate", [](const column_report& c) { return c.infinite_rate; }},
    column_signal{"most_common_share", [](const column_report& c) { return c.most_common_share; }},
    column_signal{"longest_run", [](const column_report& c) { return c.longest_run; }},
    column_signal{"saturation_rate", [](const column_report& c) { return c.saturation_rate; }},
    column_signal{"p_value", [](const column_report& c) { return c.p_value; }},
    column_signal{"p_value_adjusted", [](const column_report& c) { return c.p_value_adjusted; }},
    column_signal{"drifted",
                  [](const column_report& c) -> std::optional<double> {
                    if (!c.p_value) return std::nullopt;
                    return c.drifted ? 1 : 0;
                  }},
};

}  // namespace telltale::inline TELLTALE_ABI
