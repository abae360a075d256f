"""Keras' Sequential models as tensors for trilobite, and back. Nothing here imports Keras.

Keras has the channels of a picture last, as trilobite has; trilobite's files are in PyTorch's order, channels first. So
kernels are turned, and where a picture is flattened or a vector becomes one, so are the layers behind or before.
"""
import dataclasses
import sys

import numpy

ACTIVATIONS = {
    "linear": None, "tanh": "trilobite::tanh", "relu": "relu", "sigmoid": "sigmoid", "softmax": "softmax", "elu": "elu<>",
    "gelu": "gelu", "swish": "swish", "silu": "swish", "softplus": "softplus", "hard_sigmoid": "hard_sigmoid",
    "log_softmax": "log_softmax",
}
KEEPS_ORDER = {"BatchNormalization", "LayerNormalization", "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "Dropout"}
NORM_NAMES = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


@dataclasses.dataclass
class Place:
    """Where a tensor is in Keras: an array of a layer's get_weights(), its axes turned and their values reordered."""

    name: str
    layer: object
    index: int
    axes: tuple
    orders: tuple

    def to_file(self, array):
        array = array.transpose(self.axes)
        for axis, order in enumerate(self.orders):
            if order is not None:
                array = array.take(order, axis)
        return array

    def to_keras(self, array):
        for axis, order in enumerate(self.orders):
            if order is not None:
                array = array.take(numpy.argsort(order), axis)
        return array.transpose(numpy.argsort(self.axes))


def channels_first(shape):
    """order[i]: where a flattened picture of Keras' has the value that PyTorch has as its i-th."""
    return numpy.arange(numpy.prod(shape)).reshape(shape).transpose(-1, *range(len(shape) - 1)).ravel()


def kind_of(layer):
    return type(layer).__name__


def activation_of(layer):
    function = getattr(layer, "activation", None)
    if function is None:
        return None
    name = getattr(function, "__name__", kind_of(function))  # a layer or another object has no name of a function
    if name not in ACTIVATIONS:
        raise ValueError(f"{layer.name}: trilobite has no activation {name}")
    if name == "hard_sigmoid":
        keras = sys.modules.get(function.__module__.partition(".")[0])
        if not getattr(keras, "__version__", "").startswith("2."):
            raise ValueError(f"{layer.name}: trilobite's hard_sigmoid is that of Keras 2, 0.2 x + 0.5")
    return ACTIVATIONS[name]


def check(layer):
    """What a layer must not have, whatever its kind; layers without the attribute do not have it."""
    rank = len(layer.output.shape)
    if getattr(layer, "data_format", None) == "channels_first":
        raise ValueError(f"{layer.name}: trilobite has the channels last")
    if [axis % rank for axis in numpy.ravel(getattr(layer, "axis", -1))] != [rank - 1]:
        raise ValueError(f"{layer.name}: trilobite has the last axis only")
    if any(extra is not None for extra in numpy.ravel(getattr(layer, "output_padding", None))):
        raise ValueError(f"{layer.name}: trilobite has no output_padding")
    if kind_of(layer) == "ReLU" and (layer.max_value is not None or layer.negative_slope or layer.threshold):
        raise ValueError(f"{layer.name}: trilobite's relu has neither max_value, negative_slope nor threshold")
    if kind_of(layer) == "UpSampling2D" and (layer.interpolation != "nearest" or len({*layer.size}) != 1):
        raise ValueError(f"{layer.name}: trilobite repeats values, as often in both directions")


def window(layer, size):
    values = {*size}, {*layer.strides}
    if any(len(value) != 1 for value in values) or any(d != 1 for d in getattr(layer, "dilation_rate", (1,))):
        raise ValueError(f"{layer.name}: trilobite's windows are square and have no dilation")
    padding = ", padding::same" if layer.padding == "same" else ""
    return f"{size[0]}, {layer.strides[0]}{padding}"


def words_of(layer):
    """What trilobite calls a layer, its own activation left out."""
    check(layer)
    kind = kind_of(layer)
    if kind == "Dense":
        return f"dense<{layer.units}>"
    if kind in ("Conv2D", "Conv2DTranspose"):
        if getattr(layer, "groups", 1) != 1:
            raise ValueError(f"{layer.name}: trilobite has no groups")
        name = "conv2d" if kind == "Conv2D" else "conv2d_transposed"
        return f"{name}<{layer.filters}, {window(layer, layer.kernel_size)}>"
    if kind == "DepthwiseConv2D":
        if layer.depth_multiplier != 1:
            raise ValueError(f"{layer.name}: trilobite has one filter a channel")
        return f"depthwise_conv2d<{window(layer, layer.kernel_size)}>"
    if kind in ("MaxPooling2D", "AveragePooling2D"):
        return f"{'max' if kind[0] == 'M' else 'average'}_pool2d<{window(layer, layer.pool_size)}>"
    if kind == "BatchNormalization":
        return f"batch_norm<{layer.momentum:.12g}, {layer.epsilon:.12g}>"
    if kind == "Reshape":
        return f"reshape<{', '.join(map(str, layer.target_shape))}>"
    if kind == "UpSampling2D":
        return f"upsample2d<{layer.size[0]}>"
    numbers = {"Dropout": "rate", "SpatialDropout2D": "rate", "LayerNormalization": "epsilon", "ELU": "alpha"}
    names = {"Dropout": "dropout", "SpatialDropout2D": "spatial_dropout", "LayerNormalization": "layer_norm",
             "ELU": "elu", "Flatten": "flatten", "GlobalAveragePooling2D": "global_average_pool2d",
             "GlobalMaxPooling2D": "global_max_pool2d", "ReLU": "relu", "Softmax": "softmax", "LeakyReLU": "leaky_relu"}
    if kind == "LeakyReLU":
        return f"leaky_relu<{getattr(layer, 'negative_slope', getattr(layer, 'alpha', None)):.12g}>"
    if kind in numbers:
        return f"{names[kind]}<{float(getattr(layer, numbers[kind])):.12g}>"
    if kind in names:
        return names[kind]
    raise ValueError(f"{layer.name}: trilobite has no {kind}")


def wanted_order(layers, place):
    """In which order the values behind layers[place] are wanted: a Reshape to a picture decides."""
    for layer in layers[place + 1:]:
        if kind_of(layer) == "Reshape" and len(layer.target_shape) > 1:
            return channels_first(layer.target_shape)
        if kind_of(layer) not in KEEPS_ORDER:
            return None
    return None


def places(model, input_shape):
    """(the places of all tensors, the layers as trilobite calls them)."""
    layers = [layer for layer in model.layers if kind_of(layer) != "InputLayer"]
    words, found, shape = [], [], tuple(input_shape)
    order = wanted_order(layers, -1)
    for place, layer in enumerate(layers):
        kind, number = kind_of(layer), len(words)
        out = wanted_order(layers, place) if kind == "Dense" else order

        def add(name, index, axes=(0,), orders=None, layer=layer, number=number):
            if index < len(layer.get_weights()):
                found.append(Place(f"{number}.{name}", layer, index, axes, orders or (None,) * len(axes)))

        if kind == "Dense":
            add("weight", 0, (1, 0), (out, order))
            add("bias", 1, (0,), (out,))
        elif kind in ("Conv2D", "Conv2DTranspose"):  # kernels are [height][width][in][out], or [out][in]
            add("weight", 0, (3, 2, 0, 1))
            add("bias", 1)
        elif kind == "DepthwiseConv2D":  # [height][width][channel][1]
            add("weight", 0, (2, 3, 0, 1))
            add("bias", 1)
        elif kind in ("BatchNormalization", "LayerNormalization"):
            used = [name for name, has in (("gamma", layer.scale), ("beta", layer.center)) if has]
            used += ["moving_mean", "moving_variance"] if kind == "BatchNormalization" else []
            for index, name in enumerate(used):
                add(NORM_NAMES[name], index, (0,), (order,))
        own = [None if kind == "Activation" else words_of(layer), activation_of(layer)]
        if len(layer.output.shape) > 2 and {"softmax", "log_softmax"} & {*own}:
            raise ValueError(f"{layer.name}: trilobite's softmax is over all values of a sample, not over each place's")
        words += [word for word in own if word is not None]

        if kind == "Flatten" and len(shape) > 1 or kind == "Reshape" and len(shape) > 1 == len(layer.target_shape):
            order = channels_first(shape)
        elif kind == "Dense":
            order = out
        elif kind not in KEEPS_ORDER and kind != "Flatten":
            order = None
        shape = tuple(layer.output.shape[1:])
    return found, words


def export(model, input_shape):
    """(the tensors, the layers as trilobite calls them). input_shape: of one sample."""
    found, words = places(model, input_shape)
    tensors = {place.name: place.to_file(place.layer.get_weights()[place.index]) for place in found}
    for name, tensor in list(tensors.items()):  # a bias, a gamma or a beta that is not there
        number, kind = name.split(".")
        channels = tensor.shape[0]
        if kind == "weight":
            if words[int(number)].startswith("conv2d_transposed"):
                channels = tensor.shape[1]
            tensors.setdefault(f"{number}.bias", numpy.zeros(channels, tensor.dtype))
        if kind == "running_mean":
            tensors.setdefault(f"{number}.weight", numpy.ones(channels, tensor.dtype))
            tensors.setdefault(f"{number}.bias", numpy.zeros(channels, tensor.dtype))
    return tensors, words


def changes_nothing(name, tensor):
    """Whether it is a bias of zeros or a gamma of ones, which layers of Keras' need not have."""
    return tensor.ndim == 1 and name.endswith((".weight", ".bias")) and (tensor == name.endswith(".weight")).all()


def load(model, input_shape, tensors):
    """Gives the layers of a model the tensors of a file: the other way round. All of them, or none and a ValueError."""
    found = places(model, input_shape)[0]
    names = {place.name for place in found}
    if missing := sorted(names - tensors.keys()):
        raise ValueError(f"there is no {', '.join(missing)}")
    if spare := [name for name in tensors if name not in names and not changes_nothing(name, tensors[name])]:
        raise ValueError(f"the model has no place for {', '.join(spare)}")
    weights = {}
    for place in found:
        own = weights.setdefault(id(place.layer), (place.layer, place.layer.get_weights()))[1]
        tensor, wanted = tensors[place.name], place.to_file(own[place.index]).shape
        if tensor.shape != wanted:
            raise ValueError(f"{place.name} is {tensor.shape}, the model wants {wanted}")
        own[place.index] = place.to_keras(tensor)
    for layer, arrays in weights.values():
        layer.set_weights(arrays)
