// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/open_window.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/binary_task.hpp>

#include <cstddef>
#include <cstdint>

namespace {

namespace tt = telltale;
using task = tt::binary_task<float>;
using window = tt::open_window<task>;

TEST_CASE("monitor/open_window keeps rows as long as all of them have room") {
  for (const std::size_t capacity : {std::size_t{256}, std::size_t{300}, std::size_t{512}}) {
    window w{capacity, nullptr};
    tt::window_context<task> shared;
    for (std::size_t i = 0; i < capacity; ++i) w.push(0.75f, {}, 1, shared);
    w.flush(shared);
    REQUIRE(w.kept() != nullptr);
    CHECK(w.kept()->size() == capacity);
    w.push(0.75f, {}, 1, shared);
    w.flush(shared);
    CHECK(w.kept() == nullptr);
    CHECK(w.count() == capacity + 1);
    CHECK(w.labels() == capacity + 1);
    CHECK(w.performance().get<tt::state::confusion<2>>().count(1, 1) == capacity + 1);
    w.clear(shared);
    CHECK(w.count() == 0);
    CHECK(w.labels() == 0);
    REQUIRE(w.kept() != nullptr);
    CHECK(w.kept()->size() == 0);
  }
}

TEST_CASE("monitor/open_window that keeps nothing never shows its buffer") {
  window w{0, nullptr};
  tt::window_context<task> shared;
  w.push(0.75f, {}, 1, shared);
  w.flush(shared);
  CHECK(w.kept() == nullptr);
  CHECK(w.columns() == nullptr);
  CHECK(w.labels() == 1);
}

TEST_CASE("monitor/open_window counts a row once, however often it is flushed") {
  window w{1000, nullptr};
  tt::window_context<task> shared;
  std::uint64_t labels = 0, rejected = 0;
  for (int i = 0; i < 900; ++i) {
    const bool bad = i % 11 == 0, unlabelled = i % 7 == 0;
    w.push(bad ? 2.0f : 0.25f, {}, unlabelled ? task::no_label : std::uint8_t{1}, shared);
    rejected += bad;
    labels += !bad && !unlabelled;
    if (i % 13 == 0) w.flush(shared);
  }
  w.flush(shared);
  w.flush(shared);
  CHECK(w.count() == 900);
  CHECK(w.labels() == labels);
  CHECK(w.rejected() == rejected);
  CHECK(w.kept()->size() == 900 - rejected);
  CHECK(w.performance().get<tt::state::confusion<2>>().count(1, 0) == labels);
}

}  // namespace
