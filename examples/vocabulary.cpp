// SPDX-License-Identifier: Apache-2.0
// Prints docs/metrics.md: every metric with what it says of itself.
#include <telltale/core/number.hpp>
#include <telltale/metric/all.hpp>

#include <cmath>
#include <cstdio>
#include <string>

namespace tt = telltale;

namespace {

std::string range(const tt::interval& r) {
  const std::string low = std::isinf(r.lower) ? "(-inf" : "[" + tt::number_text(r.lower);
  const std::string high = std::isinf(r.upper) ? "inf)" : tt::number_text(r.upper) + "]";
  return low + ", " + high;
}

const char* better(tt::direction d) {
  switch (d) {
    case tt::direction::higher_is_better: return "higher";
    case tt::direction::lower_is_better: return "lower";
    case tt::direction::neutral: return "-";
  }
  return "";
}

void table(const auto& metrics) {
  std::puts("| name | better | range | source |\n|---|---|---|---|");
  tt::metric::for_each(metrics, [](const auto& m) {
    const std::string name(m.name()), source(m.source());
    std::printf("| %s | %s | %s | %s |\n", name.c_str(), better(m.better()),
                range(m.range()).c_str(), source.c_str());
  });
}

}  // namespace

int main() {
  std::puts(
      "# Metrics\n\n"
      "A metric is a function object in `telltale::metric` over a state, or over a bundle that "
      "holds\n"
      "the state. It gives `std::optional<estimate>`: value, bounds, n; empty where there is no "
      "answer\n"
      "yet. Names are scikit-learn's where it has one, without `_score`. The comment at each "
      "metric\n"
      "says what it is, when it is empty and where its interval comes from.\n\n"
      "`metric < number` is a condition of a policy, and so is `drop(metric)`, `sure_drop(metric)` "
      "and\n"
      "`change(metric)` against the reference.\n\n"
      "## Of a binary classifier\n");
  table(tt::metric::binary);
  std::puts(
      "\n## Of a classifier over K classes\n\n"
      "Beside these, each class has its own precision, recall and F1.\n");
  table(tt::metric::multiclass);
  std::puts(
      "\n## Of a regression\n\n"
      "An error is predicted minus actual. Those without `_binned` among the quantiles, the "
      "logarithmic\n"
      "errors and the deviances need the window's rows; the others a state of bounded memory.\n");
  table(tt::metric::regression);
}
