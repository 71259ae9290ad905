#!/usr/bin/env python3
"""Arrays written by NumPy, for the tests of core/npy.h. Run in this folder; NumPy 1.24 made the files beside it."""

import io
import zipfile

import numpy as np

TYPES = ["f8", "f4", "i8", "u8", "i4", "u4", "i2", "u2", "i1", "u1", "?", "f2"]


def values(kind):
    """0, 1, 2, … 5 in two rows of three; the first negative where the type can be."""
    array = np.arange(6).reshape(2, 3)
    if kind[0] in "fi":
        array[0, 0] = -7
    return array.astype(kind)


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def archive(path, entries, method):
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            file.writestr(info, content)


all_types = {kind.replace("?", "b1"): npy(values(kind)) for kind in TYPES}
archive("types_stored.npz", all_types, zipfile.ZIP_STORED)
archive("types_deflated.npz", all_types, zipfile.ZIP_DEFLATED)

cube = np.arange(24, dtype="f4").reshape(2, 3, 4)
layouts = {
    "c_order": npy(cube),
    "fortran_order": npy(np.asfortranarray(cube)),
    "version_2": npy(cube, (2, 0)),
    "version_3": npy(cube, (3, 0)),
    "scalar": npy(np.float64(0.1)),
    "vector": npy(np.array([1.5, -2.5])),
    "empty": npy(np.zeros((0, 3))),
    "big_endian": npy(cube.astype(">f4")),
}
archive("layouts.npz", layouts, zipfile.ZIP_DEFLATED)

words = ["Gr\u00f6\u00dfe", "\u6c34", "", "\U0001f600 x", "a"]
texts = {
    "characters": npy(np.array(words)),
    "characters_big": npy(np.array(words).astype(">U8")),
    "bytes": npy(np.array([word.encode() for word in words])),
}
archive("texts.npz", texts, zipfile.ZIP_DEFLATED)

# What numpy.savez itself writes: zip64 fields in front of the entries.
np.savez("savez.npz", **{"dense_1/kernel": cube[0], "dense_1/bias": np.array([0.1, 0.2])})

refused = {
    "date": npy(np.zeros(2, dtype="M8[s]")),
    "text": npy(np.array(["a", "b"])),
    "fields": npy(np.zeros(2, dtype=[("x", "f4"), ("y", "f4")])),
    "complex": npy(np.zeros(2, dtype="c8")),
}
archive("refused.npz", refused, zipfile.ZIP_STORED)
