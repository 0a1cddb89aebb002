// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/signals.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>

#include <string>
#include <vector>

namespace {

using telltale::change;
using telltale::drop;
using telltale::on;
using sig = telltale::signal;

TEST_CASE("policy/signals are written as they are read") {
  CHECK((telltale::drifted_share > 0.3).text() == "drifted_share > 0.3");
  CHECK((telltale::rejected_rate >= 0.01).text() == "rejected_rate >= 0.01");
  CHECK((500 > telltale::row_count).text() == "rows < 500");
  CHECK((telltale::label_count > 50'000).text() == "labels > 50000");
  CHECK((drop(sig("roc_auc")) > 0.05).text() == "drop(roc_auc) > 0.05");
  CHECK((telltale::sure_drop(sig("roc_auc")) > 0).text() == "sure_drop(roc_auc) > 0");
  CHECK((telltale::at_best(sig("recall")) < 0.8).text() == "at_best(recall) < 0.8");
  CHECK((change(sig("precision[1]")) < -0.1).text() == "change(precision[1]) < -0.1");
  CHECK((on("net price").psi() > 0.2).text() == "psi(\"net price\") > 0.2");
  CHECK((telltale::slow(sig("accuracy")) < 0.8).text() == "slow(accuracy) < 0.8");
  CHECK((telltale::slow_drop(sig("f1")) > 0.1).text() == "slow_drop(f1) > 0.1");
  CHECK((telltale::slow_sure_drop(sig("f1")) > 0).text() == "slow_sure_drop(f1) > 0");
  CHECK((on("age").drifted() > 0).text() == "drifted(age) > 0");
  CHECK((on("age").missing_rate() > 0.05).text() == "missing_rate(age) > 0.05");
}

TEST_CASE(
    "policy/signals of a whole window are all in the report's list, and the other way round") {
  std::vector<sig> here{telltale::row_count, telltale::label_count, telltale::rejected_rate,
                        telltale::drifted_share};
  REQUIRE(here.size() == telltale::window_signals.size());
  for (std::size_t i = 0; i < here.size(); ++i) CHECK(here[i] == sig(telltale::window_signals[i]));
  here = {telltale::late_rate, telltale::dropped_rows, telltale::idle_windows,
          telltale::clock_restarts};
  REQUIRE(here.size() == telltale::time_signals.size());
  for (std::size_t i = 0; i < here.size(); ++i) CHECK(here[i] == sig(telltale::time_signals[i]));
}

TEST_CASE("policy/signals of a column are all in the report's list, and the other way round") {
  const auto c = on("x");
  const std::vector<sig> here{c.kolmogorov_smirnov(),
                              c.chi_squared(),
                              c.cramers_v(),
                              c.psi(),
                              c.jensen_shannon(),
                              c.hellinger(),
                              c.total_variation(),
                              c.wasserstein(),
                              c.wasserstein_normalized(),
                              c.missing_rate(),
                              c.unseen_rate(),
                              c.out_of_range_rate(),
                              c.infinite_rate(),
                              c.most_common_share(),
                              c.longest_run(),
                              c.saturation_rate(),
                              c.p_value(),
                              c.p_value_adjusted(),
                              c.drifted()};
  REQUIRE(here.size() == telltale::column_signals.size());
  for (std::size_t i = 0; i < here.size(); ++i)
    CHECK(here[i] == sig(telltale::column_signals[i].name, "x"));
}

TEST_CASE("policy/signals relative to the reference are known as such") {
  CHECK(telltale::is_relative(drop(sig("accuracy"))));
  CHECK(telltale::is_relative(telltale::sure_drop(sig("accuracy"))));
  CHECK(telltale::is_relative(change(sig("accuracy"))));
  CHECK(telltale::is_relative(telltale::slow_drop(sig("accuracy"))));
  CHECK(telltale::is_relative(telltale::slow_sure_drop(sig("accuracy"))));
  CHECK_FALSE(telltale::is_relative(telltale::slow(sig("accuracy"))));
  CHECK_FALSE(telltale::is_relative(on("drop").psi()));
}

}  // namespace
