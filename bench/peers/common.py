"""What the peers in Python share: the workloads, as `mlp_step --list` prints them, made-up data, and the stopwatch."""

import resource
import statistics
import sys
import time

import numpy as np


class Workload:
    """A line of `mlp_step --list`: name, widths of the layers, activation, batch, samples."""

    def __init__(self, line):
        self.name, widths, self.activation, batch, samples = line.split(":")
        self.widths = [int(width) for width in widths.split(",")]
        self.batch = int(batch)
        self.samples = int(samples)

    def data(self):
        """Uniform features, and class numbers that have nothing to do with them: the work is the same."""
        features = np.random.default_rng(1).random((self.samples, self.widths[0]), dtype=np.float32)
        return features, np.arange(self.samples) % max(2, self.widths[-1])


def measure(program, step):
    """Calls step(workload), which gives a function that does some steps and returns their number, for the workloads on
    the command line: PROGRAM THREADS SECONDS LINE... Prints median and best time of a step as mlp_step does."""
    threads, seconds = int(sys.argv[1]), float(sys.argv[2])
    for workload in (Workload(line) for line in sys.argv[3:]):
        chunks = list(chunks_of(step(workload, threads), seconds))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{program},{workload.name},{threads},{statistics.median(chunks) * 1e6:.4f},{min(chunks) * 1e6:.4f},{memory}",
              flush=True)


def chunks_of(some_steps, seconds):
    """Seconds a step, of chunks of at least 20 ms: three, unless they take four times as long as was asked for. The first
    calls touch memory for the first time."""
    some_steps()
    spent, count = 0.0, 0
    while spent < seconds or (count < 3 and spent < 4 * seconds):
        steps, start = 0, time.perf_counter()
        while (passed := time.perf_counter() - start) < 0.02:
            steps += some_steps()
        passed = time.perf_counter() - start
        spent += passed
        count += 1
        yield passed / steps
