#!/usr/bin/env python3
"""read_safetensors.py FILE: what a safetensors file holds, read with the standard library alone."""
import json
import struct
import sys

CODES = {"F32": "f", "F64": "d"}


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    assert size % 8 == 0, "the values are not aligned"
    header = json.loads(data[8 : 8 + size])
    values = data[8 + size :]
    for key, text in sorted(header.pop("__metadata__").items()):
        print(f"{key} = {text}")
    reached = 0
    for name, tensor in header.items():
        begin, end = tensor["data_offsets"]
        assert begin == reached, "a gap"
        reached = end
        code = CODES[tensor["dtype"]]
        numbers = struct.unpack(f"<{(end - begin) // struct.calcsize(code)}{code}", values[begin:end])
        print(name, tensor["dtype"], tensor["shape"], *numbers)
    assert reached == len(values), "bytes after the values"


if __name__ == "__main__":
    main()
