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

import numpy
import safetensors_file

ORIGIN = "trilobite.txt"  # in a .npz file: the words of the network, their hash, the version


def read(path):
    """The tensors of a .safetensors or .npz file by name, and what it says of the network that it was written for."""
    if pathlib.Path(path).suffix != ".npz":
        return safetensors_file.read(path)
    with numpy.load(path) as arrays:
        origin = arrays[ORIGIN].decode().split("\n") if ORIGIN in arrays.files else []
        tensors = {name: arrays[name] for name in arrays.files if name != ORIGIN}
    return tensors, dict(zip(("architecture", "architecture_hash", "trilobite"), origin))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help=".safetensors or .npz")
    parser.add_argument("output", type=pathlib.Path, nargs="?", help=".npz or .safetensors")
    arguments = parser.parse_args()
    try:
        tensors, origin = read(arguments.file)
    except (ValueError, OSError) as error:
        sys.exit(f"{arguments.file}: {error}")
    if arguments.output is None:
        for key, text in sorted(origin.items()):
            print(f"{key}: {text}")
        for name, tensor in tensors.items():
            print(f"    {name}: {tensor.dtype} {' x '.join(map(str, tensor.shape))}")
    elif arguments.output.suffix == ".npz":
        numpy.savez(arguments.output, **tensors)
    else:
        safetensors_file.write(arguments.output, tensors, origin)


if __name__ == "__main__":
    main()
