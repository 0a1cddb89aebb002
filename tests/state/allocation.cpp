// SPDX-License-Identifier: Apache-2.0
#include "../allocations.hpp"

#include <telltale/state/categories.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/distinct.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/kll.hpp>
#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/quantile_sketch.hpp>
#include <telltale/state/req.hpp>
#include <telltale/state/segments.hpp>
#include <telltale/state/sliding_auc.hpp>
#include <telltale/state/sliding_ks.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::categories;
using telltale::state::category_index;
using telltale::state::histogram;

// Updates, merges and clears of states whose shape is known at run time.
template <class S>
void use(S& state, S& other, std::span<const double> values) {
  for (const double x : values) state.update(x);
  state.update(values);
  state.update(values, 10, 3);
  other.merge(state).unmerge(state).merge(state);
  CHECK(other == state);
  other.clear();
  other = state;
}

TEST_CASE("state/allocation takes memory at construction only") {
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(i);
  const auto bins = std::make_shared<const binning>(*binning::equal_mass(values, 20));
  const auto codes = std::make_shared<const category_index>(*category_index::make(values));
  CHECK(allocations::during([&] { histogram{bins}; }) == 2);  // so it does count
  histogram a{bins}, b{bins};
  categories c{codes}, d{codes};
  CHECK(allocations::during([&] { use(a, b, values); }) == 0);
  CHECK(allocations::during([&] { use(c, d, values); }) == 0);
}

TEST_CASE("state/allocation of what ranks scores is at construction only") {
  using telltale::binary_outcome;
  const std::vector<double> reference{0.1, 0.2, 0.3, 0.5};
  const auto edges = std::make_shared<const telltale::state::score_edges<>>(
      *telltale::state::score_edges<>::by_mass(std::span{reference}));
  telltale::state::mass_histogram<> a{edges}, b{edges};
  telltale::state::sliding_auc<float> window{500};
  telltale::state::sliding_ks<double> on_demand{reference, 500};
  telltale::state::sliding_ks<double, telltale::state::gap_upkeep::each_row> each_row{reference,
                                                                                      500};
  const auto use_both = [&] {
    for (int i = 0; i < 20'000; ++i) {
      const auto label = static_cast<std::uint8_t>(i % 3 == 0);
      const float score = static_cast<float>(i * 7919 % 10'007) / 10'007;
      a.update(binary_outcome<float>{score, label});
      window.update(binary_outcome<float>{score, label});
      on_demand.update(static_cast<double>(score));
      each_row.update(static_cast<double>(score));
      CHECK(on_demand.widest_gap() == each_row.widest_gap());
    }
    b.merge(a).unmerge(a);
    b = a;
    a.clear();
    window.clear();
    on_demand.clear();
    each_row.clear();
  };
  CHECK(allocations::during(use_both) == 0);
}

TEST_CASE("state/allocation: sketches and segments take no memory once they are made") {
  telltale::state::segments<telltale::state::confusion<2>> segments{8}, merged{8};
  telltale::state::kll kll{200, 1}, other{200, 2};
  telltale::state::req req{12, telltale::state::sharp_end::high, 1}, another{req};
  telltale::state::quantile_sketch sketch;
  telltale::state::distinct<> distinct;
  const auto use_all = [&] {
    for (std::uint64_t i = 0; i < 30'000; ++i) {
      segments.update(i % 50 + (i > 15'000 ? 100 : 0), std::size_t{1}, std::size_t{1});
      kll.update(i);
      req.update(i);
      sketch.update(i);
      distinct.update(i);
    }
    merged.merge(segments);
    other.merge(kll);
    another.merge(req);
    sketch.merge(sketch);
  };
  CHECK(allocations::during(use_all) == 0);
}

}  // namespace
