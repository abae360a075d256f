#!/usr/bin/env python3
"""Writes the weights of a PyTorch or Keras model for trilobite.

    export_model.py model.pt digits.safetensors              a state_dict: its tensors under their own names
    export_model.py --trust model.pt digits.safetensors      an nn.Sequential that was saved whole
    export_model.py model.keras digits.safetensors           a Keras Sequential (.keras, .h5)
    export_model.py model.npz digits.safetensors             NumPy arrays as they are

The second file may be .safetensors or .npz. Of a Sequential the network's type is printed, to be written in C++; then
load_safetensors(net, "digits.safetensors") reads the file. Of a state_dict the tensors are listed: where they are not named
"0.weight", "0.bias", "2.weight", ... as the layers of the network are counted, load_options::names maps them.

Needs NumPy, and whatever made the model: torch, or keras (or tensorflow).
"""
import argparse
import inspect
import pathlib
import pickle
import sys
import zipfile

import import_model


def network(input_shape, words):
    extents = ", ".join(map(str, input_shape)) if input_shape else "..."
    return f"network<input<{extents}>, {', '.join(words)}>"


def from_torch(path, trust, input_shape):
    import torch
    import torch_models

    options = {"weights_only": not trust} if "weights_only" in inspect.signature(torch.load).parameters else {}
    if not options and not trust:
        raise ValueError("this PyTorch unpickles all that is in a file: --trust lets it")
    try:
        model = torch.load(path, map_location="cpu", **options)
    except pickle.UnpicklingError as error:
        raise ValueError(error if trust else "it holds more than tensors, or is no model; where you trust it, --trust "
                         "unpickles it whole, which runs what is in it") from None
    if isinstance(model, torch.nn.Sequential):
        tensors, words = torch_models.export(model)
        return tensors, network(input_shape, words)
    state = model.state_dict() if isinstance(model, torch.nn.Module) else model.get("state_dict", model)
    return torch_models.tensors_of_state(state), None


def from_keras(path):
    try:
        import keras
    except ImportError:
        from tensorflow import keras
    import keras_models

    model = keras.models.load_model(path, compile=False)
    input_shape = model.input_shape[1:]
    tensors, words = keras_models.export(model, input_shape)
    return tensors, network(input_shape, words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path, help=".pt, .pth, .keras, .h5 or .npz")
    parser.add_argument("output", type=pathlib.Path, help=".safetensors or .npz")
    parser.add_argument("--trust", action="store_true", help="unpickle a whole PyTorch model, which runs what is in it")
    parser.add_argument("--input", metavar="N,...", help="the shape of one sample, channels last, for the printed type")
    arguments = parser.parse_args()
    if arguments.output.suffix not in (".safetensors", ".npz"):
        parser.error("the output is a .safetensors or a .npz file")
    input_shape = [int(extent) for extent in arguments.input.split(",")] if arguments.input else None

    origin = {}
    try:
        if arguments.model.suffix == ".npz":
            (tensors, origin), words = import_model.read(arguments.model), None
        elif arguments.model.suffix in (".keras", ".h5"):
            tensors, words = from_keras(arguments.model)
        else:
            tensors, words = from_torch(arguments.model, arguments.trust, input_shape)
        import_model.write(arguments.output, tensors, origin)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        sys.exit(f"{arguments.model}: {error}")

    if words:
        print(words)
    for name, tensor in tensors.items():
        print(f"    {name}: {tensor.dtype} {' x '.join(map(str, tensor.shape))}")


if __name__ == "__main__":
    main()
