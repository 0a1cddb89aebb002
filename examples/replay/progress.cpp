// SPDX-License-Identifier: Apache-2.0
#include <replay/progress.hpp>

#include <cstdio>

#include <unistd.h>

namespace replay {

void show_progress(std::size_t done, std::size_t of) {
  static const bool on_terminal = ::isatty(STDERR_FILENO) == 1;
  if (!on_terminal) return;
  if (done < of) {
    std::fprintf(stderr, "\rrow %zu of %zu", done, of);
  } else {
    std::fputs("\r\x1b[K", stderr);
  }
}

}  // namespace replay
