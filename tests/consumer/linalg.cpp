// SPDX-License-Identifier: Apache-2.0
// What links telltale::linalg has the library and Eigen.
#include <telltale/telltale.hpp>

#include <Eigen/Dense>

int main() {
  telltale::state::moments column;
  const Eigen::Vector3d values{1, 2, 3};
  for (const double value : values) column.update(value);
  return column.mean() == values.mean() ? 0 : 1;
}
