// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

namespace telltale::inline TELLTALE_ABI::math {

/// The probability of class 1 among all rows, from that among rows of which only a share `rate` of
/// the negatives was kept: p / (p + (1 - p) / rate). Apply it to the score of a model that was
/// trained on such rows before any state sees it, and calibration and normalized entropy are those
/// of the world. A p outside [0, 1] or NaN comes out as such, for states to reject.
/// Requires: 0 < rate <= 1.
/// Source: He et al. 2014, doi:10.1145/2648584.2648589, section 6.3.
template <class Score>
[[nodiscard]] constexpr Score undo_downsampling(Score score, double rate) noexcept {
  TELLTALE_EXPECTS(rate > 0 && rate <= 1);
  if (!(score >= Score(0) && score <= Score(1))) return score;
  const double p = static_cast<double>(score), kept = p * rate;
  return static_cast<Score>(kept / (kept + (1 - p)));
}

}  // namespace telltale::inline TELLTALE_ABI::math
