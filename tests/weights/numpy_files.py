#!/usr/bin/env python3
"""numpy_files.py DIRECTORY: NumPy's opinion on ours.npy, ours.npz and packed.npz there; and files of its own beside them.
77: there is no NumPy."""
import pathlib
import sys
import zipfile

import packages

packages.need("numpy")
import numpy  # noqa: E402

GRID = numpy.array([[1, -2, 0.5], [0.25, 1024, -0.0]])
CUBE = numpy.arange(24.0).reshape(2, 3, 4)


def describe(name, array):
    print(name, array.dtype.str, array.shape, *array.ravel())


def main():
    directory = pathlib.Path(sys.argv[1])
    describe("ours.npy", numpy.load(directory / "ours.npy"))
    for name in "ours.npz", "packed.npz":
        with zipfile.ZipFile(directory / name) as archive:
            assert archive.testzip() is None
        with numpy.load(directory / name) as arrays:
            for key in arrays.files:
                if isinstance(arrays[key], bytes):
                    print(key, arrays[key].decode().split("\n"))
                else:
                    describe(key, arrays[key])

    for kind in "<f2", "<f4", "<f8", ">f2", ">f4", ">f8":
        name = kind.replace("<", "little_").replace(">", "big_")
        numpy.save(directory / f"{name}.npy", GRID.astype(kind))
    for version in 1, 2, 3:
        with open(directory / f"version_{version}.npy", "wb") as file:
            numpy.lib.format.write_array(file, GRID, (version, 0))
    numpy.save(directory / "fortran.npy", numpy.asfortranarray(CUBE))
    numpy.save(directory / "c_order.npy", CUBE)
    numpy.save(directory / "scalar.npy", numpy.array(2.5))
    numpy.save(directory / "empty.npy", numpy.zeros((0, 3)))
    numpy.save(directory / "integers.npy", numpy.arange(3))
    tensors = {"0.weight": numpy.asfortranarray(numpy.array([[1, 2], [3, 4], [5, 6]], ">f4")),
               "0.bias": numpy.array([7, 8, 9], "f2")}
    numpy.savez(directory / "theirs.npz", **tensors)
    numpy.savez_compressed(directory / "compressed.npz", **tensors)


if __name__ == "__main__":
    main()
