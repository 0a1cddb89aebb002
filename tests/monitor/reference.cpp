// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/reference.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace {

TEST_CASE("monitor/reference gives back what it was built from") {
  telltale::reference::parts parts;
  parts.features.resize(2);
  parts.features[1].what = {"b", telltale::column_kind::categorical};
  parts.output.present = 7;
  parts.label.emplace().present = 4;
  parts.predicts = telltale::task::multiclass;
  parts.classes = 6;
  parts.model = "eta 3.1";
  parts.metrics.resize(3);
  parts.rows = 10;
  parts.rejected = 2;
  parts.labels = 5;
  parts.threshold = 0.25;
  parts.held_out = false;
  const telltale::reference whole{parts};
  CHECK(whole.features().size() == 2);
  CHECK(whole.features()[1].what.name == "b");
  CHECK(whole.output().present == 7);
  CHECK(whole.label()->present == 4);
  CHECK(whole.predicts() == telltale::task::multiclass);
  CHECK(whole.classes() == 6);
  CHECK(whole.model() == "eta 3.1");
  CHECK(whole.metrics().size() == 3);
  CHECK(whole.rows() == 10);
  CHECK(whole.rejected() == 2);
  CHECK(whole.labels() == 5);
  CHECK(whole.threshold() == 0.25);
  CHECK_FALSE(whole.held_out());
  CHECK(whole.all() == parts);
}

TEST_CASE("monitor/reference is equal to one with the same content, wherever that lives") {
  const std::array values{1.0, 2.0, 4.0};
  const auto column = [&](std::size_t most) {
    telltale::column_baseline b;
    b.bins = std::make_shared<const telltale::state::binning>(
        *telltale::state::binning::from_edges(std::span{values}.first(most)));
    b.values = {0, 3};
    return b;
  };
  CHECK(column(3) == column(3));
  CHECK_FALSE(column(3) == column(2));
  telltale::column_baseline without = column(3), other = column(3);
  without.bins.reset();
  CHECK_FALSE(column(3) == without);
  CHECK_FALSE(without == column(3));
  CHECK(without == without);
  other.missing = 1;
  CHECK_FALSE(column(3) == other);
  other = column(3);
  other.standard_deviation = 2;
  CHECK_FALSE(column(3) == other);
  other = column(3);
  other.values[1] = 4;
  CHECK_FALSE(column(3) == other);
}

}  // namespace
