// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>
#include <telltale/state/ranked_items.hpp>
#include <telltale/state/ranking_tallies.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// How well requests were answered by a list, at the cut-offs `Cuts`: all that
/// <telltale/metric/recommendation.hpp> reads. The requests are the rows.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts: they are of all requests
/// Units    the requests' weights; values of requests, most of them in [0, 1]
/// Rejects  a request with a relevance that is negative, NaN or above 1e60 (100, where gains are
///          exponential), with a score that is not finite, with as many scores as relevances not,
///          or with an unusable weight
/// Cost     update O(items + the largest cut-off) of ranked items, some 0.5 us of 100; of scored
///          ones O(items (relevant ones + the largest cut-off)) at most, some 3 us of 100; merge
///          O(cut-offs); never allocates: some 40 bytes of stack for each rank up to the largest
///          cut-off
/// Size     480 bytes a cut-off, and 136
/// Source   Jarvelin & Kekalainen 2002, doi:10.1145/582415.582418 (gains); McSherry & Najork 2008,
///          doi:10.1007/978-3-540-78646-7_38 (equal scores)
/// Threads  one writer
template <std::size_t... Cuts>
requires(sizeof...(Cuts) > 0 && ((Cuts > 0 && Cuts <= 1000) && ...)) class ranking {
public:
  static constexpr std::array<std::size_t, sizeof...(Cuts)> cuts{Cuts...};
  static constexpr std::size_t most = (std::max)({Cuts...});
  static_assert(std::adjacent_find(cuts.begin(), cuts.end(), std::greater_equal<>{}) == cuts.end(),
                "the cut-offs of a ranking go up");

  ranking() = default;
  explicit ranking(const ranking_settings& settings) noexcept : settings_(settings) {
    TELLTALE_EXPECTS(settings.relevant_above == settings.relevant_above);
  }

  template <class Value>
  void update(const ranked_items<Value>& request) noexcept {
    const auto usable = [&](Value x) { return usable_relevance(static_cast<double>(x)); };
    if (!usable_weight(request.weight) ||
        !std::all_of(request.relevance.begin(), request.relevance.end(), usable) ||
        !std::all_of(request.missed.begin(), request.missed.end(), usable)) {
      ++rejected_;
      return;
    }
    best_ranks<most> best;
    const auto& shown = request.relevance;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const tied_items item = count(best, static_cast<double>(shown[i]));
      if (i < most) best.groups[best.group_count++] = item;
      if (item.relevant > 0 && best.reciprocal_rank == 0)
        best.reciprocal_rank = 1 / static_cast<double>(i + 1);
    }
    for (const Value x : request.missed) count(best, static_cast<double>(x));
    const std::size_t top = (std::min)(shown.size(), static_cast<std::size_t>(best.relevant));
    for (std::size_t i = 0; i < top; ++i)
      best.relevant_in_top += relevant(static_cast<double>(shown[i]));
    add(best, request.weight);
  }

  template <class Score, class Value>
  void update(const scored_items<Score, Value>& request) noexcept {
    const auto& [scores, relevance, weight] = request;
    const auto usable = [&](Value x) { return usable_relevance(static_cast<double>(x)); };
    if (scores.size() != relevance.size() || !usable_weight(weight) ||
        !std::all_of(relevance.begin(), relevance.end(), usable) ||
        !std::all_of(scores.begin(), scores.end(), [](Score s) { return std::isfinite(s); })) {
      ++rejected_;
      return;
    }
    best_ranks<most> best;
    tied_items first;  // of the best score that a relevant item has
    for (std::size_t i = 0; i < scores.size(); ++i) {
      tied_items item = count(best, static_cast<double>(relevance[i]));
      item.score = static_cast<double>(scores[i]);
      add_scored(best, item);
      if (item.relevant > 0 && (first.relevant == 0 || item.score > first.score)) first = item;
    }
    if (best.relevant > 0) {
      const auto [above, tied] = about(request, first.score);
      best.reciprocal_rank = tied_reciprocal_rank(above, tied);
      for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!relevant(static_cast<double>(relevance[i]))) continue;
        const auto [better, equal] = about(request, static_cast<double>(scores[i]));
        best.relevant_in_top += std::clamp((best.relevant - better) / equal.items, 0.0, 1.0);
      }
    }
    add(best, weight);
  }

  /// Requires: both have the same settings.
  ranking& merge(const ranking& part) noexcept {
    TELLTALE_EXPECTS(settings_ == part.settings_);
    for (std::size_t i = 0; i < cuts.size(); ++i) at_[i].merge(part.at_[i]);
    r_precision_.merge(part.r_precision_);
    reciprocal_rank_.merge(part.reciprocal_rank_);
    requests_ += part.requests_;
    without_relevant_ += part.without_relevant_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every request's weight times `factor`; what then weighs less than 1e-150 is forgotten.
  /// Requires: 0 <= factor <= 1.
  ranking& scale(double factor) noexcept {
    for (ranking_tallies& at : at_) at.scale(factor);
    r_precision_.scale(factor);
    reciprocal_rank_.scale(factor);
    return *this;
  }

  void clear() noexcept { *this = ranking{settings_}; }

  /// At the cut-off K.
  template <std::size_t K>
  requires((K == Cuts) || ...) [[nodiscard]] const ranking_tallies& at() const noexcept {
    return at_[static_cast<std::size_t>(std::find(cuts.begin(), cuts.end(), K) - cuts.begin())];
  }
  /// Share of relevant items among the first as many ranks as there are relevant items.
  [[nodiscard]] const loss_tally& r_precision() const noexcept { return r_precision_; }
  /// 1 / the rank of the first relevant item, wherever it is shown.
  [[nodiscard]] const loss_tally& reciprocal_rank() const noexcept { return reciprocal_rank_; }

  /// Requests that were used, forgotten ones included, and those of them without a relevant item.
  [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }
  [[nodiscard]] std::uint64_t without_relevant() const noexcept { return without_relevant_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] const ranking_settings& settings() const noexcept { return settings_; }

  friend bool operator==(const ranking&, const ranking&) = default;

  /// Members in wire order; the settings are not among them.
  static auto fields(auto& self) noexcept {
    return std::tie(self.requests_, self.without_relevant_, self.rejected_, self.r_precision_,
                    self.reciprocal_rank_, self.at_);
  }

private:
  struct neighbours {
    double above = 0;  // items of better scores
    tied_items tied;   // those of this one
  };

  [[nodiscard]] bool usable_relevance(double x) const noexcept {
    return x >= 0 && x <= (settings_.gains == gain::linear ? 1e60 : 100);
  }
  [[nodiscard]] bool relevant(double x) const noexcept { return x > settings_.relevant_above; }

  tied_items count(best_ranks<most>& best, double relevance) const noexcept {
    const double gain = settings_.gains == gain::linear ? relevance : std::exp2(relevance) - 1;
    const double hit = relevant(relevance);
    best.items += 1;
    best.relevant += hit;
    add_ideal(best, gain);
    return {0, 1, hit, gain};
  }

  template <class Request>
  [[nodiscard]] neighbours about(const Request& request, double score) const noexcept {
    neighbours found;
    for (std::size_t i = 0; i < request.scores.size(); ++i) {
      const auto its = static_cast<double>(request.scores[i]);
      found.above += its > score;
      found.tied.items += its == score;
      found.tied.relevant += its == score && relevant(static_cast<double>(request.relevance[i]));
    }
    return found;
  }

  void add(const best_ranks<most>& best, double weight) noexcept {
    ++requests_;
    without_relevant_ += best.relevant == 0;
    const bool skips = settings_.without_relevant == no_relevant_item::skip;
    const double missed_none = settings_.without_relevant == no_relevant_item::one;
    const double all = best.relevant, others = best.items - best.relevant;
    const bool judged = all > 0 || !skips, graded = best.ideal[0] > 0;
    const auto share = [&](double part) {
      return all > 0 ? (std::min)(part, 1.0) : missed_none;  // equal scores may round past 1
    };
    double hits = 0, gains = 0, dcg = 0, ideal = 0, precisions = 0, none = 1, reciprocal = 0;
    double shown = 0, above = 0, hits_above = 0;  // those above the group
    for (std::size_t i = 0, group = 0, cut = 0; i < most; ++i) {
      const auto rank = static_cast<double>(i + 1);
      double here = 0;
      if (group < best.group_count) {
        const tied_items& tied = best.groups[group];
        const double place = shown - above, chance = tied.relevant / tied.items;
        const double rest = tied.items - place;
        const double still = none * ((std::max)(rest - tied.relevant, 0.0) / rest);
        reciprocal += (none - still) / rank;
        none = still;
        // How many of the group's other relevant items are above, on average.
        const double beside = tied.items > 1 ? place * (tied.relevant - 1) / (tied.items - 1) : 0;
        if (chance > 0) precisions += chance * (hits_above + 1 + beside) / rank;
        hits += chance;
        here = tied.gain / tied.items;
        gains += here;
        shown += 1;
        if (shown == above + tied.items) {
          above = shown;
          hits_above += tied.relevant;
          ++group;
        }
      }
      if (here > 0 || best.ideal[i] > 0) {
        const double discount = std::log2(rank + 1);
        dcg += here / discount;
        ideal += best.ideal[i] / discount;
      }
      if (cuts[cut] != i + 1) continue;
      ranking_tallies& at = at_[cut++];
      if (judged) {
        at.precision.add(share(hits / rank), weight);
        at.recall.add(share(hits / all), weight);
        at.f1.add(share(2 * hits / (rank + all)), weight);
        at.hit.add(share(1 - none), weight);
        at.average_precision.add(share(precisions / (std::min)(rank, all)), weight);
        at.reciprocal_rank.add(share(reciprocal), weight);
      }
      if (graded || !skips) {
        at.dcg.add(dcg, weight);
        at.ndcg.add(graded ? (std::min)(dcg / ideal, 1.0) : missed_none, weight);
        at.gain.add(gains, weight);
      }
      if (others > 0) at.fall_out.add((shown - hits) / others, weight);
    }
    if (!judged) return;
    r_precision_.add(share(best.relevant_in_top / all), weight);
    reciprocal_rank_.add(share(best.reciprocal_rank), weight);
  }

  ranking_settings settings_;
  std::uint64_t requests_ = 0;
  std::uint64_t without_relevant_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally r_precision_, reciprocal_rank_;
  std::array<ranking_tallies, sizeof...(Cuts)> at_{};
};

}  // namespace telltale::inline TELLTALE_ABI::state
