#!/usr/bin/env python3
"""Which of OpenBLAS's kernels are the fastest here: prints a name for OPENBLAS_CORETYPE. OpenBLAS of Debian 12 does not
know processors that are younger than itself, and may take kernels for SSE3 on one with AVX-512: no fair peer.
Library path and number of threads are the environment's."""

import os
import subprocess
import sys

PRODUCT = """
import time
import numpy as np
a = np.ones((768, 768), dtype=np.float32)
a @ a
best = float("inf")
for _ in range(10):
    start = time.perf_counter()
    a @ a
    best = min(best, time.perf_counter() - start)
print(best)
"""


def seconds(core):
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
    if core:
        environment["OPENBLAS_CORETYPE"] = core
    child = subprocess.run([sys.executable, "-c", PRODUCT], env=environment, capture_output=True, text=True, check=False)
    return float(child.stdout) if child.returncode == 0 else float("inf")  # kernels that this processor cannot run


def main():
    times = {core: seconds(core) for core in ("", "HASWELL", "ZEN", "SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS")}
    fastest = min(times, key=times.get)
    print(fastest if times[fastest] < 0.95 * times[""] else "")


main()
