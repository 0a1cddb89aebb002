// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::io {

static_assert(std::numeric_limits<double>::is_iec559, "a double is saved as its IEEE 754 bits");

namespace detail {
inline error refused(std::string what) { return {errc::invalid_bytes, std::move(what)}; }
inline std::string many_bytes(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " byte" : " bytes");
}
}  // namespace detail

/// Appends numbers and text to bytes, the same on every machine: integers with the least
/// significant byte first, a double as its 64 bits, text and rows of numbers behind their length
/// (u64).
class byte_writer {
public:
  void u8(std::uint8_t value) { bytes_.push_back(std::byte{value}); }
  void u32(std::uint32_t value) { integer(value); }
  void u64(std::uint64_t value) { integer(value); }
  void f64(double value) { integer(std::bit_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    u64(value.size());
    raw(value);
  }
  void numbers(std::span<const double> values) {
    u64(values.size());
    bytes_.reserve(bytes_.size() + 8 * values.size());
    for (const double x : values) f64(x);
  }
  void numbers(std::span<const std::uint64_t> values) {
    u64(values.size());
    for (const std::uint64_t x : values) u64(x);
  }
  /// Characters alone, of which the reader knows the number.
  void raw(std::string_view characters) {
    for (const char c : characters) bytes_.push_back(static_cast<std::byte>(c));
  }
  /// What `write` writes, behind a tag and its length (u64).
  void section(std::string_view tag, auto&& write) {
    raw(tag);
    const std::size_t at = bytes_.size();
    u64(0);
    write(*this);
    u64_at(at, bytes_.size() - at - 8);
  }
  /// In place of a number that was not yet known when it was written.
  /// Requires: `at + 8 <= bytes().size()`.
  void u64_at(std::size_t at, std::uint64_t value) noexcept {
    TELLTALE_EXPECTS(bytes_.size() >= 8 && at <= bytes_.size() - 8);
    for (std::size_t i = 0; i < 8; ++i) bytes_[at + i] = byte_of(value, i);
  }

  [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::vector<std::byte> take() && noexcept { return std::move(bytes_); }

private:
  static constexpr std::byte byte_of(std::uint64_t value, std::size_t i) noexcept {
    return static_cast<std::byte>(value >> (8 * i) & 0xff);
  }
  template <class Integer>
  void integer(Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes_.push_back(byte_of(value, i));
  }

  std::vector<std::byte> bytes_;
};

/// Reads what a `byte_writer` wrote out of bytes that nobody vouches for. A length is held against
/// the bytes that are left before anything is allocated. What is not there reads as zero or empty,
/// and so does all that follows: `problem()` says what it was, and is asked before anything that
/// was read is used.
///
/// `field`, in every call: how the problem names what it misses.
class byte_reader {
public:
  explicit byte_reader(std::span<const std::byte> bytes) noexcept : rest_(bytes) {}

  [[nodiscard]] std::uint8_t u8(const char* field) {
    return static_cast<std::uint8_t>(integer(field, 1));
  }
  [[nodiscard]] std::uint32_t u32(const char* field) {
    return static_cast<std::uint32_t>(integer(field, 4));
  }
  [[nodiscard]] std::uint64_t u64(const char* field) { return integer(field, 8); }
  /// Any double, NaN and infinities included.
  [[nodiscard]] double f64(const char* field) { return std::bit_cast<double>(u64(field)); }
  /// A byte that is 0 or 1.
  [[nodiscard]] bool flag(const char* field) {
    const std::uint8_t value = u8(field);
    if (value > 1) fail(std::string{field} + ": " + std::to_string(value) + " is neither 0 nor 1");
    return value == 1;
  }
  /// A u64: how many things follow, of at least `width` bytes each.
  [[nodiscard]] std::size_t count(const char* field, std::size_t width) {
    const std::uint64_t n = u64(field);
    if (n <= rest_.size() / width) return static_cast<std::size_t>(n);
    fail(std::string{field} + ": " + std::to_string(n) + " of at least " +
         detail::many_bytes(width) + " each, but " + std::to_string(rest_.size()) + " are left");
    return 0;
  }
  [[nodiscard]] std::string text(const char* field) { return raw(field, count(field, 1)); }
  /// So many characters, with no length before them.
  [[nodiscard]] std::string raw(const char* field, std::size_t size) {
    const std::span<const std::byte> from = bytes(field, size);
    std::string characters(from.size(), '\0');
    for (std::size_t i = 0; i < from.size(); ++i) characters[i] = static_cast<char>(from[i]);
    return characters;
  }
  [[nodiscard]] std::vector<double> doubles(const char* field) {
    std::vector<double> values(count(field, 8));
    for (double& x : values) x = f64(field);
    return values;
  }
  [[nodiscard]] std::vector<std::uint64_t> counts(const char* field) {
    std::vector<std::uint64_t> values(count(field, 8));
    for (std::uint64_t& x : values) x = u64(field);
    return values;
  }
  /// So many bytes as they are.
  [[nodiscard]] std::span<const std::byte> bytes(const char* field, std::size_t size) {
    if (size > rest_.size()) {
      fail(std::string{field} + ": " + detail::many_bytes(size) + ", but " +
           std::to_string(rest_.size()) + " are left");
      return {};
    }
    const auto taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }

  /// The next section, which has that tag and all of which `read` takes. `read(byte_reader&)`
  /// returns why it refuses what it read; where it does, that is the answer.
  [[nodiscard]] std::optional<error> section(std::string_view tag, auto&& read) {
    const std::string where = "section " + std::string{tag};
    const std::string found = raw(where.c_str(), tag.size());
    byte_reader inside{bytes(where.c_str(), count(where.c_str(), 1))};
    if (problem_) return problem_;
    if (found != tag) return detail::refused(where + ": another stands there");
    if (std::optional<error> why = read(inside)) return why;
    if (inside.problem_) return detail::refused(where + ": " + inside.problem_->message);
    if (inside.left() > 0)
      return detail::refused(where + ": " + detail::many_bytes(inside.left()) + " too many");
    return std::nullopt;
  }

  /// Bytes that were not read yet; 0 after a problem.
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }
  /// The first thing that was wrong; empty while all went well.
  [[nodiscard]] const std::optional<error>& problem() const noexcept { return problem_; }

private:
  std::uint64_t integer(const char* field, std::size_t width) {
    const std::span<const std::byte> from = bytes(field, width);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < from.size(); ++i)
      value |= std::to_integer<std::uint64_t>(from[i]) << (8 * i);
    return value;
  }
  void fail(std::string what) {
    if (!problem_) problem_ = detail::refused(std::move(what));
    rest_ = {};
  }

  std::span<const std::byte> rest_;
  std::optional<error> problem_;
};

}  // namespace telltale::inline TELLTALE_ABI::io
