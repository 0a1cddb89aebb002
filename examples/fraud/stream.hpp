// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace fraud {

/// What the model is given about a payment, in the order of the schema.
enum feature : std::size_t {
  amount,
  merchant,
  abroad,
  card_age,
  last_hour,
  distance,
  wrong_pins,
  hour,
  features
};

/// How the world is on one day.
struct world {
  bool holidays = false;     ///< covariate shift: other shops, larger amounts, x as risky as before
  bool wave = false;         ///< prior shift: more than twice the fraud, of the same kind
  bool new_pattern = false;  ///< concept drift: three frauds in four look like anybody's payment
};

using moment = std::chrono::sys_time<std::chrono::nanoseconds>;

struct payment {
  moment at;
  std::array<float, features> x{};
  bool fraud = false;
  int known_after = 0;  ///< days until the truth about it comes
};

/// The truth about a payment, when it comes.
struct outcome {
  moment at;
  float score;
  bool fraud;
};

/// How one feature is distributed: bins, and how many payments in 256 fall into each. Within a bin
/// honest people and fraudsters do not differ.
struct law {
  std::size_t bins = 0;
  bool whole = false;  ///< a bin is one number, its lower edge
  std::array<float, 17> edges{};
  std::array<int, 16> honest{}, fraudulent{}, new_pattern{};
};

inline constexpr std::array<law, features - 1> laws{{
    {16,
     false,
     {0.5f, 2, 5, 10, 15, 20, 30, 40, 60, 80, 120, 180, 260, 400, 700, 1500, 4000},
     {6, 14, 24, 30, 30, 40, 30, 32, 18, 14, 8, 4, 3, 1, 1, 1},
     {20, 12, 4, 4, 4, 6, 8, 12, 16, 24, 34, 38, 36, 22, 12, 4},
     {4, 12, 24, 30, 32, 40, 32, 34, 20, 14, 8, 2, 1, 1, 1, 1}},
    // Groceries, fuel, restaurants, travel, electronics, clothes, games, gift cards, subscriptions,
    // jewellery.
    {10,
     true,
     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
     {70, 30, 44, 10, 14, 30, 12, 4, 36, 6},
     {12, 8, 8, 22, 58, 26, 32, 52, 14, 24},
     {62, 24, 40, 14, 20, 34, 14, 8, 32, 8}},
    {2, true, {0, 1, 2}, {246, 10}, {150, 106}, {244, 12}},
    {12,
     false,
     {0, 1, 2, 4, 6, 9, 12, 18, 24, 36, 48, 60, 72},
     {4, 4, 8, 10, 14, 16, 30, 32, 54, 40, 28, 16},
     {30, 22, 28, 22, 22, 20, 28, 22, 26, 18, 12, 6},
     {5, 5, 9, 11, 15, 16, 30, 31, 52, 39, 27, 16}},
    {6,
     true,
     {0, 1, 2, 3, 4, 5, 6},
     {190, 44, 14, 5, 2, 1},
     {84, 58, 46, 34, 20, 14},
     {182, 48, 16, 6, 3, 1}},
    {12,
     false,
     {0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 3000, 9000},
     {70, 44, 44, 30, 22, 18, 10, 7, 5, 3, 2, 1},
     {24, 16, 20, 20, 20, 24, 26, 26, 28, 22, 18, 12},
     {64, 42, 44, 31, 24, 20, 11, 8, 5, 4, 2, 1}},
    {3, true, {0, 1, 2, 3}, {246, 8, 2}, {214, 28, 14}, {244, 9, 3}},
}};

static_assert(std::all_of(laws.begin(), laws.end(), [](const law& l) {
  const auto all = [](const auto& weights) {
    return std::accumulate(weights.begin(), weights.end(), 0) == 256;
  };
  return all(l.honest) && all(l.fraudulent) && all(l.new_pattern);
}));

/// Payments in a thousand by the hour of the day: people sleep, fraudsters less.
inline constexpr std::array<std::uint64_t, 24> honest_hours{
    8, 5, 4, 3, 4, 8, 18, 34, 48, 52, 54, 58, 66, 62, 56, 54, 58, 66, 74, 76, 70, 58, 40, 24};
inline constexpr std::array<std::uint64_t, 24> fraudulent_hours{
    50, 56, 58, 56, 46, 36, 28, 26, 28, 30, 32, 34, 36, 36, 36, 38, 40, 44, 46, 48, 50, 50, 48, 48};
/// The longest that the truth about a payment takes, in days.
inline constexpr int longest_wait = 20;
/// Frauds in a million payments.
inline constexpr std::uint64_t usual_share = 5'000, wave_share = 12'000;

/// A seeded stream of card payments, the same on every machine: what is drawn are whole numbers.
class stream {
public:
  explicit stream(std::uint64_t seed) : engine_(seed) {
    for (std::size_t f = 0; f < laws.size(); ++f) {
      fill(honest_[f], laws[f].honest);
      fill(fraudulent_[f], laws[f].fraudulent);
      fill(new_pattern_[f], laws[f].new_pattern);
    }
  }

  /// The payments of a day from midnight on, in their order: up to 20,000, fewer at the weekend.
  void day(moment midnight, const world& today, std::vector<payment>& all) {
    all.clear();
    const std::chrono::weekday weekday{std::chrono::floor<std::chrono::days>(midnight)};
    const std::uint64_t most = weekday.iso_encoding() < 6 ? 20'000 : 17'000;
    const std::uint64_t busy = most - engine_() % 2'000;
    const std::uint64_t share = today.wave ? wave_share : usual_share;
    for (std::size_t h = 0; h < 24; ++h) {
      // So that the hours of the frauds, and those of the rest, stay what they are in a wave.
      const std::uint64_t bad = share * fraudulent_hours[h];
      const std::uint64_t good = (1'000'000 - share) * honest_hours[h];
      const std::uint64_t count = busy * (bad + good) / 1'000'000'000;
      for (std::uint64_t i = 0; i < count; ++i) {
        payment p = draw(bad, bad + good, today);
        while (today.holidays && !on_holiday(p)) p = draw(bad, bad + good, today);
        p.x[hour] = static_cast<float>(h);
        p.at = midnight + std::chrono::hours{h} + std::chrono::hours{1} / count * i;
        p.known_after = p.fraud ? reported_after() : 7;
        all.push_back(p);
      }
    }
  }

private:
  using wheel = std::array<std::uint8_t, 256>;  // the bin for each value of a byte

  static void fill(wheel& w, const std::array<int, 16>& weights) {
    std::size_t at = 0;
    for (std::size_t bin = 0; bin < weights.size(); ++bin)
      for (int i = 0; i < weights[bin]; ++i) w[at++] = static_cast<std::uint8_t>(bin);
  }

  // A payment that is a fraud in `bad` of `of` cases.
  payment draw(std::uint64_t bad, std::uint64_t of, const world& today) {
    payment p;
    p.fraud = engine_() % of < bad;
    const bool disguised = p.fraud && today.new_pattern && engine_() % 4 < 3;
    const auto& wheels = disguised ? new_pattern_ : p.fraud ? fraudulent_ : honest_;
    std::uint64_t bytes = engine_(), within = engine_();
    for (std::size_t f = 0; f < laws.size(); ++f, bytes >>= 8, within >>= 8) {
      const law& l = laws[f];
      const std::size_t bin = wheels[f][bytes & 255];
      p.x[f] = l.edges[bin];
      if (l.whole) continue;
      const auto part = static_cast<float>(within & 255) / 256;
      p.x[f] += part * (l.edges[bin + 1] - l.edges[bin]);
    }
    return p;
  }

  // Which payments are made on holidays, by shop and amount alone: each x is as risky as it was.
  bool on_holiday(const payment& p) {
    constexpr std::array<std::uint64_t, 10> shops{100, 200, 220, 256, 120, 256, 120, 100, 100, 120};
    const float a = p.x[amount];
    const std::uint64_t purse = a < 30    ? 80
                                : a < 40  ? 160
                                : a < 60  ? 200
                                : a < 180 ? 256
                                : a < 260 ? 200
                                : a < 400 ? 80
                                          : 50;
    return engine_() % 65'536 < shops[static_cast<std::size_t>(p.x[merchant])] * purse;
  }

  // The holder of the card sees most frauds within ten days, and three in a hundred later.
  int reported_after() {
    const std::uint64_t r = engine_();
    const auto one = static_cast<int>(r % 10), other = static_cast<int>(r / 10 % 10);
    return r / 100 % 100 < 3 ? longest_wait - one : 1 + (one * other + 9) / 10;
  }

  std::mt19937_64 engine_;
  std::array<wheel, laws.size()> honest_{}, fraudulent_{}, new_pattern_{};
};

}  // namespace fraud
