// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// A state for each of a number of groups that is known beforehand: one flat array.
///
/// Algebra  that of the state, group by group
/// Rejects  a row of a group that there is none of; and what the states reject
/// Cost     update: that of the state; never allocates after construction
/// Size     that of the state, times the groups
/// Threads  one writer
template <summary S>
class by_group {
public:
  /// Each group starts as a copy of `empty`.
  explicit by_group(std::size_t groups, const S& empty = {}) : parts_(groups, empty) {}

  template <class... Xs>
  requires accepts<S, Xs...>
  void update(std::size_t group, const Xs&... row) noexcept {
    if (group < parts_.size())
      parts_[group].update(row...);
    else
      ++strays_;
  }

  /// Requires (both): as many groups.
  by_group& merge(const by_group& part) noexcept requires mergeable<S> {
    TELLTALE_EXPECTS(part.size() == size());
    for (std::size_t g = 0; g < size(); ++g) parts_[g].merge(part.parts_[g]);
    strays_ += part.strays_;
    return *this;
  }
  by_group& unmerge(const by_group& part) noexcept requires reversible<S> {
    TELLTALE_EXPECTS(part.size() == size());
    for (std::size_t g = 0; g < size(); ++g) parts_[g].unmerge(part.parts_[g]);
    strays_ -= part.strays_;
    return *this;
  }
  by_group& scale(double factor) noexcept requires scalable<S> {
    for (S& part : parts_) part.scale(factor);
    return *this;
  }
  void clear() noexcept {
    for (S& part : parts_) part.clear();
    strays_ = 0;
  }

  [[nodiscard]] std::size_t size() const noexcept { return parts_.size(); }
  /// Requires: `group < size()`.
  [[nodiscard]] const S& operator[](std::size_t group) const noexcept {
    TELLTALE_EXPECTS(group < parts_.size());
    return parts_[group];
  }
  /// Rows of no group, and those that their group's state could not use.
  [[nodiscard]] std::uint64_t rejected() const noexcept {
    std::uint64_t all = strays_;
    for (const S& part : parts_) all += part.rejected();
    return all;
  }

  friend bool operator==(const by_group&, const by_group&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.parts_, self.strays_); }

private:
  std::vector<S> parts_;
  std::uint64_t strays_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
