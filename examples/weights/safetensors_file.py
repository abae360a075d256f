"""Safetensors files as dictionaries of NumPy arrays, with NumPy and the standard library alone.

    tensors, metadata = read("digits.safetensors")
    write("digits.safetensors", tensors, metadata)
"""
import json
import os
import struct

import numpy

TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?",
}
NAMES = {numpy.dtype(code): name for name, code in TYPES.items()}


def read(path):
    """The tensors by name, and the metadata. bfloat16, which NumPy does not have, becomes float32."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        values = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if entry["dtype"] == "BF16":
            upper_halves = numpy.frombuffer(values[begin:end], "<u2").astype("<u4")
            array = (upper_halves << 16).view("<f4")
        else:
            array = numpy.frombuffer(values[begin:end], TYPES[entry["dtype"]])
        tensors[name] = array.reshape(entry["shape"]).copy()
    return tensors, metadata


def write(path, tensors, metadata=None):
    """Writes the tensors in the order in which the dictionary has them; the file is there whole or not at all."""
    header = {"__metadata__": metadata} if metadata else {}
    parts, end = [], 0
    for name, tensor in tensors.items():
        array = numpy.asarray(tensor, order="C")
        array = array.astype(array.dtype.newbyteorder("<"))
        begin, end = end, end + array.nbytes
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [begin, end]}
        parts.append(array.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    unfinished = f"{path}.{os.getpid()}.unfinished"
    with open(unfinished, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.writelines(parts)
    os.replace(unfinished, path)
