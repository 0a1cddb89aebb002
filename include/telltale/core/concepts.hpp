// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <concepts>
#include <cstdint>

namespace telltale::inline TELLTALE_ABI {

/// A value standing for all that a stream has shown, in bounded memory.
template <class S>
concept summary = std::copyable<S> && std::equality_comparable<S> && requires(S s, const S& c) {
  { s.clear() }
  noexcept->std::same_as<void>;  // forget all, keep the shape
  { c.rejected() }
  noexcept->std::same_as<std::uint64_t>;  // inputs it could not use
};

/// `update` cannot fail: what it cannot use, it counts in `rejected()`.
template <class S, class... Xs>
concept accepts = summary<S> && requires(S s, Xs... xs) {
  { s.update(xs...) }
  noexcept->std::same_as<void>;
};

/// Commutative monoid: summarise two halves, merge, and get the summary of the whole.
template <class S>
concept mergeable = summary<S> && requires(S s, const S& part) {
  { s.merge(part) }
  noexcept->std::same_as<S&>;
};

/// Group: `unmerge` undoes `merge` *exactly*. Rounding disqualifies, so integer states only.
template <class S>
concept reversible = mergeable<S> && requires(S s, const S& part) {
  { s.unmerge(part) }
  noexcept->std::same_as<S&>;
};

/// Can forget: `scale(f)`, 0 <= f <= 1, is the summary in which every observation weighs f times
/// as much.
template <class S>
concept scalable = mergeable<S> && requires(S s, double factor) {
  { s.scale(factor) }
  noexcept->std::same_as<S&>;
};

}  // namespace telltale::inline TELLTALE_ABI
