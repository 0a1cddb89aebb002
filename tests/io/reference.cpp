// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/reference.hpp>

#include <doctest/doctest.h>

#include "references.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using references::column_baseline;
using references::golden_parts;
using references::random_parts;
using references::reference;
using references::seal;
using telltale::errc;
using telltale::task;
using telltale::io::load_reference;
using telltale::io::save_reference;
using bytes = std::vector<std::byte>;

bytes golden_file() {
  std::ifstream in(TELLTALE_GOLDEN_DIR "/reference_v1.bin", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  bytes all;
  for (const char c : text) all.push_back(static_cast<std::byte>(c));
  return all;
}

std::string message(const bytes& from) {
  const auto loaded = load_reference(from);
  if (loaded) {
    CHECK(save_reference(*loaded) == from);  // there is one way to write a reference
    return "loaded";
  }
  CHECK(loaded.error().code == errc::invalid_bytes);
  return loaded.error().message;
}
std::string message(const reference::parts& all) { return message(save_reference(reference{all})); }
std::string with(const std::function<void(reference::parts&)>& change) {
  reference::parts all = random_parts(task::binary, true);
  change(all);
  return message(all);
}

// The two put every value, whatever it is, into the same place.
void check_same_places(const column_baseline& a, const column_baseline& b) {
  std::mt19937_64 rng{9};
  std::size_t different = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto any = std::bit_cast<double>(rng());
    const double near = static_cast<double>(rng() % 2'000'000) / 2e5 - 5;
    const double code = static_cast<double>(rng() % 100) - 30;
    if (a.bins) {
      if (any == any) different += a.bins->bin(any) != b.bins->bin(any);
      different += a.bins->bin(near) != b.bins->bin(near);
    } else {
      different += a.categories->cell(code) != b.categories->cell(code);
      different += a.categories->cell(1e9 * code) != b.categories->cell(1e9 * code);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("io/reference gives back what was saved, for every task") {
  for (const task predicts : {task::binary, task::multiclass, task::regression})
    for (const bool labelled : {true, false})
      for (const bool keep : {true, false}) {
        const reference saved{random_parts(predicts, labelled, keep)};
        const bytes file = save_reference(saved);
        const auto loaded = load_reference(file);
        REQUIRE(loaded);
        CHECK(*loaded == saved);
        CHECK(save_reference(*loaded) == file);
        for (std::size_t c = 0; c < saved.features().size(); ++c)
          check_same_places(saved.features()[c], loaded->features()[c]);
        check_same_places(saved.output(), loaded->output());
      }
  reference::parts bare = random_parts(task::binary, false);
  bare.features.clear();
  bare.model.clear();
  const auto loaded = load_reference(save_reference(reference{bare}));
  REQUIRE(loaded);
  CHECK(*loaded == reference{bare});
}

TEST_CASE("io/reference reads and writes the bytes of version 1, in every build") {
  const bytes file = golden_file();
  REQUIRE(file.size() > 1000);
  const auto loaded = load_reference(file);
  REQUIRE(loaded);
  CHECK(*loaded == reference{golden_parts()});
  CHECK(save_reference(reference{golden_parts()}) == file);
  const auto& features = loaded->features();
  REQUIRE(features.size() == 5);
  CHECK(features[0].bins->snapped_to().index() == 1);
  CHECK(features[1].bins->snapped_to().index() == 2);
  CHECK(features[2].bins->snapped_to().index() == 0);
  CHECK(features[0].bins->bin(19.75) == 1);
  CHECK(features[4].categories->cell(8) == 2);
  CHECK_FALSE(loaded->held_out());
}

TEST_CASE("io/reference refuses a file in which one bit was flipped, or one byte lost or added") {
  const bytes file = golden_file();
  std::size_t loaded = 0;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      bytes damaged = file;
      damaged[at] ^= static_cast<std::byte>(1u << bit);
      loaded += load_reference(damaged).has_value();
    }
    bytes shorter = file, longer = file;
    shorter.erase(shorter.begin() + static_cast<long>(at));
    longer.insert(longer.begin() + static_cast<long>(at), std::byte{0});
    const bytes cut(file.begin(), file.begin() + static_cast<long>(at));
    for (const bytes& other : {shorter, longer, cut}) loaded += load_reference(other).has_value();
  }
  CHECK(loaded == 0);
  bytes tail = file;
  tail.push_back(std::byte{0});
  CHECK(message(tail) == "length: " + std::to_string(file.size()) + " bytes, but there are " +
                             std::to_string(tail.size()));
}

TEST_CASE("io/reference says what foreign bytes are not") {
  const auto text = [](std::string_view characters) {
    bytes all;
    for (const char c : characters) all.push_back(static_cast<std::byte>(c));
    return all;
  };
  CHECK(message(bytes{}) == "magic: these 0 bytes were not saved by telltale");
  CHECK(message(text("telltal")) == "magic: these 7 bytes were not saved by telltale");
  CHECK(message(text(std::string_view{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16})) ==
        "magic: these 16 bytes were not saved by telltale");
  CHECK(message(text("telltale")) == "kind: 12 bytes, but 0 are left");
  const bytes file = golden_file();
  const auto changed = [&](std::size_t at, unsigned value) {
    bytes other = file;
    other[at] = static_cast<std::byte>(value);
    seal(other);
    return message(other);
  };
  CHECK(changed(0, 't') == "loaded");
  CHECK(changed(0, 'T') ==
        "magic: these " + std::to_string(file.size()) + " bytes were not saved by telltale");
  CHECK(changed(8, 'R') == "kind: something else than a reference was saved");
  CHECK(changed(17, '2') == "kind: something else than a reference was saved");
  CHECK(changed(20, 2) == "version: 2, and this build reads 1");
  CHECK(changed(20, 0) == "version: 0, and this build reads 1");
  CHECK(changed(23, 1) == "version: 16777217, and this build reads 1");
  CHECK(message(bytes(file.begin(), file.begin() + 25)) == "length: 8 bytes, but 1 are left");

  bytes damaged = file;
  damaged[40] ^= std::byte{1};
  CHECK(message(damaged) == "checksum: the bytes are not those that were saved");
  bytes newer = file;  // the version is looked at before anything that it may have changed
  newer[20] = std::byte{7};
  CHECK(message(newer) == "version: 7, and this build reads 1");
  bytes empty(file.begin(), file.begin() + 40);
  seal(empty);
  CHECK(message(empty) == "section MODL: 4 bytes, but 0 are left");
  bytes none(file.begin(), file.begin() + 39);
  none[24] = std::byte{39};
  none[25] = std::byte{0};
  CHECK(message(none) == "length: 39 bytes, but there are 39");
}

TEST_CASE("io/reference refuses what no builder fits") {
  CHECK(with([](auto&) {}) == "loaded");
  CHECK(with([](auto& p) { p.predicts = static_cast<task>(3); }) == "task: 3 is none");
  CHECK(with([](auto& p) { p.classes = 3; }) == "classes: 3 of a binary model");
  CHECK(with([](auto& p) { p.classes = 0; }) == "classes: 0 of a binary model");
  CHECK(with([](auto& p) { p.rejected = p.rows; }) == "rejected: 307 of 307 rows");
  CHECK(with([](auto& p) { p.rejected = p.rows + 1; }) == "rejected: 308 of 307 rows");
  CHECK(with([](auto& p) { p.labels = 301; }) == "labels: 301 in 300 usable rows");
  CHECK(with([](auto& p) { p.labels = 299; }) ==
        "column 'label': 300 values and 0 missing of 299 labels");
  CHECK(with([](auto& p) {
          std::vector<double> labels(300, 1.0);
          labels[0] = references::nan;
          p.label = references::coded("label", labels);
          p.labels = 299;
        }) == "column 'label': 299 values and 1 missing of 299 labels");
  CHECK(with([](auto& p) { p.labels = 0; }) == "label: 0 of them, and a column");
  CHECK(with([](auto& p) { p.label.reset(); }) == "label: 300 of them, and no column");
  CHECK(with([](auto& p) { p.threshold = 0; }) == "loaded");
  CHECK(with([](auto& p) { p.threshold = 1; }) == "loaded");
  CHECK(with([](auto& p) { p.threshold = 1.0625; }) == "threshold: 1.0625 is not in [0, 1]");
  CHECK(with([](auto& p) { p.threshold = -0x1p-4; }) == "threshold: -0.0625 is not in [0, 1]");
  CHECK(with([](auto& p) { p.threshold = references::nan; }) == "threshold: nan is not in [0, 1]");
  CHECK(with([](auto& p) { --p.rows, p.labels = 299; }) ==
        "column 'normal': more values than the 299 usable rows");
  CHECK(with([](auto& p) { p.features[1].what.name.clear(); }) ==
        "features: a feature has an empty name");
  CHECK(with([](auto& p) { p.features[1].what.name = "normal"; }) ==
        "features: two features are called 'normal'");
  CHECK(with([](auto& p) { p.features[1].what.name = "score"; }) ==
        "features: a feature is called 'score', the name that reports give the model's output");
  CHECK(with([](auto& p) { p.output.what.name = "scores"; }) ==
        "column 'scores': 'score' was to stand there");
  CHECK(with([](auto& p) { p.label->what.name = "truth"; }) ==
        "column 'truth': 'label' was to stand there");
  CHECK(with([](auto& p) {
          p.output = p.features[6];
          p.output.what.name = "score";
        }) == "column 'score': kind: another than that of a binary model");
  CHECK(with([](auto& p) {
          p.label = p.output;
          p.label->what.name = "label";
        }) == "column 'label': kind: another than that of a binary model");
  CHECK(with([](auto& p) {
          p.label = p.features[6];
          p.label->what.name = "label";
        }) == "column 'label': class 2 of 2");
  CHECK(with([](auto& p) {
          std::vector<double> labels(300, 1.0);
          labels[0] = -1;
          p.label = references::coded("label", labels);
        }) == "column 'label': class -1 of 2");
  CHECK(with([](auto& p) {
          std::vector<double> labels(300, 1.0);
          labels[0] = 2;
          p.label = references::coded("label", labels, 1);
        }) == "column 'label': class 2 of 2");
  CHECK(with([](auto& p) { p.metrics[1].name = "accuracy"; }) ==
        "metric 'accuracy': it comes twice");
  CHECK(with([](auto& p) { p.metrics[0].value->value = references::nan; }) ==
        "metric 'accuracy': value: nan is not finite");
  CHECK(with([](auto& p) { p.features[0].cells[0] += 1; }).starts_with("column 'normal': "));

  reference::parts classes = random_parts(task::multiclass, true);
  classes.classes = 4;
  CHECK(message(classes) == "column 'prediction': class 4 of 4");
  classes.classes = 10'000;
  CHECK(message(classes) == "loaded");
  classes.classes = 10'001;
  CHECK(message(classes) == "classes: 10001 of a multiclass model");
  classes.classes = 1;
  CHECK(message(classes) == "classes: 1 of a multiclass model");
  reference::parts numbers = random_parts(task::regression, true);
  numbers.classes = 2;
  CHECK(message(numbers) == "classes: 2 of a regression model");
}

TEST_CASE("io/reference refuses sections that are not where they should be") {
  const bytes file = golden_file();
  const auto find = [&](std::string_view tag) {
    const auto same = [](std::byte b, char c) { return b == static_cast<std::byte>(c); };
    return std::search(file.begin(), file.end(), tag.begin(), tag.end(), same) - file.begin();
  };
  const auto sealed = [](bytes changed) {
    seal(changed);
    return message(changed);
  };
  bytes tag = file;
  tag[static_cast<std::size_t>(find("COLM"))] = std::byte{'X'};
  CHECK(sealed(tag) == "section COLM: another stands there");
  bytes tail = file;
  tail.insert(tail.end() - 8, std::byte{0});
  CHECK(sealed(tail) == "body: 1 byte too many");
  bytes early = file;  // what a column says of its length is all that it may read
  early[static_cast<std::size_t>(find("COLM")) + 4] ^= std::byte{1};
  CHECK_FALSE(sealed(early) == "loaded");
  bytes many = file;  // more columns than there are bytes for
  const auto features = static_cast<std::size_t>(find("COLM")) - 9;
  REQUIRE(many[features] == std::byte{5});
  many[features + 7] = std::byte{0x10};
  const std::size_t left = file.size() - 8 - (features + 9);
  CHECK(sealed(many) ==
        "features: 1152921504606846981 columns in " + std::to_string(left) + " bytes");
  // 94 bytes is the least that a column takes.
  const auto told = [&](std::size_t columns) {
    for (std::size_t i = 0; i < 8; ++i)
      many[features + i] = static_cast<std::byte>(columns >> (8 * i) & 0xff);
    return sealed(many).starts_with("features: ");
  };
  CHECK(told(left / 94 + 1));
  CHECK_FALSE(told(left / 94));
  bytes one_more = file;
  one_more[features] = std::byte{6};
  CHECK_FALSE(sealed(one_more) == "loaded");
  bytes gone(file.begin(), file.begin() + find("METR"));
  gone.insert(gone.end(), 8, std::byte{0});
  CHECK(sealed(gone) == "section METR: 4 bytes, but 0 are left");
}

}  // namespace
