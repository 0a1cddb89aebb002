// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/schema.hpp>

#include <doctest/doctest.h>

namespace {

using telltale::check;
using telltale::column_kind;

TEST_CASE("monitor/schema refuses names that reports could not tell apart") {
  CHECK_FALSE(check({}));
  CHECK_FALSE(check({{"a", column_kind::numeric}, {"b", column_kind::categorical}}));
  CHECK(check({{"", column_kind::numeric}})->message == "a feature has an empty name");
  CHECK(check({{"a", column_kind::numeric},
               {"b", column_kind::numeric},
               {"a", column_kind::categorical}})
            ->message == "two features are called 'a'");
  CHECK(check({{"score", column_kind::numeric}})->message.find("'score'") != std::string::npos);
  CHECK_FALSE(check({{"Score", column_kind::numeric}}));
}

}  // namespace
