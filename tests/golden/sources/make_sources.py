#!/usr/bin/python3
"""Writes the files beside it with NumPy 1.24 and scikit-learn 1.2.1 (dump_svmlight_file), for the tests of the sources
npy, npz and libsvm, and sources.json: the arrays that the two programs read from them. Run in this folder.
"""
import json

import numpy as np
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

state = np.random.RandomState(5)
numbers = np.round(state.normal(size=(5, 3)), 3)
arrays = {
    "f8": numbers,
    "f4": numbers.astype("<f4"),
    "f8_big": numbers.astype(">f8"),
    "f4_big": numbers.astype(">f4"),
    "i2_big": np.array([[1, -2], [300, -400]], dtype=">i2"),
    "u4_big": np.array([[1, 4000000000]], dtype=">u4"),
    "i8": np.array([[-5, 6], [7, 1 << 40]], dtype="<i8"),
    "u1": np.arange(250, 256, dtype="u1").reshape(2, 3),
    "i1": np.array([[-128, 127]], dtype="i1"),
    "bool": np.array([[True, False], [False, True]]),
    "vector": np.array([1.5, -2.5, 0.25]),
    "images": np.arange(12, dtype="u1").reshape(3, 2, 2),
    "fortran": np.asfortranarray(numbers),
    "f2": np.array([[0.1, -2.5, 65504], [6e-8, -6.1e-5, 0]], dtype="<f2"),
    "f2_big": numbers.astype(">f2"),
}
expected = {}
for name, array in arrays.items():
    np.save(f"{name}.npy", array)
    expected[name] = array.reshape(len(array), -1).astype("f8").tolist()
np.save("labels.npy", np.array([0, 1, 1, 0, 1]))
species = ["rose", "\u00d6lbaum", "oak", "rose", "oak"]
np.save("names.npy", np.array(species))
np.save("names_big.npy", np.array(species).astype(">U12"))
np.save("names_bytes.npy", np.array([name.encode() for name in species]).reshape(5, 1))
np.save("digits.npy", np.array(["7", "10", "7", "2", "10"]))
np.savez("names.npz", x=numbers, y=np.array(species))
np.save("two_targets.npy", np.arange(10.0).reshape(5, 2))
np.savez_compressed("both.npz", x_train=numbers, y_train=np.array([0, 1, 1, 0, 1]))

sparse = numbers * (state.rand(5, 3) < 0.6)
sparse[:, 1] = 0
sparse[2] = 0
sparse[0, 2] = -0.125
classes, values = np.array([3, -1, 3, 7, -1]), np.array([0.5, -1e-3, 2.25, 0.0, 100.0])
dump_svmlight_file(sparse, classes, "one_based.svm", zero_based=False)
dump_svmlight_file(sparse, values, "zero_based.svm", zero_based=True, comment="two lines\nof words")
dump_svmlight_file(sparse, classes, "groups.svm", zero_based=False, query_id=[1, 1, 2, 2, 3])
for name, zero_based in [("one_based", False), ("zero_based", True), ("groups", False)]:
    x, y = load_svmlight_file(f"{name}.svm", n_features=3, zero_based=zero_based)
    expected[name] = {"x": x.toarray().tolist(), "y": y.tolist()}

with open("sources.json", "w", encoding="ascii") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
