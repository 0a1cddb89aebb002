// SPDX-License-Identifier: Apache-2.0
// What threads may do: one monitor each, and their states merged. Built by itself for
// ThreadSanitizer.
#include <telltale/telltale.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace tt = telltale;

TEST_CASE("threads/monitors of one reference observe at once, and merge to one process's answer") {
  const std::vector<double> edges{250, 500, 750};
  tt::reference::parts parts;
  parts.features.resize(1);
  parts.features[0].what = {"x", tt::column_kind::numeric};
  parts.features[0].bins =
      std::make_shared<const tt::state::binning>(*tt::state::binning::from_edges(edges));
  parts.output.bins = parts.features[0].bins;
  // Copies share the reference, as the shards of a service would.
  auto one = *tt::binary_monitor::make(tt::reference{parts}, {.window = tt::rows{500}});
  std::vector<tt::binary_monitor> shards(4, one);

  struct row {
    float score;
    std::array<float, 1> features;
    std::uint8_t actual;
  };
  std::mt19937_64 rng{11};
  std::vector<row> rows(20'000);
  for (row& r : rows)
    r = {static_cast<float>(rng() % 1100) / 1000,
         {static_cast<float>(rng() % 1000)},
         static_cast<std::uint8_t>(rng() % 3)};

  const auto drop = [](const auto&) { return 0; };  // measures nothing
  const auto feed = [&](tt::binary_monitor& watch, std::size_t first, std::size_t step) {
    for (std::size_t i = first; i < rows.size(); i += step) {
      watch.observe(rows[i].score, rows[i].features, rows[i].actual);
      if (watch.full()) watch.close(drop);
    }
    watch.close(drop);
  };
  std::vector<std::thread> workers;
  for (std::size_t w = 0; w < shards.size(); ++w)
    workers.emplace_back(feed, std::ref(shards[w]), w, shards.size());
  for (std::thread& each : workers) each.join();
  feed(one, 0, 1);

  tt::binary_performance sum;
  for (const tt::binary_monitor& each : shards) sum.merge(each.total());
  const auto& whole = one.total();
  CHECK(sum.get<tt::state::confusion<2>>() == whole.get<tt::state::confusion<2>>());
  CHECK(sum.get<tt::state::score_histogram<>>() == whole.get<tt::state::score_histogram<>>());
  CHECK(sum.get<tt::state::proper_loss>().log_loss() ==
        doctest::Approx(whole.get<tt::state::proper_loss>().log_loss()).epsilon(1e-12));
  CHECK(whole.get<tt::state::confusion<2>>().count(1, 1) > 0);
}

}  // namespace
