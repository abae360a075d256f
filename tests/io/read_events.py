#!/usr/bin/env python3
"""read_events.py FILE: prints the events in a TensorBoard file, decoded by protoc; exit 77 where there is no protoc.

Frames and checksums are looked at here, the latter a bit at a time, so that nothing is shared with the writer. Times are
left out, and numbers are as short as they can be, which protoc does not promise.
"""
import pathlib
import re
import shutil
import struct
import subprocess
import sys


def masked_crc32c(data):
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x82F63B78 if rest & 1 else 0)
    crc = rest ^ 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    while data:
        length, length_crc = struct.unpack_from("<QI", data)
        if length_crc != masked_crc32c(data[:8]):
            sys.exit("the checksum of a length is wrong")
        record = data[12 : 12 + length]
        (crc,) = struct.unpack_from("<I", data, 12 + length)
        if crc != masked_crc32c(record):
            sys.exit("the checksum of a record is wrong")
        yield record
        data = data[16 + length :]


def main():
    if not shutil.which("protoc"):
        print("no protoc here (Debian: protobuf-compiler)")
        return 77
    here = pathlib.Path(__file__).resolve().parent
    decode = ["protoc", "--decode=Event", f"--proto_path={here}", "event.proto"]
    for record in records(pathlib.Path(sys.argv[1]).read_bytes()):
        text = subprocess.run(decode, input=record, stdout=subprocess.PIPE, check=True).stdout.decode()
        text = re.sub(r"(?m)^wall_time: .*\n", "", text)
        print(re.sub(r"(?<=: )-?\d+\.\d+(e[+-]\d+)?$", lambda number: repr(float(number[0])), text, flags=re.M), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
