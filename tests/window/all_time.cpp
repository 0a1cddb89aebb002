// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/all_time.hpp>

#include <telltale/state/confusion.hpp>
#include <telltale/state/moments.hpp>

#include <doctest/doctest.h>

#include <cstddef>

namespace {

using telltale::state::confusion;
using telltale::state::moments;
using telltale::window::all_time;

TEST_CASE("window/all_time drops nothing") {
  all_time<confusion<2>> window;
  confusion<2> expected;
  CHECK(window.current() == expected);
  for (std::size_t i = 0; i < 20; ++i) {
    window.update(i % 2, i % 3);
    expected.update(i % 2, i % 3);
    window.advance();
    CHECK(window.current() == expected);
  }
}

TEST_CASE("window/all_time goes on from its prototype") {
  moments before;
  before.update(1.0);
  all_time window{before};
  window.update(3.0);
  CHECK(window.current().mean() == 2.0);
}

}  // namespace
