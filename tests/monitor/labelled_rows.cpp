// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/labelled_rows.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/multiclass_task.hpp>
#include <telltale/monitor/regression_task.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace {

namespace tt = telltale;

template <class T>
std::vector<double> numbers(std::span<const T> column) {
  return {column.begin(), column.end()};
}

TEST_CASE("monitor/labelled_rows are those whose truth has come, in their order") {
  using task = tt::regression_task<double>;
  tt::open_window<task> window{10, nullptr};
  tt::window_context<task> shared;
  window.push(1, {}, 10, shared);
  window.push(2, {}, task::no_label, shared);
  window.push(3, {}, -30, shared);
  window.flush(shared);
  const tt::labelled_rows<task> rows{window};
  CHECK(numbers(rows.block().outputs) == std::vector<double>{1, 3});
  CHECK(numbers(rows.block().labels) == std::vector<double>{10, -30});
  CHECK(rows.block().scores.empty());
  CHECK(rows.block().weights.empty());
}

TEST_CASE("monitor/labelled_rows are those of one group, with all that came with them") {
  using task = tt::multiclass_task<2, double, true, true>;
  tt::monitor_settings settings;
  settings.groups = {"a", "b"};
  tt::open_window<task> window{10, nullptr, settings};
  tt::window_context<task> shared{settings, {}};
  for (int i = 0; i < 8; ++i) {
    const std::array scores{i / 10.0, 1 - i / 10.0};
    window.push(1, {}, i == 3 ? task::no_label : std::uint16_t{1}, shared);
    window.score(scores);
    window.tag({i + 0.5, static_cast<std::size_t>(i % 3)});  // 2 is none of the groups
  }
  window.flush(shared);
  const tt::labelled_rows<task> a{window, 0}, b{window, 1}, other{window, 2};
  CHECK(numbers(a.block().weights) == std::vector<double>{0.5, 6.5});
  CHECK(numbers(a.block().scores) == std::vector<double>{0, 1, 0.6, 0.4});
  CHECK(numbers(b.block().weights) == std::vector<double>{1.5, 4.5, 7.5});
  CHECK(numbers(other.block().weights) == std::vector<double>{2.5, 5.5});
}

}  // namespace
