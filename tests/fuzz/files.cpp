// SPDX-License-Identifier: Apache-2.0
// Whatever is in them, the tool reads a log and a policy file or refuses them with a sentence on
// one line. The first byte chooses the task.

#include <replay/failure.hpp>
#include <replay/log.hpp>
#include <replay/policy_file.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void check(const replay::failure& why) {
  for (const char* c = why.what(); *c != '\0'; ++c)
    if (*c == '\n' || *c == '\x1b') std::abort();
}

replay::log_columns columns(unsigned choice) {
  replay::log_columns wanted;
  wanted.predicts = static_cast<telltale::task>(choice % 3);
  if (wanted.predicts == telltale::task::regression) {
    wanted.prediction = "p";
  } else {
    wanted.scores = {"p"};
    if (wanted.predicts == telltale::task::multiclass) wanted.scores.emplace_back("q");
  }
  wanted.label = "y";
  wanted.features = {{"x"}, {"c", telltale::column_kind::categorical, {"a"}}};
  wanted.marked = replay::cell_match{"x", "1"};
  if (choice % 2 == 0) wanted.time = "t";
  return wanted;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    // Half of them behind a header that is right.
    const bool headed = data[0] >= 128;
    const auto log =
        replay::read_log("log", (headed ? "p,q,y,x,c,t\n" : "") + text, columns(data[0]));
    if (log.rows() == 0 || log.features.size() != 2 * log.rows()) std::abort();
  } catch (const replay::failure& why) {
    check(why);
  }
  try {
    static_cast<void>(replay::read_policy("policy", text));
  } catch (const replay::failure& why) {
    check(why);
  }
  return 0;
}
