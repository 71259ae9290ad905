#!/usr/bin/env python3
"""Safetensors files made by the format's description alone (struct, json, hashlib), for the tests of
files/safetensors.h. Run in this folder.

ours.safetensors     what write_safetensors must write, byte for byte
foreign.safetensors  another program's file: no digests, spaces in the header, tensors in another order
"""

import hashlib
import json
import struct

import numpy as np

KERNEL = np.array([[1, 2], [3, 4], [5, 6]], "<f4")
BIAS = np.array([0.1, -0.2], "<f4")
STEP = np.array(2**53 + 1, "<i8")


def text(header):
    return json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


data = STEP.tobytes() + KERNEL.tobytes() + BIAS.tobytes()  # wider elements first
header = {
    "__metadata__": {"classes": '["größe","b"]', "sha256": sha256(data)},
    "dense_1/kernel": entry("F32", [3, 2], 8, 32),
    "dense_1/bias": entry("F32", [2], 32, 40),
    "step": entry("I64", [], 0, 8),
}
header["__metadata__"]["header_sha256"] = sha256(text(header))
head = text(header)
head += b" " * (-len(head) % 8)
with open("ours.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(head)) + head + data)

header = {"b": entry("F64", [1], 3, 11), "a": entry("U8", [3], 0, 3), "none": entry("F32", [0, 4], 11, 11)}
head = json.dumps(header, indent=1).encode()
with open("foreign.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(head)) + head + bytes([1, 2, 255]) + struct.pack("<d", 0.1))
