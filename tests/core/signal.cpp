// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/signal.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using telltale::vocabulary;
using sig = telltale::signal;

TEST_CASE("core/signal is the same by name and operand") {
  CHECK(sig("accuracy") == sig("accuracy"));
  CHECK(sig("accuracy") != sig("precision"));
  CHECK(sig("psi", "age") == sig("psi", "age"));
  CHECK(sig("psi", "age") != sig("psi", "price"));
  CHECK(sig("psi", "age") != sig("hellinger", "age"));
  CHECK(sig("psi", "age") != sig("psi"));
}

TEST_CASE("core/signal sorts by name, then by operand") {
  CHECK(sig("a", "z") < sig("b", "a"));
  CHECK_FALSE(sig("b", "a") < sig("a", "z"));
  CHECK(sig("a") < sig("a", "a"));
  CHECK(sig("a", "a") < sig("a", "b"));
  CHECK_FALSE(sig("a", "a") < sig("a", "a"));
}

TEST_CASE("core/signal writes a plain word as it is and quotes anything else") {
  CHECK(sig("accuracy").text() == "accuracy");
  CHECK(sig("drop", "roc_auc").text() == "drop(roc_auc)");
  CHECK(sig("drop", "precision[1]").text() == "drop(precision[1])");
  CHECK(sig("psi", "net price").text() == "psi(\"net price\")");
  CHECK(sig("psi", "a\"b\\c").text() == "psi(\"a\\\"b\\\\c\")");
  CHECK(sig("psi", ")").text() == "psi(\")\")");
  CHECK(sig("psi",
            "gr\xC3\xB6\xC3\x9F"
            "e")
            .text() ==
        "psi(\"gr\xC3\xB6\xC3\x9F"
        "e\")");
}

TEST_CASE("core/signal knows what a plain word is") {
  for (const std::string_view word : {"a", "z", "A", "Z", "0", "9", "_", ".", "[1]", "fbeta_0.5"})
    CHECK(sig::is_word(word));
  for (const std::string_view other : {"", " ", "a b", "a-b", "a\"", "a\\", "(", "\xC3\xB6", "a\n"})
    CHECK_FALSE(sig::is_word(other));
  for (const char next : {'@', '`', '{', '/', ':', '^', '\\', ','})  // beside the ranges
    CHECK_FALSE(sig::is_word(std::string(1, next)));
}

TEST_CASE("core/signal's vocabulary contains what it was given, in alphabetic order") {
  const vocabulary known(
      std::vector<sig>{sig("roc_auc"), sig("psi", "b"), sig("accuracy"), sig("psi", "a")});
  CHECK(known.signals() ==
        std::vector<sig>{sig("accuracy"), sig("psi", "a"), sig("psi", "b"), sig("roc_auc")});
  for (const sig& each : known.signals()) CHECK(known.contains(each));
  CHECK_FALSE(known.contains(sig("psi")));
  CHECK_FALSE(known.contains(sig("psi", "c")));
  CHECK_FALSE(known.contains(sig("roc")));
  CHECK_FALSE(vocabulary().contains(sig("accuracy")));
  CHECK(vocabulary().signals().empty());
}

}  // namespace
