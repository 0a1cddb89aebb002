// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/nearest.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using telltale::edit_distance;
using telltale::nearest;
using telltale::vocabulary;
using sig = telltale::signal;

std::string meant(const vocabulary& known, const sig& wanted) {
  const auto found = nearest(known, wanted);
  return found ? found->text() : "";
}

TEST_CASE("policy/nearest counts edits") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("sitting", "kitten") == 3);
  CHECK(edit_distance("saturday", "sunday") == 3);
  CHECK(edit_distance("ab", "ba") == 2);
  CHECK(edit_distance("acuracy", "accuracy") == 1);
  CHECK(edit_distance("intention", "execution") == 5);
}

TEST_CASE("policy/nearest finds what was meant") {
  const vocabulary known(std::vector<sig>{
      sig("accuracy"), sig("balanced_accuracy"), sig("roc_auc"), sig("drop", "accuracy"),
      sig("drop", "roc_auc"), sig("psi", "nswprice"), sig("psi", "vicprice"), sig("recall")});
  CHECK(meant(known, sig("acuracy")) == "accuracy");
  CHECK(meant(known, sig("Accuracy")) == "accuracy");
  CHECK(meant(known, sig("drop", "acuracy")) == "drop(accuracy)");
  CHECK(meant(known, sig("psi", "nswprize")) == "psi(nswprice)");
  CHECK(meant(known, sig("psi", "vicprize")) == "psi(vicprice)");
  CHECK(meant(known, sig("auc")) == "roc_auc");  // a part of it, and shorter than drop(roc_auc)
  CHECK(meant(known, sig("balanced")) == "balanced_accuracy");
  CHECK(meant(known, sig("ac")) == "");
  CHECK(meant(known, sig("kurtosis")) == "");
  CHECK(meant(known, sig("")) == "");
}

TEST_CASE("policy/nearest takes a third of the text for a slip, and not more") {
  const vocabulary known(std::vector<sig>{sig("abcdefghi")});
  CHECK(meant(known, sig("abcdefxyz")) == "abcdefghi");
  CHECK(meant(known, sig("abcdewxyz")) == "");
  const vocabulary brief(std::vector<sig>{sig("f1")});
  CHECK(meant(brief, sig("f2x")) == "f1");
  CHECK(meant(brief, sig("f2xy")) == "");
}

TEST_CASE("policy/nearest takes the first of equals, and none of none") {
  CHECK(meant(vocabulary(std::vector<sig>{sig("yyy_auc"), sig("xxx_auc")}), sig("auc")) ==
        "xxx_auc");
  CHECK(meant(vocabulary(std::vector<sig>{sig("recalb"), sig("recala")}), sig("recall")) ==
        "recala");
  CHECK(meant(vocabulary(), sig("recall")) == "");
}

}  // namespace
