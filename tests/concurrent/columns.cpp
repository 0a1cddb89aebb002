// SPDX-License-Identifier: Apache-2.0
#include <telltale/concurrent/columns.hpp>

#include <doctest/doctest.h>

#include <cstdint>

namespace {

using namespace telltale::concurrent;

TEST_CASE("concurrent/columns hand over what was set, in order") {
  binary_columns<double> binary{.threshold = 0.25, .scores = {}, .actual = {}};
  binary.set(0, 0.25, 1);
  binary.set(1, 0.5, 0);
  binary.set(2, 0.125, 256);  // must not become 0
  binary.set(3, 0.125, -1);
  const auto rows = binary.batch(4);
  CHECK(rows.size() == 4);
  CHECK(rows.threshold == 0.25);
  CHECK(rows[0].score == 0.25);
  CHECK(rows[0].actual == 1);
  CHECK(rows[0].predicted == 1);
  CHECK(rows[1].actual == 0);
  CHECK(rows[2].actual == 2);
  CHECK(rows[2].predicted == 0);
  CHECK(rows[3].actual == 2);
  CHECK(binary.batch(1).size() == 1);

  class_columns<std::uint8_t> classes;
  classes.set(0, 3, 7);
  CHECK(classes.batch(1)[0].actual == 3);
  CHECK(classes.batch(1)[0].predicted == 7);

  regression_columns<float> numbers;
  numbers.set(0, 1.5f, 2.5f);
  CHECK(numbers.batch(1)[0].actual == 1.5f);
  CHECK(numbers.batch(1)[0].predicted == 2.5f);

  value_column<int> values;
  values.set(0, 4);
  values.set(1, 5);
  CHECK(values.batch(2)[1] == 5);
}

}  // namespace
