#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks, runs them and writes docs/performance.md; some minutes on an idle machine.
# What missed its aim is printed.
set -eu
cd "$(dirname "$0")/.."
cmake --workflow --preset benchmark
python3 benchmarks/report.py build/benchmark/benchmarks "$(g++ --version | head -n 1)" >build/performance.md
mv build/performance.md docs/performance.md
