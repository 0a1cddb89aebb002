#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/performance.md: runs the benchmarks, each beside what one would use instead, in one
process and interleaved, and gives the ratios. `sh benchmarks/report.sh` builds them first."""

import json
import subprocess
import sys
import textwrap

PATHS = ("sse2", "avx2", "avx512")

# What is measured, beside what, and how many times faster it is to be (a floor: how many times
# slower it may be), by each set of instructions. One figure stands for all; None is no aim.
# (title, [(ours, rows, peer, what the peer is, aims)], why an aim is missed)
TABLE = [
    ("Confusion of two columns", [
        ("batch_confusion/{}/1000", "1,000 rows", "batch_confusion_table/1000", "loop without branches", (None, None, 15)),
        ("batch_confusion/{}/100000", "100,000 rows", "batch_confusion_table/100000", "loop without branches", (9, 17, 17)),
        ("batch_confusion/{}/100000", "", "batch_confusion_naive/100000", "loop with branches", (None, 75, 75)),
        ("batch_confusion/{}/100000", "", "batch_confusion_eigen/100000", "Eigen arrays", (None, 75, 75)),
        ("batch_confusion/{}/100000", "", "batch_confusion_floor/100000", "reading the bytes", (None, -1.2, -1.2)),
        ("batch_confusion/{}/10000000", "10,000,000 rows", "batch_confusion_table/10000000", "loop without branches", (None, 4, 4)),
        ("batch_confusion/{}/10000000", "", "batch_confusion_floor/10000000", "reading the bytes", (None, -1.25, -1.25)),
    ], 'The aims against the loop without branches were set where that took 1.1 ns a row.'),
    ("Confusion, log loss and Brier score", [
        ("batch_losses/{}/100000", "100,000 rows", "batch_losses_naive/100000", "loop with std::log", (17, 45, 75)),
        ("batch_losses/{}/100000", "", "batch_losses_eigen/100000", "Eigen arrays", None),
        ("batch_losses/{}/10000000", "10,000,000 rows", "batch_losses_naive/10000000", "loop with std::log", (None, None, 30)),
    ], 'The aims are those of sums in single precision, good to nine digits. These are in double, with the squares that the intervals need, and agree with scikit-learn to the last digits.'),
    ("Histogram of the scores of each class", [
        ("batch_score_histogram/{}/100000", "100,000 rows", "batch_score_histogram_naive/100000", "loop", 2.7),
        ("batch_score_histogram/{}/100000", "", "batch_score_histogram_boost/100000", "Boost.Histogram", 10),
        ("batch_score_histogram/{}/100000", "", "batch_score_histogram_floor/100000", "counting alone", -1.45),
        ("batch_score_histogram/{}/10000000", "10,000,000 rows", "batch_score_histogram_naive/10000000", "loop", 2),
    ], 'The aims are those of equal bins of the score, one product each. These bins are equal in log-odds, so that they stay sharp where scores crowd at 0.'),
    ("All of a binary monitor", [
        ("batch_suite/{}/100000", "100,000 rows", "batch_suite_naive/100000", "loop with std::log", (None, None, 25)),
        ("batch_suite/{}/10000000", "10,000,000 rows", "batch_suite_naive/10000000", "loop with std::log", (None, None, 17)),
    ], 'As above; and the suite has calibration, which the loop beside it has not.'),
    ("Area under the ROC curve, with DeLong's interval", [
        ("roc_auc/{}/0/1000", "1,000 rows", "roc_auc_std_sort/0/1000", "std::sort", None),
        ("roc_auc/{}/0/10000", "10,000 rows", "roc_auc_std_sort/0/10000", "std::sort", (9, None, 16)),
        ("roc_auc/{}/1/10000", "skewed", "roc_auc_std_sort/1/10000", "std::sort", (None, None, 9)),
        ("roc_auc/{}/2/10000", "two decimals", "roc_auc_std_sort/2/10000", "std::sort", (None, None, 5.5)),
        ("roc_auc/{}/3/10000", "95 % below 0.001", "roc_auc_std_sort/3/10000", "std::sort", None),
        ("roc_auc/{}/4/10000", "five values", "roc_auc_std_sort/4/10000", "std::sort", (None, None, 5.5)),
        ("roc_auc/{}/5/10000", "84 % zeros", "roc_auc_std_sort/5/10000", "std::sort", None),
        ("roc_auc/{}/3/10000", "95 % below 0.001", "roc_auc_radix_sort/3/10000", "radix sort", -1.2),
        ("roc_auc/{}/4/10000", "five values", "roc_auc_radix_sort/4/10000", "radix sort", -1.2),
        ("roc_auc/{}/0/1000000", "1,000,000 rows", "roc_auc_std_sort/0/1000000", "std::sort", (7, None, 11)),
    ], "The aims are those of the area alone; DeLong's variance counts every pair once more, from the side of the negatives."),
    ("Residuals of a regression", [
        ("residuals_block/{}", "65,536 rows", "residuals_naive", "six plain sums", (1.8, None, 4.3)),
        ("residuals_block/{}", "", "residuals_accumulators", "Boost.Accumulators", (None, None, 4.3)),
        ("relative_errors_block/{}", "relative errors", "relative_errors_naive", "two plain sums", None),
        ("error_histogram_block", "histogram of errors", "error_histogram_naive", "std::upper_bound", None),
    ], 'The state keeps 26 sums, for intervals up to the fourth moment, about a moving centre, and of a naive forecast; the loop beside it keeps six.'),
    ("Binning of a feature by frozen edges, rows as a host has them", [
        ("histogram_block/{}/10", "10 bins", "histogram_naive/10", "std::upper_bound", (18, 32, 32)),
        ("histogram_block/{}/254", "254 bins", "histogram_naive/254", "std::upper_bound", (15, 15, 15)),
        ("histogram_block/{}/254", "", "histogram_accumulators/254", "Boost.Accumulators", None),
    ], 'Ten bins go the way of 254: there is no kernel of their own, which counts by comparing.'),
    ("Kolmogorov-Smirnov of two samples in no order", [
        ("kolmogorov_smirnov/0/1000", "1,000 values each", "kolmogorov_smirnov_std_sort/0/1000", "std::sort", None),
        ("kolmogorov_smirnov/0/10000", "10,000 each", "kolmogorov_smirnov_std_sort/0/10000", "std::sort", 24),
        ("kolmogorov_smirnov/1/10000", "skewed", "kolmogorov_smirnov_std_sort/1/10000", "std::sort", None),
        ("kolmogorov_smirnov/2/10000", "two decimals", "kolmogorov_smirnov_std_sort/2/10000", "std::sort", 11),
        ("kolmogorov_smirnov/5/10000", "84 % zeros", "kolmogorov_smirnov_std_sort/5/10000", "std::sort", 3.3),
        ("kolmogorov_smirnov/0/1000000", "1,000,000 each", "kolmogorov_smirnov_std_sort/0/1000000", "std::sort", 30),
    ], 'With few distinct values the sort beside it is quick as well.'),
    ("Kolmogorov-Smirnov of a sliding window", [
        ("sliding_ks_each_row/1000/1000", "window of 1,000, D after each value", "sliding_ks_sorted_array/1000/1000", "sorted array", 14),
        ("sliding_ks_each_row/10000/10000", "of 10,000", "sliding_ks_sorted_array/10000/10000", "sorted array", 14),
        ("sliding_ks_each_thousandth/1000/1000", "of 1,000, D after each 1,000th", "sliding_ks_sorted_array/1000/1000", "sorted array", 95),
        ("sliding_ks_each_row/1000/1000", "of 1,000, D after each value", "sliding_ks_sort_again/1000/1000", "std::sort", None),
    ], ''),
    ("Area under the ROC curve of a sliding window", [
        ("sliding_auc_row/1000", "window of 1,000", "sliding_auc_trees/1000", "order-statistic trees", 6),
        ("sliding_auc_row/10000", "of 10,000", "sliding_auc_trees/10000", "order-statistic trees", 8),
        ("sliding_auc_row/1000", "of 1,000", "sliding_auc_sort/1000", "std::sort", None),
    ], ''),
    ("One prediction at a time", [
        ("observe/{}/0", "no features", "observe_naive/0", "loop with std::log", (2.2, 6, 6)),
        ("observe/{}/10", "10 features", "observe_naive/10", "and std::upper_bound", 10),
        ("observe/{}/100", "100 features", "observe_naive/100", "and std::upper_bound", 10),
    ], 'A prediction goes through the whole of a monitor, with its window, its checks and calibration; the aims were set for the sums alone.'),
    ("Two threads, one state", [
        ("threads_sharded/real_time/threads:2", "a shard each", "threads_mutex/real_time/threads:2", "one mutex", 20),
        ("threads_sharded/real_time/threads:2", "", "threads_atomics/real_time/threads:2", "atomics", None),
        ("threads_sharded/real_time/threads:1", "one thread alone", "threads_mutex/real_time/threads:1", "one mutex", None),
    ], ''),
    ("Confusion of many classes", [
        ("confusion_classes<3>", "3 classes, row by row", "confusion_classes_naive<3>", "a table of 64 bits", 1.7),
        ("confusion_classes<100>", "100 classes", "confusion_classes_naive<100>", "a table of 64 bits", 1.7),
    ], 'Row by row; there is no batch of two columns yet.'),
]


def names():
    for _, rows, _ in TABLE:
        for ours, _, peer, _, _ in rows:
            yield from ([ours.format(p) for p in PATHS] if "{}" in ours else [ours])
            yield peer


def measure(program, seconds, repetitions):
    # No escapes: no name has a dot, and angle brackets stand for themselves.
    some = "|".join(sorted("^" + name + "$" for name in set(names())))
    done = subprocess.run(
        [program, "--benchmark_format=json", f"--benchmark_filter={some}",
         f"--benchmark_min_time={seconds}", f"--benchmark_repetitions={repetitions}",
         "--benchmark_enable_random_interleaving=true"],
        check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    times = {}
    for run in report["benchmarks"]:
        if run.get("aggregate_name") == "median":
            times[run["run_name"].removesuffix("/repeats:%d" % repetitions)] = 1e9 / run["items_per_second"]
    return times, report["context"]


def number(x):
    return f"{x:.3f}" if x < 0.1 else f"{x:.2f}" if x < 10 else f"{x:.1f}" if x < 100 else f"{x:,.0f}"


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = "unknown processor"
    return model


def main():
    program, compiler = sys.argv[1], sys.argv[2]
    times, context = measure(program, 0.05, 7)
    caches = ", ".join("{} KiB {}{}".format(c["size"] // 1024, "" if c["type"] == "Unified" else c["type"].lower() + " ", f"L{c['level']}")
                       for c in context["caches"])
    out = [f"""# Performance

Written by `sh benchmarks/report.sh`. Nanoseconds an item (a row, a value), medians of seven repetitions
that take turns in one process; the ratio is how many times faster than what stands beside it, or, of a
floor, how many times slower. Batches that sort or search are another one each time. Read the ratios: the
machine is shared, and one run's differ from another's by some 15 %, memory's by 30 %.

{processor()}, {context["num_cpus"]} virtual processors, {caches}; {compiler}, plain `-O2` for generic
x86-64, the instructions chosen at run time."""]
    missed = []
    for title, rows, why in TABLE:
        out.append(f"\n## {title}\n\n| | instructions | ns | beside | ns | ratio | aim |\n|---|---|---|---|---|---|---|")
        for ours, what, peer, label, aims in rows:
            by_path = "{}" in ours
            for i, path in enumerate(PATHS if by_path else ("",)):
                name = ours.format(path) if by_path else ours
                if name not in times:
                    continue
                aim = aims[i] if isinstance(aims, tuple) else aims
                ratio = times[peer] / times[name]
                if aim is None:
                    verdict, shown = "", number(ratio)
                elif aim < 0:
                    ratio = 1 / ratio
                    shown = number(ratio) + " slower"
                    verdict = f"at most {-aim}: " + ("met" if ratio <= -aim else "missed")
                else:
                    shown = number(ratio)
                    verdict = f"{aim}: " + ("met" if ratio >= aim else "missed")
                if verdict.endswith("missed"):
                    missed.append(f"{title}, {what or 'the same'}, {path or 'plain'}, beside {label}: {shown}")
                out.append(f"| {what if i == 0 else ''} | {path or 'any'} | {number(times[name])} | {label} | {number(times[peer])} | {shown} | {verdict} |")
        if why:
            out.append("\n" + textwrap.fill(why, 105))
    print("\n".join(out))
    print("\n".join(missed), file=sys.stderr)


main()
