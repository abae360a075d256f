#!/usr/bin/env python3
"""train_with_torch.py DIRECTORY: PyTorch trains three networks a little and writes, for each, into the directory

NAME.safetensors            its weights, as its state_dict has them
NAME.inputs.npy             a mini-batch, its pictures with their channels last
NAME.targets.npy            what it should make of it
NAME.outputs.npy            what it makes of it when it predicts
NAME.gradient.safetensors   the gradient of the cross-entropy when it trains

The last two in double precision. 77: there is no PyTorch.
"""
import pathlib
import sys

import packages

packages.need("torch", "numpy")
import numpy  # noqa: E402
import torch  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "weights"))
import safetensors_file  # noqa: E402

nn = torch.nn
SAMPLES, CLASSES = 32, 3


class Residual(nn.Sequential):
    """x + f(x), or g(x) + f(x), g the shortcut."""

    def __init__(self, *layers, shortcut=None):
        super().__init__(*layers)
        self.depth = len(layers)
        if shortcut is not None:
            self.shortcut = nn.Sequential(shortcut)

    def forward(self, x):
        y = x
        for i in range(self.depth):
            y = self[i](y)
        return y + (self.shortcut(x) if hasattr(self, "shortcut") else x)


class Concat(nn.ModuleList):
    def forward(self, x):
        return torch.cat([branch(x) for branch in self], dim=1)


def networks():
    yield "vectors", (6,), nn.Sequential(
        nn.Linear(6, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, CLASSES), nn.Softmax(1))
    yield "pictures", (2, 10, 10), nn.Sequential(
        nn.Conv2d(2, 6, 3), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 4, 3, padding=1), nn.ReLU(),
        nn.AvgPool2d(2), nn.Flatten(), nn.BatchNorm1d(16), nn.Linear(16, CLASSES), nn.Softmax(1))
    yield "composites", (5,), nn.Sequential(
        nn.Linear(5, 36), nn.ReLU(), nn.Unflatten(1, (4, 3, 3)), nn.ConvTranspose2d(4, 3, 2, stride=2), nn.ELU(),
        nn.Conv2d(3, 3, 3, groups=3),
        Residual(nn.Conv2d(3, 4, 3, padding=1), nn.Tanh(), shortcut=nn.Conv2d(3, 4, 1)),
        Concat([nn.Sequential(nn.Conv2d(4, 2, 1)), nn.Sequential()]),
        nn.AvgPool2d(2), nn.Flatten(), Residual(nn.Linear(24, 24), nn.Tanh()), nn.LayerNorm(24),
        nn.Linear(24, CLASSES), nn.Softmax(1))


def cost(outputs, targets):
    return -(targets * outputs.log()).sum(1).mean()


def main():
    directory = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    for name, shape, net in networks():
        inputs = torch.randn(SAMPLES, *shape)
        targets = nn.functional.one_hot(torch.randint(CLASSES, (SAMPLES,)), CLASSES).float()
        optimizer = torch.optim.Adam(net.parameters(), 0.01)
        for _ in range(20):
            optimizer.zero_grad()
            cost(net(inputs), targets).backward()
            optimizer.step()
        safetensors_file.write(directory / f"{name}.safetensors", {k: v.numpy() for k, v in net.state_dict().items()})
        channels_last = inputs.permute(0, 2, 3, 1) if len(shape) == 3 else inputs
        numpy.save(directory / f"{name}.inputs.npy", channels_last.numpy())
        numpy.save(directory / f"{name}.targets.npy", targets.numpy())

        net.double().eval()
        numpy.save(directory / f"{name}.outputs.npy", net(inputs.double()).detach().numpy())
        net.train()
        optimizer.zero_grad()
        cost(net(inputs.double()), targets).backward()
        safetensors_file.write(
            directory / f"{name}.gradient.safetensors", {k: p.grad.numpy() for k, p in net.named_parameters()})


if __name__ == "__main__":
    main()
