// SPDX-License-Identifier: Apache-2.0
#pragma once

// Runs the tool that was built, as a shell would.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace tool {

/// A folder of this process's own, gone when it ends.
class scratch_folder {
public:
  scratch_folder()
      : path_(std::filesystem::temp_directory_path() /
              ("telltale_replay_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }

private:
  std::filesystem::path path_;
};

inline const scratch_folder& scratch() {
  static const scratch_folder folder;
  return folder;
}

inline std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Writes a file into the scratch folder; gives its path.
inline std::string write(const std::string& name, const std::string& content) {
  const std::string path = scratch() / name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

struct outcome {
  int status = -1;  ///< -1: it did not end by itself
  std::string output;
  std::string errors;
};

inline std::string in_shell_quotes(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + '\'';
}

inline outcome run(const std::vector<std::string>& arguments) {
  const std::string output = scratch() / "stdout", errors = scratch() / "stderr";
  std::string command = in_shell_quotes(TELLTALE_REPLAY_PATH);
  for (const std::string& word : arguments) command += ' ' + in_shell_quotes(word);
  command += " >" + in_shell_quotes(output) + " 2>" + in_shell_quotes(errors) + " </dev/null";
  const int ended = std::system(command.c_str());
  return {WIFEXITED(ended) ? WEXITSTATUS(ended) : -1, read(output), read(errors)};
}

}  // namespace tool
