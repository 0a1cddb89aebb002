// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <random>

namespace churn {

/// What the model is given about a customer, in the order of the schema.
enum feature : std::size_t { tenure, charge, calls, contract, features };

struct customer {
  std::array<float, features> x{};
  bool churned = false;
};

/// How the world is on one day.
struct world {
  bool bundles = false;  ///< a campaign sells bundles: higher charges, to customers who stay longer
  bool rival = false;    ///< a rival takes over customers whom high charges never drove away
};

/// A seeded stream of customers, the same on every machine: the engine is the standard's, and the
/// draws from it are our own, since the standard's distributions differ between libraries.
class stream {
public:
  explicit stream(std::uint64_t seed) : engine_(seed) {}

  customer next(const world& day) {
    customer c;
    const double months = -std::log(1 - uniform()) * (day.bundles ? 40.0 : 26.0);
    c.x[tenure] = static_cast<float>(months < 72 ? months : 72);
    c.x[charge] = static_cast<float>(64 + (day.bundles ? 16 : 0) + 22 * normal());
    c.x[calls] = static_cast<float>(static_cast<int>(-std::log(1 - uniform()) * 1.6));
    const double which = uniform();
    c.x[contract] = which < 0.55 ? 0.0f : which < 0.80 ? 1.0f : 2.0f;
    // One in fifty has no charge on record.
    c.churned = uniform() < churn_probability(c, day);
    if (uniform() < 0.02) c.x[charge] = std::nanf("");
    return c;
  }

  /// Probability that this customer leaves within the month, in the given world.
  static double churn_probability(const customer& c, const world& day) {
    const auto x = [&c](std::size_t i) { return static_cast<double>(c.x[i]); };
    const double months = x(tenure) - 18, dollars = x(charge) - 64;
    double z = -0.9 - 0.09 * months + 0.035 * dollars + 0.8 * x(calls) - 1.4 * x(contract);
    if (day.rival) z = -0.3 - 0.01 * months - 0.02 * dollars + 0.2 * x(calls);
    return 1 / (1 + std::exp(-z));
  }

private:
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double normal() {
    constexpr double two_pi = 6.283185307179586;
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(two_pi * uniform());
  }

  std::mt19937_64 engine_;
};

/// The served model: a logistic regression that learnt the world as it was. A missing charge is
/// taken as the average one.
inline float predict(const customer& c) {
  customer seen = c;
  if (std::isnan(seen.x[charge])) seen.x[charge] = 64;
  return static_cast<float>(stream::churn_probability(seen, world{}));
}

}  // namespace churn
