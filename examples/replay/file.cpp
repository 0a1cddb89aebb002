// SPDX-License-Identifier: Apache-2.0
#include <replay/file.hpp>

#include <replay/text.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace replay {
namespace {

struct closer {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using owned_file = std::unique_ptr<std::FILE, closer>;

[[noreturn]] void refuse(const std::string& path, exit_status status, const char* what,
                         int reason) {
  throw failure(
      status, printable(path, 400) + ": " + what + ": " + std::generic_category().message(reason));
}

}  // namespace

std::string read_file(const std::string& path, exit_status when_unreadable) {
  errno = 0;
  const owned_file file{std::fopen(path.c_str(), "rb")};
  if (!file) refuse(path, when_unreadable, "cannot be opened", errno);
  std::string content;
  std::array<char, 1 << 16> block;
  for (;;) {
    const std::size_t length = std::fread(block.data(), 1, block.size(), file.get());
    content.append(block.data(), length);
    if (length < block.size()) break;
  }
  // A directory opens, and then refuses to be read.
  if (std::ferror(file.get()) != 0) refuse(path, when_unreadable, "cannot be read", errno);
  return content;
}

void write_file(const std::string& path, const std::string& content) {
  const bool to_output = path == "-";
  errno = 0;
  const owned_file owned{to_output ? nullptr : std::fopen(path.c_str(), "wb")};
  std::FILE* const file = to_output ? stdout : owned.get();
  if (file == nullptr) refuse(path, exit_status::bad_log, "cannot be written", errno);
  const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  // A full disk may show only when the last buffer leaves.
  if (!written || std::fflush(file) != 0) {
    refuse(to_output ? "standard output" : path, exit_status::bad_log, "cannot be written", errno);
  }
}

bool same_file(const std::string& a, const std::string& b) {
  namespace files = std::filesystem;
  std::error_code none;
  if (!files::exists(a, none) && !files::exists(b, none)) {
    return files::path(a).lexically_normal() == files::path(b).lexically_normal();
  }
  return files::is_regular_file(a, none) && files::equivalent(a, b, none);
}

}  // namespace replay
