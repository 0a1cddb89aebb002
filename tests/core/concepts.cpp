// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/concepts.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

namespace {

// Everything that a concept asks for, and then, by inheritance, one thing of it gone.
struct full {
  int sum = 0;

  void update(int x) noexcept { sum += x; }
  full& merge(const full& part) noexcept { return sum += part.sum, *this; }
  full& unmerge(const full& part) noexcept { return sum -= part.sum, *this; }
  full& scale(double) noexcept { return *this; }
  void clear() noexcept { sum = 0; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }

  friend bool operator==(const full&, const full&) = default;
};

template <class Self>
struct bare {
  void update(int) noexcept {}
  Self& merge(const Self&) noexcept { return self(); }
  Self& unmerge(const Self&) noexcept { return self(); }
  Self& scale(double) noexcept { return self(); }
  void clear() noexcept {}
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  Self& self() noexcept { return static_cast<Self&>(*this); }
};

template <class Self>
struct comparable : bare<Self> {
  friend bool operator==(const Self&, const Self&) noexcept { return true; }
};

struct without_equality : bare<without_equality> {};
struct without_copy : comparable<without_copy> {
  without_copy(const without_copy&) = delete;
};
struct throwing_clear : comparable<throwing_clear> {
  void clear() {}
};
struct throwing_rejected : comparable<throwing_rejected> {
  [[nodiscard]] std::uint64_t rejected() const { return 0; }
};
struct narrow_rejected : comparable<narrow_rejected> {
  [[nodiscard]] std::uint32_t rejected() const noexcept { return 0; }
};
struct mutable_rejected : comparable<mutable_rejected> {
  [[nodiscard]] std::uint64_t rejected() noexcept { return 0; }
};
struct throwing_update : comparable<throwing_update> {
  void update(int) {}
};
struct answering_update : comparable<answering_update> {
  bool update(int) noexcept { return true; }
};
struct throwing_merge : comparable<throwing_merge> {
  throwing_merge& merge(const throwing_merge&) { return *this; }
};
struct consuming_merge : comparable<consuming_merge> {
  consuming_merge& merge(consuming_merge&) noexcept { return *this; }
};
struct void_merge : comparable<void_merge> {
  void merge(const void_merge&) noexcept {}
};
struct throwing_unmerge : comparable<throwing_unmerge> {
  throwing_unmerge& unmerge(const throwing_unmerge&) { return *this; }
};
struct integer_scale : comparable<integer_scale> {
  integer_scale scale(double) noexcept { return *this; }
};

using telltale::accepts;
using telltale::mergeable;
using telltale::reversible;
using telltale::scalable;
using telltale::summary;

static_assert(summary<full> && mergeable<full> && reversible<full> && scalable<full>);
static_assert(accepts<full, int> && !accepts<full> && !accepts<full, int, int>);
static_assert(!accepts<full, std::string>);

static_assert(!summary<int> && !summary<std::string>);
static_assert(!summary<without_equality> && !mergeable<without_equality>);
static_assert(!accepts<without_equality, int>);
static_assert(!summary<without_copy> && !mergeable<without_copy>);
static_assert(!summary<throwing_clear> && !summary<throwing_rejected>);
static_assert(!summary<narrow_rejected> && !summary<mutable_rejected>);
static_assert(summary<throwing_update> && !accepts<throwing_update, int>);
static_assert(summary<answering_update> && !accepts<answering_update, int>);
static_assert(summary<throwing_merge> && !mergeable<throwing_merge>);
static_assert(!mergeable<consuming_merge> && !mergeable<void_merge>);
static_assert(!reversible<throwing_merge> && !scalable<throwing_merge>);
static_assert(mergeable<throwing_unmerge> && !reversible<throwing_unmerge>);
static_assert(scalable<throwing_unmerge>);
static_assert(reversible<integer_scale> && !scalable<integer_scale>);

}  // namespace

TEST_CASE("core/concepts: a state needs no base class, only the operations") {
  full a, b;
  a.update(3);
  b.update(4);
  CHECK(a.merge(b).sum == 7);
  CHECK(a.unmerge(b).sum == 3);
}
