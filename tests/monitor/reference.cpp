// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/reference.hpp>

#include <doctest/doctest.h>

namespace {

TEST_CASE("monitor/reference gives back what it was built from") {
  telltale::reference::parts parts;
  parts.features.resize(2);
  parts.features[1].what = {"b", telltale::column_kind::categorical};
  parts.score.present = 7;
  parts.metrics.resize(3);
  parts.rows = 10;
  parts.rejected = 2;
  parts.labels = 5;
  parts.threshold = 0.25;
  parts.held_out = false;
  const telltale::reference whole{parts};
  CHECK(whole.features().size() == 2);
  CHECK(whole.features()[1].what.name == "b");
  CHECK(whole.score().present == 7);
  CHECK(whole.metrics().size() == 3);
  CHECK(whole.rows() == 10);
  CHECK(whole.rejected() == 2);
  CHECK(whole.labels() == 5);
  CHECK(whole.threshold() == 0.25);
  CHECK_FALSE(whole.held_out());
}

}  // namespace
