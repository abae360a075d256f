"""PyTorch's networks as tensors for trilobite: an nn.Sequential, layer by layer, or any state_dict as it is."""
import numpy


def array_of(name, tensor):
    """A tensor as NumPy has it. bfloat16, which NumPy does not have, becomes float32."""
    try:
        tensor = tensor.detach().cpu()
        return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()
    except (AttributeError, TypeError, RuntimeError) as error:
        raise ValueError(f"{name} is no tensor that NumPy has: {error}") from None


def tensors_of_state(state):
    """A state_dict as NumPy arrays. The counters of batch normalisations are left out."""
    return {name: array_of(name, tensor) for name, tensor in state.items() if not name.endswith("num_batches_tracked")}


def single(module, what, default=None):
    """An attribute of a module that may be a number for each direction."""
    value = getattr(module, what, default)
    values = set(value) if isinstance(value, tuple) else {value}
    if len(values) != 1:
        raise ValueError(f"{module}: {what} must be the same in both directions")
    return values.pop()


def window(module):
    """The last arguments of a layer that looks at windows: its kernel, its stride, its padding."""
    kernel, stride = single(module, "kernel_size"), single(module, "stride")
    if single(module, "dilation", 1) != 1 or getattr(module, "ceil_mode", False):
        raise ValueError(f"{module}: trilobite has neither dilation nor ceil_mode")
    if module.padding == "same":
        padding = "same"
    else:
        pixels = 0 if module.padding == "valid" else single(module, "padding")
        if pixels != 0 and (stride != 1 or 2 * pixels != kernel - 1):
            raise ValueError(f"{module}: trilobite pads by nothing, or such that the picture keeps its size")
        padding = "same" if pixels else "valid"
    arguments = f"{kernel}, {stride}"
    return arguments if padding == "valid" else arguments + ", padding::same"


def convolution(module):
    if module.padding_mode != "zeros":
        raise ValueError(f"{module}: trilobite pads with zeros")
    if module.groups == 1:
        return f"conv2d<{module.out_channels}, {window(module)}>"
    if module.groups == module.in_channels == module.out_channels:
        return f"depthwise_conv2d<{window(module)}>"
    raise ValueError(f"{module}: trilobite has one group, or one for each channel")


def transposed_convolution(module):
    if module.groups != 1 or any(module.output_padding):
        raise ValueError(f"{module}: trilobite has neither groups nor output_padding here")
    return f"conv2d_transposed<{module.out_channels}, {window(module)}>"


def batch_norm(module):
    if not module.track_running_stats or module.momentum is None:
        raise ValueError(f"{module}: trilobite keeps running statistics, with a momentum")
    return f"batch_norm<{1 - module.momentum:.12g}, {module.eps:.12g}>"


def average_pool(module):
    if module.divisor_override is not None or module.count_include_pad and single(module, "padding") != 0:
        raise ValueError(f"{module}: trilobite divides by the number of values inside: count_include_pad=False")
    return f"average_pool2d<{window(module)}>"


def upsample(module):
    factor = single(module, "scale_factor")
    if module.mode != "nearest" or factor is None or not float(factor).is_integer():
        raise ValueError(f"{module}: trilobite repeats values, by an integral scale_factor")
    return f"upsample2d<{int(factor)}>"


def only(word, holds, what):
    """trilobite has a module in one form only, which is said by what: its word where that holds."""
    def word_of(module):
        if not holds(module):
            raise ValueError(f"{module}: {what}")
        return word
    return word_of


def unflatten(module):
    are_numbers = all(isinstance(extent, int) and extent > 0 for extent in module.unflattened_size)
    if module.dim not in (1, -1) or not are_numbers:
        raise ValueError(f"{module}: trilobite makes a picture of a whole vector, dim=1, of extents that are numbers")
    channels, *positions = module.unflattened_size
    return f"reshape<{', '.join(map(str, [*positions, channels]))}>"


def layer_norm(module):
    if len(module.normalized_shape) != 1:
        raise ValueError(f"{module}: trilobite normalises over the values of a vector: one extent in normalized_shape")
    return f"layer_norm<{module.eps:.12g}>"


def global_pooling(module):
    if module.output_size not in (1, (1, 1)):
        raise ValueError(f"{module}: trilobite pools the whole picture, or by windows")
    return "global_average_pool2d" if "Avg" in type(module).__name__ else "global_max_pool2d"


OVER_SAMPLES = "trilobite's is over the values of a sample: dim=1"
WORDS = {  # what trilobite calls a module, by the name of its class
    "Linear": lambda m: f"dense<{m.out_features}>",
    "Conv2d": convolution,
    "ConvTranspose2d": transposed_convolution,
    "BatchNorm1d": batch_norm,
    "BatchNorm2d": batch_norm,
    "LayerNorm": layer_norm,
    "MaxPool2d": lambda m: f"max_pool2d<{window(m)}>",
    "AvgPool2d": average_pool,
    "AdaptiveAvgPool2d": global_pooling,
    "AdaptiveMaxPool2d": global_pooling,
    "Upsample": upsample,
    "Flatten": only("flatten", lambda m: (m.start_dim, m.end_dim) == (1, -1), "trilobite flattens whole samples"),
    "Unflatten": unflatten,
    "Dropout": lambda m: f"dropout<{m.p:.12g}>",
    "Dropout2d": lambda m: f"spatial_dropout<{m.p:.12g}>",
    "Identity": lambda m: "linear",
    "Tanh": lambda m: "trilobite::tanh",
    "ReLU": lambda m: "relu",
    "LeakyReLU": lambda m: f"leaky_relu<{m.negative_slope:.12g}>",
    "ELU": lambda m: f"elu<{m.alpha:.12g}>",
    "GELU": only("gelu", lambda m: getattr(m, "approximate", "none") == "none", "trilobite's gelu is the exact one"),
    "SiLU": lambda m: "swish",
    "Sigmoid": lambda m: "sigmoid",
    "Softplus": only("softplus", lambda m: (m.beta, m.threshold) == (1, 20), "trilobite has beta=1, threshold=20"),
    "Softmax": only("softmax", lambda m: m.dim in (1, -1), OVER_SAMPLES),
    "LogSoftmax": only("log_softmax", lambda m: m.dim in (1, -1), OVER_SAMPLES),
}


def export(model):
    """(the tensors, the layers as trilobite calls them) of an nn.Sequential. What trilobite does not have is a ValueError."""
    words, tensors, is_picture = [], {}, False
    for place, module in enumerate(model):
        kind = type(module).__name__
        if kind not in WORDS:
            raise ValueError(f"{module}: trilobite has no such layer, or it must be mapped by hand")
        is_picture = kind not in ("Flatten", "Linear") and (
            is_picture or kind.endswith("2d") or kind in ("Unflatten", "Upsample"))
        if is_picture and kind == "LayerNorm":
            raise ValueError(f"{module}: of a picture it is over the width, and trilobite's is over the channels")
        words.append(WORDS[kind](module))
        own = tensors_of_state(module.state_dict())
        if "weight" not in own and "running_mean" in own:
            own["weight"] = numpy.ones_like(own["running_mean"])
        if "weight" not in own and kind == "LayerNorm":
            own["weight"] = numpy.ones(module.normalized_shape, "f4")
        if own and "bias" not in own:  # a bias that is not there is zero
            channels = own["weight"].shape[1 if kind == "ConvTranspose2d" else 0]
            own["bias"] = numpy.zeros(channels, own["weight"].dtype)
        tensors.update({f"{place}.{name}": tensor for name, tensor in own.items()})
    return tensors, words
