// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/concepts.hpp>

#include <doctest/doctest.h>

#include <cstdint>

namespace {

// The least that each concept asks for.
struct counter {
  void update(int) noexcept { ++n; }
  void clear() noexcept { n = 0; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  bool operator==(const counter&) const = default;
  std::uint64_t n = 0;
};
struct adding : counter {
  adding& merge(const adding& part) noexcept {
    n += part.n;
    return *this;
  }
  bool operator==(const adding&) const = default;
};
struct subtracting : adding {
  subtracting& merge(const subtracting& part) noexcept {
    n += part.n;
    return *this;
  }
  subtracting& unmerge(const subtracting& part) noexcept {
    n -= part.n;
    return *this;
  }
  bool operator==(const subtracting&) const = default;
};
struct forgetting : adding {
  forgetting& merge(const forgetting&) noexcept { return *this; }
  forgetting& scale(double) noexcept { return *this; }
  bool operator==(const forgetting&) const = default;
};

static_assert(telltale::summary<counter>);
static_assert(telltale::accepts<counter, int> && !telltale::accepts<counter, int, int>);
static_assert(!telltale::accepts<counter, const char*>);
static_assert(!telltale::mergeable<counter>);
static_assert(telltale::mergeable<adding> && !telltale::reversible<adding>);
static_assert(!telltale::scalable<adding>);
static_assert(telltale::reversible<subtracting> && !telltale::scalable<subtracting>);
static_assert(telltale::scalable<forgetting> && !telltale::reversible<forgetting>);

// And what each refuses: an update, merge or clear that may throw, a merge that returns no
// reference to the state, a state that does not count what it rejects or cannot be compared.
struct throwing_update : counter {
  void update(int) {}
  bool operator==(const throwing_update&) const = default;
};
struct failing_update : counter {
  bool update(int) noexcept { return true; }
  bool operator==(const failing_update&) const = default;
};
struct throwing_clear : counter {
  void clear() {}
  bool operator==(const throwing_clear&) const = default;
};
struct copying_merge : counter {
  copying_merge merge(const copying_merge&) noexcept { return *this; }
  bool operator==(const copying_merge&) const = default;
};
struct throwing_merge : counter {
  throwing_merge& merge(const throwing_merge&) { return *this; }
  bool operator==(const throwing_merge&) const = default;
};
struct no_rejected {
  void clear() noexcept {}
  bool operator==(const no_rejected&) const = default;
};
struct no_equality {
  void clear() noexcept {}
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
};
struct no_copy : counter {
  no_copy() = default;
  no_copy(no_copy&&) = default;
  bool operator==(const no_copy&) const = default;
};

static_assert(telltale::summary<throwing_update> && !telltale::accepts<throwing_update, int>);
static_assert(telltale::summary<failing_update> && !telltale::accepts<failing_update, int>);
static_assert(!telltale::summary<throwing_clear>);
static_assert(telltale::summary<copying_merge> && !telltale::mergeable<copying_merge>);
static_assert(telltale::summary<throwing_merge> && !telltale::mergeable<throwing_merge>);
static_assert(!telltale::summary<no_rejected>);
static_assert(!telltale::summary<no_equality>);
static_assert(!telltale::summary<no_copy>);
static_assert(!telltale::summary<int>);

TEST_CASE("core/concepts are modelled by states that do what they say") {
  subtracting a, b;
  a.update(1), b.update(1), b.update(1);
  CHECK(a.merge(b).n == 3);
  CHECK(a.unmerge(b).n == 1);
}

}  // namespace
