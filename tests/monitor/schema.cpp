// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/schema.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using telltale::check;
using telltale::column_kind;
using telltale::task;

TEST_CASE("monitor/schema refuses names that reports could not tell apart") {
  CHECK_FALSE(check({}, task::binary));
  CHECK_FALSE(check({{"a", column_kind::numeric}, {"b", column_kind::categorical}}, task::binary));
  CHECK(check({{"", column_kind::numeric}}, task::binary)->message ==
        "a feature has an empty name");
  CHECK(check({{"a", column_kind::numeric},
               {"b", column_kind::numeric},
               {"a", column_kind::categorical}},
              task::binary)
            ->message == "two features are called 'a'");
  CHECK_FALSE(check({{"Score", column_kind::numeric}}, task::binary));
}

TEST_CASE("monitor/schema keeps the names free that reports give the output and the truth") {
  const auto refusal = [](const char* name, task predicts) {
    const auto why = check({{name, column_kind::numeric}}, predicts);
    return why ? why->message : std::string{};
  };
  CHECK(refusal("score", task::binary) ==
        "a feature is called 'score', the name that reports give the model's output");
  CHECK(refusal("label", task::binary) ==
        "a feature is called 'label', the name that reports give the model's truth");
  CHECK(refusal("prediction", task::binary).empty());
  for (const task t : {task::multiclass, task::regression}) {
    CHECK(refusal("score", t).empty());
    CHECK_FALSE(refusal("prediction", t).empty());
    CHECK_FALSE(refusal("label", t).empty());
  }
}

}  // namespace
