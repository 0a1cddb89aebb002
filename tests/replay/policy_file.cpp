// SPDX-License-Identifier: Apache-2.0
#include <replay/policy_file.hpp>

#include <replay/failure.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>

using replay::policy_file;

namespace {

policy_file read(const std::string& text) { return replay::read_policy("rules.json", text); }

std::string refusal_of(const std::string& text) {
  try {
    static_cast<void>(read(text));
    return {};
  } catch (const replay::failure& why) {
    CHECK(why.status() == replay::exit_status::bad_arguments);
    return why.what();
  }
}

/// A policy of one rule that has its name, `when` and `then`, and `more`.
std::string one_rule(const std::string& more) {
  return R"({"rules": [{"name": "floor", "when": "accuracy < 0.8", "then": "alert")" + more + "}]}";
}

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("replay/policy_file reads a policy") {
  const policy_file read_file = read(R"({"alpha": 0.01, "rules": [
    {"name": "accuracy floor", "when": "accuracy < 0.80", "sustained": [3, 5],
     "min_labels": 200, "cooldown": 10, "then": "retrain"},
    {"name": "price moved", "when": "psi(\"net price\") > 0.2", "then": "alert"}]})");
  CHECK(read_file.alpha == 0.01);
  REQUIRE(read_file.rules.size() == 2);
  CHECK(read_file.rules[0] == telltale::rule("accuracy floor", {telltale::signal("accuracy"),
                                                                telltale::comparison::less, 0.8})
                                  .sustained(3, 5)
                                  .min_labels(200)
                                  .cooldown(10)
                                  .then(telltale::action::retrain));
  CHECK(read_file.rules[1] == telltale::rule("price moved", {telltale::signal("psi", "net price"),
                                                             telltale::comparison::greater, 0.2})
                                  .then(telltale::action::alert));
}

TEST_CASE("replay/policy_file takes a policy without alpha, and one without rules") {
  const policy_file none = read(R"({"rules": []})");
  CHECK_FALSE(none.alpha.has_value());
  CHECK(none.rules.empty());
}

TEST_CASE("replay/policy_file refuses what is not JSON, with line and column") {
  CHECK(contains(refusal_of(""), "rules.json: not JSON"));
  CHECK(contains(refusal_of("{\"rules\":\n [}"), "line 2, column 3"));
  CHECK(contains(refusal_of("{\"rules\": []} x"), "not JSON"));
  CHECK(contains(refusal_of("{\"rules\": []"), "not JSON"));
  CHECK(contains(refusal_of("// comment\n{\"rules\": []}"), "not JSON"));
  CHECK(contains(refusal_of("{\"rules\": [], \"alpha\": 1e999}"), "not JSON"));
  CHECK(contains(refusal_of("{\"\xff\": 1}"), "not JSON"));
}

TEST_CASE("replay/policy_file refuses other shapes") {
  CHECK(refusal_of("[]") == "rules.json: [] is not an object");
  CHECK(refusal_of("3") == "rules.json: 3 is not an object");
  CHECK(refusal_of("{}") == "rules.json: the key 'rules' is missing");
  CHECK(refusal_of(R"({"rules": {}})") == "rules.json: rules is {}, not a list");
  CHECK(refusal_of(R"({"rules": null})") == "rules.json: rules is null, not a list");
  CHECK(refusal_of(R"({"rules": [], "rule": 1})") ==
        "rules.json: unknown key 'rule'; there are alpha, rules");
  CHECK(refusal_of(R"({"rules": ["accuracy < 0.8"]})") ==
        "rules.json: rule 1: \"accuracy < 0.8\" is not an object");
}

TEST_CASE("replay/policy_file refuses a key that stands twice, at any depth") {
  CHECK(refusal_of(R"({"rules": [], "rules": []})") == "rules.json: the key 'rules' twice");
  CHECK(refusal_of(one_rule(R"(, "name": "other")")) == "rules.json: the key 'name' twice");
  CHECK(refusal_of(R"({"rules": [{"name": "a", "when": "accuracy < 0.8", "then": "alert"}],
                     "rules": []})") == "rules.json: the key 'rules' twice");
  // Two objects may share a key.
  CHECK(refusal_of(R"({"rules": [
    {"name": "a", "when": "accuracy < 0.8", "then": "alert"},
    {"name": "b", "when": "accuracy < 0.8", "then": "alert"}]})") == "");
}

TEST_CASE("replay/policy_file refuses alpha outside (0, 1)") {
  for (const char* alpha : {"0", "1", "0.0", "1.0", "-0.05", "5", "\"0.05\"", "null", "[0.05]"}) {
    CAPTURE(alpha);
    const std::string sentence =
        refusal_of(std::string(R"({"rules": [], "alpha": )") + alpha + "}");
    CHECK(sentence == std::string("rules.json: alpha is ") + alpha + ", not a number in (0, 1)");
  }
  CHECK(read(R"({"rules": [], "alpha": 0.999999})").alpha == 0.999999);
}

TEST_CASE("replay/policy_file names the rule and the key that is missing or unknown") {
  CHECK(refusal_of(R"({"rules": [{"when": "accuracy < 0.8", "then": "alert"}]})") ==
        "rules.json: rule 1: the key 'name' is missing");
  CHECK(refusal_of(R"({"rules": [{"name": "floor", "then": "alert"}]})") ==
        "rules.json: rule 1 ('floor'): the key 'when' is missing");
  CHECK(refusal_of(R"({"rules": [{"name": "floor", "when": "accuracy < 0.8"}]})") ==
        "rules.json: rule 1 ('floor'): the key 'then' is missing");
  CHECK(refusal_of(one_rule(R"(, "sustain": [1, 2])")) ==
        "rules.json: rule 1 ('floor'): unknown key 'sustain'; there are name, when, sustained, "
        "min_labels, cooldown, then");
  CHECK(refusal_of(R"({"rules": [{"name": "", "when": "accuracy < 0.8", "then": "alert"}]})") ==
        "rules.json: rule 1 (''): name is empty");
  CHECK(refusal_of(R"({"rules": [{"name": 3, "when": "accuracy < 0.8", "then": "alert"}]})") ==
        "rules.json: rule 1: name is 3, not a text");
}

TEST_CASE("replay/policy_file says where a condition goes wrong, and what was expected there") {
  const auto when = [](const char* text) {
    return refusal_of(std::string(R"({"rules": [{"name": "floor", "when": )") + text +
                      R"(, "then": "alert"}]})");
  };
  CHECK(contains(when("\"accuracy <\""),
                 "rules.json: rule 1 ('floor'): when 'accuracy <': position 11: expected"));
  CHECK(contains(when("\"accuracy = 3\""), "position 10"));
  CHECK(contains(when("\"\""), "position 1"));
  CHECK(contains(when("0.8"), "when is 0.8, not a text"));
  CHECK(contains(when("null"), "when is null, not a text"));
}

TEST_CASE("replay/policy_file refuses an action that does not exist, and lists those that do") {
  const std::string sentence =
      refusal_of(R"({"rules": [{"name": "floor", "when": "accuracy < 0.8", "then": "panic"}]})");
  CHECK(contains(sentence, "rules.json: rule 1 ('floor'): then"));
  CHECK(contains(sentence, "'panic'"));
  CHECK(contains(sentence, "rollback"));
}

TEST_CASE("replay/policy_file takes k of n windows, 1 <= k <= n <= 64") {
  for (const char* good : {"[1, 1]", "[1, 64]", "[64, 64]"}) {
    CAPTURE(good);
    CHECK(refusal_of(one_rule(std::string(R"(, "sustained": )") + good)) == "");
  }
  for (const char* bad : {"[3, 2]", "[0, 1]", "[1, 65]", "[-1, 2]", "[1]", "[1, 2, 3]", "3",
                          "[1.0, 2]", "[\"1\", 2]", "null", "{}", "[1, 18446744073709551617]"}) {
    CAPTURE(bad);
    const std::string sentence = refusal_of(one_rule(std::string(R"(, "sustained": )") + bad));
    CHECK(contains(sentence, "rule 1 ('floor'): sustained is "));
    CHECK(contains(sentence, "1 <= k <= n <= 64"));
  }
}

TEST_CASE("replay/policy_file refuses counts that are not whole or are negative") {
  for (const char* key : {"min_labels", "cooldown"}) {
    CAPTURE(key);
    const auto with = [&](const char* value) {
      return refusal_of(one_rule(std::string(", \"") + key + "\": " + value));
    };
    CHECK(with("0") == "");
    CHECK(with("18446744073709551615") == "");
    for (const char* bad : {"-1", "1.5", "2.0", "\"3\"", "null", "true", "18446744073709551616"}) {
      CAPTURE(bad);
      CHECK(contains(with(bad), "not a whole number of at least 0"));
    }
  }
}

TEST_CASE("replay/policy_file survives nesting without end") {
  CHECK(contains(refusal_of(std::string(1'000'000, '[')), "nested"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"rules\":";
  CHECK(contains(refusal_of(objects), "nested"));
}

TEST_CASE("replay/policy_file reads or refuses whatever a damaged file holds") {
  const std::string whole = R"({"alpha": 0.05, "rules": [{"name": "accuracy floor", "when": )"
                            R"("accuracy < 0.80", "sustained": [3, 5], "min_labels": 200, )"
                            R"("cooldown": 10, "then": "retrain"}]})";
  REQUIRE(refusal_of(whole) == "");
  std::mt19937 rng{11};
  for (int trial = 0; trial < 2000; ++trial) {
    std::string damaged = whole;
    for (std::size_t i = 1 + rng() % 3; i > 0; --i) {
      damaged[rng() % damaged.size()] = static_cast<char>(rng() % 256);
    }
    damaged.resize(damaged.size() - rng() % 2 * (rng() % damaged.size()));
    const std::string sentence = refusal_of(damaged);
    CHECK((sentence.empty() || sentence.starts_with("rules.json: ")));
    CHECK(sentence.size() < 1000);
  }
}
