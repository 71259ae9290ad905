"""Writes generators.txt: what NumPy's RandomState and scikit-learn's generators of labelled points give.

Made with NumPy 1.24 and scikit-learn 1.2.1. Each block is a line "NAME ARGUMENTS… COUNT" and COUNT lines of numbers.
"""
import os
import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_gaussian_quantiles, make_moons

lines = []

def block(head, rows):
    lines.append(f"{head} {len(rows)}")
    lines.extend(" ".join(repr(float(v)) for v in row) for row in rows)

for seed in (0, 1, 42, 2**32 - 1):
    state = np.random.RandomState(seed)
    # The odd number of normals leaves one waiting while uniforms are drawn.
    block(f"state {seed}", [state.uniform(size=3), state.normal(size=3), state.uniform(-10, 10, size=2),
                            state.normal(size=2), state.permutation(10), state.permutation(1), state.uniform(size=1)])

def points(head, X, y):
    """All of a few samples; of many the first, the last, and the sums with weights that tell the order."""
    n = len(y)
    rows = np.column_stack([X, y])
    if n > 20:
        weights = np.arange(1, n + 1) / n
        rows = np.vstack([rows[:3], rows[-2:], weights @ rows])
    block(f"{head}", list(rows))

for n, noise, factor, seed in [(1000, 0.1, 0.8, 1), (7, 0, 0.8, 0), (1, 0.5, 0.8, 3), (2, 0.1, 0.5, 5), (501, 0.25, 0.3, 2**32 - 1)]:
    points(f"circles {n} {noise} {factor} {seed}", *make_circles(n, noise=noise, factor=factor, random_state=seed))
for n, noise, seed in [(1000, 0.2, 1), (7, 0, 0), (1, 0.5, 3), (3, 0.1, 4), (501, 0.25, 2**32 - 1)]:
    points(f"moons {n} {noise} {seed}", *make_moons(n, noise=noise, random_state=seed))
for n, features, centers, std, seed in [(1000, 2, 3, 1.0, 1), (7, 2, 3, 0.5, 0), (1, 2, 1, 1.0, 3), (11, 4, 5, 2.0, 7),
                                        (502, 3, 4, 1.5, 2**32 - 1), (6, 2, 2, 0.0, 8)]:
    points(f"blobs {n} {features} {centers} {std} {seed}",
           *make_blobs(n, n_features=features, centers=centers, cluster_std=std, random_state=seed))
for n, features, classes, variance, seed in [(1000, 2, 3, 1.0, 1), (7, 2, 3, 0.5, 0), (1, 2, 1, 1.0, 3), (11, 10, 5, 2.0, 7),
                                             (502, 3, 4, 1.5, 2**32 - 1), (20, 1, 20, 9.0, 8)]:
    points(f"gaussian_quantiles {n} {features} {classes} {variance} {seed}",
           *make_gaussian_quantiles(n_samples=n, n_features=features, n_classes=classes, cov=variance, random_state=seed))

with open(os.path.join(os.path.dirname(__file__), "generators.txt"), "w") as file:
    file.write("\n".join(lines) + "\n")
