// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace fraud {

/// The served model: 256 trees of three questions each, which together say how likely fraud was in
/// the world as it was. Training on endless data would come to the same sum.
class scorer {
public:
  scorer() {
    const std::vector<cut> cuts = ask_all();
    // Dealt out so that few trees ask about one feature alone, and each cut is asked about often.
    constexpr std::size_t stride = 29;
    const auto dealt = [&](std::size_t i) { return i * stride % cuts.size(); };
    std::vector<int> times(cuts.size());
    for (std::size_t i = 0; i < questions * trees_.size(); ++i) ++times[dealt(i)];
    for (std::size_t t = 0; t < trees_.size(); ++t) {
      for (std::size_t q = 0; q < questions; ++q) {
        const std::size_t which = dealt(questions * t + q);
        trees_[t].asked[q] = cuts[which].of;
        trees_[t].at[q] = cuts[which].at;
        for (std::size_t leaf = 0; leaf < leaves; ++leaf)
          if ((leaf >> q & 1) != 0) trees_[t].evidence[leaf] += cuts[which].gain / times[which];
      }
    }
  }

  /// The probability of fraud.
  float operator()(const std::array<float, features>& x) const {
    double log_odds = start_;
    for (const tree& t : trees_) {
      std::size_t leaf = 0;
      for (std::size_t q = 0; q < questions; ++q)
        leaf |= static_cast<std::size_t>(x[t.asked[q]] >= t.at[q]) << q;
      log_odds += t.evidence[leaf];
    }
    return static_cast<float>(1 / (1 + std::exp(-log_odds)));
  }

private:
  static constexpr std::size_t questions = 3, leaves = 8;

  struct cut {  // is feature `of` at least `at`, and by how much that changes the log odds
    std::size_t of;
    float at;
    double gain;
  };
  struct tree {
    std::array<std::size_t, questions> asked{};
    std::array<float, questions> at{};
    std::array<double, leaves> evidence{};
  };

  // Where the evidence of one feature changes, and the log odds of a payment below all cuts.
  std::vector<cut> ask_all() {
    std::vector<cut> cuts;
    const auto add = [&](std::size_t of, std::size_t bins, const auto& edges, const auto& honest,
                         const auto& fraudulent) {
      double before = 0;
      for (std::size_t b = 0; b < bins; ++b) {
        const double evidence =
            std::log(static_cast<double>(fraudulent[b]) / static_cast<double>(honest[b]));
        if (b == 0)
          start_ += evidence;
        else
          cuts.push_back({of, static_cast<float>(edges[b]), evidence - before});
        before = evidence;
      }
    };
    constexpr auto share = static_cast<double>(usual_share) / 1'000'000;
    start_ = std::log(share / (1 - share));
    for (std::size_t f = 0; f < laws.size(); ++f)
      add(f, laws[f].bins, laws[f].edges, laws[f].honest, laws[f].fraudulent);
    std::array<int, 24> hours{};
    for (int h = 0; h < 24; ++h) hours[static_cast<std::size_t>(h)] = h;
    add(hour, hours.size(), hours, honest_hours, fraudulent_hours);
    return cuts;
  }

  double start_ = 0;
  std::array<tree, 256> trees_{};
};

}  // namespace fraud
