// SPDX-License-Identifier: Apache-2.0
// telltale-replay: runs telltale over a log of predictions, to see what it would have seen and
// decided.

#include <replay/failure.hpp>
#include <replay/file.hpp>
#include <replay/json_report.hpp>
#include <replay/log.hpp>
#include <replay/options.hpp>
#include <replay/policy_file.hpp>
#include <replay/progress.hpp>
#include <replay/reference_file.hpp>
#include <replay/run.hpp>
#include <replay/table.hpp>

#include <cstdio>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using replay::exit_status;

exit_status end_of(const replay::replayed& seen) {
  const telltale::decision* last = nullptr;
  for (const auto& window : seen.windows) {
    if (!window.decisions.empty()) last = &window.decisions.back();
  }
  if (last == nullptr) return exit_status::done;
  const bool acts =
      last->what == telltale::action::retrain || last->what == telltale::action::rollback;
  return acts ? exit_status::act : exit_status::done;
}

exit_status run(const std::vector<std::string>& arguments) {
  const replay::options asked = replay::read_options(arguments);
  if (!asked.help.empty()) {
    replay::write_file("-", asked.help);
    return exit_status::done;
  }
  std::optional<replay::policy_file> policy;
  if (asked.policy) {
    policy = replay::read_policy(*asked.policy,
                                 replay::read_file(*asked.policy, exit_status::bad_arguments));
  }
  std::optional<telltale::reference> saved;
  if (asked.reference) saved = replay::read_reference(*asked.reference);
  const replay::log_columns columns = replay::columns_of(asked, saved);
  const replay::prediction_log log =
      replay::read_log(asked.log, replay::read_file(asked.log, exit_status::bad_log), columns);
  const replay::replayed seen =
      replay::replay(log, asked, policy, std::move(saved), replay::show_progress);
  if (asked.save_reference) replay::write_reference(*asked.save_reference, *seen.baseline);

  const bool json_alone = asked.json == "-";
  if (!asked.quiet && !json_alone) replay::write_file("-", replay::table(seen, asked));
  if (asked.json) replay::write_file(*asked.json, replay::json_report(seen));
  return asked.exit_code ? end_of(seen) : exit_status::done;
}

int fail(exit_status status, const char* sentence) {
  std::fprintf(stderr, "telltale-replay: %s\n", sentence);
  return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return static_cast<int>(run({argv + (argc > 0 ? 1 : 0), argv + argc}));
  } catch (const replay::failure& why) {
    return fail(why.status(), why.what());
  } catch (const std::bad_alloc&) {
    return fail(exit_status::bad_log, "not enough memory for this log");
  } catch (const std::exception& e) {
    return fail(exit_status::bad_log, e.what());
  }
}
