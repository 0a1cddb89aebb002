// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include "golden.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace golden {

/// By doubling, so that it is quick for many rows.
inline telltale::state::confusion<2> table(std::uint64_t tn, std::uint64_t fp, std::uint64_t fn,
                                           std::uint64_t tp) {
  telltale::state::confusion<2> s;
  const std::array<std::uint64_t, 4> cells{tn, fp, fn, tp};
  for (std::size_t i = 0; i < 4; ++i) {
    telltale::state::confusion<2> power;
    power.update(i / 2, i % 2);
    for (std::uint64_t rest = cells[i]; rest > 0; rest /= 2) {
      if (rest % 2 == 1) s.merge(power);
      power.merge(telltale::state::confusion<2>{power});
    }
  }
  return s;
}

/// Checks each metric against the values of its name in every case of classification.json. Returns
/// how many checks had an answer.
template <class... Metrics>
std::size_t check_binary(const Metrics&... metrics) {
  using namespace telltale;
  std::size_t answers = 0;
  const auto file = load("classification.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto compare = [&](const auto& s) {
      const auto one = [&](const auto& m) {
        const std::string name{m.name()};
        CAPTURE(name);
        REQUIRE(c["expected"].contains(name));
        check(m(s), c["expected"][name]);
        answers += !c["expected"][name].is_null();
      };
      (one(metrics), ...);
    };
    if (c.contains("counts")) {
      const auto& n = c["counts"];
      compare(table(n[0], n[1], n[2], n[3]));
      continue;
    }
    state::weighted_confusion<2> weighted;
    for (std::size_t i = 0; i < c["actual"].size(); ++i)
      weighted.update(c["actual"][i], c["predicted"][i], c["weight"][i].get<double>());
    compare(weighted);
  }
  return answers;
}

/// How often the intervals of `m` hold its value for the cells' shares (tn, fp, fn, tp), of n rows.
template <class Metric>
double coverage(const Metric& m, const std::array<double, 4>& cells, int n, int runs = 2000) {
  telltale::state::weighted_confusion<2> population;
  for (std::size_t i = 0; i < 4; ++i) population.update(i / 2, i % 2, cells[i] * 1e6);
  const double truth = m(population)->value;
  std::mt19937_64 rng{2027};
  int held = 0, answers = 0;
  for (int run = 0; run < runs; ++run) {
    telltale::state::confusion<2> s;
    for (int row = 0; row < n; ++row) {
      double u = static_cast<double>(rng() >> 11) * 0x1p-53;
      std::size_t i = 0;
      while (i < 3 && u >= cells[i]) u -= cells[i++];
      s.update(i / 2, i % 2);
    }
    const auto got = m(s);
    if (!got || !got->bounds) continue;
    ++answers;
    held += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  REQUIRE(answers > runs / 2);
  return static_cast<double>(held) / answers;
}

}  // namespace golden
