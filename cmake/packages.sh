#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing on Debian 12 or a system like it:
#   sh cmake/packages.sh demo    a compiler and what the library itself needs
#   sh cmake/packages.sh test    and what its tests need
set -eu

demo='g++ cmake ninja-build libboost-dev'
test='clang libclang-rt-14-dev doctest-dev nlohmann-json3-dev libcli11-dev libeigen3-dev valgrind'

case "${1:-}" in
  demo) wanted=$demo ;;
  test) wanted="$demo $test" ;;
  *) echo "usage: sh cmake/packages.sh demo|test" >&2; exit 2 ;;
esac

missing=
for package in $wanted; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "packages.sh: needs root to install:$missing" >&2; exit 1; }
  as_root=sudo
fi
echo "installing:$missing"
$as_root apt-get update -qq
# The frontend is set on the far side of sudo, which does not hand the environment on.
# shellcheck disable=SC2086  # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null
