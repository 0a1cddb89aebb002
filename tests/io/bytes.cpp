// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/bytes.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

using telltale::errc;
using telltale::error;
using telltale::io::byte_reader;
using telltale::io::byte_writer;

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::byte> raw_bytes(std::initializer_list<unsigned> values) {
  std::vector<std::byte> bytes;
  for (const unsigned v : values) bytes.push_back(static_cast<std::byte>(v));
  return bytes;
}

std::string message(const byte_reader& in) {
  REQUIRE(in.problem());
  CHECK(in.problem()->code == errc::invalid_bytes);
  CHECK(in.left() == 0);
  return in.problem()->message;
}

TEST_CASE("io/bytes writes the least significant byte first, on every machine") {
  byte_writer out;
  out.u8(0xfe);
  out.u32(0x01020304);
  out.u64(0x1112131415161718);
  out.f64(-2.0);
  out.text("ab");
  out.raw("z");
  out.numbers(std::vector<double>{1.0});
  out.numbers(std::vector<std::uint64_t>{7});
  CHECK(out.bytes() ==
        raw_bytes({0xfe, 4, 3, 2,   1,   0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11,
                   0,    0, 0, 0,   0,   0,    0,    0xc0, 2,    0,    0,    0,    0,
                   0,    0, 0, 'a', 'b', 'z',  1,    0,    0,    0,    0,    0,    0,
                   0,    0, 0, 0,   0,   0,    0,    0xf0, 0x3f, 1,    0,    0,    0,
                   0,    0, 0, 0,   7,   0,    0,    0,    0,    0,    0,    0}));
  out.u64_at(5, 0xff);
  CHECK(std::to_integer<int>(out.bytes()[5]) == 0xff);
  CHECK(std::to_integer<int>(out.bytes()[6]) == 0);
  CHECK(std::to_integer<int>(out.bytes()[12]) == 0);
  CHECK(std::to_integer<int>(out.bytes()[4]) == 1);
}

TEST_CASE("io/bytes reads back what it wrote, to the last bit") {
  const std::vector<double> doubles{0.0,
                                    -0.0,
                                    1e-310,
                                    std::numeric_limits<double>::max(),
                                    infinity,
                                    -infinity,
                                    std::numeric_limits<double>::quiet_NaN()};
  const std::vector<std::uint64_t> counts{0, 1, ~std::uint64_t{0}};
  byte_writer out;
  out.u8(255);
  out.u32(0xfffffffe);
  out.u64(~std::uint64_t{0});
  out.text(std::string("a\0\xff", 3));
  out.text("");
  out.u8(0);
  out.u8(1);
  out.numbers(doubles);
  out.numbers(counts);
  out.raw("tail");
  const auto bytes = std::move(out).take();
  byte_reader in{bytes};
  CHECK(in.u8("a") == 255);
  CHECK(in.u32("b") == 0xfffffffe);
  CHECK(in.u64("c") == ~std::uint64_t{0});
  CHECK(in.text("d") == std::string("a\0\xff", 3));
  CHECK(in.text("e").empty());
  CHECK_FALSE(in.flag("f"));
  CHECK(in.flag("g"));
  const auto read = in.doubles("h");
  REQUIRE(read.size() == doubles.size());
  for (std::size_t i = 0; i < read.size(); ++i)
    CHECK(std::bit_cast<std::uint64_t>(read[i]) == std::bit_cast<std::uint64_t>(doubles[i]));
  CHECK(in.counts("i") == counts);
  CHECK(in.left() == 4);
  CHECK(in.raw("j", 4) == "tail");
  CHECK(in.left() == 0);
  CHECK_FALSE(in.problem());
}

TEST_CASE("io/bytes reads nothing past the end, and names what is missing") {
  const auto seven = raw_bytes({1, 2, 3, 4, 5, 6, 7});
  {
    byte_reader in{seven};
    CHECK(in.u64("rows") == 0);
    CHECK(message(in) == "rows: 8 bytes, but 7 are left");
    CHECK(in.u8("later") == 0);  // there was a byte, but not after a problem
    CHECK(in.text("later").empty());
    CHECK(in.doubles("later").empty());
    CHECK(message(in) == "rows: 8 bytes, but 7 are left");
  }
  {
    byte_reader in{seven};
    CHECK(in.u32("version") == 0x04030201);
    CHECK(in.u32("length") == 0);
    CHECK(message(in) == "length: 4 bytes, but 3 are left");
  }
  {
    byte_reader in{{}};
    CHECK(in.u8("kind") == 0);
    CHECK(message(in) == "kind: 1 byte, but 0 are left");
  }
  {
    byte_reader in{seven};
    CHECK(in.raw("magic", 8).empty());
    CHECK(message(in) == "magic: 8 bytes, but 7 are left");
  }
  {
    byte_reader in{seven};
    CHECK(in.bytes("all", 7).size() == 7);
    CHECK_FALSE(in.problem());
  }
}

TEST_CASE("io/bytes holds a length against what is left before it believes it") {
  const auto lengths = [](std::uint64_t n, std::size_t there) {
    byte_writer out;
    out.u64(n);
    for (std::size_t i = 0; i < there; ++i) out.u8(0);
    return std::move(out).take();
  };
  const auto enough = lengths(2, 16), too_few = lengths(2, 15);
  CHECK(byte_reader{enough}.doubles("edges").size() == 2);
  CHECK(byte_reader{enough}.counts("cells").size() == 2);
  byte_reader in{too_few};
  CHECK(in.doubles("edges").empty());
  CHECK(message(in) == "edges: 2 of at least 8 bytes each, but 15 are left");
  const auto text = lengths(15, 15), no_text = lengths(16, 15);
  CHECK(byte_reader{text}.text("name").size() == 15);
  byte_reader short_text{no_text};
  CHECK(short_text.text("name").empty());
  CHECK(message(short_text) == "name: 16 of at least 1 byte each, but 15 are left");
  // Products that overflow, were they formed.
  for (const std::uint64_t n : {std::uint64_t{1} << 61, (std::uint64_t{1} << 61) + 1,
                                ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
    const auto bytes = lengths(n, 16);
    byte_reader huge{bytes};
    CHECK(huge.doubles("values").empty());
    REQUIRE(huge.problem());
    byte_reader huge_text{bytes};
    CHECK(huge_text.text("name").empty());
    REQUIRE(huge_text.problem());
  }
}

TEST_CASE("io/bytes takes a flag only as it is written") {
  for (const unsigned value : {2u, 255u}) {
    const auto bytes = raw_bytes({value, 1});
    byte_reader in{bytes};
    CHECK_FALSE(in.flag("held out"));
    CHECK(message(in) == "held out: " + std::to_string(value) + " is neither 0 nor 1");
  }
}

std::optional<error> two_bytes(byte_reader& in) {
  CHECK(in.u8("first") == 8);
  CHECK(in.u8("second") == 9);
  return std::nullopt;
}

TEST_CASE("io/bytes reads a section to its end, and no further") {
  byte_writer out;
  out.section("ABCD", [](byte_writer& to) {
    to.u8(8);
    to.u8(9);
  });
  out.u8(77);
  CHECK(out.bytes() == raw_bytes({'A', 'B', 'C', 'D', 2, 0, 0, 0, 0, 0, 0, 0, 8, 9, 77}));
  byte_reader in{out.bytes()};
  CHECK_FALSE(in.section("ABCD", two_bytes));
  CHECK(in.u8("next") == 77);

  const auto refused = [&](std::string_view tag, auto&& read) {
    byte_reader again{out.bytes()};
    const std::optional<error> why = again.section(tag, read);
    REQUIRE(why);
    CHECK(why->code == errc::invalid_bytes);
    return why->message;
  };
  CHECK(refused("ABCE", two_bytes) == "section ABCE: another stands there");
  CHECK(refused("ABCD", [](byte_reader& r) -> std::optional<error> {
          CHECK(r.u8("first") == 8);
          return std::nullopt;
        }) == "section ABCD: 1 byte too many");
  CHECK(refused("ABCD", [](byte_reader& r) -> std::optional<error> {
          CHECK(r.u32("size") == 0);  // the byte behind the section is not its own
          return std::nullopt;
        }) == "section ABCD: size: 4 bytes, but 2 are left");
  CHECK(refused("ABCD", [](byte_reader&) {
          return std::optional{error{errc::invalid_bytes, "no"}};
        }) == "no");
  for (std::size_t size = 0; size < 14; ++size) {
    byte_reader cut{std::span{out.bytes()}.first(size)};
    const auto never = [](byte_reader&) -> std::optional<error> {
      FAIL("read a section that is not there");
      return std::nullopt;
    };
    CHECK(cut.section("ABCD", never));
  }
}

TEST_CASE("io/bytes survives any bytes and any order of reads") {
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<std::byte> bytes(rng() % 40);
    for (std::byte& b : bytes) b = static_cast<std::byte>(rng() % 4 == 0 ? rng() & 0xff : 0);
    byte_reader in{bytes};
    for (int step = 0; step < 10; ++step) {
      const std::size_t before = in.left();
      switch (rng() % 6) {
        case 0: static_cast<void>(in.u8("x")); break;
        case 1: static_cast<void>(in.u32("x")); break;
        case 2: CHECK(in.text("x").size() <= before); break;
        case 3: CHECK(in.doubles("x").size() <= before / 8); break;
        case 4: CHECK(in.counts("x").size() <= before / 8); break;
        default: static_cast<void>(in.flag("x"));
      }
      CHECK(in.left() <= before);
    }
  }
}

}  // namespace
