// SPDX-License-Identifier: Apache-2.0
#include "../allocations.hpp"

#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <doctest/doctest.h>

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

}  // namespace
