// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/time.hpp>
#include <telltale/state/exponential_mean.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI::state {

/// When the rows of a stream (requests, labels) came: how long the gaps between them are, whether
/// it has fallen silent for longer than chance explains, and what the clock did.
///
/// Clocks are not trusted (core/event_clock.hpp): a row from before the latest one is out of order
/// and moves nothing, 1,000 such in succession say that the clock was set back; one from more than
/// `reach` ahead moves time only with the 16th in succession. A gap beyond `reach` is an outage: it
/// counts as the longest gap and not in the mean one.
///
/// Algebra  none (summary only): gaps depend on the order
/// Units    moments as the caller gives them; a row is one event
/// Rejects  nothing
/// Cost     update O(1) with a division, never allocates
/// Size     152 bytes
/// Threads  one writer
class arrivals {
public:
  /// `half_life`: after so many gaps one counts half in their mean.
  /// Requires: `half_life > 0` and finite, `reach > 0`.
  explicit arrivals(double half_life = 100,
                    std::chrono::nanoseconds reach = std::chrono::hours{24}) noexcept
      : reach_(reach), clock_(fresh_clock()), gaps_(half_life) {}

  void update(timestamp at) noexcept {
    ++count_;
    const bool first = !clock_.started();
    const std::int64_t before = clock_.now(), now = at.time_since_epoch().count();
    switch (clock_.see(now, before)) {
      case event_clock::verdict::on_time:
      case event_clock::verdict::moved_on:
        if (!first) take_gap(event_clock::distance(before, now));
        return;
      case event_clock::verdict::unsure: ++unsure_; return;
      case event_clock::verdict::late:
      case event_clock::verdict::stale:
        ++out_of_order_;
        furthest_back_ = (std::max)(furthest_back_, event_clock::distance(now, before));
        return;
      case event_clock::verdict::set_back: ++set_back_; return;
    }
  }
  void clear() noexcept {
    clock_ = fresh_clock();
    gaps_.clear();
    count_ = longest_gap_ = out_of_order_ = furthest_back_ = unsure_ = set_back_ = 0;
  }

  /// Events that came, whatever their moments.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  /// Events from before the latest one, and how far that was at most.
  [[nodiscard]] std::uint64_t out_of_order() const noexcept { return out_of_order_; }
  [[nodiscard]] std::chrono::nanoseconds furthest_back() const noexcept {
    return nanoseconds_of(furthest_back_);
  }
  /// Events from so far ahead that they may be astray.
  [[nodiscard]] std::uint64_t unsure() const noexcept { return unsure_; }
  /// How often the clock was set back.
  [[nodiscard]] std::uint64_t set_back() const noexcept { return set_back_; }

  /// The moment up to which events have come. Empty until one has.
  [[nodiscard]] std::optional<timestamp> latest() const noexcept {
    if (!clock_.started()) return std::nullopt;
    return timestamp{std::chrono::nanoseconds{clock_.now()}};
  }
  [[nodiscard]] std::chrono::nanoseconds longest_gap() const noexcept {
    return nanoseconds_of(longest_gap_);
  }
  /// The recent mean gap, in seconds, >= 0. Empty until two events have come in order.
  [[nodiscard]] std::optional<double> mean_gap() const noexcept {
    const auto mean = gaps_.mean();
    if (!mean) return std::nullopt;
    return *mean * 1e-9;
  }
  /// Recent events a second, > 0. Empty until there is a gap, and while all gaps are 0.
  [[nodiscard]] std::optional<double> per_second() const noexcept {
    if (!has_rate()) return std::nullopt;
    return 1e9 / *gaps_.mean();
  }

  /// For how long nothing has come, 0 where the clock went back behind the latest event. Empty
  /// until an event has come.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> silent_for(timestamp now) const noexcept {
    if (!clock_.started()) return std::nullopt;
    const std::int64_t at = now.time_since_epoch().count();
    if (at <= clock_.now()) return std::chrono::nanoseconds{0};
    return nanoseconds_of(event_clock::distance(clock_.now(), at));
  }
  /// How probable so long a silence is, or a longer one, in a stream that goes on at its recent
  /// rate and whose events do not know of each other (Poisson), in [0, 1]. That the rate was
  /// measured from few gaps is taken into account: with n gaps of mean m a silence t has the
  /// probability (1 + t / (n m))^-n, exactly for gaps of equal weight, and exp(-t / m) with many.
  /// Empty while there is no rate.
  /// Source: t / m has an F distribution with 2 and 2 n degrees of freedom; Lawless 2003,
  /// doi:10.1002/9781118033005, chapter 4.
  [[nodiscard]] std::optional<double> silence_probability(timestamp now) const noexcept {
    if (!has_rate()) return std::nullopt;
    const double n = *gaps_.effective_size(), scale = n * *gaps_.mean();
    return std::exp(-n * std::log1p(static_cast<double>(silent_for(now)->count()) / scale));
  }
  /// The moment after which a silence that goes on is less probable than `probability`: when to
  /// look again. Empty while there is no rate, and beyond what a timestamp holds.
  /// Requires: `0 < probability` and `probability < 1`.
  [[nodiscard]] std::optional<timestamp> deadline(double probability) const noexcept {
    TELLTALE_EXPECTS(probability > 0 && probability < 1);
    if (!has_rate()) return std::nullopt;
    const double n = *gaps_.effective_size();
    const double wait = n * *gaps_.mean() * std::expm1(-std::log(probability) / n);
    constexpr std::int64_t most = (timestamp::max)().time_since_epoch().count();
    const double room = static_cast<double>(event_clock::distance(clock_.now(), most));
    if (!(wait < (std::min)(room, 9e18))) return std::nullopt;
    return timestamp{std::chrono::nanoseconds{clock_.now() + static_cast<std::int64_t>(wait)}};
  }

  friend bool operator==(const arrivals&, const arrivals&) = default;

private:
  [[nodiscard]] event_clock fresh_clock() const noexcept {
    TELLTALE_EXPECTS(reach_.count() > 0);
    return event_clock{std::chrono::nanoseconds{1}, static_cast<std::uint64_t>(reach_.count())};
  }
  [[nodiscard]] bool has_rate() const noexcept { return gaps_.mean().value_or(0) > 0; }

  static std::chrono::nanoseconds nanoseconds_of(std::uint64_t n) noexcept {
    constexpr auto most = static_cast<std::uint64_t>((std::chrono::nanoseconds::max)().count());
    return std::chrono::nanoseconds{static_cast<std::int64_t>((std::min)(n, most))};
  }
  void take_gap(std::uint64_t gap) noexcept {
    longest_gap_ = (std::max)(longest_gap_, gap);
    if (gap <= static_cast<std::uint64_t>(reach_.count())) gaps_.update(gap);
  }

  std::chrono::nanoseconds reach_;
  event_clock clock_;      // in nanoseconds
  exponential_mean gaps_;  // in nanoseconds
  std::uint64_t count_ = 0;
  std::uint64_t longest_gap_ = 0;
  std::uint64_t out_of_order_ = 0;
  std::uint64_t furthest_back_ = 0;
  std::uint64_t unsure_ = 0;
  std::uint64_t set_back_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
