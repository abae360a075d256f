#!/usr/bin/env python3
"""check_scripts.py DIRECTORY: what the scripts of examples/weights make of models.

A model of Keras' is stood in for by a list of layers that have what the scripts ask them for, and predicts with NumPy, as
Keras documents its layers. Reads ours.safetensors, writes keras.safetensors, and what the model predicts with either for
inputs.npy. Where there is PyTorch, a model of its own goes through the programs and back. 77: there is no NumPy.
"""
import functools
import json
import pathlib
import pickle
import struct
import subprocess
import sys
import types

import packages

packages.need("numpy")
import numpy  # noqa: E402

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "examples" / "weights"
sys.path.insert(0, str(SCRIPTS))
import export_model  # noqa: E402
import import_model  # noqa: E402
import keras_models  # noqa: E402
import safetensors_file  # noqa: E402
import torch_models  # noqa: E402


def linear(x):
    return x


def relu(x):
    return numpy.maximum(x, 0)


def tanh(x):
    return numpy.tanh(x)


class Layer:
    def __init__(self, output_shape, weights=(), **attributes):
        self.output = types.SimpleNamespace(shape=(None, *output_shape))
        self.weights = [numpy.asarray(w, "f4") for w in weights]
        self.activation = linear
        self.__dict__.update(attributes)

    def get_weights(self):
        return list(self.weights)

    def set_weights(self, weights):
        assert [w.shape for w in weights] == [w.shape for w in self.weights]
        self.weights = weights


class Dense(Layer):
    def __call__(self, x):
        return self.activation(x @ self.weights[0] + self.weights[1])


class Reshape(Layer):
    def __call__(self, x):
        return x.reshape(len(x), *self.target_shape)


class Flatten(Layer):
    def __call__(self, x):
        return x.reshape(len(x), -1)


class Conv2D(Layer):
    """No bias here."""

    def __call__(self, x):
        kernel = self.weights[0]
        size = kernel.shape[0]
        rows, columns = x.shape[1] - size + 1, x.shape[2] - size + 1
        y = numpy.zeros((len(x), rows, columns, kernel.shape[3]))
        for i in range(rows):
            for j in range(columns):
                y[:, i, j] = numpy.tensordot(x[:, i : i + size, j : j + size], kernel, 3)
        return self.activation(y)


class BatchNormalization(Layer):
    """No gamma here."""

    def __call__(self, x):
        beta, mean, variance = self.weights
        return (x - mean) / numpy.sqrt(variance + self.epsilon) + beta


def keras_model():
    random = numpy.random.default_rng(1)

    def weights(*shape):
        return random.uniform(-1, 1, shape)

    layers = [
        Dense((12,), [weights(5, 12), weights(12)], units=12, activation=relu),
        Reshape((2, 3, 2), target_shape=(2, 3, 2)),
        Conv2D((1, 2, 3), [weights(2, 2, 2, 3)], filters=3, kernel_size=(2, 2), strides=(1, 1), padding="valid",
               activation=tanh),
        Flatten((6,)),
        BatchNormalization((6,), [weights(6), weights(6), 1 + weights(6)], momentum=0.9, epsilon=0.001, scale=False,
                           center=True),
        Dense((2,), [weights(6, 2), weights(2)], units=2),
    ]
    return types.SimpleNamespace(layers=layers)


def predicted(model, x):
    for layer in model.layers:
        x = layer(x)
    return x


def script(name, *arguments):
    return subprocess.run([sys.executable, SCRIPTS / name, *arguments], check=True, capture_output=True, text=True).stdout


def refuses(words, function, *arguments):
    """The function ends in a ValueError that says so."""
    try:
        function(*arguments)
    except ValueError as error:
        assert words in str(error), error
    else:
        assert False, f"not refused: {words}"


def layer_of(kind, output_shape=(4, 4, 2), **attributes):
    """A stand-in for one of Keras' layers that is only looked at."""
    return type(kind, (Layer,), {"name": kind.lower()})(output_shape, **attributes)


def named(name, module="keras.src.activations"):
    return types.SimpleNamespace(__name__=name, __module__=module)


def check_keras():
    def words(*arguments, **attributes):
        layer = layer_of(*arguments, **attributes)
        return keras_models.export(types.SimpleNamespace(layers=[layer]), layer.output.shape[1:])[1]

    def rejects(message, *arguments, **attributes):
        refuses(message, lambda: words(*arguments, **attributes))

    plain_relu = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}
    window = {"filters": 2, "kernel_size": (2, 2), "strides": (2, 2), "padding": "valid"}
    twice = {"size": (2, 2), "interpolation": "nearest", "data_format": "channels_last"}
    norm = {"momentum": 0.9, "epsilon": 0.001, "scale": False, "center": False}
    assert words("Activation", activation=relu) == ["relu"]
    assert words("ReLU", **plain_relu) == ["relu"]
    assert words("Softmax", (3,), axis=-1) == ["softmax"]
    assert words("BatchNormalization", axis=[3], **norm) == ["batch_norm<0.9, 0.001>"]
    assert words("Conv2DTranspose", output_padding=None, **window) == ["conv2d_transposed<2, 2, 2>"]
    assert words("UpSampling2D", **twice) == ["upsample2d<2>"]

    rejects("no activation LeakyReLU", "Dense", (3,), units=3, activation=layer_of("LeakyReLU", negative_slope=0.2))
    rejects("no activation partial", "Dense", (3,), units=3, activation=functools.partial(relu))
    rejects("no activation relu6", "Activation", activation=named("relu6"))
    for change in {"max_value": 6.0}, {"negative_slope": 0.1}, {"threshold": 1.0}:
        rejects("trilobite's relu has", "ReLU", **{**plain_relu, **change})
    for change in {"interpolation": "bilinear"}, {"size": (2, 3)}:
        rejects("repeats values", "UpSampling2D", **{**twice, **change})
    rejects("channels last", "UpSampling2D", **{**twice, "data_format": "channels_first"})
    for kind in "Conv2D", "Conv2DTranspose":
        rejects("channels last", kind, data_format="channels_first", **window)
    rejects("no output_padding", "Conv2DTranspose", output_padding=(1, 1), **window)
    rejects("last axis only", "BatchNormalization", axis=1, **norm)
    rejects("last axis only", "Softmax", (3, 4), axis=1)
    rejects("over all values", "Softmax", axis=-1)
    rejects("over all values", "Activation", activation=named("softmax"))

    hard_sigmoid = named("hard_sigmoid", "a_keras.src.activations")
    sys.modules["a_keras"] = types.SimpleNamespace(__version__="2.15.0")
    assert words("Activation", activation=hard_sigmoid) == ["hard_sigmoid"]
    sys.modules["a_keras"].__version__ = "3.4.1"
    rejects("that of Keras 2", "Activation", activation=hard_sigmoid)


def check_keras_load(tensors):
    """The tensors are those that the model takes; each change to them is refused and leaves the model as it was."""
    model = keras_model()

    def loads(**changes):
        changed = {name: tensor for name, tensor in {**tensors, **changes}.items() if tensor is not None}
        keras_models.load(model, (5,), changed)

    def rejects(message, changes):
        refuses(message, lambda: loads(**changes))

    before = [layer.get_weights() for layer in model.layers]
    rejects("there is no 7.bias", {"7.bias": None})
    rejects("no place for 3.bias", {"3.bias": numpy.ones(3, "f4")})
    rejects("no place for 6.weight", {"6.weight": numpy.zeros(6, "f4")})
    rejects("no place for 8.weight", {"8.weight": numpy.ones((1, 2), "f4")})
    rejects("0.bias is (13,), the model wants (12,)", {"0.bias": numpy.ones(13, "f4")})
    for layer, weights in zip(model.layers, before):
        assert all(a is b for a, b in zip(layer.get_weights(), weights))
    loads(**{"3.bias": None, "6.weight": None})


def check_safetensors(directory):
    path = directory / "odd.safetensors"

    def rejects(words, data):
        path.write_bytes(data)
        refuses(words, safetensors_file.read, path)

    def file_of(values=b"\0" * 8, **header):
        text = json.dumps(header).encode()
        return struct.pack("<Q", len(text)) + text + values

    def entry(begin, end, dtype="F32", shape=(1,)):
        return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}

    path.write_bytes(file_of(b=entry(6, 8, "BF16"), none=entry(4, 4, shape=[0, 2]), h=entry(4, 6, "F16"), a=entry(0, 4)))
    tensors, _ = safetensors_file.read(path)
    assert {name: array.shape for name, array in tensors.items()} == {"a": (1,), "none": (0, 2), "h": (1,), "b": (1,)}

    rejects("fewer than 8 bytes", b"abc")
    rejects("a header of 18446744073709551615 bytes", b"\xff" * 8 + b"{}")
    rejects("Expecting", struct.pack("<Q", 1) + b"{")
    rejects("not that of a safetensors file", struct.pack("<Q", 2) + b"[]")
    rejects("not that of a safetensors file", file_of(a={"dtype": "F32"}))
    rejects("a: the type F8_E4M3 is unknown", file_of(a=entry(0, 8, "F8_E4M3", [8])))
    rejects("b begins at byte 2, the tensor before it ends at 4", file_of(a=entry(0, 4), b=entry(2, 6)))
    rejects("b begins at byte 4, the tensor before it ends at 8", file_of(a=entry(0, 8, "F64"), b=entry(4, 8)))
    rejects("a begins at byte 4, the tensor before it ends at 0", file_of(a=entry(4, 8)))
    rejects("the last tensor ends at byte 4 of 8", file_of(a=entry(0, 4)))
    rejects("a: [3] of F32 are not the bytes 0 to 8", file_of(a=entry(0, 8, shape=[3])))
    rejects("a: [3] of F32 are not the bytes 0 to 12 of 8", file_of(a=entry(0, 12, shape=[3])))


def check_writing(directory):
    """What cannot be written leaves the file that was there, and nothing beside it."""
    for path, words in (directory / "kept.npz", "Object arrays"), (directory / "kept.safetensors", "have no object"):
        import_model.write(path, {"file": numpy.ones(2, "f4")}, {})
        refuses(words, import_model.write, path, {"file": numpy.zeros(2, "f4"), "o": numpy.array([None])}, {})
        assert import_model.read(path)[0]["file"].tolist() == [1, 1]
    assert not list(directory.glob("*.unfinished"))


def check_trust(directory):
    """What PyTorch is asked for. One that cannot but unpickle is not asked, unless the file is trusted."""
    asked, path, own = [], directory / "none.pt", sys.modules.get("torch")

    def load(path, map_location, weights_only):
        asked.append((map_location, weights_only))
        raise pickle.UnpicklingError("broken")

    sys.modules["torch"] = types.SimpleNamespace(load=load)
    refuses("broken", export_model.from_torch, path, True, None)
    refuses("--trust unpickles it", export_model.from_torch, path, False, None)
    assert asked == [("cpu", False), ("cpu", True)], asked
    sys.modules["torch"].load = lambda path, map_location: None
    refuses("--trust lets it", export_model.from_torch, path, False, None)
    del sys.modules["torch"]
    if own is not None:
        sys.modules["torch"] = own


def check_torch_refusals(nn):
    accepted = {
        nn.AvgPool2d(3, 1, 1, count_include_pad=False): "average_pool2d<3, 1, padding::same>",
        nn.AvgPool2d(2): "average_pool2d<2, 2>", nn.Upsample(scale_factor=(3, 3)): "upsample2d<3>",
        nn.Flatten(): "flatten", nn.GELU(): "gelu", nn.Softplus(): "softplus", nn.Softmax(-1): "softmax",
        nn.LogSoftmax(1): "log_softmax", nn.Unflatten(1, (2, 3, 4)): "reshape<3, 4, 2>",
        nn.Unflatten(-1, (2, 3)): "reshape<3, 2>", nn.LayerNorm(5): "layer_norm<1e-05>",
    }
    for module, word in accepted.items():
        assert torch_models.export([module])[1] == [word], module
    refused = {
        nn.Conv2d(2, 3, 3, dilation=2): "neither dilation nor ceil_mode",
        nn.MaxPool2d(2, (1, 2)): "stride must be the same",
        nn.AvgPool2d(3, 1, 1): "divides by the number", nn.AvgPool2d(2, divisor_override=3): "divides by the number",
        nn.Upsample(scale_factor=2, mode="bilinear"): "repeats values", nn.Upsample(scale_factor=1.5): "repeats values",
        nn.Upsample(size=4): "repeats values", nn.Upsample(scale_factor=(2, 3)): "scale_factor must be the same",
        nn.Flatten(0): "whole samples", nn.Flatten(1, 2): "whole samples", nn.GELU(approximate="tanh"): "exact",
        nn.Softplus(2): "beta=1, threshold=20", nn.Softplus(1, 10): "beta=1, threshold=20", nn.Softmax(2): "dim=1",
        nn.LogSoftmax(0): "dim=1", nn.Unflatten(2, (2, 3)): "a whole vector",
        nn.Unflatten(1, (2, -1)): "a whole vector",
        nn.Unflatten("x", (("c", 2), ("y", 3))): "a whole vector", nn.LayerNorm((2, 3)): "one extent",
    }
    for module, words in refused.items():
        refuses(words, torch_models.export, [module])
    for before in nn.Conv2d(1, 1, 1), nn.Unflatten(1, (1, 2, 3)), nn.Upsample(scale_factor=2):
        refuses("of a picture", torch_models.export, [before, nn.ReLU(), nn.LayerNorm(3)])
        torch_models.export([before, nn.Flatten(), nn.LayerNorm(3)])


def check_torch_tensors(torch, directory):
    """What NumPy does not have."""
    halves = torch.tensor([[1.0, -2.0], [3.140625, 2.0**-133]]).bfloat16()
    torch.save({"0.weight": halves, "0.num_batches_tracked": torch.tensor(3)}, directory / "halves.pt")
    script("export_model.py", directory / "halves.pt", directory / "halves.safetensors")
    tensors, _ = import_model.read(directory / "halves.safetensors")
    assert tensors.keys() == {"0.weight"} and tensors["0.weight"].dtype == "f4"
    assert tensors["0.weight"].tolist() == [[1, -2], [3.140625, 2.0**-133]]
    model = torch.nn.Sequential(torch.nn.Linear(2, 2, bias=False), torch.nn.LayerNorm(2, elementwise_affine=False))
    tensors, _ = torch_models.export(model.bfloat16())
    assert tensors["0.bias"].dtype == "f4" and tensors["1.weight"].tolist() == [1, 1] and not tensors["1.bias"].any()
    refuses("epoch is no tensor", torch_models.tensors_of_state, {"epoch": 3})
    sparse = torch.ones(2, 2).to_sparse()
    refuses("s is no tensor that NumPy has", torch_models.tensors_of_state, {"s": sparse})


def check_torch(directory):
    try:
        import torch
    except ImportError:
        return
    nn = torch.nn
    model = nn.Sequential(
        nn.Conv2d(2, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.LeakyReLU(0.2), nn.MaxPool2d(2),
        nn.ConvTranspose2d(3, 2, 2, stride=2), nn.SiLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.25),
        nn.Linear(2, 3), nn.Softmax(1))
    model[1].running_mean.uniform_()
    torch.save(model, directory / "whole.pt")
    words = script("export_model.py", "--trust", "--input", "4,4,2", directory / "whole.pt", directory / "whole.npz")
    assert words.startswith(
        "network<input<4, 4, 2>, conv2d<3, 3, 1, padding::same>, batch_norm<0.9, 1e-05>, leaky_relu<0.2>, "
        "max_pool2d<2, 2>, conv2d_transposed<2, 2, 2>, swish, global_average_pool2d, flatten, dropout<0.25>, dense<3>, "
        "softmax>\n    0.weight: float32 3 x 2 x 3 x 3\n"), words
    refuses("--trust unpickles it", export_model.from_torch, directory / "whole.pt", False, None)
    torch.save({"model.0.weight": torch.ones(1, 2)}, directory / "state.pt")
    assert [*export_model.from_torch(directory / "state.pt", False, None)[0]] == ["model.0.weight"]
    whole, _ = import_model.read(directory / "whole.npz")
    state = torch_models.tensors_of_state(model.state_dict())
    assert not whole.pop("0.bias").any()
    assert whole.keys() == state.keys() and all((whole[name] == state[name]).all() for name in whole)

    model[1].running_mean.zero_()
    model.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in whole.items()})
    assert (model[1].running_mean.numpy() == whole["1.running_mean"]).all()
    check_torch_refusals(nn)
    check_torch_tensors(torch, directory)


def main():
    directory = pathlib.Path(sys.argv[1])
    model = keras_model()
    inputs = numpy.random.default_rng(2).uniform(-1, 1, (10, 5)).astype("f4")
    numpy.save(directory / "inputs.npy", inputs)
    tensors, words = keras_models.export(model, (5,))
    safetensors_file.write(directory / "keras.safetensors", tensors)
    numpy.save(directory / "keras.npy", predicted(model, inputs))
    print(", ".join(words))

    tensors, origin = import_model.read(directory / "ours.safetensors")
    keras_models.load(model, (5,), tensors)
    check_keras()
    check_keras_load(tensors)
    numpy.save(directory / "ours.npy", predicted(model, inputs))
    print(script("import_model.py", directory / "ours.safetensors"), end="")
    script("import_model.py", directory / "ours.safetensors", directory / "ours.npz")
    script("export_model.py", directory / "ours.npz", directory / "again.safetensors")
    for copy in "ours.npz", "again.safetensors":
        again, its_origin = import_model.read(directory / copy)
        assert again.keys() == tensors.keys() and all((again[name] == tensors[name]).all() for name in tensors)
        assert its_origin == origin, its_origin
    check_safetensors(directory)
    check_writing(directory)
    check_trust(directory)
    check_torch(directory)


if __name__ == "__main__":
    main()
