// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <span>

// The same as whole-array expressions, which the compiler is left to make fast.

namespace eigen {

template <class T>
auto map(std::span<const T> values) {
  return Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>{
      values.data(), static_cast<Eigen::Index>(values.size())};
}

/// Rows that are called positive, that are, and that are both.
inline Eigen::Index confusion(std::span<const float> scores, std::span<const std::uint8_t> actual) {
  const auto called = map(scores) >= 0.5f;
  const auto positive = map(actual) == std::uint8_t{1};
  return called.count() + 3 * positive.count() + 5 * (called && positive).count();
}

inline float losses(std::span<const float> scores, std::span<const std::uint8_t> actual) {
  const auto p = map(scores).max(1e-7f).min(1 - 1e-7f);
  const auto y = map(actual).cast<float>();
  return -(y * p.log() + (1 - y) * (1 - p).log()).sum() + (p - y).square().sum();
}

inline double errors(std::span<const double> actual, std::span<const double> predicted) {
  const auto y = map(actual);
  const auto e = map(predicted) - y;
  return e.sum() + e.abs().sum() + e.square().sum() + y.sum() + y.square().sum() +
         e.abs().maxCoeff() + (e / y).abs().sum();
}

}  // namespace eigen
