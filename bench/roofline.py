#!/usr/bin/env python3
"""Draws the roofline of this machine (Williams, Waterman & Patterson 2009) with the products of dense layers below it.
    bench/roofline.py BUILD PICTURE     the machine should have nothing else to do
Up to where data come from memory, the roof is bandwidth times intensity; from there on, the multiply-add peak. The
intensity of a product is its operations over the bytes of its three matrices, each moved once. Prints the points as
CSV: name, operations per byte, operations per second, and that in per cent of the peak."""

import json
import pathlib
import re
import subprocess
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "mlp", "font.size": 9})
import matplotlib.pyplot as plt  # noqa: E402: only after the backend is chosen
import numpy as np  # noqa: E402

BUILD, PICTURE = pathlib.Path(sys.argv[1]), sys.argv[2]
KINDS = {"dense_forward<float>": ("forward: W·x", "o"), "dense_input_gradient<float>": ("∂J/∂x: Wᵀ·ds", "s"),
         "dense_weight_gradient<float>": ("∂J/∂W: ds·xᵀ", "^")}
PLACES = {"16384": "first cache", "262144": "second cache", "8388608": "third cache", "536870912": "memory"}
NAMED = ("5×5×32", "100×64×32", "256×784×32", "128×256×128", "2048×2048×256", "4096×4096×1024")  # on the picture


def measured():
    """Medians of rounds in random order: the processor's clock changes, and shall do so for the peak as for the rest."""
    command = [BUILD / "bench/mlp_micro", "--benchmark_format=json", "--benchmark_filter=machine|dense_.*<float>",
               "--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=9", "--benchmark_min_time=0.1"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["benchmarks"]
    return [b | {"name": b["run_name"].removesuffix("/repeats:9")} for b in found if b.get("aggregate_name") == "median"]


def point(benchmark):
    """Kind, label, operations per byte and per second of a product."""
    kind, *sizes = re.fullmatch(r"(.*)/outputs:(\d+)/inputs:(\d+)/samples:(\d+)", benchmark["name"]).groups()
    outputs, inputs, samples = map(int, sizes)
    moved = 4 * (outputs * inputs + inputs * samples + outputs * samples)
    return kind, "×".join(sizes), 2 * outputs * inputs * samples / moved, benchmark["flops"]


def main():
    benchmarks = measured()
    peak = next(b["flops"] for b in benchmarks if b["name"] == "machine/multiply_adds")
    reads = {b["name"].split(":")[1]: b["bytes_per_second"] for b in benchmarks if b["name"].startswith("machine/read")}
    speeds = {size: reads[size] for size in PLACES}
    points = sorted(point(b) for b in benchmarks if b["name"].startswith("dense_"))

    figure, axis = plt.subplots(figsize=(8, 5), layout="constrained")
    intensity = np.geomspace(0.5, 1000, 100)
    for (size, speed), style in zip(speeds.items(), (":", "-.", "--", "-")):
        axis.plot(intensity, np.minimum(peak, speed * intensity) / 1e9, "k" + style, linewidth=1,
                  label=f"{PLACES[size]}, {speed / 1e9:.0f} GB/s")
        print(f"read {size} bytes,,{speed:.4g},")
    axis.annotate(f"multiply-add peak, {peak / 1e9:.0f} GFLOP/s", (1000, peak / 1e9), (0, 4), textcoords="offset points",
                  ha="right")
    for kind, (name, marker) in KINDS.items():
        own = [(x, y / 1e9) for k, _, x, y in points if k == kind]
        axis.plot(*zip(*own), marker, label=name, markersize=6, fillstyle="none")
    for kind, sizes, x, y in points:
        print(f"{kind} {sizes},{x:.4g},{y:.4g},{100 * y / peak:.0f}")
    for sizes in NAMED:
        x, y = min((x, y / 1e9) for _, name, x, y in points if name == sizes)
        axis.annotate(sizes, (x, y), (0, -14), textcoords="offset points", fontsize=7, ha="center")
    print(f"multiply-add peak,,{peak:.4g},100")
    axis.set(xscale="log", yscale="log", xlim=(0.5, 1000), xlabel="operations per byte of the three matrices",
             ylabel="GFLOP/s", title="Products of dense layers, float32, one thread: outputs × inputs × samples")
    axis.set_yticks([20, 50, 100, 200], ["20", "50", "100", "200"], minor=False)
    axis.grid(alpha=0.3, which="both")
    axis.legend(loc="lower right", fontsize=8)
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
