// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/tumbling.hpp>

#include <telltale/state/confusion.hpp>
#include <telltale/state/moments.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

namespace {

using telltale::state::confusion;
using telltale::state::moments;
using telltale::window::tumbling;

TEST_CASE("window/tumbling takes one stretch of rows after the other") {
  tumbling window{moments{}, 3};
  CHECK(window.index() == 0);
  CHECK(window.rows() == 0);
  CHECK_FALSE(window.full());
  CHECK(window.previous() == moments{});
  for (const double x : {1.0, 2.0}) window.update(x);
  CHECK_FALSE(window.full());
  window.update(6.0);
  CHECK(window.full());
  CHECK(window.rows() == 3);
  CHECK(window.current().mean() == 3.0);

  window.advance();
  CHECK(window.index() == 1);
  CHECK(window.rows() == 0);
  CHECK_FALSE(window.full());
  CHECK(window.current() == moments{});
  CHECK(window.previous().mean() == 3.0);

  window.update(10.0);
  CHECK(window.current().mean() == 10.0);
  CHECK(window.previous().mean() == 3.0);
  window.advance();  // short of its rows
  CHECK(window.index() == 2);
  CHECK(window.previous().mean() == 10.0);
  window.advance();  // empty
  CHECK(window.previous() == moments{});
}

TEST_CASE("window/tumbling goes on counting in a window that nobody closes") {
  tumbling window{confusion<2>{}, 2};
  for (int i = 0; i < 5; ++i) window.update(std::size_t{1}, std::size_t{0});
  CHECK(window.full());
  CHECK(window.rows() == 5);
  CHECK(window.current().count(1, 0) == 5);
}

TEST_CASE("window/tumbling counts rejected rows as rows") {
  tumbling window{confusion<2>{}, 2};
  for (int i = 0; i < 2; ++i) window.update(std::size_t{9}, std::size_t{0});
  CHECK(window.full());
  CHECK(window.current().rejected() == 2);
}

}  // namespace
