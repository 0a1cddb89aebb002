#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs every test: sh cmake/test.sh [preset]...   (see CMakePresets.json)
set -eu
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- test asan tsan
times='' programs=0 cases=0
for preset; do
  echo "=== $preset"
  start=$(date +%s)
  if ! cmake --workflow --preset "$preset"; then
    echo "test.sh: preset '$preset' failed; again, alone: cmake --workflow --preset $preset" >&2
    exit 1
  fi
  seconds=$(($(date +%s) - start))
  echo "=== $preset passed in $seconds s"
  times="$times $preset $seconds s,"
  log=build/$preset/Testing/Temporary/LastTest.log
  programs=$((programs + $(grep -c '^Test Passed' "$log")))
  cases=$((cases + $(awk '/^\[doctest\] test cases:/ { n += $6 } END { print n + 0 }' "$log")))
done
echo "durations:${times%,}"
echo "all tests passed: $programs tests with $cases cases in presets $*"
