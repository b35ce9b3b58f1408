"""Logs what Thermograd analyses while a PyTorch model trains.

One file, nothing beyond torch. Every step gives a line with its loss and a
line per layer with the squared norm of the layer's gradient and its dot
product with the gradient of the step before: enough for the signal-to-noise
ratio and the noise scale of every layer and epoch, in a few hundred bytes.

    logger = GradientLogger("logs/run_1.jsonl", model, run="run_1")
    for epoch in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            logger.log(loss, epoch=epoch, lr=0.1, batch_size=len(x))
            optimizer.step()
    logger.close()

A layer is a module with parameters of its own: the gradients of its weight
and bias are one vector. All figures are of the mini-batch, before the update;
log before clipping, or say by which factor it was clipped.
"""

import json
import math
import os
import time
from enum import Enum
from typing import BinaryIO, Dict, List, Mapping, Optional, Union

import torch
from torch import Tensor, nn

_TAIL_BYTES = 1 << 20


class Vectors(Enum):
    """Which coordinates of a layer's gradient are logged beside its norm."""

    NONE = "none"
    """None: the level DOT."""
    SAMPLE = "sample"
    """The same few coordinates at each step, drawn once by the seed."""
    PROJECTION = "projection"
    """A few signed sums of all coordinates (a count sketch), drawn once."""
    FULL = "full"
    """All coordinates."""


class _Layer:
    """A layer and which coordinates of its gradient are logged."""

    def __init__(self, name: str, count: int) -> None:
        self.name = name
        self.count = count
        self.coordinates: Optional[Tensor] = None
        self.signs: Optional[Tensor] = None

    def draw(self, vectors: Vectors, size: int, random: torch.Generator,
             device: torch.device) -> None:
        count = self.count
        if vectors is Vectors.SAMPLE and size < count:
            order = torch.randperm(count, generator=random)
            self.coordinates = order[:size].sort().values.to(device)
        elif vectors is Vectors.PROJECTION and size < count:
            buckets = torch.randint(size, (count,), generator=random)
            signs = torch.randint(2, (count,), generator=random) * 2.0 - 1
            self.coordinates = buckets.to(device)
            self.signs = signs.to(device)

    def reduced(self, gradient: Tensor, size: int) -> Tensor:
        if self.coordinates is None:
            return gradient
        if self.signs is None:
            return gradient[self.coordinates]
        sums = torch.zeros(size, device=gradient.device)
        return sums.index_add_(0, self.coordinates, gradient * self.signs)


class _Flat:
    """A value per parameter of the model, and each layer's part of them."""

    def __init__(self, layers: List[_Layer], device: torch.device) -> None:
        counts = [layer.count for layer in layers]
        self.whole = torch.zeros(sum(counts), device=device)
        self.parts = self.whole.split(counts)

    def fill(self, tensors: List[Optional[Tensor]],
             like: List[nn.Parameter]) -> None:
        """Copies tensors of the parameters; None stands for zeros."""
        dense = [torch.zeros_like(p) if t is None else t
                 for t, p in zip(tensors, like)]
        if all(t.layout is torch.strided and t.dtype is torch.float32
               for t in dense):
            torch.cat([t.reshape(-1) for t in dense], out=self.whole)
            return
        start = 0
        for tensor in dense:
            end = start + tensor.numel()
            if tensor.layout is not torch.strided:
                tensor = tensor.to_dense()
            self.whole[start:end].copy_(tensor.reshape(-1))
            start = end


class GradientLogger:
    """Appends a run's losses and gradients to a file of JSON lines.

    Safe to resume: the file is appended to, only whole lines are written, and
    what a killed process left of a line is cut off. Steps that a resumed run
    repeats supersede the old ones in the analysis.

    Args:
        path: the file; its folder is made.
        model: its parameters on one device; those that need no gradient are
            left out. A parameter without a gradient counts as zeros.
        run: the run's id, by default the file's name without its suffix.
        vectors: what is logged of the gradients themselves.
        size: coordinates of a sample or projection, per layer.
        seed: of the sample or projection; the same whenever a run resumes.
        every: gradients are logged at two steps in a row out of so many, and
            losses at each; 1 logs all.
        flush_steps: lines are written after so many steps, and at the end.

    Raises:
        ValueError: if a number isn't positive, or nothing is to be trained.
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"],
                 model: nn.Module, run: Optional[str] = None, *,
                 vectors: Vectors = Vectors.NONE, size: int = 256,
                 seed: int = 0, every: int = 1,
                 flush_steps: int = 20) -> None:
        if min(size, every, flush_steps) < 1:
            raise ValueError("size, every and flush_steps must be positive")
        name = os.path.basename(os.fspath(path))
        self._run = name.split(".")[0] if run is None else run
        self._vectors = vectors
        self._size = size
        self._every = every
        self._flush_steps = flush_steps
        self._parameters: List[nn.Parameter] = []
        self._layers: List[_Layer] = []
        self._find_layers(model)
        device = self._parameters[0].device
        random = torch.Generator().manual_seed(seed)
        for layer in self._layers:
            layer.draw(vectors, size, random, device)
        self._gradient = _Flat(self._layers, device)
        self._previous = _Flat(self._layers, device)
        self._weights = _Flat(self._layers, device)
        self._previous_step: Optional[int] = None
        self._lines: List[str] = []
        self._steps_held = 0
        self._file: BinaryIO = _open_at_whole_line(path)
        self._next_step = _last_step(self._file) + 1

    @property
    def next_step(self) -> int:
        """The step that is logged next unless another is given."""
        return self._next_step

    def _find_layers(self, model: nn.Module) -> None:
        grouped: Dict[str, List[nn.Parameter]] = {}
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                layer = name.rpartition(".")[0] or name
                grouped.setdefault(layer, []).append(parameter)
        if not grouped:
            raise ValueError("the model has no parameters to train")
        for layer, parameters in grouped.items():
            self._parameters.extend(parameters)
            count = sum(p.numel() for p in parameters)
            self._layers.append(_Layer(layer, count))

    @torch.no_grad()
    def log(self, loss: Union[float, Tensor], *, epoch: int,
            step: Optional[int] = None,
            full_loss: Optional[float] = None,
            lr: Optional[float] = None,
            batch_size: Optional[int] = None,
            loss_scale: Optional[float] = None,
            clip_scale: Optional[float] = None,
            **more: Union[str, float, int]) -> None:
        """Logs a step: call it after backward() and before optimizer.step().

        Args:
            loss: of the mini-batch, the mean over its examples.
            epoch: passes over the data until now, from 0.
            step: updates until now, from 0; by default the one after the
                last, also after a resume.
            full_loss: over a whole training or validation set, if at hand.
            lr: learning rate.
            batch_size: examples in the mini-batch.
            loss_scale: the factor of mixed precision that the gradients hold.
            clip_scale: the factor by which they have been clipped.
            more: other columns, such as momentum, weight_decay, optimizer.
        """
        at = self._next_step if step is None else step
        shared: Dict[str, Union[str, float, int]] = {
            "run": self._run, "epoch": epoch, "step": at,
            "logged_at": round(time.time(), 3)}
        settings = {"lr": lr, "batch_size": batch_size, **more}
        shared.update({k: v for k, v in settings.items() if v is not None})
        row = dict(shared, loss=float(loss))
        if full_loss is not None:
            row["full_loss"] = float(full_loss)
        self._lines.append(json.dumps(row))
        if at % self._every < 2:
            scales = {"loss_scale": loss_scale, "clip_scale": clip_scale}
            shared.update({k: v for k, v in scales.items() if v is not None})
            self._log_gradients(at, shared)
        self._next_step = at + 1
        self._steps_held += 1
        if self._steps_held >= self._flush_steps:
            self.flush()

    def _log_gradients(
            self, step: int,
            shared: Mapping[str, Union[str, float, int]]) -> None:
        self._gradient, self._previous = self._previous, self._gradient
        self._gradient.fill([p.grad for p in self._parameters],
                            self._parameters)
        self._weights.fill(list(self._parameters), self._parameters)
        products = []
        for now, before, weights in zip(self._gradient.parts,
                                        self._previous.parts,
                                        self._weights.parts):
            products.append(torch.dot(now, now))
            products.append(torch.dot(now, before))
            products.append(torch.dot(weights, weights))
        # The one moment at which a GPU is waited for.
        figures = torch.stack(products).view(-1, 3).tolist()
        follows = self._previous_step == step - 1
        start = json.dumps(shared)[:-1]
        for layer, gradient, (square, dot, weight) in zip(
                self._layers, self._gradient.parts, figures):
            row = {"layer": layer.name, "n_params": layer.count,
                   "grad_sq_norm": square, "weight_norm": math.sqrt(weight)}
            if follows:
                row["grad_dot_prev"] = dot
            line = f"{start}, {json.dumps(row)[1:]}"
            self._lines.append(self._with_vector(line, layer, gradient))
        self._previous_step = step

    def _with_vector(self, line: str, layer: _Layer,
                     gradient: Tensor) -> str:
        if self._vectors is Vectors.NONE:
            return line
        vector = layer.reduced(gradient, self._size).tolist()
        kind = Vectors.FULL if layer.coordinates is None else self._vectors
        return '%s, "grad_kind": "%s", "grad": [%s]}' % (
            line[:-1], kind.value, ",".join(map(_float32, vector)))

    def flush(self) -> None:
        """Writes the lines that are held."""
        if self._lines:
            # One write of whole lines: others may read, a kill cuts nothing.
            self._file.write(("\n".join(self._lines) + "\n").encode())
            self._lines.clear()
        self._steps_held = 0

    def close(self) -> None:
        """Writes what is held and closes the file."""
        self.flush()
        self._file.close()

    def __enter__(self) -> "GradientLogger":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _float32(number: float) -> str:
    """The shortest that is sure to give the same 32-bit number again."""
    return "%.9g" % number if math.isfinite(number) else json.dumps(number)


def _open_at_whole_line(path: Union[str, "os.PathLike[str]"]) -> BinaryIO:
    """Opens a file to append to, without what a kill left of a line."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    file = open(path, "a+b", buffering=0)
    end = file.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - _TAIL_BYTES)
        file.seek(start)
        newline = file.read(end - start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    file.truncate(end)
    return file


def _last_step(file: BinaryIO) -> int:
    """The step of the last line; -1 if there is none."""
    end = file.seek(0, os.SEEK_END)
    tail = b""
    while end > 0 and tail.count(b"\n") < 2:
        start = max(0, end - _TAIL_BYTES)
        file.seek(start)
        tail = file.read(end - start) + tail
        end = start
    lines = tail.splitlines()
    return int(json.loads(lines[-1])["step"]) if lines else -1
