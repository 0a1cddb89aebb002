// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// One predicted interval and its truth, in the units of the label.
template <class Value = float>
struct interval_outcome {
  using value_type = Value;

  Value actual{};
  Value lower{};  ///< closed
  Value upper{};  ///< closed; not below `lower`
  double weight = 1;
};

/// How well predicted intervals do, each of which is to hold the truth with probability
/// `confidence`: how many did, how many missed on which side, how wide they are, and Winkler's
/// score: the width, and 2 / (1 - confidence) times what the truth is outside.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts and the range of the truths:
///          they are of all rows that came
/// Units    weight; widths in units of the label
/// Rejects  a row with a value that is NaN, infinite or beyond 1e60, or whose ends are in the wrong
///          order; a weight that is negative, NaN or above 1e150. A row of weight 0 is counted, and
///          changes nothing else
/// Cost     update O(1); merge O(1); never allocates
/// Size     160 bytes
/// Threads  one writer
class prediction_intervals {
public:
  /// Requires: 0 < confidence < 1, and by more than 1e-6.
  explicit prediction_intervals(double confidence) noexcept : confidence_(confidence) {
    TELLTALE_EXPECTS(confidence > 1e-6 && confidence < 1 - 1e-6);
  }

  template <class Value>
  void update(const interval_outcome<Value>& row) noexcept {
    const auto actual = static_cast<double>(row.actual);
    const auto lower = static_cast<double>(row.lower), upper = static_cast<double>(row.upper);
    if (!usable_value(actual) || !usable_value(lower) || !usable_value(upper) || lower > upper ||
        !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    if (row.weight == 0) return;
    const double width = upper - lower;
    const double outside = actual < lower ? lower - actual : actual > upper ? actual - upper : 0;
    widths_.add(width, row.weight);
    scores_.add(width + 2 / (1 - confidence_) * outside, row.weight);
    if (actual < lower)
      below_ += row.weight;
    else if (actual > upper)
      above_ += row.weight;
    else
      inside_ += row.weight;
    lowest_ = (std::min)(lowest_, actual);
    highest_ = (std::max)(highest_, actual);
  }

  /// Requires: the same confidence.
  prediction_intervals& merge(const prediction_intervals& part) noexcept {
    TELLTALE_EXPECTS(confidence_ == part.confidence_);
    count_ += part.count_;
    rejected_ += part.rejected_;
    widths_.merge(part.widths_);
    scores_.merge(part.scores_);
    inside_ += part.inside_;
    below_ += part.below_;
    above_ += part.above_;
    lowest_ = (std::min)(lowest_, part.lowest_);
    highest_ = (std::max)(highest_, part.highest_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  prediction_intervals& scale(double factor) noexcept {
    widths_.scale(factor);
    scores_.scale(factor);
    if (!(widths_.weight() > 0)) factor = 0;
    inside_ *= factor;
    below_ *= factor;
    above_ *= factor;
    return *this;
  }

  void clear() noexcept { *this = prediction_intervals{confidence_}; }

  [[nodiscard]] double confidence() const noexcept { return confidence_; }
  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// upper - lower, and Winkler's score.
  [[nodiscard]] const loss_tally& widths() const noexcept { return widths_; }
  [[nodiscard]] const loss_tally& scores() const noexcept { return scores_; }
  /// Weight of the rows whose truth was within the interval, below and above it.
  [[nodiscard]] double inside() const noexcept { return inside_; }
  [[nodiscard]] double below() const noexcept { return below_; }
  [[nodiscard]] double above() const noexcept { return above_; }
  /// Largest truth less the smallest, of all rows of a weight above 0 that ever came. Empty until
  /// one has.
  [[nodiscard]] std::optional<double> range() const noexcept {
    if (lowest_ > highest_) return std::nullopt;
    return highest_ - lowest_;
  }

  friend bool operator==(const prediction_intervals&, const prediction_intervals&) = default;

  /// Members in wire order; the confidence belongs to the settings.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.widths_, self.scores_, self.inside_,
                    self.below_, self.above_, self.lowest_, self.highest_);
  }

private:
  double confidence_;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally widths_, scores_;
  double inside_ = 0, below_ = 0, above_ = 0;
  double lowest_ = std::numeric_limits<double>::infinity();
  double highest_ = -std::numeric_limits<double>::infinity();
};

}  // namespace telltale::inline TELLTALE_ABI::state
