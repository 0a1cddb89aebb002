// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/time.hpp>
#include <telltale/window/decayed.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace telltale::inline TELLTALE_ABI::window {

/// A state over an exponential past, counted in time, in grains: a row weighs half as much as one
/// whose grain is `half_life` later. A late row enters with the weight of its own age. How far time
/// has come is for the `event_clock` to say, by grains: a timestamp from far ahead does not make it
/// forget everything, and a clock that was set back starts it anew. Rows older than 64 half-lives
/// are dropped.
///
/// Cost  update: the state's; each grain its `scale`; a late row a scale and a merge
/// Size  two states, and about 130 bytes
template <scalable S>
class decayed_by_time {
public:
  /// Forgets by grains of a 64th of the half-life: a row weighs at most 1.1 % too much or too
  /// little. Requires: `half_life > 0`.
  explicit decayed_by_time(S prototype, std::chrono::nanoseconds half_life)
      : decayed_by_time(std::move(prototype), half_life,
                        half_life / 64 + std::chrono::nanoseconds{half_life.count() % 64 > 0}) {}
  /// Requires: `half_life > 0`, `grain > 0`.
  decayed_by_time(S prototype, std::chrono::nanoseconds half_life, std::chrono::nanoseconds grain)
      : clock_(grain, half_life > grain ? static_cast<std::uint64_t>(half_life / grain) : 1),
        past_(prototype),
        one_(std::move(prototype)),
        half_lives_(static_cast<double>(grain.count()) / static_cast<double>(half_life.count())),
        kept_(64 * (static_cast<std::uint64_t>(half_life / grain) + 1)) {
    TELLTALE_EXPECTS(half_life.count() > 0);
    constexpr std::uint64_t most = std::uint64_t{1} << 57;  // so that the product fits
    if (half_life / grain >= static_cast<std::int64_t>(most)) kept_ = ~std::uint64_t{0};
  }

  template <class... Xs>
  requires accepts<S, Xs...>
  void update(timestamp at, const Xs&... x) noexcept {
    using verdict = event_clock::verdict;
    const std::int64_t grain = clock_.period(at), before = clock_.now();
    switch (clock_.see(grain, clock_.before_now(kept_))) {
      case verdict::on_time: break;
      case verdict::moved_on: age(before, grain); break;
      case verdict::late: {
        ++late_;
        const double weight = factor(grain, before);
        one_.clear();
        one_.update(x...);
        one_.scale(weight);
        past_.add(one_, one_.rejected() == 0 ? weight : 0);
        return;
      }
      case verdict::set_back:
        past_.clear();
        ++restarts_;
        break;
      case verdict::unsure:
      case verdict::stale: ++dropped_; return;
    }
    past_.update(x...);
  }

  /// The host says what time it is, without a row, and is believed. Time does not go back.
  void advance(timestamp now) noexcept {
    const std::int64_t grain = clock_.period(now), before = clock_.now();
    if (clock_.started() && grain <= before) return;
    age(before, grain);
    clock_.set(grain);
  }

  [[nodiscard]] const S& current() const noexcept { return past_.state(); }
  /// As of `decayed`.
  [[nodiscard]] double weight() const noexcept { return past_.weight(); }
  [[nodiscard]] std::optional<double> effective_size() const noexcept {
    return past_.effective_size();
  }
  /// As of `timed`.
  [[nodiscard]] std::uint64_t late() const noexcept { return late_; }
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }
  [[nodiscard]] std::uint64_t restarts() const noexcept { return restarts_; }

private:
  [[nodiscard]] double factor(std::int64_t from, std::int64_t to) const noexcept {
    return std::exp2(-half_lives_ * static_cast<double>(event_clock::distance(from, to)));
  }
  void age(std::int64_t from, std::int64_t to) noexcept {
    if (past_.weight() > 0) past_.forget(factor(from, to));
  }

  event_clock clock_;
  detail::fading<S> past_;
  S one_;               // a late row alone
  double half_lives_;   // a grain
  std::uint64_t kept_;  // grains, beyond which a row weighs nothing
  std::uint64_t late_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t restarts_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::window
