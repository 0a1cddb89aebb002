// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/category_index.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/moments.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Freezes what one column of reference data looked like.
struct column_builder {
  std::size_t bins;  ///< of a numeric column, [2, 254]
  bool keep_values;  ///< and not only their counts

  /// Refuses a column without a usable value.
  [[nodiscard]] result<column_baseline> operator()(const column& what,
                                                   const std::vector<double>& values) const {
    auto built = what.kind == column_kind::numeric ? numeric(what, values) : codes(what, values);
    if (built && !keep_values) built->values = std::vector<double>();  // `clear` keeps the room
    return built;
  }

private:
  static error refuse(const column& what, const error& why) {
    return {why.code, "column '" + what.name + "': " + why.message};
  }
  static error unusable(const column& what) {
    return refuse(what, {errc::invalid_data, "not one usable value to take a reference from"});
  }

  [[nodiscard]] result<column_baseline> numeric(const column& what,
                                                const std::vector<double>& values) const {
    column_baseline b;
    b.what = what;
    std::copy_if(values.begin(), values.end(), std::back_inserter(b.values),
                 [](double x) { return std::isfinite(x); });
    if (b.values.empty()) return unusable(what);
    std::sort(b.values.begin(), b.values.end());
    auto made = state::binning::equal_mass(b.values, bins);
    if (!made) return refuse(what, made.error());
    b.bins = std::make_shared<const state::binning>(*std::move(made));

    state::moments moments;
    for (const double x : b.values) moments.update(x);
    b.standard_deviation = moments.standard_deviation();
    const state::histogram none{b.bins};
    return counted(std::move(b), none, values);
  }

  [[nodiscard]] static result<column_baseline> codes(const column& what,
                                                     const std::vector<double>& values) {
    column_baseline b;
    b.what = what;
    std::copy_if(values.begin(), values.end(), std::back_inserter(b.values),
                 [](double x) { return state::category_index::is_code(x); });
    if (b.values.empty()) return unusable(what);
    std::sort(b.values.begin(), b.values.end());
    auto made = state::category_index::make(b.values);
    if (!made) return refuse(what, made.error());
    b.categories = std::make_shared<const state::category_index>(*std::move(made));
    const state::categories none{b.categories};
    return counted(std::move(b), none, values);
  }

  [[nodiscard]] static column_baseline counted(column_baseline b, auto counts,
                                               const std::vector<double>& values) {
    for (const double x : values) counts.update(x);
    b.cells = counts.cells();
    b.present = counts.total();
    b.missing = counts.missing();
    return b;
  }
};

}  // namespace telltale::inline TELLTALE_ABI
