#!/usr/bin/env python3
"""Whole processes, from start to end: what a user waits for.

    /usr/bin/python3 bench/process.py [--rounds N] [--build BUILD]

Trains 2-5-5-5-5-5-1 with tanh on data/two_circles.csv: 500 epochs of 500 samples in batches of 32, sgd with momentum,
the other 500 samples measured after each epoch, and a curve of both losses on the disk. This program writes everything
else of a run besides (layers, views, model, pictures, report.html); once more without report and pictures; and once
more without diagnostics, too, which leaves the curve, the model and the summary. The peers do what their tutorials do,
and write the curve alone. In a round each has its turn, on one thread. Prints medians, ranges, how many times as long
each takes as this program with everything and with the curve alone, and the most memory.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

DATA = """
import csv, sys
import numpy as np
rows = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype=np.float32)
x, y = rows[:, :2], rows[:, 2]
x = 2 * (x - x.min(0)) / (x.max(0) - x.min(0)) - 1
x_train, y_train, x_test, y_test = x[:500], y[:500], x[500:], y[500:]
curve = []
"""
END = """
with open(sys.argv[2], "w", newline="") as file:
    csv.writer(file).writerows(curve)
"""
SCIKIT_LEARN = DATA + """
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier
net = MLPClassifier([5] * 5, "tanh", solver="sgd", batch_size=32, learning_rate_init=0.01, momentum=0.9,
                    nesterovs_momentum=False, alpha=0, random_state=1)
for epoch in range(500):
    net.partial_fit(x_train, y_train, classes=[0, 1])
    curve.append((epoch + 1, net.loss_, log_loss(y_test, net.predict_proba(x_test))))
""" + END
PYTORCH = DATA + """
import torch
torch.set_num_threads(1)
torch.manual_seed(1)
layers, inputs = [], 2
for _ in range(5):
    layers += [torch.nn.Linear(inputs, 5), torch.nn.Tanh()]
    inputs = 5
net = torch.nn.Sequential(*layers, torch.nn.Linear(5, 1))
criterion = torch.nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
x_train, x_test = torch.from_numpy(x_train), torch.from_numpy(x_test)
y_train, y_test = torch.from_numpy(y_train)[:, None], torch.from_numpy(y_test)[:, None]
for epoch in range(500):
    total = 0
    for which in torch.randperm(500).split(32):
        optimizer.zero_grad()
        loss = criterion(net(x_train[which]), y_train[which])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(which)
    with torch.no_grad():
        curve.append((epoch + 1, total / 500, criterion(net(x_test), y_test).item()))
""" + END


def run(command, runs):
    """Seconds from start to end, and the most memory in megabytes: of this program what its summary.json in the folder
    `runs` says, since the system counts what this script has when it starts it."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    start = time.perf_counter()
    child = subprocess.Popen(list(map(str, command)), env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{command[0]} failed")
    seconds, megabytes = time.perf_counter() - start, usage.ru_maxrss / 1024
    if runs in command:
        summary = next(runs.glob("**/summary.json")).read_text(encoding="utf-8")
        megabytes = json.loads(summary)["environment"]["peak_memory_bytes"] / 2**20
    return seconds, megabytes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        here = [options.build / "mlp", "train", ROOT / "configs/two_circles.json", "--only", "tanh-5x5-glorot", "--set",
                "repeats=1", "-o", place / "runs", "--force", "--quiet", "--threads", 1]
        peer = [ROOT / "data/two_circles.csv", place / "curve.csv"]
        no_report = [*here, "--set", "report.each_run=false"]
        commands = {"mlp, everything": here, "mlp without report": no_report,
                    "mlp, the curve alone": [*no_report, "--set", "diagnostics.every=0"],
                    "scikit-learn": [sys.executable, "-c", SCIKIT_LEARN, *peer],
                    "PyTorch": [sys.executable, "-c", PYTORCH, *peer]}
        readings = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                readings[name].append(run(command, place / "runs"))
        medians = {name: statistics.median(seconds for seconds, _ in pairs) for name, pairs in readings.items()}
        print("| process | median | range | to everything | to the curve | memory |\n|---|---|---|---|---|---|")
        for name, pairs in readings.items():
            seconds = [each for each, _ in pairs]
            ratios = [f"×{medians[name] / medians[ours]:.3g}" for ours in ("mlp, everything", "mlp, the curve alone")]
            print(f"| {name} | {medians[name]:.4f} s | {min(seconds):.4f} to {max(seconds):.4f} | "
                  f"{' | '.join(ratios)} | {max(memory for _, memory in pairs):.0f} MB |")


if __name__ == "__main__":
    main()
