"""Trains a small net and logs it at two levels, for Thermograd.

The net is the 12-10-7-5-4-3-2 tanh net of the information-bottleneck papers.
Its data are made here: all 4,096 patterns of 12 bits, in two classes by a
fixed random quadratic form, four fifths of them for training.

    python3 examples/pytorch/train.py out/pytorch/logs
"""

import argparse
import pathlib
from typing import Tuple

import torch
from torch import Tensor, nn

from thermograd_logger import GradientLogger, Vectors

SIZES = (12, 10, 7, 5, 4, 3, 2)
TRAINING_EXAMPLES = 3277


def tanh_net() -> nn.Sequential:
    """The net, with names that tell its layers."""
    net = nn.Sequential()
    for i, (inputs, outputs) in enumerate(zip(SIZES, SIZES[1:])):
        name = "output" if outputs == 2 else f"hidden{i}"
        net.add_module(name, nn.Linear(inputs, outputs))
        if outputs != 2:
            net.add_module(f"tanh{i}", nn.Tanh())
    return net


def patterns(seed: int) -> Tuple[Tensor, Tensor]:
    """All 12-bit patterns as -1 and 1, shuffled, and their classes."""
    random = torch.Generator().manual_seed(seed)
    bits = torch.arange(4096).unsqueeze(1) >> torch.arange(12) & 1
    x = bits * 2.0 - 1
    form = torch.randn(12, 12, generator=random)
    score = (x @ form * x).sum(1) + x @ torch.randn(12, generator=random)
    y = (score > score.median()).long()
    order = torch.randperm(4096, generator=random)
    return x[order], y[order]


def train(folder: pathlib.Path, epochs: int, lr: float, batch_size: int,
          seed: int) -> None:
    """Trains one run, logged by two loggers beside each other."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    x, y = (t[:TRAINING_EXAMPLES] for t in patterns(seed))
    net = tanh_net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    loggers = [
        GradientLogger(folder / "net_dot.jsonl", net),
        GradientLogger(folder / "net_vector.jsonl", net,
                       vectors=Vectors.FULL)]
    for epoch in range(epochs):
        order = torch.randperm(len(x))
        for batch in order.split(batch_size):
            optimizer.zero_grad()
            loss = criterion(net(x[batch]), y[batch])
            loss.backward()
            for logger in loggers:
                logger.log(loss, epoch=epoch, lr=lr, batch_size=len(batch),
                           optimizer="sgd")
            optimizer.step()
    for logger in loggers:
        logger.close()
    with torch.no_grad():
        accuracy = (net(x).argmax(1) == y).float().mean()
    print(f"{epochs} epochs, last loss {loss:.4f}, "
          f"training accuracy {accuracy:.3f}; logs in {folder}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=400)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--batch-size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=101)
    options = parser.parse_args()
    train(options.folder, options.epochs, options.lr, options.batch_size,
          options.seed)


if __name__ == "__main__":
    main()
