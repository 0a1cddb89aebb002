// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace telltale::inline TELLTALE_ABI::state {

/// What ought to hold of a row, under a name: `predicate{"age_below_120", [](const row& r) noexcept
/// { return r.age < 120; }}`. And, or and not are C++'s; what it does besides is the caller's.
template <class F>
struct predicate {
  std::string_view name;  ///< lives as long as the state: a literal
  F holds;
};
template <class F>
predicate(const char*, F) -> predicate<F>;

/// How many rows the caller's predicates hold of, one counter a predicate.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  nothing: what a predicate thinks of NaN is the predicate's to say
/// Cost     update: each predicate once and an addition; merge O(predicates); never allocates
/// Size     8 bytes a predicate and 8, beside the predicates themselves
/// Threads  one writer
///
/// `F`: callables of a row that return a bool and are `noexcept`, as everything on the hot path.
template <std::copyable... F>
requires(sizeof...(F) > 0) class predicates {
public:
  explicit constexpr predicates(predicate<F>... all) noexcept(
      (std::is_nothrow_move_constructible_v<F> && ...))
      : names_{all.name...}, holds_(std::move(all.holds)...) {}

  template <class... Xs>
  requires(std::is_nothrow_invocable_r_v<bool, const F&, const Xs&...>&&...) constexpr void update(
      const Xs&... row) noexcept {
    ++total_;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((held_[I] += static_cast<bool>(std::get<I>(holds_)(row...))), ...);
    }
    (std::index_sequence_for<F...>{});
  }

  /// Requires: the same predicates.
  constexpr predicates& merge(const predicates& part) noexcept {
    for (std::size_t i = 0; i < size(); ++i) held_[i] += part.held_[i];
    total_ += part.total_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr predicates& unmerge(const predicates& part) noexcept {
    for (std::size_t i = 0; i < size(); ++i) held_[i] -= part.held_[i];
    total_ -= part.total_;
    return *this;
  }
  constexpr void clear() noexcept {
    held_ = {};
    total_ = 0;
  }

  [[nodiscard]] static constexpr std::size_t size() noexcept { return sizeof...(F); }
  /// Rows that came.
  [[nodiscard]] constexpr std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }
  /// Rows that a predicate held of, and those that it did not. Requires: `which < size()`.
  [[nodiscard]] constexpr std::uint64_t held(std::size_t which) const noexcept {
    TELLTALE_EXPECTS(which < size());
    return held_[which];
  }
  [[nodiscard]] constexpr std::uint64_t failed(std::size_t which) const noexcept {
    return total_ - held(which);
  }
  /// Requires: `which < size()`.
  [[nodiscard]] constexpr std::string_view name(std::size_t which) const noexcept {
    TELLTALE_EXPECTS(which < size());
    return names_[which];
  }

  /// The same names and counts.
  friend constexpr bool operator==(const predicates& a, const predicates& b) noexcept {
    return a.names_ == b.names_ && fields(a) == fields(b);
  }

  /// Members in wire order; the predicates belong to the code.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.held_, self.total_); }

private:
  std::array<std::string_view, sizeof...(F)> names_;
  std::tuple<F...> holds_;
  std::array<std::uint64_t, sizeof...(F)> held_{};
  std::uint64_t total_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
