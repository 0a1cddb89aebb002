// SPDX-License-Identifier: Apache-2.0
#include <replay/text.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace replay {
namespace {

bool within(std::string_view text, std::size_t i, unsigned low, unsigned high) {
  if (i >= text.size()) return false;
  const auto byte = static_cast<unsigned char>(text[i]);
  return byte >= low && byte <= high;
}

/// Bytes of the printing character that begins `text`: 0 for a control character, and for bytes
/// that are not well-formed UTF-8 (The Unicode Standard, table 3-7).
std::size_t printing_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead >= 0x20 && lead < 0x7f) return 1;
  const auto continues = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (!within(text, i, 0x80, 0xbf)) return false;
    }
    return true;
  };
  if (lead == 0xc2) return within(text, 1, 0xa0, 0xbf) ? 2 : 0;  // below U+00A0 are controls
  if (lead >= 0xc3 && lead <= 0xdf) return continues(1, 2) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool second = within(text, 1, lead == 0xe0 ? 0xa0u : 0x80u, lead == 0xed ? 0x9fu : 0xbfu);
    return second && continues(2, 3) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool second = within(text, 1, lead == 0xf0 ? 0x90u : 0x80u, lead == 0xf4 ? 0x8fu : 0xbfu);
    return second && continues(2, 4) ? 4 : 0;
  }
  return 0;
}

std::string escape(char c) {
  switch (c) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return {'\\', 'x', hex[byte / 16], hex[byte % 16]};
}

}  // namespace

std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t length = printing_character(text.substr(i));
    if (i + std::max<std::size_t>(length, 1) > most) return out + "...";
    if (length == 0) {
      out += escape(text[i]);
    } else {
      out += text.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string in_quotes(std::string_view text) { return '\'' + printable(text) + '\''; }

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  const std::size_t shown = std::min(names.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ", ";
    out += printable(names[i]);
  }
  if (shown < names.size()) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

std::string brief(double value, int digits) {
  std::array<char, 64> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
  return {buffer.data(), static_cast<std::size_t>(std::max(length, 0))};
}

}  // namespace replay
