// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cstdint>
#include <initializer_list>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// What a grade of relevance is worth in discounted gains.
enum class gain : std::uint8_t {
  linear,       ///< the grade itself, as scikit-learn
  exponential,  ///< 2^grade - 1, of grades up to 100
};

/// What a request without a relevant item counts as.
enum class no_relevant_item : std::uint8_t {
  skip,  ///< as if it had not come: nothing could have been found
  zero,  ///< 0 in all, as scikit-learn's ndcg_score
  one,   ///< 1 in all shares: nothing was missed
};

struct ranking_settings {
  gain gains = gain::linear;
  no_relevant_item without_relevant = no_relevant_item::skip;
  /// Items of a greater relevance than this are relevant; gains are of all. Not NaN.
  double relevant_above = 0;

  friend bool operator==(const ranking_settings&, const ranking_settings&) = default;
};

/// What the requests had among their first k ranks: values of requests, summed.
struct ranking_tallies {
  loss_tally precision;          ///< relevant / k
  loss_tally recall;             ///< relevant / all relevant
  loss_tally f1;                 ///< 2 relevant / (k + all relevant)
  loss_tally hit;                ///< whether there is a relevant one
  loss_tally average_precision;  ///< sum of precisions at the relevant ranks / min(k, all relevant)
  loss_tally reciprocal_rank;    ///< 1 / the first relevant rank; 0 beyond k
  loss_tally dcg;                ///< sum of gain / log2(rank + 1)
  loss_tally ndcg;               ///< that over the largest possible
  loss_tally gain;               ///< sum of gain
  loss_tally fall_out;           ///< irrelevant / all irrelevant

  ranking_tallies& merge(const ranking_tallies& part) noexcept {
    precision.merge(part.precision), recall.merge(part.recall), f1.merge(part.f1);
    hit.merge(part.hit), average_precision.merge(part.average_precision);
    reciprocal_rank.merge(part.reciprocal_rank);
    dcg.merge(part.dcg), ndcg.merge(part.ndcg), gain.merge(part.gain);
    fall_out.merge(part.fall_out);
    return *this;
  }
  ranking_tallies& scale(double factor) noexcept {
    for (loss_tally* tally : {&precision, &recall, &f1, &hit, &average_precision, &reciprocal_rank,
                              &dcg, &ndcg, &gain, &fall_out})
      tally->scale(factor);
    return *this;
  }

  friend bool operator==(const ranking_tallies&, const ranking_tallies&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.precision, self.recall, self.f1, self.hit, self.average_precision,
                    self.reciprocal_rank, self.dcg, self.ndcg, self.gain, self.fall_out);
  }
};

}  // namespace telltale::inline TELLTALE_ABI::state
