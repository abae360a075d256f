#!/usr/bin/env python3
"""Reads the weights that trilobite wrote.

    import_model.py digits.safetensors                what it holds
    import_model.py digits.safetensors digits.npz     the same as NumPy's arrays (or .npz to .safetensors)

In PyTorch, for an nn.Sequential of the same layers:

    tensors, origin = import_model.read("digits.safetensors")
    model.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})

In Keras, for a Sequential of the same layers: keras_models.load(model, model.input_shape[1:], tensors).

Needs NumPy.
"""
import argparse
import pathlib
import sys
import zipfile

import numpy
import safetensors_file

ORIGIN = "trilobite.txt"  # in a .npz file, a line each:
ORIGIN_LINES = ("architecture", "architecture_hash", "trilobite")


def read(path):
    """The tensors of a .safetensors or .npz file by name, and what it says of the network that it was written for."""
    if pathlib.Path(path).suffix != ".npz":
        return safetensors_file.read(path)
    with numpy.load(path) as arrays:
        origin = arrays[ORIGIN].decode().split("\n") if ORIGIN in arrays.files else []
        tensors = {name: arrays[name] for name in arrays.files if name != ORIGIN}
    return tensors, dict(zip(ORIGIN_LINES, origin))


def write(path, tensors, origin):
    """Writes what read() has read to a .safetensors or .npz file, whole or not at all."""
    if pathlib.Path(path).suffix != ".npz":
        safetensors_file.write(path, tensors, origin)
        return
    with safetensors_file.replacing(path) as file, zipfile.ZipFile(file, "w") as archive:
        for name, tensor in tensors.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                numpy.lib.format.write_array(member, numpy.asarray(tensor), allow_pickle=False)
        if origin.keys() >= set(ORIGIN_LINES):
            archive.writestr(ORIGIN, "".join(f"{origin[line]}\n" for line in ORIGIN_LINES))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help=".safetensors or .npz")
    parser.add_argument("output", type=pathlib.Path, nargs="?", help=".npz or .safetensors")
    arguments = parser.parse_args()
    try:
        tensors, origin = read(arguments.file)
        if arguments.output is not None:
            write(arguments.output, tensors, origin)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        sys.exit(f"{arguments.file}: {error}")
    if arguments.output is None:
        for key, text in sorted(origin.items()):
            print(f"{key}: {text}")
        for name, tensor in tensors.items():
            print(f"    {name}: {tensor.dtype} {' x '.join(map(str, tensor.shape))}")


if __name__ == "__main__":
    main()
