// SPDX-License-Identifier: Apache-2.0
// Keeps the house in order: which header may include which, what each must have, and what none may
// hold. `structure ROOT` checks a tree; `structure --self-test` shows that it refuses bad ones.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using names = std::set<std::string, std::less<>>;

constexpr std::size_t longest_header = 300;

// What the headers of a folder may include, beside those of their own folder.
const names below_state{"core", "math", "simd"};
const names below_metric{"core", "math", "simd", "state"};
const names below_estimate{"core", "math", "simd", "state", "metric", "drift", "sequential"};
const names below_monitor{"core",  "math",       "simd",     "state",      "metric",
                          "drift", "sequential", "estimate", "concurrent", "window"};
const names below_integration{"core",       "math",       "simd",   "state",   "metric",
                              "drift",      "sequential", "window", "monitor", "estimate",
                              "concurrent", "policy",     "io"};
const std::map<std::string, names, std::less<>> layers{
    {"core", {}},
    {"math", {"core"}},
    {"simd", {"core", "math"}},
    {"state", below_state},
    {"metric", below_metric},
    {"drift", below_metric},
    {"sequential", below_metric},
    {"estimate", below_estimate},
    {"concurrent", {"core"}},  // sharing and windows know concepts, not states
    {"window", {"core"}},
    {"monitor", below_monitor},
    {"policy", {"core"}},       // and the report, below
    {"io", {"core", "state"}},  // and the two plain values of the monitor, below
    {"integration", below_integration},
};
const names any_header_may_include{"telltale/config.hpp", "telltale/version.hpp",
                                   "telltale/fwd.hpp"};
// The two plain values of the monitor: the report is all that policy knows of it; io also saves and
// loads the reference, and the states that it holds.
constexpr std::string_view waist = "telltale/monitor/report.hpp";
constexpr std::string_view baseline = "telltale/monitor/reference.hpp";
constexpr std::string_view door_to_boost = "telltale/math/special.hpp";
constexpr std::string_view door_to_eigen = "telltale/math/linalg.hpp";
constexpr std::string_view umbrella = "telltale/telltale.hpp";  // light: it opens neither door
constexpr std::string_view throwing = "telltale/throwing.hpp";

// --- Text ----------------------------------------------------------------------------------------

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The code alone: comments, strings and characters become blanks.
std::string code_of(std::string_view text) {
  std::string code;
  for (std::size_t i = 0; i < text.size();) {
    const auto skip_past = [&](std::string_view end, std::size_t from) {
      const std::size_t at = text.find(end, from);
      i = at == text.npos ? text.size() : at + end.size();
      code += ' ';
    };
    const bool digit_separator = text[i] == '\'' && i > 0 && word(text[i - 1]);
    if (text.substr(i, 2) == "//") {
      skip_past("\n", i);
      code += '\n';
    } else if (text.substr(i, 2) == "/*") {
      skip_past("*/", i + 2);
    } else if (text.substr(i, 2) == "R\"") {
      const std::size_t open = std::min(text.find('(', i), text.size());
      skip_past(')' + std::string{text.substr(i + 2, open - i - 2)} + '"', open);
    } else if (text[i] == '"' || (text[i] == '\'' && !digit_separator)) {
      const char quote = text[i++];
      while (i < text.size() && text[i] != quote) i += text[i] == '\\' ? 2u : 1u;
      ++i;
      code += ' ';
    } else {
      code += text[i++];
    }
  }
  return code;
}

bool has_word(std::string_view code, std::string_view wanted) {
  for (std::size_t at = code.find(wanted); at != code.npos; at = code.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at == 0 || !word(code[at - 1])) && (end == code.size() || !word(code[end]))) return true;
  }
  return false;
}

struct include {
  std::string name;
  bool quoted;  // "...", not <...>
};

std::vector<include> includes_of(std::string_view text) {
  std::vector<include> found;
  const auto blanks = [&](std::size_t at) {
    return std::min(text.find_first_not_of(" \t", at), text.size());
  };
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    std::size_t at = blanks(line);
    if (text.substr(at, 1) == "#" && text.substr(at = blanks(at + 1), 7) == "include") {
      at = blanks(at + 7);
      const char close = text.substr(at, 1) == "<" ? '>' : '"';
      const std::size_t stop = text.find(close, at + 1);
      if (stop < end)
        found.push_back({std::string{text.substr(at + 1, stop - at - 1)}, close == '"'});
    }
    line = end + 1;
  }
  return found;
}

// --- Rules ---------------------------------------------------------------------------------------

struct header {
  std::string name;    // telltale/state/confusion.hpp
  std::string folder;  // state; empty at the top
  std::string text;
  std::vector<include> includes;
};

// "state" of telltale/state/confusion.hpp; empty for telltale/config.hpp.
std::string folder_of(std::string_view name) {
  const std::size_t first = name.find('/') + 1;
  const std::size_t second = name.find('/', first);
  return second == name.npos ? std::string{} : std::string{name.substr(first, second - first)};
}

class checker {
public:
  explicit checker(fs::path root) : root_(std::move(root)) {
    const fs::path base = root_ / "include";
    if (!fs::is_directory(base / "telltale")) {
      complain(base.string(), "holds no folder 'telltale'");
      return;
    }
    for (const auto& entry : fs::recursive_directory_iterator(base)) {
      if (!entry.is_regular_file()) continue;
      std::string name = entry.path().lexically_relative(base).generic_string();
      std::string text = read(entry.path());
      const header h{name, folder_of(name), text, includes_of(text)};
      if (entry.path().extension() == ".inl" && h.folder == "simd")
        bodies_[name] = h;
      else if (entry.path().extension() != ".hpp")
        complain(name, "is not a .hpp");
      else
        headers_[name] = h;
    }
    for (const auto& [name, h] : bodies_) check_body(h);
    for (const auto& [name, h] : headers_) {
      check_text(h);
      check_layer(h);
      check_doors(h);
      if (!h.folder.empty()) check_has_test(h);
    }
    check_umbrella();
    check_golden();
  }

  // One complaint a line.
  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t headers() const { return headers_.size(); }

private:
  void complain(std::string_view where, const std::string& what) {
    complaints_.push_back(std::string{where} + ": " + what);
  }

  void check_text(const header& h) {
    if (!h.text.starts_with("// SPDX-License-Identifier: Apache-2.0\n#pragma once\n"))
      complain(h.name, "must begin with the SPDX line and #pragma once");
    check_code(h);
  }

  // What is compiled once for each instruction set, by the header that names it.
  void check_body(const header& h) {
    if (!h.text.starts_with("// SPDX-License-Identifier: Apache-2.0\n\n"))
      complain(h.name, "must begin with the SPDX line, and no #pragma once");
    const auto names_it = [&](const auto& other) {
      return other.second.text.find('<' + h.name + '>') != std::string::npos;
    };
    if (std::none_of(headers_.begin(), headers_.end(), names_it))
      complain(h.name, "is compiled by no header");
    for (const include& i : h.includes)
      if (i.name != "TELLTALE_KERNEL") complain(h.name, "includes " + i.name + "; its header does");
    check_code(h);
  }

  void check_code(const header& h) {
    const auto lines = static_cast<std::size_t>(std::count(h.text.begin(), h.text.end(), '\n'));
    if (lines > longest_header)
      complain(h.name, "has " + std::to_string(lines) + " lines, more than " +
                           std::to_string(longest_header));
    const std::string code = code_of(h.text);
    for (const char* banned : {"throw", "try", "catch"})
      if (h.name != throwing && has_word(code, banned))
        complain(h.name, std::string{"has a '"} + banned + "', which only throwing.hpp may");
  }

  void check_layer(const header& h) {
    const auto layer = layers.find(h.folder);
    if (!h.folder.empty() && layer == layers.end()) {
      complain(h.name, "is in a folder that is no layer");
      return;
    }
    for (const include& i : h.includes) {
      if (i.quoted) complain(h.name, "includes \"" + i.name + "\"; write <telltale/...>");
      if (!i.name.starts_with("telltale/")) continue;
      if (!headers_.contains(i.name) && !bodies_.contains(i.name))
        complain(h.name, "includes " + i.name + ", which is not there");
      if (h.folder.empty() || any_header_may_include.contains(i.name)) continue;
      const std::string folder = folder_of(i.name);
      const bool known = (i.name == waist && (h.folder == "policy" || h.folder == "io")) ||
                         (i.name == baseline && h.folder == "io");
      if (folder == h.folder || layer->second.contains(folder) || known) continue;
      complain(h.name, "includes " + i.name + ", which is not below it");
    }
  }

  void check_doors(const header& h) {
    for (const include& i : h.includes) {
      if (i.name.starts_with("boost/") && h.name != door_to_boost)
        complain(h.name, "includes " + i.name + ", which only math/special.hpp may");
      if (i.name.starts_with("Eigen/") && h.name != door_to_eigen)
        complain(h.name, "includes " + i.name + ", which only math/linalg.hpp may");
    }
  }

  void check_has_test(const header& h) {
    const fs::path test = fs::path{"tests"} /
                          fs::path{h.name.substr(umbrella.find('/') + 1)}.replace_extension(".cpp");
    if (!fs::exists(root_ / test)) {
      complain(h.name, "has no test " + test.generic_string());
      return;
    }
    // Included first, the header compiles alone, or its test does not.
    const std::string source = read(root_ / test);
    const std::size_t first = source.find("#include ");
    const std::string wanted = "#include <" + h.name + '>';
    if (first == std::string::npos || !std::string_view{source}.substr(first).starts_with(wanted))
      complain(h.name, "is not the first include of " + test.generic_string());
  }

  // What inference loops include must stay light, however far the includes lead.
  void check_umbrella() {
    names seen;
    std::vector<std::vector<std::string>> paths{{std::string{umbrella}}};
    while (!paths.empty()) {
      const std::vector<std::string> path = paths.back();
      paths.pop_back();
      if (path.back() == door_to_boost || path.back() == door_to_eigen) {
        std::string way = "reaches " + path.back() + " by";
        for (const std::string& step : path) way += ' ' + step;
        complain(umbrella, way);
      }
      const auto at = headers_.find(path.back());
      if (at == headers_.end()) continue;
      for (const include& i : at->second.includes) {
        if (!seen.insert(i.name).second) continue;
        paths.push_back(path);
        paths.back().push_back(i.name);
      }
    }
  }

  void check_golden() {
    const fs::path golden = root_ / "tests" / "golden";
    if (!fs::is_directory(golden)) return;
    for (const auto& entry : fs::recursive_directory_iterator(golden))
      if (entry.path().extension() == ".json" &&
          !fs::exists(fs::path{entry.path()}.replace_extension(".py")))
        complain(entry.path().lexically_relative(root_).generic_string(),
                 "has no script of its name that makes it");
  }

  fs::path root_;
  std::map<std::string, header, std::less<>> headers_;
  std::map<std::string, header, std::less<>> bodies_;
  std::vector<std::string> complaints_;
};

// --- The checker, checked ------------------------------------------------------------------------

const std::string head = "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n";

const std::string body = "// SPDX-License-Identifier: Apache-2.0\n\n";

std::string including(std::string_view name) {
  return head + "#include <" + std::string{name} + ">\n";
}

// A file of a tree; without content it is taken out.
struct file {
  std::string path, content;
};

// What stands in every tree of the self-test, each with something that only looks forbidden.
std::vector<file> good_tree() {
  std::vector<file> tree{
      {"include/telltale/config.hpp", including("telltale/version.hpp")},
      {"include/telltale/version.hpp", head},
      {"include/telltale/throwing.hpp",
       including("telltale/core/a.hpp") + "[[noreturn]] void f() { throw 1; }\n"},
      {"include/telltale/telltale.hpp", including("telltale/window/a.hpp")},
      {"include/telltale/evaluate.hpp", including("telltale/math/special.hpp")},
      {"include/telltale/core/a.hpp",
       including("telltale/config.hpp") +
           "// try\n/* catch */ int tried = 1'000'000; int catch_ = 1;\n"
           "auto s = \"\\\"throw\"; auto r = R\"x(try \" catch)x\"; char c = '\"';\n"},
      {"include/telltale/math/special.hpp", including("boost/math/special_functions.hpp")},
      {"include/telltale/math/linalg.hpp", including("Eigen/Dense")},
      {"include/telltale/simd/a.hpp",
       including("telltale/math/special.hpp") + "#define K <telltale/simd/a.inl>\n"},
      {"include/telltale/simd/a.inl", body},
      {"include/telltale/state/a.hpp", including("telltale/simd/a.hpp")},
      {"include/telltale/metric/a.hpp", including("telltale/metric/b.hpp")},
      {"include/telltale/metric/b.hpp", including("telltale/state/a.hpp") + std::string(297, '\n')},
      {"include/telltale/drift/a.hpp", including("telltale/core/a.hpp")},
      {"include/telltale/sequential/a.hpp", including("telltale/state/a.hpp")},
      {"include/telltale/estimate/a.hpp", including("telltale/metric/a.hpp")},
      {"include/telltale/concurrent/a.hpp", including("telltale/core/a.hpp")},
      {"include/telltale/window/a.hpp", including("telltale/core/a.hpp")},
      {"include/telltale/monitor/report.hpp", including("telltale/window/a.hpp")},
      {"include/telltale/monitor/reference.hpp", including("telltale/monitor/report.hpp")},
      {"include/telltale/monitor/a.hpp", including("telltale/estimate/a.hpp")},
      {"include/telltale/policy/a.hpp", including("telltale/monitor/report.hpp")},
      {"include/telltale/io/a.hpp", including("telltale/monitor/report.hpp")},
      {"include/telltale/io/b.hpp",
       including("telltale/monitor/reference.hpp") + "#include <telltale/state/a.hpp>\n"},
      {"include/telltale/integration/a.hpp", including("telltale/io/a.hpp")},
      {"tests/golden/a.json", "{}"},
      {"tests/golden/a.py", ""},
  };
  std::vector<file> tests;
  for (const file& f : tree)
    if (std::count(f.path.begin(), f.path.end(), '/') == 3 && f.path.ends_with(".hpp"))
      tests.push_back({"tests/" + f.path.substr(17, f.path.size() - 20) + "cpp",
                       "//\n#include <" + f.path.substr(8) + ">\n"});
  tree.insert(tree.end(), tests.begin(), tests.end());
  return tree;
}

struct refusal {
  file change;           // to the good tree
  std::string expected;  // in the one complaint
};

std::vector<refusal> refusals() {
  std::vector<refusal> all{
      {{"include/telltale/version.hpp", "#pragma once\n"}, "must begin with the SPDX line"},
      {{"include/telltale/version.hpp", "// SPDX-License-Identifier: Apache-2.0\n"},
       "#pragma once"},
      {{"include/telltale/metric/b.hpp", head + std::string(299, '\n')}, "has 301 lines"},
      {{"include/telltale/core/a.hpp", head + "void f() { throw 1; }\n"}, "has a 'throw'"},
      {{"include/telltale/core/a.hpp", head + "void f() try{}\n"}, "has a 'try'"},
      {{"include/telltale/core/a.hpp", head + "char c = '\\''; auto s = R\"(x)\"; catch"},
       "has a 'catch'"},
      {{"include/telltale/core/a.hpp", head + "int i = 1'0; void f() { throw '1'; }\n"},
       "has a 'throw'"},
      {{"include/telltale/helper/a.hpp", head}, "is in a folder that is no layer"},
      {{"include/telltale/core/a.txt", head}, "is not a .hpp"},
      {{"include/telltale/core/a.inl", body}, "is not a .hpp"},
      {{"include/telltale/simd/a.inl", head}, "and no #pragma once"},
      {{"include/telltale/simd/b.inl", body}, "is compiled by no header"},
      {{"include/telltale/simd/a.inl", body + "#include <vector>\n"}, "includes vector"},
      {{"include/telltale/simd/a.inl", body + "throw"}, "has a 'throw'"},
      {{"include/telltale/core/a.hpp", head + "#include \"b.hpp\"\n"}, "includes \"b.hpp\""},
      {{"include/telltale/core/a.hpp", including("telltale/core/gone.hpp")}, "which is not there"},
      {{"include/telltale/core/a.hpp", head + " #\tinclude  <telltale/math/linalg.hpp>\n"},
       "not below it"},
      {{"include/telltale/core/a.hpp", including("boost/config.hpp")}, "only math/special.hpp may"},
      {{"include/telltale/evaluate.hpp", including("boost/config.hpp")},
       "only math/special.hpp may"},
      {{"include/telltale/state/a.hpp", including("Eigen/Core")}, "only math/linalg.hpp may"},
      {{"include/telltale/telltale.hpp", including("telltale/state/a.hpp")},
       "telltale/state/a.hpp telltale/simd/a.hpp telltale/math/special.hpp"},
      {{"include/telltale/telltale.hpp", including("telltale/math/linalg.hpp")}, "reaches"},
      {{"tests/window/a.cpp", ""}, "telltale/window/a.hpp: has no test tests/window/a.cpp"},
      {{"tests/window/a.cpp", "#include <vector>\n#include <telltale/window/a.hpp>\n"},
       "telltale/window/a.hpp: is not the first include of tests/window/a.cpp"},
      {{"tests/golden/a.py", ""}, "tests/golden/a.json: has no script"},
  };
  const auto arrow = [&](const std::string& from, const std::string& to) {
    all.push_back({{"include/telltale/" + from, including("telltale/" + to)},
                   "telltale/" + from + ": includes telltale/" + to + ", which is not below it"});
  };
  arrow("core/a.hpp", "telltale.hpp");
  arrow("core/a.hpp", "evaluate.hpp");
  arrow("core/a.hpp", "throwing.hpp");
  arrow("core/a.hpp", "math/linalg.hpp");
  arrow("math/special.hpp", "simd/a.hpp");
  arrow("simd/a.hpp", "state/a.hpp");
  arrow("state/a.hpp", "drift/a.hpp");
  arrow("metric/a.hpp", "drift/a.hpp");
  arrow("drift/a.hpp", "sequential/a.hpp");
  arrow("drift/a.hpp", "metric/a.hpp");
  arrow("sequential/a.hpp", "drift/a.hpp");
  arrow("metric/a.hpp", "window/a.hpp");
  arrow("estimate/a.hpp", "window/a.hpp");
  arrow("estimate/a.hpp", "monitor/a.hpp");
  arrow("concurrent/a.hpp", "window/a.hpp");
  arrow("concurrent/a.hpp", "math/linalg.hpp");
  arrow("window/a.hpp", "math/linalg.hpp");
  arrow("window/a.hpp", "drift/a.hpp");
  arrow("monitor/a.hpp", "policy/a.hpp");
  arrow("policy/a.hpp", "io/a.hpp");
  arrow("policy/a.hpp", "monitor/a.hpp");
  arrow("policy/a.hpp", "monitor/reference.hpp");
  arrow("policy/a.hpp", "state/a.hpp");
  arrow("policy/a.hpp", "math/linalg.hpp");
  arrow("policy/a.hpp", "drift/a.hpp");
  arrow("io/a.hpp", "policy/a.hpp");
  arrow("io/a.hpp", "monitor/a.hpp");
  arrow("io/a.hpp", "drift/a.hpp");
  arrow("io/a.hpp", "simd/a.hpp");
  return all;
}

void write(const fs::path& root, const file& f) {
  const fs::path path = root / f.path;
  if (f.content.empty()) {
    fs::remove(path);
    return;
  }
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << f.content;
}

void write_good(const fs::path& root) {
  fs::remove_all(root);
  for (file f : good_tree()) {
    if (f.content.empty()) f.content = "\n";
    write(root, f);
  }
}

int self_test() {
  const fs::path root = fs::current_path() / "structure_self_test";  // of this build alone
  int wrong = 0;
  const auto fail = [&](const char* what, const std::string& where, const checker& c) {
    ++wrong;
    std::printf("%s: %s\n", what, where.c_str());
    for (const std::string& complaint : c.complaints()) std::printf("  %s\n", complaint.c_str());
  };
  write_good(root);
  if (const checker c(root); !c.complaints().empty()) fail("refuses", "the good tree", c);
  const std::vector<refusal> bad = refusals();
  for (const refusal& r : bad) {
    write_good(root);
    write(root, r.change);
    const checker c(root);
    if (!std::any_of(c.complaints().begin(), c.complaints().end(),
                     [&](const std::string& s) { return s.find(r.expected) != s.npos; }))
      fail("does not refuse", r.expected, c);
  }
  if (const checker c(root / "nowhere"); c.complaints().empty()) fail("accepts", "nothing", c);
  fs::remove_all(root);
  std::printf("%zu bad trees, %d wrong answers\n", bad.size(), wrong);
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::puts("usage: structure ROOT | structure --self-test");
    return 2;
  }
  if (std::string_view{argv[1]} == "--self-test") return self_test();
  const checker c(argv[1]);
  for (const std::string& complaint : c.complaints()) std::puts(complaint.c_str());
  std::printf("%zu headers, %zu complaints\n", c.headers(), c.complaints().size());
  return c.complaints().empty() ? 0 : 1;
}
