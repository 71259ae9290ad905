#!/usr/bin/env python3
"""Writes the data files of this folder again, bit for bit, from scikit-learn (1.2.1; any version gives the same).

    python3 data/make_data.py [FOLDER]

Numbers are written as the shortest decimals that read back exactly.
"""

import csv
import pathlib
import sys

from sklearn.datasets import load_digits, load_iris, make_circles

def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
if folder.is_file():
    folder = folder.parent

points, labels = make_circles(n_samples=1000, noise=0.1, random_state=1)
write(folder / "two_circles.csv", ["x1", "x2", "label"],
      ([*map(repr, map(float, x)), label] for x, label in zip(points, labels)))

digits = load_digits()
write(folder / "digits.csv", [*digits.feature_names, "digit"],
      ([*map(int, x), label] for x, label in zip(digits.data, digits.target)))

iris = load_iris()
write(folder / "iris.csv", ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"],
      ([*map(float, x), iris.target_names[label]] for x, label in zip(iris.data, iris.target)))
