// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/feature_counts.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace {

namespace tt = telltale;

template <class T>
std::shared_ptr<const T> shared(tt::result<T> made) {
  REQUIRE(made);
  return std::make_shared<const T>(*std::move(made));
}

tt::reference small(bool labelled = false) {
  tt::reference::parts parts;
  parts.features.resize(2);
  parts.features[0].what = {"x", tt::column_kind::numeric};
  parts.features[0].bins = shared(tt::state::binning::from_edges(std::array{1.0, 2.0}));
  parts.features[1].what = {"c", tt::column_kind::categorical};
  parts.features[1].categories = shared(tt::state::category_index::make(std::array{3.0, 5.0}));
  parts.output.bins = shared(tt::state::binning::from_edges(std::array{0.5}));
  if (labelled) {
    parts.label.emplace().what.kind = tt::column_kind::categorical;
    parts.label->categories = parts.features[1].categories;
  }
  return tt::reference{std::move(parts)};
}

TEST_CASE("monitor/feature_counts counts each column of a row-major block in its own cells") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  tt::feature_counts counts{small()};
  const std::array<float, 8> block{0, 3, 1, 5, 2.5f, 7, nan, nan};
  const std::array<float, 4> scores{0.1f, 0.5f, 0.6f, 0.4f};
  counts.update(std::span<const float>{block}, 2, std::span<const float>{scores});

  using cells = std::vector<std::uint64_t>;
  const auto& x = std::get<tt::state::histogram>(counts.features()[0]);
  CHECK(x.cells() == cells{1, 1, 1, 1});  // below 1, [1, 2), from 2, missing
  const auto& c = std::get<tt::state::categories>(counts.features()[1]);
  CHECK(c.cells() == cells{1, 1, 1, 1});  // 3, 5, unseen, missing
  const auto& score = std::get<tt::state::histogram>(counts.output());
  CHECK(score.cells() == cells{2, 2, 0});
  CHECK_FALSE(counts.label());

  counts.clear();
  CHECK(x.cells() == cells{0, 0, 0, 0});
  CHECK(c.cells() == cells{0, 0, 0, 0});
  CHECK(score.total() == 0);
}

TEST_CASE("monitor/feature_counts counts truths only where the reference has them") {
  const std::array<std::uint8_t, 3> labels{3, 5, 5};
  tt::feature_counts counts{small(true)}, without{small()};
  counts.update_labels(std::span<const std::uint8_t>{labels});
  without.update_labels(std::span<const std::uint8_t>{labels});
  CHECK_FALSE(without.label());
  const auto& label = std::get<tt::state::categories>(*counts.label());
  CHECK(label.cells() == std::vector<std::uint64_t>{1, 2, 0, 0});
  counts.clear();
  CHECK(label.total() == 0);
}

}  // namespace
