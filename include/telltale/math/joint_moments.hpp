// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>

#include <tuple>

namespace telltale::inline TELLTALE_ABI::math {

/// Sums of powers of (x - pivot_x) and (y - pivot_y) over the rows of one block: `xxy` is that of
/// (x - pivot_x)^2 (y - pivot_y).
struct power_sums {
  double n = 0, pivot_x = 0, pivot_y = 0;
  double x = 0, y = 0;
  double xx = 0, xy = 0, yy = 0;
  double xxx = 0, xxy = 0, xyy = 0, yyy = 0;
  double xxxx = 0, xxyy = 0, yyyy = 0;
};

/// Weight and means of two columns, and the weighted sums of products of their deviations from
/// those means up to the fourth order: those that a variance of a variance needs, and no others.
///
/// Algebra  mergeable, scalable: a part joins by the difference of its means, never by raw powers
/// Error    means of twice the digits, compensated squares: xx and yy keep 12 digits at an offset
///          of 1e9 standard deviations, in any order of merging. Sums of the third and fourth order
///          are plain
/// Source   Pebay 2008, Formulas for robust, one-pass parallel computation of covariances and
///          arbitrary-order statistical moments, SAND2008-6212
class joint_moments {
public:
  constexpr joint_moments() = default;

  /// The moments of one block. Right while the pivot is one of its rows, or as near as one.
  explicit constexpr joint_moments(const power_sums& s) noexcept {
    if (!(s.n > 0)) return;
    const double a = s.x / s.n, b = s.y / s.n;
    n_ = s.n;
    x_.move(s.pivot_x), x_.move(a);
    y_.move(s.pivot_y), y_.move(b);
    // Each order from those below it, which are central by then.
    xx_.add(positive(s.xx - a * a * n_));
    yy_.add(positive(s.yy - b * b * n_));
    xy_ = s.xy - a * b * n_;
    const double xx = xx_.value(), yy = yy_.value();
    xxx_ = s.xxx - third(xx, a);
    xxy_ = s.xxy - third(xx, a, b);
    xyy_ = s.xyy - third(yy, b, a);
    yyy_ = s.yyy - third(yy, b);
    xxxx_ = positive(s.xxxx - fourth(xx, xxx_, a));
    xxyy_ = positive(s.xxyy - fourth(xx, yy, a, b));
    yyyy_ = positive(s.yyyy - fourth(yy, yyy_, b));
  }

  constexpr joint_moments& merge(joint_moments part) noexcept {
    if (part.n_ == 0) return *this;
    if (n_ == 0) return *this = part;  // nothing yet, or all of it forgotten
    const double share = part.n_ / (n_ + part.n_), rest = n_ / (n_ + part.n_);
    const double x_gap = part.x_ - x_, y_gap = part.y_ - y_;
    // Both about the mean of the whole.
    part.shift(x_gap * rest, y_gap * rest);
    shift(-x_gap * share, -y_gap * share);
    x_.move(x_gap * share);
    y_.move(y_gap * share);
    n_ += part.n_;
    xx_.merge(part.xx_), yy_.merge(part.yy_);
    xy_ += part.xy_;
    xxx_ += part.xxx_, xxy_ += part.xxy_, xyy_ += part.xyy_, yyy_ += part.yyy_;
    xxxx_ += part.xxxx_, xxyy_ += part.xxyy_, yyyy_ += part.yyyy_;
    return *this;
  }

  /// Every row's weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr joint_moments& scale(double factor) noexcept {
    n_ *= factor;
    xx_.scale(factor), yy_.scale(factor);
    xy_ *= factor;
    xxx_ *= factor, xxy_ *= factor, xyy_ *= factor, yyy_ *= factor;
    xxxx_ *= factor, xxyy_ *= factor, yyyy_ *= factor;
    return *this;
  }

  [[nodiscard]] constexpr double weight() const noexcept { return n_; }
  /// Means; 0 until a row has come.
  [[nodiscard]] constexpr double mean_x() const noexcept { return x_.value; }
  [[nodiscard]] constexpr double mean_y() const noexcept { return y_.value; }
  /// Sums of products of deviations, `xxy` that of (x - mean x)^2 (y - mean y).
  [[nodiscard]] constexpr double xx() const noexcept { return positive(xx_.value()); }
  [[nodiscard]] constexpr double xy() const noexcept { return xy_; }
  [[nodiscard]] constexpr double yy() const noexcept { return positive(yy_.value()); }
  [[nodiscard]] constexpr double xxx() const noexcept { return xxx_; }
  [[nodiscard]] constexpr double xxy() const noexcept { return xxy_; }
  [[nodiscard]] constexpr double xyy() const noexcept { return xyy_; }
  [[nodiscard]] constexpr double yyy() const noexcept { return yyy_; }
  [[nodiscard]] constexpr double xxxx() const noexcept { return positive(xxxx_); }
  [[nodiscard]] constexpr double xxyy() const noexcept { return positive(xxyy_); }
  [[nodiscard]] constexpr double yyyy() const noexcept { return positive(yyyy_); }

  friend constexpr bool operator==(const joint_moments&, const joint_moments&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.n_, self.x_.value, self.x_.rest, self.y_.value, self.y_.rest, self.xx_,
                    self.xy_, self.yy_, self.xxx_, self.xxy_, self.xyy_, self.yyy_, self.xxxx_,
                    self.xxyy_, self.yyyy_);
  }

private:
  // A mean, and what it lacks below its last digit: without that each step would lose it.
  struct mean {
    double value = 0;
    double rest = 0;

    // Knuth's two-sum.
    constexpr void move(double by) noexcept {
      const double step = by + rest, sum = value + step, moved = sum - value;
      rest = (value - (sum - moved)) + (step - moved);
      value = sum;
    }
    friend constexpr double operator-(const mean& a, const mean& b) noexcept {
      return (a.value - b.value) + (a.rest - b.rest);
    }
    friend constexpr bool operator==(const mean&, const mean&) = default;
  };

  static constexpr double positive(double x) noexcept { return x > 0 ? x : 0; }

  // How much the sum of the cubes of one column, of squares times the other column, of fourth
  // powers, and of squares times squares exceeds the central one about a point `a` (and `b`) below
  // the mean.
  constexpr double third(double xx, double a) const noexcept { return a * (3 * xx + a * a * n_); }
  constexpr double third(double xx, double a, double b) const noexcept {
    return 2 * a * xy_ + b * (xx + a * a * n_);
  }
  constexpr double fourth(double xx, double xxx, double a) const noexcept {
    return a * (4 * xxx + a * (6 * xx + a * a * n_));
  }
  constexpr double fourth(double xx, double yy, double a, double b) const noexcept {
    return 2 * (b * xxy_ + a * xyy_) + b * b * xx + a * a * yy + a * b * (4 * xy_ + a * b * n_);
  }

  constexpr void shift(double a, double b) noexcept {
    const double xx = xx_.value(), yy = yy_.value();
    xxxx_ += fourth(xx, xxx_, a);
    xxyy_ += fourth(xx, yy, a, b);
    yyyy_ += fourth(yy, yyy_, b);
    xxx_ += third(xx, a);
    xxy_ += third(xx, a, b);
    xyy_ += third(yy, b, a);
    yyy_ += third(yy, b);
    xx_.add(a * a * n_);
    yy_.add(b * b * n_);
    xy_ += a * b * n_;
  }

  double n_ = 0;  // weight
  mean x_, y_;
  compensated_sum xx_, yy_;
  double xy_ = 0;
  double xxx_ = 0, xxy_ = 0, xyy_ = 0, yyy_ = 0;
  double xxxx_ = 0, xxyy_ = 0, yyyy_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::math
