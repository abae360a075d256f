"""Safetensors files as dictionaries of NumPy arrays, with NumPy and the standard library alone.

    tensors, metadata = read("digits.safetensors")
    write("digits.safetensors", tensors, metadata)
"""
import contextlib
import json
import math
import os
import struct

import numpy

TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?",
}
NAMES = {numpy.dtype(code): name for name, code in TYPES.items()}


def read(path):
    """The tensors by name, and the metadata. bfloat16, which NumPy does not have, becomes float32.

    What is not a safetensors file, whose tensors cover its bytes once each, is a ValueError.
    """
    with open(path, "rb") as file:
        data = file.read()
    if len(data) < 8:
        raise ValueError("not a safetensors file: it has fewer than 8 bytes")
    (size,) = struct.unpack("<Q", data[:8])
    if size > len(data) - 8:
        raise ValueError(f"not a safetensors file, or cut off: a header of {size} bytes in {len(data)}")
    try:
        return parsed(json.loads(data[8 : 8 + size]), data[8 + size :])
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"the header is not that of a safetensors file: {error!r}") from None


def parsed(header, values):
    metadata = {**header.pop("__metadata__", {})}
    tensors, reached = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        dtype, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        if dtype != "BF16" and dtype not in TYPES:
            raise ValueError(f"{name}: the type {dtype} is unknown")
        if begin != reached:
            raise ValueError(f"{name} begins at byte {begin}, the tensor before it ends at {reached}")
        stored = numpy.dtype(TYPES.get(dtype, "<u2"))
        if end > len(values) or end - begin != math.prod(shape) * stored.itemsize:
            raise ValueError(f"{name}: {shape} of {dtype} are not the bytes {begin} to {end} of {len(values)}")
        reached = end
        array = numpy.frombuffer(values[begin:end], stored)
        if dtype == "BF16":
            array = (array.astype("<u4") << 16).view("<f4")  # the upper halves of float32
        tensors[name] = array.reshape(shape).copy()
    if reached != len(values):
        raise ValueError(f"the last tensor ends at byte {reached} of {len(values)}")
    return tensors, metadata


@contextlib.contextmanager
def replacing(path):
    """A file to write to, which takes the place of the one at path when it is whole, or goes away."""
    unfinished = f"{path}.{os.getpid()}.unfinished"
    try:
        with open(unfinished, "wb") as file:
            yield file
        os.replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(unfinished)
        raise


def write(path, tensors, metadata=None):
    """Writes the tensors in the order in which the dictionary has them; the file is there whole or not at all."""
    header = {"__metadata__": metadata} if metadata else {}
    parts, end = [], 0
    for name, tensor in tensors.items():
        array = numpy.asarray(tensor, order="C")
        array = array.astype(array.dtype.newbyteorder("<"))
        if array.dtype not in NAMES:
            raise ValueError(f"{name}: safetensors files have no {array.dtype}")
        begin, end = end, end + array.nbytes
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [begin, end]}
        parts.append(array.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with replacing(path) as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.writelines(parts)
