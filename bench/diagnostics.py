#!/usr/bin/env python3
"""What the diagnostics cost at their default, in per cent of the training without them.

    /usr/bin/python3 bench/diagnostics.py [--rounds N] [--build BUILD]

Two runs, each with them and with "diagnostics": {"every": 0}, in turn, without report, on one thread: 2-5-5-5-5-5-1 on
the two circles, 500 epochs (five times in a round, being short); and W4, 784-256-128-10 with relu in batches of 128, on
60,000 random images, 10 epochs. Prints medians: of the training time, which is `seconds` in summary.json, and of the
whole process; and how far the rounds differ, as half of their range.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
IMAGES, PIXELS = 60_000, 784


def write_images(place):
    """Random images and labels as idx files, and the config of W4."""
    header = (0x803).to_bytes(4, "big") + b"".join(n.to_bytes(4, "big") for n in (IMAGES, 28, 28))
    (place / "images").write_bytes(header + os.urandom(IMAGES * PIXELS))
    labels = bytes(byte % 10 for byte in os.urandom(IMAGES))
    (place / "labels").write_bytes((0x801).to_bytes(4, "big") + IMAGES.to_bytes(4, "big") + labels)
    layers = [{"type": "dense", "units": units, "activation": name}
              for units, name in ((256, "relu"), (128, "relu"), (10, "softmax"))]
    source = {"type": "idx", "images": str(place / "images"), "labels": str(place / "labels")}
    (place / "w4.json").write_text(json.dumps({
        "name": "w4", "data": {"source": source}, "model": {"layers": layers}, "loss": "categorical_crossentropy",
        "optimizer": {"type": "sgd", "learning_rate": 0.01, "momentum": 0.9},
        "training": {"epochs": 10, "batch_size": 128}, "precision": "float32"}), encoding="utf-8")


def seconds_of(command, runs):
    """Of the training, and of the whole process."""
    start = time.perf_counter()
    subprocess.run(list(map(str, command)), check=True)
    whole = time.perf_counter() - start
    summary = next(runs.glob("**/summary.json")).read_text(encoding="utf-8")
    return json.loads(summary)["seconds"], whole


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        write_images(place)
        runs = place / "runs"
        common = ["--set", "report.each_run=false", "-o", runs, "--force", "--quiet", "--threads", 1]
        circles = ["train", ROOT / "configs/two_circles.json", "--only", "tanh-5x5-glorot", "--set", "repeats=1"]
        nets = {"two circles": (circles, 5), "W4": (["train", place / "w4.json"], 1)}
        readings = {(net, every): [] for net in nets for every in ("default", 0)}
        for _ in range(options.rounds):
            for net, (command, times) in nets.items():
                for _ in range(times):
                    for every in ("default", 0):
                        without = ["--set", "diagnostics.every=0"] if every == 0 else []
                        shutil.rmtree(runs, ignore_errors=True)
                        program = [options.build / "mlp", *command, *common, *without]
                        readings[net, every].append(seconds_of(program, runs))
        print("| run | without | with | they cost | ± |\n|---|---|---|---|---|")
        for net in nets:
            for what, part in (("training", 0), ("process", 1)):
                off, on = ([pair[part] for pair in readings[net, every]] for every in (0, "default"))
                low, high = statistics.median(off), statistics.median(on)
                spread = (max(off) - min(off)) / 2 / low
                print(f"| {net}, {what} | {low:.4f} s | {high:.4f} s | {high / low - 1:.1%} | {spread:.0%} |")


if __name__ == "__main__":
    main()
