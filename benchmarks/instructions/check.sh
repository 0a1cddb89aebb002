#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Counts the instructions of the hot paths, and fails where one takes over 5 % more than is stored:
#
#   sh benchmarks/instructions/check.sh PROGRAM            compares with instructions.txt
#   sh benchmarks/instructions/check.sh PROGRAM --update   writes it: in the commit that changes it
set -eu
program=$1 stored=$(dirname "$0")/instructions.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

count() {
  valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect=telltale_measured \
    "$program" "$1" "$2" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }
  awk '$1 == "summary:" || $1 == "totals:" { n = $2 } END { print n }' "$work/out"
}

grep -v '^#' "$stored" | while read -r name form before; do
  now=$(count "$name" "$form")
  if [ "${2:-}" = --update ]; then
    echo "$name $form $now" >>"$work/new"
    continue
  fi
  verdict=$(awk -v a="$before" -v b="$now" 'BEGIN { print (b > 1.05 * a ? "MORE" : b < 0.95 * a ? "less" : "same") }')
  echo "$name by $form: $now instructions, $before stored: $verdict"
  [ "$verdict" != MORE ] || echo "$name" >>"$work/more"
done
if [ "${2:-}" = --update ]; then
  { grep '^#' "$stored"; cat "$work/new"; } >"$work/all" && cp "$work/all" "$stored"
elif [ -s "$work/more" ]; then
  echo "over 5 % more than stored; where that is meant: sh $0 PROGRAM --update" >&2
  exit 1
fi
