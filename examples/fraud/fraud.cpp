// SPDX-License-Identifier: Apache-2.0
// A model scores card payments for sixty days. On day 15 holidays change what people buy, on day 30
// a wave of fraud begins, on day 45 most fraudsters change their ways. The truth about a payment
// comes days later, so two monitors watch: one sees every payment at once, the other its outcome.
//
//     fraud [--seed N] [--no-change] [--quiet] [--time]
#include "changes.hpp"
#include "cost.hpp"
#include "scorer.hpp"
#include "stream.hpp"
#include "watched.hpp"

#include <telltale/evaluate.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tt = telltale;
using namespace std::chrono_literals;

namespace {

constexpr int days = 60;
constexpr int days_before = 4;       // from which the reference is
constexpr int days_of_waiting = 10;  // for the truth
constexpr double threshold = 0.1;    // from which on a payment is stopped
constexpr tt::timestamp first_day = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5};

tt::timestamp midnight(int day) { return first_day + 24h * day; }
int day_of(tt::timestamp at) { return static_cast<int>((at - first_day) / 24h); }

const tt::schema columns{{"amount"},
                         {"merchant", tt::column_kind::categorical},
                         {"abroad", tt::column_kind::categorical},
                         {"card_age"},
                         {"last_hour"},
                         {"distance"},
                         {"wrong_pins"},
                         {"hour"}};

struct options {
  unsigned long long seed = 1;
  bool changing = true, quiet = false, timed = false;
};

std::optional<options> parse(int argc, char** argv) {
  options o;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--no-change")
      o.changing = false;
    else if (word == "--quiet")
      o.quiet = true;
    else if (word == "--time")
      o.timed = true;
    else if (word == "--seed" && i + 1 < argc)
      o.seed = std::strtoull(argv[++i], nullptr, 10);
    else
      return std::nullopt;
  }
  return o;
}

// The payments of a day, and those of ten days before, by now with their truth.
void print_row(int day, const std::optional<tt::report>& in, const std::optional<tt::report>& out) {
  std::string payments = "-", drifted;
  if (in) {
    payments = std::to_string(in->rows);
    for (const tt::column_report& c : in->columns)
      if (c.drifted) drifted += c.column + ' ';
  }
  std::printf("%4d  %8s  ", day, payments.c_str());
  if (!out) {
    std::printf("%s\n", drifted.c_str());
    return;
  }
  const auto cell = [&](const tt::signal& s) { return out->value(s).value_or(0); };
  std::printf("%-16s  day %2d   %5.2f   %5.3f      %5.3f           %5.3f\n", drifted.c_str(),
              day_of(*out->begin), 100 * cell(tt::metric::base_rate), cell(tt::metric::recall),
              cell(tt::metric::precision), cell(tt::metric::roc_auc_binned));
}

}  // namespace

int main(int argc, char** argv) {
  const auto wanted = parse(argc, argv);
  if (!wanted)
    return std::fprintf(stderr, "usage: fraud [--seed N] [--no-change] [--quiet] [--time]\n"), 2;
  const auto [seed, changing, quiet, timed] = *wanted;

  // What the model looked like on the days before it was served. Their truth is in.
  fraud::stream world{seed};
  const fraud::scorer score;
  const tt::reference_settings kept{.threshold = threshold, .keep_values = false};
  tt::reference_builder inputs_before{columns, kept}, outcomes_before{tt::schema{}, kept};
  std::vector<fraud::payment> payments;
  for (int day = -days_before; day < 0; ++day) {
    world.day(midnight(day), {}, payments);
    for (const fraud::payment& p : payments) {
      const std::vector<double> features(p.x.begin(), p.x.end());
      const auto s = static_cast<double>(score(p.x));
      inputs_before.add(s, std::nullopt, features);
      outcomes_before.add(s, p.fraud, {});
    }
  }

  // Two days of three, and then silence: every change is to be told once.
  const auto daily = [](const char* name, tt::condition when) {
    return tt::rule{name, std::move(when)}.sustained(2, 3).cooldown(days);
  };
  auto inputs = fraud::watched::make(inputs_before, threshold, 0h,
                                     {daily("inputs moved", tt::drifted_share > 0.2)});
  auto outcomes = fraud::watched::make(
      outcomes_before, threshold, 24h * days_of_waiting,
      {daily("fraud is missed", tt::sure_drop(tt::metric::recall) > 0.1).then(tt::action::retrain),
       daily("fraud share moved", tt::change(tt::metric::base_rate) > 0.003)});
  if (!quiet) {
    std::printf("The policy for the inputs\n%s\n", inputs.policy.text().c_str());
    std::printf("The policy for the outcomes\n%s\n", outcomes.policy.text().c_str());
    std::printf(
        " day  payments  drifted           truth of  fraud %%  recall  precision  "
        "roc_auc_binned\n");
  }

  fraud::changes seen;
  // By the day on which it is known.
  std::vector<std::vector<fraud::outcome>> known(days + fraud::longest_wait);
  std::vector<float> scores;
  cost::stopwatch scoring, watching;
  for (int day = 0; day < days + days_of_waiting; ++day) {
    payments.clear();
    if (day < days) {
      const fraud::world today{.holidays = changing && day >= fraud::changes::holidays,
                               .wave = changing && day >= fraud::changes::wave,
                               .new_pattern = changing && day >= fraud::changes::new_pattern};
      world.day(midnight(day), today, payments);
    }
    scores.resize(payments.size());
    scoring([&] {
      for (std::size_t i = 0; i < payments.size(); ++i) scores[i] = score(payments[i].x);
    });
    watching([&] {
      for (std::size_t i = 0; i < payments.size(); ++i)
        inputs.monitor.observe(payments[i].at, scores[i], payments[i].x);
    });
    for (std::size_t i = 0; i < payments.size(); ++i) {
      const fraud::payment& p = payments[i];
      known[static_cast<std::size_t>(day + p.known_after)].push_back({p.at, scores[i], p.fraud});
    }
    const std::vector<fraud::outcome> truth = std::move(known[static_cast<std::size_t>(day)]);
    watching([&] {
      for (const fraud::outcome& o : truth) outcomes.monitor.observe(o.at, o.score, o.fraud);
    });

    std::string lines;
    for (fraud::watched* const w : {&inputs, &outcomes}) {
      std::vector<tt::decision> made;
      watching([&] { made = w->close(midnight(day + 1)); });
      for (const tt::decision& d : made) {
        lines += (w == &inputs ? "      inputs " : "      outcomes ") + d.text() + '\n';
        seen.note(d, day_of(*w->last->begin), day + 1);
      }
    }
    if (!quiet && (day % 5 == 4 || !lines.empty())) {
      print_row(day, inputs.last, outcomes.last);
      std::printf("%s", lines.c_str());
    }
  }

  std::printf("%sSeed %llu: %s; %zu decision%s%s", quiet ? "" : "\n", seed,
              changing ? "three changes" : "nothing changed", seen.decisions(),
              seen.decisions() == 1 ? "" : "s", changing ? ", " : "\n");
  if (changing) seen.print();
  if (!quiet) {
    std::printf("\n             rows  rejected     late  dropped   memory\n");
    inputs.print("inputs");
    outcomes.print("outcomes");
    std::printf("%-47s  %3zu KiB\n", "scorer", cost::kibibytes(sizeof score));
  }
  if (timed) {
    for (const fraud::watched* const w : {&inputs, &outcomes})
      std::printf("%s: %zu bytes, and %zu on the heap\n", w == &inputs ? "inputs" : "outcomes",
                  sizeof w->monitor, w->heap_bytes);
    const auto payment = static_cast<double>(inputs.rows);
    std::printf("scorer %.0f ns a payment, telltale %.0f ns, %.1f %%\n",
                scoring.nanoseconds() / payment, watching.nanoseconds() / payment,
                100 * watching.nanoseconds() / scoring.nanoseconds());
  }
}
