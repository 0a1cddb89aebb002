// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/outcome.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include "golden.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace golden {

/// Checks each metric against the values of its name in every case of multiclass.json, of counts
/// and of weights. Returns how many checks had an answer.
template <class... Metrics>
std::size_t check_classes(const Metrics&... metrics) {
  using namespace telltale;
  std::size_t answers = 0;
  const auto file = load("multiclass.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto compare = [&](auto s) {
      for (std::size_t i = 0; i < c["actual"].size(); ++i) {
        const double weight = c.contains("weight") ? c["weight"][i].get<double>() : 1;
        s.update(class_outcome{c["actual"][i], c["predicted"][i], weight});
      }
      const auto one = [&](const auto& m) {
        const std::string name{m.name()};
        CAPTURE(name);
        REQUIRE(c["expected"].contains(name));
        const nlohmann::json& want = c["expected"][name];
        check(m(s), want.is_number() ? nlohmann::json::array({want}) : want);
        answers += !want.is_null();
      };
      (one(metrics), ...);
    };
    compare(state::weighted_confusion<4>{});
    if (!c.contains("weight")) compare(state::confusion<4>{});
  }
  return answers;
}

/// Checks each metric against the values of its name for K classes, of which half are never true.
template <std::size_t K, class... Metrics>
void check_wide(const Metrics&... metrics) {
  const auto file = load("multiclass.json");
  for (const auto& c : file["wide"]) {
    if (c["classes"] != K) continue;
    std::uint64_t x = 1;
    const auto next = [&] { return x = x * 1103515245 % (1ULL << 31) + 12345; };
    telltale::state::confusion<K> s;
    for (int row = 0; row < c["rows"].get<int>(); ++row) {
      const std::size_t truth = (next() >> 8) % ((K + 1) / 2);
      const std::size_t other = (next() >> 8) % (K - K / 10);
      s.update(truth, (x >> 24) % 3 != 0 ? truth : other);
    }
    const auto one = [&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      REQUIRE(c["expected"].contains(name));
      const auto got = m(s);
      check(got, nlohmann::json::array({c["expected"][name]}));
      CHECK(got->bounds->lower < got->value);
      CHECK(got->value < got->bounds->upper);
    };
    (one(metrics), ...);
    return;
  }
  FAIL("no such number of classes");
}

/// Shares of the cells of a classifier that is right in a share of the rows of each class and else
/// says any class.
template <std::size_t K>
std::array<double, K * K> cells(const std::array<double, K>& prior, double right) {
  std::array<double, K * K> p{};
  for (std::size_t i = 0; i < K; ++i)
    for (std::size_t j = 0; j < K; ++j)
      p[i * K + j] = prior[i] * ((i == j ? right : 0) + (1 - right) / static_cast<double>(K));
  return p;
}

/// How often the intervals of `m` from n rows drawn from `cells` hold its value for the cells.
template <std::size_t K, class Metric>
double coverage(const Metric& m, const std::array<double, K * K>& cells, int n, int runs = 1000) {
  telltale::state::weighted_confusion<K> population;
  for (std::size_t i = 0; i < K * K; ++i) population.update(i / K, i % K, cells[i] * 1e6);
  const double truth = m(population)->value;
  std::array<double, K * K> below{};
  double sum = 0;
  for (std::size_t i = 0; i < K * K; ++i) below[i] = sum += cells[i];
  std::mt19937_64 rng{2026};
  int held = 0, answers = 0;
  for (int run = 0; run < runs; ++run) {
    telltale::state::confusion<K> s;
    for (int row = 0; row < n; ++row) {
      const double u = static_cast<double>(rng() >> 11) * 0x1p-53 * sum;
      std::size_t i = 0;
      while (i + 1 < K * K && u >= below[i]) ++i;
      s.update(i / K, i % K);
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
