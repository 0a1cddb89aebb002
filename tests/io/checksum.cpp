// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/checksum.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

using telltale::io::checksum;

std::vector<std::byte> bytes_of_hex(const std::string& hex) {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

constexpr std::array check_string{std::byte{'1'}, std::byte{'2'}, std::byte{'3'},
                                  std::byte{'4'}, std::byte{'5'}, std::byte{'6'},
                                  std::byte{'7'}, std::byte{'8'}, std::byte{'9'}};
static_assert(checksum(check_string) == 0x995dc9bbdf1939fau);  // CRC-64/XZ's check value
static_assert(checksum({}) == 0);

TEST_CASE("io/checksum is that of liblzma") {
  std::ifstream in(TELLTALE_GOLDEN_DIR "/checksum.json");
  const auto golden = nlohmann::json::parse(in);
  REQUIRE(golden["cases"].size() == 6);
  for (const auto& c : golden["cases"]) {
    const auto expected = std::stoull(c["crc64"].get<std::string>(), nullptr, 16);
    CHECK(checksum(bytes_of_hex(c["hex"])) == expected);
  }
}

TEST_CASE("io/checksum sees every burst of up to 64 bits") {
  std::mt19937_64 rng{5};
  std::vector<std::byte> bytes(64);
  for (std::byte& b : bytes) b = static_cast<std::byte>(rng() & 0xff);
  const std::uint64_t sum = checksum(bytes);
  std::size_t unseen = 0;
  for (std::size_t first = 0; first + 64 <= 8 * bytes.size(); ++first)
    for (int trial = 0; trial < 20; ++trial) {
      const std::uint64_t burst = trial == 0 ? 1 : rng() >> (rng() % 64) | 1;
      auto damaged = bytes;
      for (std::size_t i = 0; i < 64; ++i)
        if ((burst >> i & 1) != 0)
          damaged[(first + i) / 8] ^= static_cast<std::byte>(1u << ((first + i) % 8));
      unseen += checksum(damaged) == sum;
    }
  CHECK(unseen == 0);
}

}  // namespace
