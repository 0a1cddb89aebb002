// SPDX-License-Identifier: Apache-2.0
// A model screens applicants for an interview, in two groups that are equally able. In week 9 a new
// form loses a part of what the second group writes, and qualified people of that group are turned
// away. Accuracy falls by three points, which no one would notice; the measures of fairness show
// it.
//
//     hiring [--seed N] [--no-change] [--quiet]
#include <telltale/evaluate.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

namespace tt = telltale;

namespace {

constexpr int weeks = 16;
constexpr int broken_week = 9;
constexpr int applicants_a_week = 2'000;

struct applicant {
  std::size_t group;  // 0: east, 1: west
  float test, experience;
  bool qualified;
};

class applicants {
public:
  explicit applicants(unsigned long long seed) : rng_(seed) {}

  applicant next(bool broken) {
    const std::size_t group = uniform() < 0.4 ? 1 : 0;
    const double skill = normal();
    const double test = skill + 0.5 * normal(), experience = skill + normal();
    const bool qualified = uniform() < 1 / (1 + std::exp(0.5 - 2.5 * skill));
    const double lost = broken && group == 1 ? 0.8 : 0;
    return {group, static_cast<float>(test - lost), static_cast<float>(experience), qualified};
  }

private:
  double uniform() { return static_cast<double>(rng_() >> 11) * 0x1p-53; }
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

  std::mt19937_64 rng_;
};

float score(const applicant& a) {
  return 1 / (1 + std::exp(0.5f - 1.6f * a.test - 0.4f * a.experience));
}

std::string with_bounds(const tt::report& r, std::string_view name) {
  for (const tt::fairness_measurement& f : r.fairness) {
    if (f.name != name || !f.value) continue;
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%.3f [%.3f, %.3f]", f.value->value,
                  f.value->bounds->lower, f.value->bounds->upper);
    return text.data();
  }
  return "-";
}

void print_row(int week, const tt::report& r) {
  const auto cell = [&](const tt::signal& s) { return r.value(s).value_or(0); };
  std::printf("%5d     %5.3f        %5.3f        %5.3f  %s  %s\n", week, cell(tt::metric::accuracy),
              cell({"recall", "east"}), cell({"recall", "west"}),
              with_bounds(r, "equal_opportunity_difference").c_str(),
              with_bounds(r, "demographic_parity_ratio").c_str());
}

}  // namespace

int main(int argc, char** argv) {
  unsigned long long seed = 1;
  bool change = true, quiet = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--no-change")
      change = false;
    else if (word == "--quiet")
      quiet = true;
    else if (word == "--seed" && i + 1 < argc)
      seed = std::strtoull(argv[++i], nullptr, 10);
    else
      return std::fprintf(stderr, "usage: hiring [--seed N] [--no-change] [--quiet]\n"), 2;
  }

  auto made =
      tt::binary_monitor::make({.window = tt::rows{applicants_a_week}, .groups = {"east", "west"}});
  if (!made) return std::fprintf(stderr, "%s\n", made.error().message.c_str()), 1;
  tt::binary_monitor& watch = *made;
  // Each rule gives the model the benefit of the doubt: it looks at the near end of the interval.
  const tt::rule unequal("the qualified are not served alike",
                         tt::at_best(tt::metric::equal_opportunity_difference) > 0.05);
  const tt::rule four_fifths("four fifths",
                             tt::at_best(tt::metric::demographic_parity_ratio) < 0.8);
  tt::policy policy =
      *tt::policy::make({unequal.sustained(2, 3).cooldown(12).then(tt::action::rollback),
                         four_fifths.cooldown(12).then(tt::action::alert)},
                        signals(watch));

  if (!quiet) {
    std::printf("The policy\n%s\n", policy.text().c_str());
    std::printf(
        " week  accuracy  recall east  recall west  opportunity difference    "
        "parity ratio\n");
  }
  applicants all{seed};
  int decisions = 0;
  for (int week = 0; week < weeks; ++week) {
    for (int i = 0; i < applicants_a_week; ++i) {
      const applicant a = all.next(change && week >= broken_week);
      watch.observe(score(a), {}, a.qualified, {.group = a.group});
    }
    const tt::report r = tt::close_window(watch);
    if (!quiet) print_row(week, r);
    for (const tt::decision& d : policy.decide(r)) {
      std::printf("%s%s\n", quiet ? "" : "       ", d.text().c_str());
      ++decisions;
    }
  }
  std::printf("Seed %llu: %s; %d decision%s\n", seed,
              change ? "a form that loses words in week 9" : "nothing changed", decisions,
              decisions == 1 ? "" : "s");
}
