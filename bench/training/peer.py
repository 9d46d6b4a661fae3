"""Seconds per training step of PyTorch itself: the figure that the host's training loop is compared with.

    python3 peer.py --model mlp --steps 500 --threads 2 --repeat 5

prints one line of JSON. The head over stored features reads its batches from a DataLoader over a TensorDataset, the other models by index_select.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

CLASSES = 10
MARGIN = 1.0


class Normalise(nn.Module):
    def forward(self, embeddings: Tensor) -> Tensor:
        return functional.normalize(embeddings, dim=1)


def mlp() -> nn.Module:
    return nn.Sequential(nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 32), Normalise())


def convnet() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, 64), Normalise(),
    )


def head() -> nn.Module:
    return nn.Sequential(nn.Linear(768, 512), nn.Tanh(), nn.Dropout(0.15), nn.Linear(512, 128), Normalise())


def vectors() -> Tensor:
    return torch.randn(2000, 128)


def images() -> Tensor:
    return torch.randint(0, 256, (2048, 1, 28, 28), dtype=torch.uint8)


def features() -> Tensor:
    return torch.randn(10240, 768)


def pairs(size: int) -> tuple[Tensor, float]:
    """Each unordered pair of a batch once, and their number."""
    return torch.ones(size, size).triu(diagonal=1), size * (size - 1) / 2


def contrastive(embeddings: Tensor, labels: Tensor, once: Tensor, count: float) -> Tensor:
    distances = torch.cdist(embeddings, embeddings)
    positives = labels.unsqueeze(0) == labels.unsqueeze(1)
    terms = torch.where(positives, distances.square(), functional.relu(MARGIN - distances).square())
    return (terms * once).sum() / count


def batches(inputs: Tensor, labels: Tensor, size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Full batches without end, by a new permutation in every epoch."""
    while True:
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs) - size + 1, size):
            chosen = order[start:start + size]
            batch = inputs.index_select(0, chosen)
            if batch.dtype == torch.uint8:
                batch = batch.float().div_(255)
            yield batch, labels.index_select(0, chosen)


def loaded(inputs: Tensor, labels: Tensor, size: int) -> Iterator[tuple[Tensor, Tensor]]:
    """The same by PyTorch's own loader, in this process, its default."""
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=size, shuffle=True)
    while True:
        yield from loader


# Network, data, batch size, where batches come from.
MODELS = {"mlp": (mlp, vectors, 64, batches), "convnet": (convnet, images, 64, batches), "head": (head, features, 512, loaded)}


def train(model: nn.Module, optimizer: torch.optim.Optimizer, source: Iterator[tuple[Tensor, Tensor]], pairs: tuple[Tensor, float], steps: int) -> Tensor:
    loss = torch.tensor(float("nan"))
    for _ in range(steps):
        batch, labels = next(source)
        optimizer.zero_grad(set_to_none=True)
        loss = contrastive(model(batch), labels, *pairs)
        loss.backward()
        optimizer.step()
    return loss.detach()


def measure(name: str, steps: int, repeat: int) -> list[float]:
    torch.manual_seed(0)
    build, data, size, read = MODELS[name]
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    inputs = data()
    source = read(inputs, torch.randint(0, CLASSES, (len(inputs),)), size)
    once = pairs(size)

    train(model, optimizer, source, once, max(10, steps // 10))
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        loss = train(model, optimizer, source, once, steps)
        seconds.append((time.perf_counter() - begin) / steps)
        if not torch.isfinite(loss):
            raise RuntimeError(f"A training step must end in a finite loss, not {loss.item()}: its time says nothing.")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds per training step of PyTorch, as one line of JSON.")
    parser.add_argument("--model", choices=sorted(MODELS), required=True)
    parser.add_argument("--steps", type=int, default=200, help="steps in one measurement (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="threads within an operation (default: %(default)s)")
    parser.add_argument("--repeat", type=int, default=5, help="measurements after the warm-up (default: %(default)s)")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    seconds = measure(arguments.model, arguments.steps, arguments.repeat)
    print(json.dumps({
        "model": arguments.model,
        "threads": arguments.threads,
        "median_step_seconds": statistics.median(seconds),
        "all": seconds,
    }))


if __name__ == "__main__":
    main()
