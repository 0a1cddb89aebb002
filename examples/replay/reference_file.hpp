// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/log.hpp>
#include <replay/options.hpp>

#include <telltale/monitor/reference.hpp>

#include <optional>
#include <string>

namespace replay {

/// Reads a saved reference. Throws `failure` (bad_log) with the sentence that says what is wrong
/// with the file.
[[nodiscard]] telltale::reference read_reference(const std::string& path);

/// Saves a reference. Throws `failure` (bad_log) when the file cannot be written.
void write_reference(const std::string& path, const telltale::reference& baseline);

/// Which columns of the log to read: those of the command line. A saved reference brings its
/// features along; where the command line names features as well, they must be the same. Where the
/// host that saved it named no categories, the cells are their codes. Throws `failure`:
/// bad_arguments where the command line does not fit the reference, bad_log for a reference that no
/// log can be compared with.
[[nodiscard]] log_columns columns_of(const options& asked,
                                     const std::optional<telltale::reference>& saved);

}  // namespace replay
