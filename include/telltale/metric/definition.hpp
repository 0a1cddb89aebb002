// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/state/bundle.hpp>

#include <optional>
#include <string_view>

namespace telltale::inline TELLTALE_ABI::metric {

/// A metric as an object: a name that code, rules and exporters share, which way it improves, its
/// range, its source, and the function from a state to a value with its interval.
///
/// `Kind` says which state is read (metric/kind.hpp); `Formula` is called as
/// `formula(state, confidence_level)` and returns `std::optional<estimate>`. A formula is a named
/// type and not a lambda, so that one metric is one type in every translation unit.
template <class Kind, class Formula>
class definition {
public:
  constexpr definition(std::string_view name, direction better, interval range,
                       std::string_view source, Formula formula) noexcept
      : name_(name), better_(better), range_(range), source_(source), formula_(formula) {}

  /// Whether `S` holds what the metric needs, once: what a call asserts.
  template <class S>
  static constexpr bool reads = state::count_of<Kind, S> == 1;

  /// The metric of a state, or of a bundle that holds the state it needs. Empty when the metric
  /// has no answer yet. Does not throw, unless the metric takes memory (the exact rank metrics).
  template <class S>
  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const S& summary, const confidence_level& level = {}) const noexcept(Formula::is_noexcept) {
    Kind::template check<S>();
    if constexpr (reads<S>)
      return formula_(state::pick<Kind>(summary), level);
    else
      return std::nullopt;  // never compiled in: `check` has said why
  }

  /// As in rules, reports and exports; scikit-learn's where it has one, without `_score`.
  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
  [[nodiscard]] constexpr direction better() const noexcept { return better_; }
  /// Closed; an end that no value reaches is infinite.
  [[nodiscard]] constexpr interval range() const noexcept { return range_; }
  [[nodiscard]] constexpr std::string_view source() const noexcept { return source_; }

  /// So that `metric < number` is a condition.
  operator signal() const { return signal{name_}; }

private:
  std::string_view name_;
  direction better_;
  interval range_;
  std::string_view source_;
  Formula formula_;
};

}  // namespace telltale::inline TELLTALE_ABI::metric
