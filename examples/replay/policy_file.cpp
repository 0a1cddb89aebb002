// SPDX-License-Identifier: Apache-2.0
#include <replay/policy_file.hpp>

#include <replay/failure.hpp>
#include <replay/text.hpp>

#include <telltale/core/condition.hpp>
#include <telltale/policy/action.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>

namespace replay {
namespace {

using nlohmann::json;

/// Where in the file something stands: its name, and the rule if it is in one.
class place {
public:
  explicit place(const std::string& file) : text_(printable(file, 400)) {}

  [[nodiscard]] place in_rule(std::size_t index, const json& rule) const {
    place inner = *this;
    inner.text_ += ": rule " + std::to_string(index + 1);
    if (!rule.is_object()) return inner;
    const auto name = rule.find("name");
    if (name != rule.end() && name->is_string()) {
      inner.text_ += " (" + in_quotes(name->get_ref<const std::string&>()) + ')';
    }
    return inner;
  }

  [[noreturn]] void refuse(const std::string& sentence) const {
    throw failure(exit_status::bad_arguments, text_ + ": " + sentence);
  }

private:
  std::string text_;
};

/// A value as it stands in the file, or so much of it that it is found again.
std::string shown(const json& value) {
  return printable(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

/// Reads JSON, and refuses what a reader of the file could overlook: a key that stands twice.
json parse(const place& where, std::string_view text) {
  constexpr int deepest = 8;
  std::vector<std::set<std::string>> keys;  // of the objects that are open
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > deepest) where.refuse("nested deeper than a policy is");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) {
      const std::string& word = parsed.get_ref<const std::string&>();
      if (!keys.back().insert(word).second) where.refuse("the key " + in_quotes(word) + " twice");
    }
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::exception& e) {
    const std::string_view what = e.what();
    const std::size_t code = what.find("] ");  // "[json.exception.parse_error.101] parse error ..."
    const auto message = what.substr(code == std::string_view::npos ? 0 : code + 2);
    where.refuse("not JSON: " + printable(message, 300));
  }
}

void check_keys(const place& where, const json& object, const std::vector<std::string>& known) {
  for (const auto& item : object.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end()) {
      where.refuse("unknown key " + in_quotes(item.key()) + "; there are " + listed(known));
    }
  }
}

const json& member(const place& where, const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) where.refuse(std::string("the key '") + key + "' is missing");
  return *found;
}

const std::string& text_member(const place& where, const json& object, const char* key) {
  const json& value = member(where, object, key);
  if (!value.is_string()) where.refuse(std::string(key) + " is " + shown(value) + ", not a text");
  return value.get_ref<const std::string&>();
}

std::uint64_t count_member(const place& where, const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return 0;
  if (!found->is_number_unsigned()) {
    where.refuse(std::string(key) + " is " + shown(*found) + ", not a whole number of at least 0");
  }
  return found->get<std::uint64_t>();
}

telltale::persistence sustained_member(const place& where, const json& object) {
  const auto found = object.find("sustained");
  if (found == object.end()) return {};
  const bool two_counts = found->is_array() && found->size() == 2 &&
                          (*found)[0].is_number_unsigned() && (*found)[1].is_number_unsigned();
  if (two_counts) {
    const telltale::persistence needed{(*found)[0].get<std::uint64_t>(),
                                       (*found)[1].get<std::uint64_t>()};
    if (needed.valid()) return needed;
  }
  where.refuse("sustained is " + shown(*found) +
               ", not [k, n]: k of the last n windows, 1 <= k <= n <= " +
               std::to_string(telltale::persistence::longest));
}

telltale::rule read_rule(const place& where, const json& object) {
  if (!object.is_object()) where.refuse(shown(object) + " is not an object");
  check_keys(where, object, {"name", "when", "sustained", "min_labels", "cooldown", "then"});
  const std::string& name = text_member(where, object, "name");
  if (name.empty()) where.refuse("name is empty");
  const std::string& when = text_member(where, object, "when");
  const auto condition = telltale::parse_condition(when);
  if (!condition) {
    where.refuse("when " + in_quotes(when) + ": " + printable(condition.error().message, 300));
  }
  const auto then = telltale::parse_action(text_member(where, object, "then"));
  if (!then) where.refuse("then: " + printable(then.error().message, 300));
  const telltale::persistence needed = sustained_member(where, object);
  return telltale::rule(name, *condition)
      .sustained(needed.held, needed.of)
      .min_labels(count_member(where, object, "min_labels"))
      .cooldown(count_member(where, object, "cooldown"))
      .then(*then);
}

}  // namespace

policy_file read_policy(const std::string& name, std::string_view text) {
  const place where(name);
  const json document = parse(where, text);
  if (!document.is_object()) where.refuse(shown(document) + " is not an object");
  check_keys(where, document, {"alpha", "rules"});
  policy_file read;
  if (const auto alpha = document.find("alpha"); alpha != document.end()) {
    if (!alpha->is_number() || !(alpha->get<double>() > 0 && alpha->get<double>() < 1)) {
      where.refuse("alpha is " + shown(*alpha) + ", not a number in (0, 1)");
    }
    read.alpha = alpha->get<double>();
  }
  const json& rules = member(where, document, "rules");
  if (!rules.is_array()) where.refuse("rules is " + shown(rules) + ", not a list");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    read.rules.push_back(read_rule(where.in_rule(i, rules[i]), rules[i]));
  }
  return read;
}

}  // namespace replay
