// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The rows with the largest loss, as many as the capacity: the examples worth looking at, and the
/// tail of the losses. Of rows with the same loss those with the least id stay.
///
/// Algebra  mergeable
/// Units    losses as they come
/// Rejects  a loss that is NaN or infinite
/// Cost     update O(1); O(log capacity) for a row that stays; merge O(capacity log capacity);
/// never
///          allocates
/// Size     (8 + sizeof(Id)) bytes a row of capacity, and 48
/// Threads  one writer
///
/// `Id`: by which the host finds the row again.
template <class Id = std::uint64_t>
requires(std::is_trivially_copyable_v<Id>&& std::totally_ordered<Id>) class worst {
public:
  struct row {
    double loss = 0;
    Id id{};

    friend constexpr bool operator==(const row&, const row&) = default;
  };

  /// Requires: `capacity > 0`.
  explicit worst(std::size_t capacity) : kept_(capacity) { TELLTALE_EXPECTS(capacity > 0); }

  void update(double loss, const Id& id) noexcept {
    if (!(loss - loss == 0)) {
      ++rejected_;
      return;
    }
    ++count_;
    keep({loss, id});
  }
  /// Requires: the same capacity, and other rows.
  worst& merge(const worst& part) noexcept {
    TELLTALE_EXPECTS(kept_.size() == part.kept_.size());
    count_ += part.count_;
    rejected_ += part.rejected_;
    const std::size_t n = part.size_;
    for (std::size_t i = 0; i < n; ++i) keep(part.kept_[i]);
    return *this;
  }
  void clear() noexcept { size_ = 0, count_ = rejected_ = 0; }

  /// Rows with a loss that could be used.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return kept_.size(); }
  /// Rows that stay: the lesser of the two.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// The rows that stay, the worst first.
  [[nodiscard]] std::vector<row> rows() const {
    std::vector<row> all(kept_.begin(), kept_.begin() + end());
    std::sort(all.begin(), all.end(), worse);
    return all;
  }
  /// Mean of the worst `share` of the losses, that is of the ceil(share * count) largest (expected
  /// shortfall, CVaR). Empty until a row has come, and where the capacity is below so many rows.
  /// Requires: `0 < share` and `share <= 1`.
  /// Source: Rockafellar & Uryasev 2000, doi:10.21314/JOR.2000.038.
  [[nodiscard]] std::optional<double> tail_mean(double share) const {
    TELLTALE_EXPECTS(share > 0 && share <= 1);
    if (count_ == 0) return std::nullopt;
    // The least whole number that is no less than share * count, were the product exact.
    const double wanted = share * static_cast<double>(count_);
    auto n = static_cast<std::uint64_t>(wanted);
    if (static_cast<double>(n) < wanted * (1 - 1e-15)) ++n;
    if (n == 0) n = 1;
    if (n > size_) return std::nullopt;
    const auto all = rows();
    double mean = 0;
    for (std::uint64_t i = 0; i < n; ++i) mean += (all[i].loss - mean) / static_cast<double>(i + 1);
    return mean;
  }

  /// The same rows, whatever the order in which they lie.
  friend bool operator==(const worst& a, const worst& b) {
    return a.kept_.size() == b.kept_.size() && a.count_ == b.count_ && a.rejected_ == b.rejected_ &&
           a.rows() == b.rows();
  }

private:
  static bool worse(const row& a, const row& b) noexcept {
    return a.loss != b.loss ? a.loss > b.loss : a.id < b.id;
  }
  [[nodiscard]] std::ptrdiff_t end() const noexcept { return static_cast<std::ptrdiff_t>(size_); }

  // The least bad row is on top of the heap.
  void keep(row one) noexcept {
    if (size_ == kept_.size()) {
      if (!worse(one, kept_.front())) return;
      std::pop_heap(kept_.begin(), kept_.end(), worse);
      kept_.back() = one;
    } else {
      kept_[size_++] = one;
    }
    std::push_heap(kept_.begin(), kept_.begin() + end(), worse);
  }

  std::vector<row> kept_;
  std::size_t size_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
