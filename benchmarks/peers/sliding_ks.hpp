// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

// Kolmogorov and Smirnov's D of the last values against a sample that stays, as one would write it:
// walking over both in order.

namespace sliding_ks_peers {

/// Of two sorted samples.
inline double walk(const std::vector<float>& a, const std::vector<float>& b) {
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double d = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const float x = a[i], y = b[j];
    if (x <= y)
      while (i < a.size() && a[i] == x) ++i;
    if (y <= x)
      while (j < b.size() && b[j] == y) ++j;
    d = std::max(d, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return d;
}

/// Sorts the window for each D.
class sort_again {
public:
  sort_again(std::vector<float> reference, std::size_t capacity)
      : reference_(std::move(reference)), capacity_(capacity) {
    std::sort(reference_.begin(), reference_.end());
  }
  void update(float x) {
    if (window_.size() == capacity_) window_.pop_front();
    window_.push_back(x);
  }
  double d() {
    sorted_.assign(window_.begin(), window_.end());
    std::sort(sorted_.begin(), sorted_.end());
    return walk(reference_, sorted_);
  }

private:
  std::vector<float> reference_;
  std::size_t capacity_;
  std::deque<float> window_;
  std::vector<float> sorted_;
};

/// Keeps the window sorted in an array beside its order in time.
class sorted_array {
public:
  sorted_array(std::vector<float> reference, std::size_t capacity)
      : reference_(std::move(reference)), capacity_(capacity) {
    std::sort(reference_.begin(), reference_.end());
    sorted_.reserve(capacity + 1);
  }
  void update(float x) {
    if (window_.size() == capacity_) {
      sorted_.erase(std::lower_bound(sorted_.begin(), sorted_.end(), window_.front()));
      window_.pop_front();
    }
    window_.push_back(x);
    sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), x), x);
  }
  double d() const { return walk(reference_, sorted_); }

private:
  std::vector<float> reference_;
  std::size_t capacity_;
  std::deque<float> window_;
  std::vector<float> sorted_;
};

}  // namespace sliding_ks_peers
