// SPDX-License-Identifier: Apache-2.0
#include <replay/text.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using replay::brief;
using replay::listed;
using replay::printable;
using replay::split_at_commas;

TEST_CASE("replay/text leaves printing characters as they are") {
  CHECK(printable("abc ~!") == "abc ~!");
  CHECK(printable("") == "");
  CHECK(printable("\xc2\xa0") == "\xc2\xa0");                  // U+00A0
  CHECK(printable("Z\xc3\xbcrich") == "Z\xc3\xbcrich");        // U+00FC
  CHECK(printable("\xdf\xbf") == "\xdf\xbf");                  // U+07FF
  CHECK(printable("\xe0\xa0\x80") == "\xe0\xa0\x80");          // U+0800
  CHECK(printable("\xe2\x82\xac") == "\xe2\x82\xac");          // U+20AC
  CHECK(printable("\xed\x9f\xbf") == "\xed\x9f\xbf");          // U+D7FF
  CHECK(printable("\xf0\x90\x80\x80") == "\xf0\x90\x80\x80");  // U+10000
  CHECK(printable("\xf4\x8f\xbf\xbf") == "\xf4\x8f\xbf\xbf");  // U+10FFFF
}

TEST_CASE("replay/text escapes what a terminal would act on") {
  using namespace std::string_view_literals;
  CHECK(printable("a\nb\rc\td") == "a\\nb\\rc\\td");
  CHECK(printable("\0\x1b[31m\x7f\x1f"sv) == "\\x00\\x1b[31m\\x7f\\x1f");
  CHECK(printable("\xc2\x9b") == "\\xc2\\x9b");  // U+009B begins a control sequence
  CHECK(printable("\xc2\x9f") == "\\xc2\\x9f");
}

TEST_CASE("replay/text escapes bytes that are not well-formed UTF-8") {
  CHECK(printable("\x80") == "\\x80");
  CHECK(printable("\xc3") == "\\xc3");
  CHECK(printable("\xc3z") == "\\xc3z");
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");                    // overlong
  CHECK(printable("\xe0\x9f\xbf") == "\\xe0\\x9f\\xbf");           // overlong
  CHECK(printable("\xf0\x8f\xbf\xbf") == "\\xf0\\x8f\\xbf\\xbf");  // overlong
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // a surrogate
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");
  CHECK(printable("\xe2\x82z") == "\\xe2\\x82z");
  CHECK(printable("\xf5\x80\x80\x80") == "\\xf5\\x80\\x80\\x80");
  CHECK(printable(std::string_view("Z\xc3\xbc", 2)) == "Z\\xc3");  // ends before its character
  CHECK(printable("\xff") == "\\xff");
}

TEST_CASE("replay/text cuts what is long, never through a character") {
  CHECK(printable("abcd", 4) == "abcd");
  CHECK(printable("abcde", 4) == "abcd...");
  CHECK(printable("abc\xc3\xbc", 5) == "abc\xc3\xbc");
  CHECK(printable("abc\xc3\xbc", 4) == "abc...");
  CHECK(printable(std::string(1'000'000, 'x')).size() == 63);
  CHECK(replay::in_quotes("a'b") == "'a'b'");
}

TEST_CASE("replay/text lists names, and says how many it leaves out") {
  CHECK(listed({}) == "");
  CHECK(listed({"a", "b\n"}) == "a, b\\n");
  CHECK(listed({"a", "b", "c"}, 3) == "a, b, c");
  CHECK(listed({"a", "b", "c"}, 2) == "a, b and 1 more");
}

TEST_CASE("replay/text splits at commas and keeps empty parts") {
  using parts = std::vector<std::string>;
  CHECK(split_at_commas("a") == parts{"a"});
  CHECK(split_at_commas("a,b c,d") == parts{"a", "b c", "d"});
  CHECK(split_at_commas("") == parts{""});
  CHECK(split_at_commas(",a,") == parts{"", "a", ""});
}

TEST_CASE("replay/text writes numbers briefly") {
  CHECK(brief(0.8) == "0.8");
  CHECK(brief(0.123456) == "0.1235");
  CHECK(brief(1e-30) == "1e-30");
  CHECK(brief(123456, 6) == "123456");
}
