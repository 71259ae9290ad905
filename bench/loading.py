"""How long data take to load, here and with pandas and NumPy; after `cmake --build build --target mlp_loading`:

    /usr/bin/python3 bench/loading.py [--rounds N] [--mnist FOLDER] [--program PATH]

CSV: a file of about 100 MB, 20 columns of normal numbers of six digits (%.6g), into columns of float64. MNIST: the
unpacked idx files of the training part (FOLDER, as published, with or without .gz), into pixels from 0 to 1 in float32;
and the .gz files themselves, where FOLDER has them. In a round each program has its turn, in a process of its own and
on one core; "two cores" is the CSV file again on two. The files are in the system's cache. Prints the median and the range of each.
"""

import argparse
import gzip
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent

# What a user writes; the seconds of it alone, without those of the imports.
PANDAS = """
import sys, time, pandas
start = time.perf_counter()
values = pandas.read_csv(sys.argv[1]).to_numpy()
print(time.perf_counter() - start)
"""
NUMPY = """
import sys, time, numpy
start = time.perf_counter()
images = numpy.fromfile(sys.argv[1], dtype=numpy.uint8)[16:].reshape(-1, 784).astype(numpy.float32) / numpy.float32(255)
labels = numpy.fromfile(sys.argv[2], dtype=numpy.uint8)[8:].astype(numpy.int64)
print(time.perf_counter() - start)
"""
GZIP = """
import gzip, sys, time, numpy
start = time.perf_counter()
images, labels = (numpy.frombuffer(gzip.open(file).read(), dtype=numpy.uint8) for file in sys.argv[1:])
images = images[16:].reshape(-1, 784).astype(numpy.float32) / numpy.float32(255)
labels = labels[8:].astype(numpy.int64)
print(time.perf_counter() - start)
"""


def write_csv(path, rows=560_000, columns=20):
    import numpy as np

    values = np.random.default_rng(1).standard_normal((rows // 10, columns))
    lines = "".join(",".join("%.6g" % value for value in row) + "\n" for row in values)
    header = ",".join(f"x{i}" for i in range(columns)) + "\n"
    path.write_text(header + lines * 10)


def unpacked(folder, name, place):
    file = pathlib.Path(folder) / name
    content = file.read_bytes() if file.exists() else gzip.decompress(file.with_name(name + ".gz").read_bytes())
    (place / name).write_bytes(content)
    return str(place / name)


def seconds(command, cores):
    """Of the program's own count, on as many cores."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    chosen = sorted(os.sched_getaffinity(0))[:cores]
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True,
                                preexec_fn=lambda: os.sched_setaffinity(0, chosen)).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mnist")
    parser.add_argument("--program", default=str(ROOT / "build/bench/mlp_loading"))
    options = parser.parse_args()
    program = options.program
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        write_csv(place / "numbers.csv")
        size = (place / "numbers.csv").stat().st_size
        csv = str(place / "numbers.csv")
        commands = {"CSV, here": [program, "csv", csv], "CSV, here, two cores": [program, "csv", csv],
                    "CSV, pandas": [sys.executable, "-c", PANDAS, csv]}
        if options.mnist:
            names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
            files = [unpacked(options.mnist, name, place) for name in names]
            commands["MNIST, here"] = [program, "idx", *files]
            commands["MNIST, NumPy"] = [sys.executable, "-c", NUMPY, *files]
            packed = [str(pathlib.Path(options.mnist) / (name + ".gz")) for name in names]
            if all(map(os.path.exists, packed)):
                commands["MNIST .gz, here"] = [program, "idx", *packed]
                commands["MNIST .gz, gzip and NumPy"] = [sys.executable, "-c", GZIP, *packed]
        times = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                times[name].append(seconds(command, 2 if name.endswith("two cores") else 1))
        for name, values in times.items():
            rate = f", {size / 1e9 / statistics.median(values):.2f} GB/s" if name.startswith("CSV") else ""
            print(f"{name}: {statistics.median(values) * 1e3:.1f} ms ({min(values) * 1e3:.1f} to "
                  f"{max(values) * 1e3:.1f}){rate}")


if __name__ == "__main__":
    main()
