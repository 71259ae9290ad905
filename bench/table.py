#!/usr/bin/env python3
"""The table of docs/performance.md from the lines that scripts/benchmark.sh collects:
program,workload,threads,median_us,best_us,memory_mb and, for mlp, gflops,peak_gflops."""

import collections
import csv
import os
import platform
import re
import statistics
import subprocess
import sys


def microseconds(value):
    """Three digits, with a unit that keeps them readable."""
    for limit, factor, unit in ((1e3, 1, "µs"), (1e6, 1e-3, "ms"), (float("inf"), 1e-6, "s")):
        if value < limit:
            digits = f"{value * factor:.3g}"
            return f"{float(digits):g} {unit}"
    raise ValueError(value)


def ratio(value):
    return f"×{value:.0f}" if value >= 100 else f"×{value:.3g}" if value >= 10 else f"×{value:.2f}"


def spread(values):
    """Half of the range, relative to the median."""
    return f"{(max(values) - min(values)) / 2 / statistics.median(values):.0%}"


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        text = file.read()
    names = [re.search(rf"^{key}\s*: (.*)$", text, re.M).group(1) for key in ("model name", "cpu family", "model")]
    isa = "AVX-512" if "avx512f" in text else "AVX2" if "avx2" in text else "SSE2"
    return f"{names[0]} (family {names[1]} model {names[2]}), {os.cpu_count()} logical CPUs, {isa}"


def version(package):
    """Of a Debian package, or nothing."""
    query = ["dpkg-query", "-W", "-f=${Version}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return re.split(r"[-+]", answer)[0]


PACKAGES = {"pytorch": ("PyTorch", "python3-torch"), "scikit-learn": ("scikit-learn", "python3-sklearn"),
            "fann": ("FANN", "libfann2"), "eigen": ("Eigen", "libeigen3-dev"),
            "eigen+onednn": ("Eigen on oneDNN", "libdnnl2")}


def main():
    times, memory, rates = (collections.defaultdict(list) for _ in range(3))
    workloads, programs = [], []
    with open(sys.argv[1], encoding="utf-8") as file:
        for row in csv.reader(file):
            key = row[1], int(row[2])
            times[row[0], *key].append(float(row[3]))
            memory[row[0], *key].append(int(row[5]))
            if row[0] == "mlp":
                rates[key].append((float(row[6]), float(row[7])))
                if row[1] not in workloads:
                    workloads.append(row[1])
            elif row[0] not in programs:
                programs.append(row[0])
    programs.sort(key=list(PACKAGES).index)

    rounds = max(len(values) for values in times.values())
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    print(f"{machine()}; Linux {platform.release()}; {compiler}")
    print("; ".join(f"{PACKAGES[p][0]} {version(PACKAGES[p][1])}" for p in programs))
    print(f"Medians of {rounds} interleaved rounds; ± is half of the range between the rounds, of the step or the peer's.\n")
    for threads in sorted({key[2] for key in times}):
        print(f"{threads} thread{'s' if threads > 1 else ''}\n")
        print("| workload | a step | ± | GFLOP/s | peak | share | " + " | ".join(PACKAGES[p][0] for p in programs) + " |")
        print("|---|---|---|---|---|---|" + "---|" * len(programs))
        for workload in workloads:
            own = times.get(("mlp", workload, threads))
            if own is None:
                continue
            median = statistics.median(own)
            gflops, peak = (statistics.median(values) for values in zip(*rates[workload, threads]))
            share = statistics.median(rate / top for rate, top in rates[workload, threads])  # of the same moment
            cells = [workload, microseconds(median), spread(own), f"{gflops:.3g}", f"{peak:.0f}", f"{share:.0%}"]
            for program in programs:
                theirs = times.get((program, workload, threads))
                cells.append(f"{ratio(statistics.median(theirs) / median)} ± {spread(theirs)}" if theirs else "")
            print("| " + " | ".join(cells) + " |")
        print()
    print("Peak memory in MB of a process that ran all workloads, one after the other: " + ", ".join(
        f"{'mlp' if p == 'mlp' else PACKAGES[p][0]} {max(max(values) for key, values in memory.items() if key[0] == p)}"
        for p in ["mlp"] + programs))


main()
