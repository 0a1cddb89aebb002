// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/reference.hpp>
#include <telltale/monitor/compare.hpp>
#include <telltale/monitor/reference_builder.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <vector>

// Whatever a builder fits can be saved, loaded, and compared with as before.

namespace {

using telltale::column_baseline;
using telltale::column_kind;
using telltale::reference;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Rows of a number and a category, with all that makes them unusable, at some scale.
struct stream {
  double scale;
  std::mt19937_64 rng{3};
  std::normal_distribution<double> normal{};

  std::vector<double> features() {
    const bool missing = rng() % 7 == 0, infinite = rng() % 11 == 0, gap = rng() % 5 == 0;
    const double number = normal(rng) * scale, code = static_cast<double>(rng() % 40) - 3;
    return {missing ? nan : infinite ? infinity : number, gap ? nan : code};
  }
};

void check_window(const column_baseline& saved, const column_baseline& loaded, double scale) {
  stream rows{scale};
  std::vector<double> window;
  const std::size_t column = saved.what.kind == column_kind::numeric ? 0 : 1;
  for (int i = 0; i < 200; ++i) window.push_back(rows.features()[column]);
  const auto compare = [&](const column_baseline& b, auto counts) {
    counts.update(std::span<const double>{window});
    return telltale::compare(b, counts, {});
  };
  const auto of = [&](const column_baseline& b) {
    return column == 0 ? compare(b, telltale::state::histogram{b.bins})
                       : compare(b, telltale::state::categories{b.categories});
  };
  const auto before = of(saved), after = of(loaded);
  CHECK(before.report == after.report);
  CHECK(before.move == after.move);
}

void check_round_trip(const auto& builder, double scale) {
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  const std::vector<std::byte> bytes = telltale::io::save_reference(*fitted);
  const auto loaded = telltale::io::load_reference(bytes);
  if (!loaded) FAIL(loaded.error().message);
  CHECK(*loaded == *fitted);
  CHECK(telltale::io::save_reference(*loaded) == bytes);
  for (std::size_t c = 0; c < fitted->features().size(); ++c)
    check_window(fitted->features()[c], loaded->features()[c], scale);
  check_window(fitted->output(), loaded->output(), scale);
}

TEST_CASE("io/fitted: what a builder fits is saved and loaded, whatever its rows were") {
  const telltale::schema schema{{"x", column_kind::numeric}, {"k", column_kind::categorical}};
  for (const bool keep : {true, false})
    for (const bool labelled : {true, false})
      for (const double scale : {1.0, 0.0, 1e-310, 1e59, 1e300}) {
        CAPTURE(scale);
        telltale::reference_settings settings;
        settings.keep_values = keep;
        settings.held_out = labelled;
        telltale::reference_builder binary{schema, settings};
        telltale::multiclass_reference_builder<5> classes{schema, settings};
        telltale::regression_reference_builder numbers{schema, settings};
        stream rows{scale};
        for (int i = 0; i < 300; ++i) {
          const std::vector<double> features = rows.features();
          const bool has_label = labelled && rows.rng() % 3 != 0;
          const double score = static_cast<double>(rows.rng() % 1000) / 999;
          const std::uint64_t actual = rows.rng() % 6, predicted = rows.rng() % 6;
          const double truth = rows.normal(rows.rng) * scale, said = rows.normal(rows.rng) * scale;
          const auto known = [&](auto label) {
            return has_label ? std::optional{label} : std::nullopt;
          };
          binary.add(score, known(static_cast<std::uint8_t>(actual % 3)), features);
          classes.add(predicted, known(static_cast<std::size_t>(actual)), features);
          numbers.add(said, known(truth), features);
        }
        check_round_trip(binary, scale);
        check_round_trip(classes, scale);
        if (scale < 1e60) check_round_trip(numbers, scale);  // larger numbers are unusable
      }
}

}  // namespace
