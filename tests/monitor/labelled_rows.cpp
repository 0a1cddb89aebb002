// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/labelled_rows.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/task_traits.hpp>

#include <vector>

namespace {

namespace tt = telltale;
using task = tt::regression_task<double>;

TEST_CASE("monitor/labelled_rows are those whose truth has come, in their order") {
  tt::open_window<task> window{10, nullptr};
  tt::window_context<task> shared;
  window.push(1, {}, 10, shared);
  window.push(2, {}, task::no_label, shared);
  window.push(3, {}, -30, shared);
  window.flush(shared);
  const tt::labelled_rows<task> rows{window};
  CHECK(rows.outputs == std::vector<double>{1, 3});
  CHECK(rows.labels == std::vector<double>{10, -30});
}

}  // namespace
