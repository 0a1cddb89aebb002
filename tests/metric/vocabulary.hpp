// SPDX-License-Identifier: Apache-2.0
#pragma once

// The rows of the cases of tests/golden/vocabulary.py, drawn as it draws them.

#include "golden.hpp"

#include <telltale/core/outcome.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace drawn {

/// u(row, column) of a case, in [0, 1): SplitMix64 of a counter.
class draws {
public:
  draws(const nlohmann::json& c, std::size_t width)
      : counter_(c["seed"].get<std::uint64_t>() << 32), width_(width) {}

  [[nodiscard]] double operator()(std::size_t row, std::size_t column) const noexcept {
    std::uint64_t z = (counter_ + row * width_ + column + 1) * 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1p-53;
  }

private:
  std::uint64_t counter_;
  std::size_t width_;
};

inline double weight_of(double u) { return 0.25 + std::floor(8 * u) / 4; }

/// Part of a column; all of an empty one.
template <class T>
std::span<const T> cut(const std::vector<T>& column, std::size_t begin, std::size_t n) {
  return column.empty() ? std::span<const T>{} : std::span{column}.subspan(begin, n);
}

struct binary_rows {
  using batch_type = telltale::binary_batch<double>;
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  std::vector<double> weights;

  explicit binary_rows(const nlohmann::json& c) {
    const draws u{c, 3};
    const bool ulp = c["scores"] == "ulp", low = c["scores"] == "low";
    const double digits = c["digits"], rate = c["rate"];
    for (std::size_t i = 0; i < c["n"]; ++i) {
      double s = u(i, 0), share = 0;
      if (ulp) {
        share = 0.2 + 0.1 * std::floor(8 * s);
        s = 0.5 + std::floor(8 * s) * 0x1p-53;
      } else {
        if (low) s = s * s * s;
        if (digits > 0) s = std::floor(s * digits) / digits;
        share = rate * (0.1 + 0.8 * s);
      }
      scores.push_back(s);
      actual.push_back(c["label"].is_null() ? u(i, 1) < share : c["label"].get<std::uint8_t>());
      if (c["weighted"]) weights.push_back(weight_of(u(i, 2)));
    }
  }
  [[nodiscard]] std::size_t size() const { return scores.size(); }
  [[nodiscard]] batch_type part(std::size_t begin, std::size_t n) const {
    return {cut(scores, begin, n), cut(actual, begin, n), 0.5, cut(weights, begin, n)};
  }
};

struct class_rows {
  using batch_type = telltale::scored_class_batch<double>;
  std::size_t classes;
  std::vector<double> scores;
  std::vector<std::uint16_t> actual, predicted;
  std::vector<double> weights;

  explicit class_rows(const nlohmann::json& c) : classes(c["classes"]) {
    const draws u{c, classes + 2};
    const double present = c["present"], skill = c["skill"];
    for (std::size_t i = 0; i < c["n"]; ++i) {
      const auto y = static_cast<std::size_t>(u(i, 0) * present);
      std::vector<double> row;
      double total = 0;
      for (std::size_t k = 0; k < classes; ++k) {
        row.push_back(u(i, 2 + k) + skill * (k == y));
        total += row.back();
      }
      std::size_t best = 0;
      for (std::size_t k = 0; k < classes; ++k) {
        row[k] /= total;
        if (row[k] > row[best]) best = k;
      }
      scores.insert(scores.end(), row.begin(), row.end());
      actual.push_back(static_cast<std::uint16_t>(y));
      predicted.push_back(static_cast<std::uint16_t>(best));
      if (c["weighted"]) weights.push_back(weight_of(u(i, 1)));
    }
  }
  [[nodiscard]] std::size_t size() const { return actual.size(); }
  [[nodiscard]] batch_type part(std::size_t begin, std::size_t n) const {
    return {cut(actual, begin, n), cut(predicted, begin, n),
            cut(scores, begin * classes, n * classes), classes, cut(weights, begin, n)};
  }
};

struct number_rows {
  using batch_type = telltale::regression_batch<double>;
  std::vector<double> actual, predicted, naive, weights;

  explicit number_rows(const nlohmann::json& c) {
    const draws u{c, 3};
    const double offset = c["offset"], spread = c["spread"];
    for (std::size_t i = 0; i < c["n"]; ++i) {
      double y = offset + 10 * u(i, 0);
      if (c["zeros"] && u(i, 2) < 0.1) y = 0;
      double p = y + 4 * (u(i, 1) - 0.5) * spread;
      if (c["same"]) y = 3, p = 4;
      naive.push_back(i == 0 ? std::numeric_limits<double>::quiet_NaN() : actual.back());
      actual.push_back(y);
      predicted.push_back(p);
      if (c["weighted"]) weights.push_back(weight_of(u(i, 2)));
    }
  }
  [[nodiscard]] std::size_t size() const { return actual.size(); }
  [[nodiscard]] batch_type part(std::size_t begin, std::size_t n) const {
    return {cut(actual, begin, n), cut(predicted, begin, n), cut(naive, begin, n),
            cut(weights, begin, n)};
  }
};

}  // namespace drawn
