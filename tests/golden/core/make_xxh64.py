#!/usr/bin/env python3
"""The digests in tests/core/xxh64_test.cpp, from the C library xxHash (Debian's python3-xxhash).

    python3 tests/golden/core/make_xxh64.py
"""
import xxhash

for size in (0, 1, 3, 4, 7, 8, 12, 31, 32, 33, 63, 64, 100, 1000):
    message = bytes(i * 7 % 256 for i in range(size))
    print(f"sevens({size}): 0x{xxhash.xxh64(message).hexdigest()}")
print(f'"abc": 0x{xxhash.xxh64(b"abc").hexdigest()}')
print(f"xxHash {xxhash.XXHASH_VERSION}")
