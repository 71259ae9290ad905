#!/usr/bin/env python3
"""How the cost of training grows: with the width and the depth of a net, its batch, its samples, threads, and runs side
by side. Calls mlp_step and mlp, and draws a chart of each.
    bench/scaling.py BUILD SECONDS PICTURE     SECONDS for each number; the machine should have nothing else to do
Prints what it measured, as CSV: chart, series, x, y."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "mlp", "font.size": 9})
import matplotlib.pyplot as plt  # noqa: E402: only after the backend is chosen
import numpy as np  # noqa: E402

BUILD, SECONDS, PICTURE = pathlib.Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
CONFIGS = pathlib.Path(__file__).resolve().parent.parent / "configs"


class Step:
    """A step of a net of equal hidden layers, as mlp_step measures it."""

    def __init__(self, inputs, units, depth, batch, threads=1):
        widths = ",".join(map(str, [inputs] + [units] * depth + [10]))
        line = f"net:{widths}:relu:{batch}:{max(batch, 2048)}"
        command = [BUILD / "bench/mlp_step", "--threads", str(threads), "--seconds", str(SECONDS), line]
        fields = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split(",")
        self.samples_per_second = batch / float(fields[3]) * 1e6
        self.at_peak = self.samples_per_second * float(fields[7]) / float(fields[6])  # at the multiply-add peak


def seconds_of(*arguments):
    """How long a process of the program takes, from start to end."""
    start = time.perf_counter()
    subprocess.run([BUILD / "mlp", *map(str, arguments), "--quiet"], check=True)
    return time.perf_counter() - start


def powers(first, last):
    return [1 << k for k in range(first.bit_length() - 1, last.bit_length())]


def by_size(sizes, make):
    """Two series over the sizes: samples a second as measured, and as they would be at the multiply-add peak."""
    steps = [make(size) for size in sizes]
    return {"measured": [(x, s.samples_per_second) for x, s in zip(sizes, steps)],
            "at the multiply-add peak": [(x, s.at_peak) for x, s in zip(sizes, steps)]}


def by_samples(scratch):
    """Training on 16 features out of a .npy file, which is read into memory or stays where it is: samples a second of
    the whole process, in steps of 128 samples, and its peak memory in megabytes."""
    names = {"never": "read into memory", "always": "left in the file"}
    speed, memory = ({name: [] for name in names.values()} for _ in range(2))
    for count in (10**3, 10**4, 10**5, 10**6, 10**7):
        np.save(scratch / "x.npy", np.random.default_rng(1).random((count, 16), dtype=np.float32))
        np.save(scratch / "y.npy", np.arange(count) % 2)
        for stream, name in names.items():
            epochs = max(1, 10**6 // count)
            config = {"data": {"source": {"type": "npy", "features": "x.npy", "targets": "y.npy", "stream": stream}},
                      "model": {"layers": [{"type": "dense", "units": 64, "activation": "relu"},
                                           {"type": "dense", "units": 1, "activation": "sigmoid"}]},
                      "loss": "binary_crossentropy", "training": {"epochs": epochs, "batch_size": 128},
                      "diagnostics": {"every": 0}}
            (scratch / "samples.json").write_text(json.dumps(config), encoding="utf-8")
            seconds = seconds_of("train", scratch / "samples.json", "-o", scratch / "runs", "--threads", 1, "--force")
            speed[name].append((count, epochs * count / seconds))
            summary = next((scratch / "runs").glob("**/summary.json")).read_text(encoding="utf-8")
            memory[name].append((count, json.loads(summary)["environment"]["peak_memory_bytes"] / 2**20))
    return speed, memory


def by_jobs(scratch):
    """Eight runs of a tiny net: runs a second against the number that run side by side."""
    points = []
    for jobs in range(1, os.cpu_count() + 1):
        seconds = seconds_of("train", CONFIGS / "two_circles.json", "-o", scratch / "runs", "--only", "tanh-5x5-glorot",
                             "--set", "repeats=8", "-j", jobs, "--force")
        points.append((jobs, 8 / seconds))
    return {"runs of two_circles": points}


def by_threads():
    """Nets from tiny to large: samples a second with so many threads, over those of one."""
    nets = {"20×128, batch 128": (784, 128, 20, 128), "3×2048, batch 256": (784, 2048, 3, 256),
            "3×32, batch 32": (64, 32, 3, 32)}
    series = {}
    for name, net in nets.items():
        speeds = [Step(*net, threads=n).samples_per_second for n in range(1, os.cpu_count() + 1)]
        series[name] = [(n + 1, speed / speeds[0]) for n, speed in enumerate(speeds)]
    return series


def measured():
    """Chart by chart: title, label of x, label of y, logarithmic axes, series."""
    rate = "samples a second"
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        speed, memory = by_samples(scratch)
        jobs = by_jobs(scratch)
    return [
        ("width: 3 hidden layers, batch 128", "units of a layer", rate, True,
         by_size(powers(8, 4096), lambda n: Step(n, n, 3, 128))),
        ("depth: layers of 128, batch 128", "hidden layers", rate, True,
         by_size([1, 2, 5, 10, 20, 50, 100], lambda n: Step(128, 128, n, 128))),
        ("batch: 784-256-256-10", "samples of a batch", rate, True,
         by_size(powers(1, 4096), lambda n: Step(784, 256, 2, n))),
        ("samples: 16-64-1, whole process", "samples", rate, True, speed),
        ("memory of the same processes", "samples", "megabytes at most", True, memory),
        ("threads", "threads", "times as fast as one", False, by_threads()),
        ("runs side by side", "runs at a time (--jobs)", "runs a second", False, jobs),
    ]


def draw(charts):
    figure, axes = plt.subplots(2, 4, figsize=(14, 6.4), layout="constrained")
    for axis, (title, x_label, y_label, logarithmic, series) in zip(axes.flat, charts):
        for (name, points), style in zip(series.items(), ("o-", "s--", "^:")):
            axis.plot(*zip(*points), style, label=name, markersize=4)
        if logarithmic:
            axis.set(xscale="log", yscale="log")
        else:
            axis.set(xticks=range(1, os.cpu_count() + 1), ylim=(0, None))
        axis.set(title=title, xlabel=x_label, ylabel=y_label)
        axis.grid(alpha=0.3)
        axis.legend()
    for axis in axes.flat[len(charts):]:
        axis.remove()
    figure.savefig(PICTURE, metadata={"Date": None})


def main():
    charts = measured()
    for title, _, _, _, series in charts:
        for name, points in series.items():
            for x, y in points:
                print(f'"{title}","{name}",{x},{y:.6g}')
    draw(charts)


if __name__ == "__main__":
    main()
