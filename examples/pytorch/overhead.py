"""Measures what logging costs: python3 examples/pytorch/overhead.py

CPU time on one thread, so that what else the machine does matters little.
"""

import itertools
import pathlib
import statistics
import tempfile
import time
from typing import Callable, Dict, List, Optional, Tuple

import torch
from torch import nn

from thermograd_logger import GradientLogger, Vectors
from train import tanh_net

ROUNDS = 5
STEPS = 20


def mlp() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(),
        nn.Linear(512, 10))


def cnn() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(3, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 128, 3, padding=1), nn.ReLU(), nn.Flatten(),
        nn.Linear(128 * 64, 10))


NETS: Dict[str, Tuple[Callable[[], nn.Sequential], Tuple[int, ...]]] = {
    "tanh net": (tanh_net, (256, 12)),
    "MLP": (mlp, (128, 784)),
    "CNN": (cnn, (32, 3, 32, 32)),
}


def steps(net: nn.Module, shape: Tuple[int, ...],
          logger: Optional[GradientLogger]) -> float:
    """CPU milliseconds per training step, on one thread."""
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    x, y = torch.randn(shape), torch.randint(2, shape[:1])
    criterion = nn.CrossEntropyLoss()
    began = time.process_time()
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        if logger:
            logger.log(loss, epoch=0, lr=0.01, batch_size=len(x))
        optimizer.step()
    return 1000 * (time.process_time() - began) / STEPS


def main() -> None:
    torch.manual_seed(101)
    torch.set_num_threads(1)
    print(f"{'net':<10}{'parameters':>11}{'ms/step':>9}  "
          "what is logged   ms more      %  bytes/step")
    for name, (make, shape) in NETS.items():
        for vectors in (Vectors.NONE, Vectors.SAMPLE, Vectors.PROJECTION):
            net = make()
            count = sum(p.numel() for p in net.parameters())
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "log.jsonl"
                plain: List[float] = []
                logged: List[float] = []
                with GradientLogger(path, net, vectors=vectors) as logger:
                    steps(net, shape, logger)
                    # In turns, so that a busy machine slows both alike.
                    for _ in itertools.repeat(None, ROUNDS):
                        plain.append(steps(net, shape, None))
                        logged.append(steps(net, shape, logger))
                size = path.stat().st_size / (STEPS * (ROUNDS + 1))
            base = statistics.median(plain)
            more = statistics.median(logged) - base
            what = "dots" if vectors is Vectors.NONE else vectors.value
            print(f"{name:<10}{count:>11,}{base:>9.3f}  {what:<15}"
                  f"{more:>9.3f}{100 * more / base:>7.1f}{size:>12,.0f}")


if __name__ == "__main__":
    main()
