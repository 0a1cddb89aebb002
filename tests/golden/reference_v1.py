# SPDX-License-Identifier: Apache-2.0
"""A saved reference of version 1, out of docs/reference_format.md alone. Every later build must read
its bytes; a new version gets a file of its own, and this one stays as it is.

    python3 reference_v1.py > reference_v1.bin
"""
import struct
import sys


def crc64_xz(data):
    rest = 2**64 - 1
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xC96C5795D7870F42 if rest & 1 else 0)
    return rest ^ 2**64 - 1


assert crc64_xz(b"123456789") == 0x995DC9BBDF1939FA


def u8(x): return struct.pack("<B", x)
def u32(x): return struct.pack("<I", x)
def u64(x): return struct.pack("<Q", x)
def f64(x): return struct.pack("<d", x)
def text(s): return u64(len(s.encode())) + s.encode()
def doubles(xs): return u64(len(xs)) + b"".join(map(f64, xs))
def counts(ns): return u64(len(ns)) + b"".join(map(u64, ns))
def section(tag, body): return tag + u64(len(body)) + body


def numeric(name, edges, lowest, highest, grid, values, missing, deviation=None, keep=True):
    cells = [0] * (len(edges) + 1) + [missing]
    for x in values:
        cells[sum(edge <= x for edge in edges)] += 1
    body = text(name) + u8(0)
    body += u8(0) if deviation is None else u8(1) + f64(deviation)
    body += f64(lowest) + f64(highest) + grid + doubles(edges)
    return section(b"COLM", body + counts(cells) + doubles(sorted(values) if keep else []))


def categorical(name, codes, others, values, missing, keep=True, texts=()):
    cells = [values.count(c) for c in codes]
    if others:
        cells.append(sum(values.count(c) for c in others))
    body = text(name) + u8(1) + u8(0) + doubles(codes) + doubles(others)
    body += u64(len(texts)) + b"".join(map(text, texts))
    return section(b"COLM", body + counts(cells + [0, missing]) +
                   doubles(sorted(values) if keep else []))


def linear(origin, scale): return u8(1) + f64(origin) + f64(scale)
def image(origin, scale): return u8(2) + u64(origin) + f64(scale)


search = u8(0)


def metric(name, better, value=None, n=0, bounds=None, promise=0):
    body = text(name) + u8(better)
    if value is None:
        return body + u8(0)
    body += u8(1) + f64(value) + u64(n)
    return body + (u8(0) if bounds is None else u8(1) + f64(bounds[0]) + f64(bounds[1]) +
                   u8(promise))


features = [
    numeric("linear", [10, 20, 30], -2.5, 41, linear(0, 1), [-2.5, 10, 10, 19.75, 30, 41], 1,
            float.fromhex("0x1.0c8p4")),
    numeric("image", [1.5, 2, 3, 4], 1, 1e300, image(0xBFF0000000000000, 2.0**-48),
            [1, 1.75, 2, 3, 3.5, 4, 1e300], 0),
    numeric("search", [-2.0**-1070, 0.1], -1, 1, search, [-1, -0.0, 0.05, 0.1, 1], 2, keep=False),
    categorical("kind", [-3, 0, 1], [], [0, 0, 1, -3, 1, 1], 1,
                texts=["red", "", "h\u00f6lzern, \"green\""]),
    categorical("na\u00efve \"id\"", [7, 2.0**53], [-5, 8, 1e15],
                [7, 7, 2.0**53, 2.0**53, -5, 8, 1e15], 0, keep=False),
]
output = numeric("score", [0.25, 0.5, 0.75], 0, 1, linear(0, 4),
                 [0, 0.125, 0.25, 0.3, 0.5, 0.8, 1], 0)
label = categorical("label", [0, 1], [], [0, 0, 1, 1, 1], 0)
metrics = [
    metric("accuracy", 0, 0.8, 5, (0.3755, 0.9638), 0),
    metric("log_loss", 1, 0.5, 5, (0, float("inf")), 1),
    metric("base_rate", 2, 0.6, 5),
    metric("mcc", 0),
]
model = (u8(0) + u64(2) + text("churn 1.4.2") + u64(8) + u64(1) + u64(5) + f64(0.375) + u8(0) +
         u64(len(features)) + u8(1))
body = (section(b"MODL", model) + b"".join(features) + output + label +
        section(b"METR", u64(len(metrics)) + b"".join(metrics)))
head = b"telltale" + b"reference\0\0\0" + u32(1)
covered = head + u64(len(head) + 8 + len(body) + 8) + body
sys.stdout.buffer.write(covered + u64(crc64_xz(covered)))
