// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/condition.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/policy/history.hpp>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace telltale::inline TELLTALE_ABI {

/// When to do what, as a value:
///
///     rule{"accuracy floor", metric::accuracy < 0.80}
///         .sustained(3, 5).min_labels(200).cooldown(10).then(action::retrain)
///
/// Each word gives a changed copy. A rule is only a wish until a policy has checked it.
class rule {
public:
  /// Fires in every window in which the condition holds, and alerts.
  rule(std::string_view name, condition when) : name_(name), when_(std::move(when)) {}

  /// Fires only where the condition holds, and held in at least `held` of the last `of` windows
  /// in which it could be judged, this one among them. 1 <= held <= of <= 64.
  [[nodiscard]] rule sustained(std::uint64_t held, std::uint64_t of) const {
    rule changed = *this;
    changed.sustained_ = {held, of};
    return changed;
  }
  /// A window with fewer usable labels than this is not judged: it counts neither for nor against.
  [[nodiscard]] rule min_labels(std::uint64_t labels) const {
    rule changed = *this;
    changed.min_labels_ = labels;
    return changed;
  }
  /// After firing, silent in that many windows, judged or not. What it sees in them still counts.
  [[nodiscard]] rule cooldown(std::uint64_t windows) const {
    rule changed = *this;
    changed.cooldown_ = windows;
    return changed;
  }
  [[nodiscard]] rule then(action what) const {
    rule changed = *this;
    changed.then_ = what;
    return changed;
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const condition& when() const noexcept { return when_; }
  [[nodiscard]] persistence sustained() const noexcept { return sustained_; }
  [[nodiscard]] std::uint64_t min_labels() const noexcept { return min_labels_; }
  [[nodiscard]] std::uint64_t cooldown() const noexcept { return cooldown_; }
  [[nodiscard]] action then() const noexcept { return then_; }

  /// What is wrong with the settings; empty for a rule that can be run.
  [[nodiscard]] std::optional<error> flaw() const {
    if (name_.empty())
      return error{errc::invalid_setting, "a rule on " + when_.text() + " has no name"};
    const auto refused = [&](const std::string& why) {
      return error{errc::invalid_setting, "rule '" + name_ + "': " + why};
    };
    if (!std::isfinite(when_.threshold))
      return refused("the threshold " + number_text(when_.threshold) + " is not a finite number");
    if (!sustained_.valid()) {
      return refused("sustained is " + std::to_string(sustained_.held) + " of " +
                     std::to_string(sustained_.of) +
                     " windows, not 1 <= k <= n <= " + std::to_string(persistence::longest));
    }
    return std::nullopt;
  }

  /// `accuracy floor: accuracy < 0.8, 3 of 5 windows, at least 200 labels, cool-down 10 -> retrain`
  [[nodiscard]] std::string text() const {
    std::string all = name_ + ": " + when_.text();
    if (sustained_ != persistence{}) {
      all += ", " + std::to_string(sustained_.held) + " of " + std::to_string(sustained_.of) +
             " windows";
    }
    if (min_labels_ > 0) {
      all +=
          ", at least " + std::to_string(min_labels_) + (min_labels_ == 1 ? " label" : " labels");
    }
    if (cooldown_ > 0) all += ", cool-down " + std::to_string(cooldown_);
    return (all += " -> ") += telltale::name(then_);
  }

  friend bool operator==(const rule&, const rule&) = default;

private:
  std::string name_;
  condition when_;
  persistence sustained_;
  std::uint64_t min_labels_ = 0;
  std::uint64_t cooldown_ = 0;  // windows
  action then_ = action::alert;
};

}  // namespace telltale::inline TELLTALE_ABI
