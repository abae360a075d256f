"""PyTorch's networks as tensors for trilobite: an nn.Sequential, layer by layer, or any state_dict as it is."""
import numpy


def tensors_of_state(state):
    """A state_dict as NumPy arrays. The counters of batch normalisations are left out."""
    return {
        name: tensor.detach().cpu().numpy()
        for name, tensor in state.items()
        if not name.endswith("num_batches_tracked")
    }


def window(module):
    """The last arguments of a layer that looks at windows: its kernel, its stride, its padding."""
    def single(value, what):
        values = set(value) if isinstance(value, tuple) else {value}
        if len(values) != 1:
            raise ValueError(f"{module}: {what} must be the same in both directions")
        return values.pop()

    kernel, stride = single(module.kernel_size, "kernel"), single(module.stride, "stride")
    if single(getattr(module, "dilation", 1), "dilation") != 1 or getattr(module, "ceil_mode", False):
        raise ValueError(f"{module}: trilobite has neither dilation nor ceil_mode")
    if module.padding == "same":
        padding = "same"
    else:
        pixels = 0 if module.padding == "valid" else single(module.padding, "padding")
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


def unflatten(module):
    channels, *positions = module.unflattened_size
    return f"reshape<{', '.join(map(str, [*positions, channels]))}>"


def global_pooling(module):
    if module.output_size not in (1, (1, 1)):
        raise ValueError(f"{module}: trilobite pools the whole picture, or by windows")
    return "global_average_pool2d" if "Avg" in type(module).__name__ else "global_max_pool2d"


WORDS = {  # what trilobite calls a module, by the name of its class
    "Linear": lambda m: f"dense<{m.out_features}>",
    "Conv2d": convolution,
    "ConvTranspose2d": transposed_convolution,
    "BatchNorm1d": batch_norm,
    "BatchNorm2d": batch_norm,
    "LayerNorm": lambda m: f"layer_norm<{m.eps:.12g}>",
    "MaxPool2d": lambda m: f"max_pool2d<{window(m)}>",
    "AvgPool2d": lambda m: f"average_pool2d<{window(m)}>",
    "AdaptiveAvgPool2d": global_pooling,
    "AdaptiveMaxPool2d": global_pooling,
    "Upsample": lambda m: f"upsample2d<{int(m.scale_factor)}>",
    "Flatten": lambda m: "flatten",
    "Unflatten": unflatten,
    "Dropout": lambda m: f"dropout<{m.p:.12g}>",
    "Dropout2d": lambda m: f"spatial_dropout<{m.p:.12g}>",
    "Identity": lambda m: "linear",
    "Tanh": lambda m: "trilobite::tanh",
    "ReLU": lambda m: "relu",
    "LeakyReLU": lambda m: f"leaky_relu<{m.negative_slope:.12g}>",
    "ELU": lambda m: f"elu<{m.alpha:.12g}>",
    "GELU": lambda m: "gelu",
    "SiLU": lambda m: "swish",
    "Sigmoid": lambda m: "sigmoid",
    "Softplus": lambda m: "softplus",
    "Softmax": lambda m: "softmax",
    "LogSoftmax": lambda m: "log_softmax",
}


def export(model):
    """(the tensors, the layers as trilobite calls them) of an nn.Sequential. What trilobite does not have is a ValueError."""
    words, tensors = [], {}
    for place, module in enumerate(model):
        kind = type(module).__name__
        if kind not in WORDS:
            raise ValueError(f"{module}: trilobite has no such layer, or it must be mapped by hand")
        words.append(WORDS[kind](module))
        own = tensors_of_state(module.state_dict())
        if "weight" not in own and "running_mean" in own:
            own["weight"] = numpy.ones_like(own["running_mean"])
        if own and "bias" not in own:  # a bias that is not there is zero
            channels = own["weight"].shape[1 if kind == "ConvTranspose2d" else 0]
            own["bias"] = numpy.zeros(channels, own["weight"].dtype)
        tensors.update({f"{place}.{name}": tensor for name, tensor in own.items()})
    return tensors, words
