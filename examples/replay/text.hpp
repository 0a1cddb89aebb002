// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// Text from outside, fit for a terminal: control characters and bytes that are not UTF-8 become
/// escapes, and what is longer than `most` bytes is cut, which three dots show.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 60);

/// `printable`, between single quotes.
[[nodiscard]] std::string in_quotes(std::string_view text);

/// "a, b, c", printable; of a long list the first `most` and how many more there are.
[[nodiscard]] std::string listed(const std::vector<std::string>& names, std::size_t most = 40);

/// The parts between commas. Empty parts are kept.
[[nodiscard]] std::vector<std::string> split_at_commas(std::string_view text);

/// A number as people read it: `digits` significant ones, and no more.
[[nodiscard]] std::string brief(double value, int digits = 4);

}  // namespace replay
