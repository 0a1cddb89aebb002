// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/evaluate.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

namespace fraud {

/// What is to come, and the rule that should see it, and no other.
struct change {
  const char* what;
  int day;
  const char* rule;
  int seen = -1;    ///< the day on whose payments it was decided first; -1 where it was not
  int decided = 0;  ///< the day that began when that was
  telltale::action action = telltale::action::keep;
};

/// What was decided about each.
class changes {
public:
  static constexpr int holidays = 15, wave = 30, new_pattern = 45;

  /// A decision on the payments of a day, made when another one began.
  void note(const telltale::decision& d, int seen, int decided) {
    ++decisions_;
    for (const telltale::reason& why : d.reasons) {
      for (change& c : all_) {
        if (why.rule != c.rule) continue;
        if (seen < c.day) ++early_;
        if (c.seen < 0) c.seen = seen, c.decided = decided, c.action = why.what;
      }
    }
  }

  std::size_t decisions() const { return decisions_; }

  void print() const {
    std::printf("%zu of them before its change\n\n", early_);
    std::printf("                 begins  seen in  decided  delay\n");
    for (const change& c : all_) {
      std::printf("%-15s  day %2d  ", c.what, c.day);
      if (c.seen < 0)
        std::printf("never\n");
      else
        std::printf("day %2d   day %2d   %2d days  %s: %s\n", c.seen, c.decided, c.decided - c.day,
                    std::string{telltale::name(c.action)}.c_str(), c.rule);
    }
  }

private:
  std::array<change, 3> all_{change{"covariate shift", holidays, "inputs moved"},
                             change{"prior shift", wave, "fraud share moved"},
                             change{"concept drift", new_pattern, "fraud is missed"}};
  std::size_t decisions_ = 0, early_ = 0;
};

}  // namespace fraud
