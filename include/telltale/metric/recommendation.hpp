// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/ranking.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>

// How well lists answer requests. Every metric is a mean over requests, n is their number, and the
// intervals are of requests that are independent of each other.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

template <class S>
inline constexpr bool is_ranking = false;
template <std::size_t... Cuts>
inline constexpr bool is_ranking<state::ranking<Cuts...>> = true;

template <class S, std::size_t K>
inline constexpr bool ranks_at = false;
template <std::size_t... Cuts, std::size_t K>
inline constexpr bool ranks_at<state::ranking<Cuts...>, K> = ((Cuts == K) || ...);

}  // namespace detail

/// The values of requests.
struct ranking_values {
  template <class S>
  static constexpr bool matches = detail::is_ranking<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<ranking_values, S>;
    static_assert(found != 0,
                  "this metric reads answered requests: add state::ranking<K...> to the bundle");
    static_assert(found < 2,
                  "this metric reads answered requests, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

/// The values of requests at a cut-off.
template <std::size_t K>
struct ranking_values_at {
  template <class S>
  static constexpr bool matches = detail::ranks_at<S, K>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<ranking_values_at, S>;
    static_assert(found != 0,
                  "this metric reads answered requests at its cut-off K: add state::ranking<..., "
                  "K> to the bundle");
    static_assert(found < 2,
                  "this metric reads answered requests at its cut-off K, and the bundle holds two "
                  "such states: pass the one you mean");
  }
};

namespace detail {

/// Mean of values of requests in [0, 1], or from 0 on.
[[nodiscard]] inline std::optional<estimate> mean_of_requests(
    const state::loss_tally& values, double largest, const confidence_level& level) noexcept {
  auto mean = mean_loss(values, level);
  if (mean) mean->value = (std::min)(mean->value, largest);
  if (mean && mean->bounds) mean->bounds->upper = (std::min)(mean->bounds->upper, largest);
  return mean;
}

/// Which of the values at a cut-off: its name, how large it gets, which way is better.
struct precision_value {
  static constexpr std::string_view name = "precision_at_";
  static constexpr interval range{0, 1};
  static constexpr auto of = &state::ranking_tallies::precision;
};
struct recall_value : precision_value {
  static constexpr std::string_view name = "recall_at_";
  static constexpr auto of = &state::ranking_tallies::recall;
};
struct f1_value : precision_value {
  static constexpr std::string_view name = "f1_at_";
  static constexpr auto of = &state::ranking_tallies::f1;
};
struct hit_value : precision_value {
  static constexpr std::string_view name = "hit_rate_at_";
  static constexpr auto of = &state::ranking_tallies::hit;
};
struct average_precision_value : precision_value {
  static constexpr std::string_view name = "mean_average_precision_at_";
  static constexpr auto of = &state::ranking_tallies::average_precision;
};
struct reciprocal_rank_value : precision_value {
  static constexpr std::string_view name = "mean_reciprocal_rank_at_";
  static constexpr auto of = &state::ranking_tallies::reciprocal_rank;
};
struct ndcg_value : precision_value {
  static constexpr std::string_view name = "ndcg_at_";
  static constexpr auto of = &state::ranking_tallies::ndcg;
};
struct dcg_value {
  static constexpr std::string_view name = "dcg_at_";
  static constexpr interval range = loss_range;
  static constexpr auto of = &state::ranking_tallies::dcg;
};
struct gain_value : dcg_value {
  static constexpr std::string_view name = "gain_at_";
  static constexpr auto of = &state::ranking_tallies::gain;
};
struct fall_out_value : precision_value {
  static constexpr std::string_view name = "fall_out_at_";
  static constexpr auto of = &state::ranking_tallies::fall_out;
};

/// `name` and K in digits.
template <class Value, std::size_t K>
struct name_at_cut {
  static constexpr std::size_t digits = K >= 1000 ? 4 : K >= 100 ? 3 : K >= 10 ? 2 : 1;
  static constexpr auto spell() noexcept {
    std::array<char, Value::name.size() + digits> letters{};
    std::copy(Value::name.begin(), Value::name.end(), letters.begin());
    std::size_t rest = K;
    for (std::size_t i = letters.size(); i > Value::name.size(); rest /= 10)
      letters[--i] = static_cast<char>('0' + rest % 10);
    return letters;
  }
  static constexpr std::array<char, Value::name.size() + digits> text = spell();
  static constexpr std::string_view view{text.data(), text.size()};
};

template <class Value, std::size_t K>
struct at_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_of_requests(s.template at<K>().*Value::of, Value::range.upper, level);
  }
};

/// Hits are 0 or 1 a request: a share, with Wilson's interval.
template <std::size_t K>
struct at_formula<hit_value, K> {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const state::loss_tally& hits = s.template at<K>().hit;
    return share_of({hits.sum(), hits.weight(), hits.weight_squares()}, level);
  }
};

template <class Value, std::size_t K>
using metric_at = definition<ranking_values_at<K>, at_formula<Value, K>>;

template <class Value, std::size_t K>
[[nodiscard]] constexpr metric_at<Value, K> at_cut_off(
    std::string_view source, direction better = direction::higher_is_better) noexcept {
  return {name_at_cut<Value, K>::view, better, Value::range, source, {}};
}

struct r_precision_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_of_requests(s.r_precision(), 1, level);
  }
};

struct reciprocal_rank_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_of_requests(s.reciprocal_rank(), 1, level);
  }
};

}  // namespace detail

// At the cut-off K, each named with it: `ndcg_at_10`. In [0, 1], but for gains. Empty until a
// request has come that counts (`state::no_relevant_item`). Student's interval of a mean over
// requests, but Wilson's for the hit rate.

/// Share of the first K ranks that are relevant; ranks that are not filled are not.
template <std::size_t K>
inline constexpr auto precision_at = detail::at_cut_off<detail::precision_value, K>(
    "Manning et al. 2008, Introduction to Information Retrieval, section 8.4");
/// Share of the relevant items that are among the first K.
template <std::size_t K>
inline constexpr auto recall_at = detail::at_cut_off<detail::recall_value, K>(
    "Manning et al. 2008, Introduction to Information Retrieval, section 8.4");
/// Harmonic mean of a request's precision and recall.
template <std::size_t K>
inline constexpr auto f1_at = detail::at_cut_off<detail::f1_value, K>(
    "Manning et al. 2008, Introduction to Information Retrieval, section 8.3");
/// Share of the requests with a relevant item among the first K.
template <std::size_t K>
inline constexpr auto hit_rate_at =
    detail::at_cut_off<detail::hit_value, K>("Deshpande & Karypis 2004, doi:10.1145/963770.963776");
/// Mean over the relevant ranks of the precision down to each, over as many as K allows:
/// min(K, relevant items).
template <std::size_t K>
inline constexpr auto mean_average_precision_at =
    detail::at_cut_off<detail::average_precision_value, K>(
        "Manning et al. 2008, Introduction to Information Retrieval, section 8.4");
/// 1 / the rank of the first relevant item, 0 where that is beyond K.
template <std::size_t K>
inline constexpr auto mean_reciprocal_rank_at =
    detail::at_cut_off<detail::reciprocal_rank_value, K>("Voorhees 1999, TREC-8 QA track report");
/// Sum over the first K ranks of gain / log2(rank + 1), in [0, inf).
template <std::size_t K>
inline constexpr auto dcg_at = detail::at_cut_off<detail::dcg_value, K>(
    "Jarvelin & Kekalainen 2002, doi:10.1145/582415.582418");
/// That over its largest possible value of the request.
template <std::size_t K>
inline constexpr auto ndcg_at = detail::at_cut_off<detail::ndcg_value, K>(
    "Jarvelin & Kekalainen 2002, doi:10.1145/582415.582418");
/// Sum of the gains of the first K ranks, in [0, inf).
template <std::size_t K>
inline constexpr auto gain_at = detail::at_cut_off<detail::gain_value, K>(
    "Jarvelin & Kekalainen 2002, doi:10.1145/582415.582418");
/// Share of the irrelevant items, of those given, that are among the first K; of the requests that
/// have one.
template <std::size_t K>
inline constexpr auto fall_out_at = detail::at_cut_off<detail::fall_out_value, K>(
    "Manning et al. 2008, Introduction to Information Retrieval, section 8.3",
    direction::lower_is_better);

/// Precision at as many ranks as the request has relevant items.
inline constexpr definition<ranking_values, detail::r_precision_formula> r_precision{
    "r_precision",
    direction::higher_is_better,
    {0, 1},
    "Manning et al. 2008, Introduction to Information Retrieval, section 8.4",
    {}};
/// 1 / the rank of the first relevant item, however far down it is shown.
inline constexpr definition<ranking_values, detail::reciprocal_rank_formula> mean_reciprocal_rank{
    "mean_reciprocal_rank",
    direction::higher_is_better,
    {0, 1},
    "Voorhees 1999, TREC-8 QA track report",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp): at one cut-off, and without.
template <std::size_t K>
inline constexpr std::tuple recommendation_metrics_at{precision_at<K>,
                                                      recall_at<K>,
                                                      f1_at<K>,
                                                      hit_rate_at<K>,
                                                      mean_average_precision_at<K>,
                                                      mean_reciprocal_rank_at<K>,
                                                      dcg_at<K>,
                                                      ndcg_at<K>,
                                                      gain_at<K>,
                                                      fall_out_at<K>};
inline constexpr std::tuple recommendation_metrics{r_precision, mean_reciprocal_rank};

}  // namespace telltale::inline TELLTALE_ABI::metric
