// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace telltale::inline TELLTALE_ABI::state {

/// Several states fed by one stream: each row goes to every part that accepts it, and a metric
/// takes the part that it needs. A bundle is itself a state, with the algebra that all its parts
/// share. `rejected()` is the largest of the parts': the rows that some part could not use.
///
/// Requires: the parts are of different types.
template <summary... Parts>
requires(sizeof...(Parts) > 0) class bundle {
public:
  constexpr bundle() = default;
  /// A bundle of prototypes, for parts whose shape is known at run time.
  explicit constexpr bundle(Parts... parts) : parts_(std::move(parts)...) {}

  /// A row that no part accepts does not compile.
  template <class... Xs>
  requires(accepts<Parts, Xs...> || ...) constexpr void update(const Xs&... row) noexcept {
    each([&](auto& part) {
      if constexpr (accepts<std::remove_reference_t<decltype(part)>, Xs...>) part.update(row...);
    });
  }

  constexpr bundle& merge(const bundle& part) noexcept requires(mergeable<Parts>&&...) {
    both(part, [](auto& mine, const auto& theirs) { mine.merge(theirs); });
    return *this;
  }
  constexpr bundle& unmerge(const bundle& part) noexcept requires(reversible<Parts>&&...) {
    both(part, [](auto& mine, const auto& theirs) { mine.unmerge(theirs); });
    return *this;
  }
  constexpr bundle& scale(double factor) noexcept requires(scalable<Parts>&&...) {
    each([&](auto& part) { part.scale(factor); });
    return *this;
  }
  constexpr void clear() noexcept {
    each([](auto& part) { part.clear(); });
  }

  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept {
    std::uint64_t most = 0;
    std::apply(
        [&](const auto&... part) {
          ((most = part.rejected() > most ? part.rejected() : most), ...);
        },
        parts_);
    return most;
  }

  /// The part of one type. Does not compile when there is none.
  template <class Part>
  [[nodiscard]] constexpr const Part& get() const noexcept {
    return std::get<Part>(parts_);
  }
  template <class Part>
  [[nodiscard]] constexpr Part& get() noexcept {
    return std::get<Part>(parts_);
  }

  friend constexpr bool operator==(const bundle&, const bundle&) = default;

  static constexpr auto fields(auto& self) noexcept { return std::tie(self.parts_); }

private:
  constexpr void each(auto&& action) noexcept {
    std::apply([&](auto&... part) { (action(part), ...); }, parts_);
  }
  constexpr void both(const bundle& other, auto&& action) noexcept {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (action(std::get<I>(parts_), std::get<I>(other.parts_)), ...);
    }
    (std::index_sequence_for<Parts...>{});
  }

  std::tuple<Parts...> parts_;
};

namespace detail {

template <class Kind, class S>
struct picker {
  static constexpr std::size_t matches = Kind::template matches<S> ? 1 : 0;
  static constexpr const S& from(const S& s) noexcept { return s; }
};

template <class Kind, class... Parts>
struct picker<Kind, bundle<Parts...>> {
  static constexpr std::size_t matches = (std::size_t{Kind::template matches<Parts>} + ...);
  static constexpr const auto& from(const bundle<Parts...>& all) noexcept {
    constexpr std::size_t at = [] {
      constexpr bool match[] = {Kind::template matches<Parts>...};
      std::size_t i = 0;
      while (!match[i]) ++i;
      return i;
    }();
    return all.template get<std::tuple_element_t<at, std::tuple<Parts...>>>();
  }
};

}  // namespace detail

/// How many states of a kind a summary holds: itself, or the parts of a bundle. A kind is a class
/// with `template <class S> static constexpr bool matches`.
template <class Kind, class S>
inline constexpr std::size_t count_of = detail::picker<Kind, S>::matches;

/// The one state of a kind in a summary. Requires: `count_of<Kind, S> == 1`.
template <class Kind, class S>
[[nodiscard]] constexpr const auto& pick(const S& s) noexcept {
  return detail::picker<Kind, S>::from(s);
}

}  // namespace telltale::inline TELLTALE_ABI::state
