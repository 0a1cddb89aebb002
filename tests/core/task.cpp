// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/task.hpp>

#include <doctest/doctest.h>

namespace {

using telltale::task;

TEST_CASE("core/task has a name and a name for its output, and numbers that saved bytes hold") {
  CHECK(telltale::name(task::binary) == "binary");
  CHECK(telltale::name(task::multiclass) == "multiclass");
  CHECK(telltale::name(task::regression) == "regression");
  CHECK(telltale::output_column(task::binary) == "score");
  CHECK(telltale::output_column(task::multiclass) == "prediction");
  CHECK(telltale::output_column(task::regression) == "prediction");
  CHECK(static_cast<int>(task::binary) == 0);
  CHECK(static_cast<int>(task::multiclass) == 1);
  CHECK(static_cast<int>(task::regression) == 2);
}

}  // namespace
