// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

namespace telltale::inline TELLTALE_ABI::window {

namespace detail {

/// A state that forgets, and how much it has left.
template <scalable S>
class fading {
public:
  explicit fading(S prototype) : state_(std::move(prototype)) {}

  void forget(double factor) noexcept {
    // Before the squares leave the normal range: rounding holds the least numbers up, and a rest
    // of them would stay for ever.
    if (weight_ * factor < 0x1p-500) factor = 0;
    state_.scale(factor);
    weight_ *= factor;
    squares_ *= factor * factor;
  }
  template <class... Xs>
  void update(const Xs&... x) noexcept {
    const std::uint64_t rejected = state_.rejected();
    state_.update(x...);
    if (state_.rejected() != rejected) return;
    weight_ += 1;
    squares_ += 1;
  }
  void add(const S& old, double weight) noexcept {
    state_.merge(old);
    weight_ += weight;
    squares_ += weight * weight;
  }
  void clear() noexcept {
    state_.clear();
    weight_ = squares_ = 0;
  }

  [[nodiscard]] const S& state() const noexcept { return state_; }
  [[nodiscard]] double weight() const noexcept { return weight_; }
  [[nodiscard]] std::optional<double> effective_size() const noexcept {
    if (!(squares_ > 0)) return std::nullopt;  // the square of a small weight may be 0 already
    return weight_ / squares_ * weight_;
  }

private:
  S state_;
  double weight_ = 0;
  double squares_ = 0;
};

}  // namespace detail

/// A state over an exponential past, counted in rows: a row weighs half as much as one that came
/// `half_life` rows later. With `every` above 1 the past is forgotten only each so many rows, by as
/// much at once, and the rows between weigh the same: a state whose `scale` is costly then pays it
/// rarely.
///
/// Cost  update: the state's; each `every` rows its `scale`; never allocates where that does not
/// Size  the state, and 48 bytes
template <scalable S>
class decayed {
public:
  /// Requires: `half_life > 0` and finite, `every > 0`.
  explicit decayed(S prototype, double half_life, std::uint64_t every = 1)
      : past_(std::move(prototype)),
        factor_(std::exp2(-static_cast<double>(every) / half_life)),
        every_(every) {
    TELLTALE_EXPECTS(half_life > 0 && std::isfinite(half_life) && every > 0);
  }

  /// Counts as one row, also for a batch.
  template <class... Xs>
  requires accepts<S, Xs...>
  void update(const Xs&... x) noexcept {
    if (rows_ == every_) {
      past_.forget(factor_);
      rows_ = 0;
    }
    past_.update(x...);
    ++rows_;
  }
  void clear() noexcept {
    past_.clear();
    rows_ = 0;
  }

  [[nodiscard]] const S& current() const noexcept { return past_.state(); }
  /// Sum of the weights of the rows that the state could use.
  [[nodiscard]] double weight() const noexcept { return past_.weight(); }
  /// Rows of weight 1 that would tell as much: (sum w)^2 / sum w^2, which tends to
  /// (1 + g) / (1 - g) for a factor g a row. Empty without a row, and where all are forgotten.
  /// Source: Kish 1965, Survey Sampling, section 11.7.
  [[nodiscard]] std::optional<double> effective_size() const noexcept {
    return past_.effective_size();
  }

private:
  detail::fading<S> past_;
  double factor_;
  std::uint64_t every_;
  std::uint64_t rows_ = 0;  // since something was last forgotten
};

}  // namespace telltale::inline TELLTALE_ABI::window
