// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/failure.hpp>

#include <string>

namespace replay {

/// All the bytes of a file. Throws `failure` with the given status and the system's reason.
[[nodiscard]] std::string read_file(const std::string& path, exit_status when_unreadable);

/// Writes a file, or standard output for "-". Throws `failure` (bad_log) when it cannot, or when
/// not all of it could be written.
void write_file(const std::string& path, const std::string& content);

/// Whether two names are of one file, there already or not. Devices are not: they may be read and
/// written as often as one likes.
[[nodiscard]] bool same_file(const std::string& a, const std::string& b);

}  // namespace replay
