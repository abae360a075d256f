#!/usr/bin/env python3
"""Made keras3.weights.h5.gz, keras3.keras.gz and keras2.h5.gz, by Keras 3.9.2, and the prediction that keras.cpp expects,
by NumPy.

The i-th value of the k-th variable is ((37 i + 11 k) mod 64 - 32) / 64, row by row; of a moving variance 1 more.
"""
import gzip
import pathlib

import keras
import numpy as np
from keras import layers

model = keras.Sequential([
    layers.Input((6, 6, 2)),
    layers.Conv2D(3, 3, activation="relu"),
    layers.BatchNormalization(),
    layers.MaxPooling2D(2),
    layers.DepthwiseConv2D(2, padding="same"),
    layers.Conv2DTranspose(2, 2, strides=2),
    layers.Flatten(),
    layers.Dense(4, activation="tanh"),
    layers.LayerNormalization(),
    layers.Dropout(0.5),
    layers.Dense(3, activation="softmax"),
])


def values(k, variable):
    i = np.arange(np.prod(variable.shape))
    made = ((37 * i + 11 * k) % 64 - 32) / 64 + (1 if variable.path.endswith("moving_variance") else 0)
    return made.reshape(variable.shape).astype("float32")


weights = [values(k, variable) for k, variable in enumerate(model.weights)]
model.set_weights(weights)


def write(name, save):
    path = pathlib.Path(__file__).with_name(name)
    save(str(path))
    path.with_name(name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    path.unlink()


write("keras3.weights.h5", model.save_weights)
write("keras3.keras", model.save)
model.compile(optimizer="adam", loss="mse") # so that the file has more than is asked for
write("keras2.h5", model.save)

# What the layers are, in loops, as Keras' documentation has them, with values of double precision.
(kernel, bias, gamma, beta, mean, variance, each, each_bias, back, back_bias, first, first_bias, scale, shift, last,
 last_bias) = [w.astype("float64") for w in weights]
x = np.arange(72).reshape(6, 6, 2) / 72
y = np.array([[np.einsum("uvc,uvcf->f", x[i:i + 3, j:j + 3], kernel) + bias for j in range(4)] for i in range(4)])
y = (np.maximum(y, 0) - mean) / np.sqrt(variance + 0.001) * gamma + beta
y = y.reshape(2, 2, 2, 2, 3).max(axis=(1, 3))
y = np.pad(y, ((0, 1), (0, 1), (0, 0))) # a window of 2 on 2 places: "same" pads behind
y = np.array([[(y[i:i + 2, j:j + 2] * each[..., 0]).sum(axis=(0, 1)) + each_bias for j in range(2)] for i in range(2)])
y = np.einsum("ijc,uvfc->iujvf", y, back).reshape(4, 4, 2) + back_bias
y = np.tanh(y.reshape(-1) @ first + first_bias)
y = (y - y.mean()) / np.sqrt(y.var() + 0.001) * scale + shift
y = np.exp(y @ last + last_bias)
print(y / y.sum())
