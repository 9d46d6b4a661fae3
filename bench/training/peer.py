"""Seconds per training step of PyTorch itself: the figure that the host's training loop is compared with.

    python3 peer.py --model mlp --steps 500 --threads 2 --repeat 5

prints one line of JSON. Which BLAS a libtorch without its own uses is up to the dynamic linker: LD_LIBRARY_PATH chooses.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

BATCH_SIZE = 64
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


def vectors() -> Tensor:
    return torch.randn(2000, 128)


def images() -> Tensor:
    return torch.randint(0, 256, (2048, 1, 28, 28), dtype=torch.uint8)


MODELS = {"mlp": (mlp, vectors), "convnet": (convnet, images)}

# Each unordered pair of a batch once.
PAIRS = torch.ones(BATCH_SIZE, BATCH_SIZE).triu(diagonal=1)
PAIR_COUNT = BATCH_SIZE * (BATCH_SIZE - 1) / 2


def contrastive(embeddings: Tensor, labels: Tensor) -> Tensor:
    distances = torch.cdist(embeddings, embeddings)
    positives = labels.unsqueeze(0) == labels.unsqueeze(1)
    terms = torch.where(positives, distances.square(), functional.relu(MARGIN - distances).square())
    return (terms * PAIRS).sum() / PAIR_COUNT


def batches(inputs: Tensor, labels: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    """Full batches without end, by a new permutation in every epoch."""
    while True:
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs) - BATCH_SIZE + 1, BATCH_SIZE):
            chosen = order[start:start + BATCH_SIZE]
            batch = inputs.index_select(0, chosen)
            if batch.dtype == torch.uint8:
                batch = batch.float().div_(255)
            yield batch, labels.index_select(0, chosen)


def train(model: nn.Module, optimizer: torch.optim.Optimizer, source: Iterator[tuple[Tensor, Tensor]], steps: int) -> Tensor:
    loss = torch.tensor(float("nan"))
    for _ in range(steps):
        batch, labels = next(source)
        optimizer.zero_grad(set_to_none=True)
        loss = contrastive(model(batch), labels)
        loss.backward()
        optimizer.step()
    return loss.detach()


def measure(name: str, steps: int, repeat: int) -> list[float]:
    torch.manual_seed(0)
    build, data = MODELS[name]
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    inputs = data()
    source = batches(inputs, torch.randint(0, CLASSES, (len(inputs),)))

    train(model, optimizer, source, max(10, steps // 10))
    seconds = []
    for _ in range(repeat):
        begin = time.perf_counter()
        loss = train(model, optimizer, source, steps)
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
