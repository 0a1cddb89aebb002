// SPDX-License-Identifier: Apache-2.0
// Hot paths, one a run, for a tool that counts instructions: `instructions NAME PATH` runs NAME
// over 10,000 rows by the kernels of PATH, inside `telltale_measured`.

#include <telltale/concurrent/sharded.hpp>
#include <telltale/monitor/reference_builder.hpp>
#include <telltale/simd/count_class_pairs.hpp>
#include <telltale/simd/largest_gap.hpp>
#include <telltale/telltale.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What the tool counts: everything that runs in here.
extern "C" [[gnu::noinline]] void telltale_measured(const std::function<void()>& run) { run(); }

namespace {

namespace tt = telltale;
constexpr std::size_t rows = 10'000, width = 10;

struct columns {
  std::vector<float> scores, others, features;
  std::vector<std::uint8_t> actual;
  std::vector<double> truths, predictions;

  columns() {
    std::uint64_t state = 1;
    const auto draw = [&] {
      state = state * 6364136223846793005u + 1442695040888963407u;
      return static_cast<double>(state >> 40) * 0x1p-24;
    };
    for (std::size_t i = 0; i < rows; ++i) {
      const double p = draw(), y = draw();
      scores.push_back(static_cast<float>(p));
      others.push_back(static_cast<float>(draw()));
      actual.push_back(static_cast<std::uint8_t>(y < p));
      truths.push_back(1000 * y);
      predictions.push_back(1000 * y + 100 * (p - 0.5));
      for (std::size_t c = 0; c < width; ++c) features.push_back(static_cast<float>(draw()));
    }
  }
};

// A monitor that closes no window.
tt::binary_monitor binary(const columns& all, std::size_t features) {
  const tt::monitor_settings settings{.window = tt::rows{2 * rows}, .keep_rows = false};
  if (features == 0) return *tt::binary_monitor::make(settings);
  tt::schema schema;
  for (std::size_t c = 0; c < features; ++c)
    schema.push_back({"x" + std::to_string(c), tt::column_kind::numeric});
  tt::reference_builder builder{schema, {.bins = 50}};
  for (std::size_t i = 0; i < 1000; ++i)
    builder.add(static_cast<double>(all.scores[i]), all.actual[i],
                std::vector<double>(
                    all.features.begin() + static_cast<std::ptrdiff_t>(i * width),
                    all.features.begin() + static_cast<std::ptrdiff_t>(i * width + features)));
  return *tt::binary_monitor::make(*builder.fit(), settings);
}

using run = std::function<void()>;

// Makes what a path needs, outside of what is counted.
std::map<std::string, std::function<run(const columns&)>> paths() {
  const auto observe = [](std::size_t features) {
    return [features](const columns& all) -> run {
      return [&all, features, watch = std::make_shared<tt::binary_monitor>(binary(all, features))] {
        for (std::size_t i = 0; i < rows; ++i)
          watch->observe(all.scores[i], std::span{all.features}.subspan(i * width, features),
                         all.actual[i]);
      };
    };
  };
  // A state's batch of 256 rows at a time.
  const auto batch = [](auto state) {
    return [state](const columns& all) -> run {
      return [&all, s = std::make_shared<decltype(state)>(state)] {
        for (std::size_t i = 0; i + 256 <= rows; i += 256)
          s->update(tt::binary_batch<float>{std::span{all.scores}.subspan(i, 256),
                                            std::span{all.actual}.subspan(i, 256)});
      };
    };
  };
  return {
      {"observe_0_features", observe(0)},
      {"observe_10_features", observe(10)},
      {"observe_regression",
       [](const columns& all) -> run {
         return [&all, watch = std::make_shared<tt::basic_monitor<tt::regression_task<double>>>(
                           *tt::basic_monitor<tt::regression_task<double>>::make(
                               {.window = tt::rows{2 * rows}, .keep_rows = false}))] {
           for (std::size_t i = 0; i < rows; ++i)
             watch->observe(all.predictions[i], {}, all.truths[i]);
         };
       }},
      {"confusion", batch(tt::state::confusion<2>{})},
      {"proper_loss", batch(tt::state::proper_loss{})},
      {"calibration", batch(tt::state::calibration<>{})},
      {"score_histogram", batch(tt::state::score_histogram<>{})},
      {"quantile_sketch",
       [](const columns& all) -> run {
         return [&all, s = std::make_shared<tt::state::quantile_sketch>()] {
           s->update(std::span{all.scores});
         };
       }},
      {"sharded",
       [](const columns& all) -> run {
         using counts =
             tt::concurrent::sharded<tt::state::confusion<2>, tt::concurrent::binary_columns<>>;
         return [&all, shared = std::make_shared<counts>()] {
           auto mine = shared->make_writer();
           for (std::size_t i = 0; i < rows; ++i) mine.update(all.scores[i], all.actual[i]);
         };
       }},
      {"largest_gap",
       [](const columns& all) -> run {
         return [&all] {
           const auto gap = tt::simd::largest_gap(std::span{all.scores}, std::span{all.others});
           if (!gap) std::abort();
         };
       }},
      {"count_class_pairs",
       [](const columns& all) -> run {
         return [&all] {
           const auto pairs =
               tt::simd::count_class_pairs(std::span{all.scores}, std::span{all.actual});
           if (pairs.positives + pairs.negatives != rows) std::abort();
         };
       }},
      {"rank_sort",
       [](const columns& all) -> run {
         return [&all] {
           if (tt::simd::sorted_keys(std::span{all.scores}, std::span{all.actual}).size() != rows)
             std::abort();
         };
       }},
  };
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, tt::simd::path> forms{{"scalar", tt::simd::path::scalar},
                                                    {"sse2", tt::simd::path::lanes},
                                                    {"avx2", tt::simd::path::avx2}};
  const auto all = paths();
  if (argc != 3 || !all.contains(argv[1]) || !forms.contains(argv[2])) {
    std::puts("usage: instructions NAME PATH, of:");
    for (const auto& each : all) std::printf("  %s\n", each.first.c_str());
    return 2;
  }
  if (tt::simd::limit_path(forms.at(argv[2])) != forms.at(argv[2])) {
    std::puts("this machine has no such instructions");
    return 77;
  }
  const columns data;
  const run counted = all.at(argv[1])(data);
  telltale_measured(counted);
}
