// SPDX-License-Identifier: Apache-2.0
// A churn model is served for sixty days. On day 20 a campaign changes who the customers are; on
// day 40 a rival changes why they leave. telltale sees a row a customer and a policy a day.
//
//     churn [--seed N] [--no-change] [--quiet]
#include "stream.hpp"

#include <telltale/evaluate.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace tt = telltale;

namespace {

constexpr int days = 60;
constexpr int campaign_day = 20;
constexpr int rival_day = 40;
constexpr int customers_a_day = 500;
constexpr int reference_customers = 10'000;

const tt::schema columns{{"tenure", tt::column_kind::numeric},
                         {"charge", tt::column_kind::numeric},
                         {"calls", tt::column_kind::numeric},
                         {"contract", tt::column_kind::categorical}};

// What the model looked like on customers that it was not trained on, before it was served.
tt::reference fit_reference(churn::stream& customers) {
  tt::reference_builder builder{columns, {.threshold = 0.5}};
  for (int i = 0; i < reference_customers; ++i) {
    const churn::customer c = customers.next({});
    const std::vector<double> features(c.x.begin(), c.x.end());
    builder.add(static_cast<double>(churn::predict(c)), c.churned, features);
  }
  return *builder.fit();
}

void print_row(int day, const tt::report& r) {
  const auto cell = [&](const tt::signal& s) { return r.value(s).value_or(0); };
  std::printf("%4d   %5.3f    %5.3f   %5.3f    %5.3f  ", day, cell(tt::metric::accuracy),
              cell(tt::metric::roc_auc), cell(tt::metric::log_loss), cell(tt::metric::base_rate));
  for (const tt::column_report& c : r.columns)
    if (c.drifted) std::printf(" %s", c.column.c_str());
  std::printf("\n");
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
      return std::fprintf(stderr, "usage: churn [--seed N] [--no-change] [--quiet]\n"), 2;
  }

  churn::stream customers{seed};
  auto made = tt::binary_monitor::make(fit_reference(customers),
                                       {.threshold = 0.5, .window = tt::rows{customers_a_day}});
  if (!made) return std::fprintf(stderr, "%s\n", made.error().message.c_str()), 1;
  tt::binary_monitor& watch = *made;
  const tt::vocabulary known = tt::signals(watch);
  tt::policy policy = *tt::policy::make(tt::default_rules(known), known);

  if (!quiet) {
    std::printf("The policy\n%s\n", policy.text().c_str());
    std::printf(" day  accuracy  roc_auc  log_loss  churned  drifted\n");
  }
  std::vector<tt::decision> decisions;
  for (int day = 0; day < days; ++day) {
    const churn::world today{.bundles = change && day >= campaign_day,
                             .rival = change && day >= rival_day};
    for (int i = 0; i < customers_a_day; ++i) {
      const churn::customer c = customers.next(today);
      watch.observe(churn::predict(c), c.x, c.churned);
    }
    const tt::report r = tt::close_window(watch);
    if (!quiet) print_row(day, r);
    for (tt::decision& d : policy.decide(r)) {
      if (!quiet) std::printf("       %s\n", d.text().c_str());
      decisions.push_back(std::move(d));
    }
  }

  std::printf("%sSeed %llu: %s; %zu decision%s\n", quiet ? "" : "\n", seed,
              change ? "a campaign on day 20, a rival on day 40" : "nothing changed",
              decisions.size(), decisions.size() == 1 ? "" : "s");
  for (const tt::decision& d : decisions) std::printf("  %s\n", d.text().c_str());
}
