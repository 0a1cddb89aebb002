# SPDX-License-Identifier: Apache-2.0
"""Golden CRC-64s: those that liblzma puts behind the one block of an .xz file, read back out of it.

    python3 checksum.py > checksum.json
"""
import json
import lzma
import platform
import random


def crc64(data):
    xz = lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64)
    index = 4 * (int.from_bytes(xz[-8:-4], "little") + 1)
    end = len(xz) - 12 - index  # of the block: what is left is the index and the footer
    return int.from_bytes(xz[end - 8:end], "little")


assert crc64(b"123456789") == 0x995DC9BBDF1939FA  # the published check value
rng = random.Random(64)
texts = [b"123456789", b"a", b"\0", b"\xff" * 8, bytes(range(256)),
         bytes(rng.randrange(256) for _ in range(1000))]
print(json.dumps({
    "python": platform.python_version(),
    "cases": [{"hex": t.hex(), "crc64": f"{crc64(t):016x}"} for t in texts],
}, indent=1))
