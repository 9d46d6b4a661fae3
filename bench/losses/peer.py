"""Seconds per forward and backward of each loss, written in plain PyTorch over lists of all pairs or triplets, as libraries of losses
write them: the figure that the product's losses are compared with.

    python3 peer.py --loss infonce --batch 512 --classes 200 --threads 2

prints one line of JSON: median_seconds, or needs_bytes alone where the lists would take more than --memory bytes.
"""

import argparse
import json
import statistics
import time

import torch
from torch import Tensor
from torch.nn import functional

SIZE = 128
FLOAT = 4
INDEX = 8


def all_pairs(labels: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    same = labels.unsqueeze(1) == labels.unsqueeze(0)
    itself = torch.eye(len(labels), dtype=torch.bool)
    anchors, positives = torch.where(same & ~itself)
    rivals, negatives = torch.where(~same)
    return anchors, positives, rivals, negatives


def contrastive(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    anchors, positives, rivals, negatives = all_pairs(labels)
    distances = torch.cdist(embeddings, embeddings)
    pulled = distances[anchors, positives].square()
    pushed = functional.relu(1.0 - distances[rivals, negatives]).square()
    return (pulled.sum() + pushed.sum()) / (len(pulled) + len(pushed))


def triplet_hard(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    same = labels.unsqueeze(1) == labels.unsqueeze(0)
    itself = torch.eye(len(labels), dtype=torch.bool)
    distances = torch.cdist(embeddings, embeddings)
    farthest = distances.masked_fill(~same | itself, -torch.inf).max(1)
    nearest = distances.masked_fill(same, torch.inf).min(1)
    anchors = torch.where(farthest.values.isfinite() & nearest.values.isfinite())[0]
    hinge = distances[anchors, farthest.indices[anchors]] - distances[anchors, nearest.indices[anchors]] + 1.0
    return functional.relu(hinge).mean()


def triplet_all(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    same = labels.unsqueeze(1) == labels.unsqueeze(0)
    itself = torch.eye(len(labels), dtype=torch.bool)
    anchors, positives, negatives = torch.where((same & ~itself).unsqueeze(2) & ~same.unsqueeze(1))
    distances = torch.cdist(embeddings, embeddings)
    return functional.relu(distances[anchors, positives] - distances[anchors, negatives] + 1.0).mean()


def npair(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    anchors, positives = [], []
    for label in labels.unique():
        members = torch.where(labels == label)[0]
        if len(members) > 1:
            chosen = members[torch.randperm(len(members))[:2]]
            anchors.append(chosen[0])
            positives.append(chosen[1])
    similarities = embeddings[torch.stack(anchors)] @ embeddings[torch.stack(positives)].t()
    return functional.cross_entropy(similarities, torch.arange(len(similarities)))


def infonce(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    anchors, positives, rivals, negatives = all_pairs(labels)
    similarities = embeddings @ embeddings.t() / 0.07
    pulled = similarities[anchors, positives].unsqueeze(1)
    shares_anchor = (rivals.unsqueeze(0) == anchors.unsqueeze(1)).to(embeddings.dtype)
    pushed = similarities[rivals, negatives] * shares_anchor
    highest = torch.maximum(pulled, pushed.max(1, keepdim=True).values).detach()
    numerator = torch.exp(pulled - highest).squeeze(1)
    denominator = (torch.exp(pushed - highest) * shares_anchor).sum(1) + numerator
    return -torch.log(numerator / denominator + torch.finfo(embeddings.dtype).tiny).mean()


def supcon(embeddings: Tensor, labels: Tensor, _: Tensor) -> Tensor:
    similarities = embeddings @ embeddings.t() / 0.07
    others = ~torch.eye(len(labels), dtype=torch.bool)
    positives = (labels.unsqueeze(1) == labels.unsqueeze(0)) & others
    shares = similarities - similarities.masked_fill(~others, -torch.inf).logsumexp(1, keepdim=True)
    counts = positives.sum(1)
    return -((shares * positives).sum(1) / counts.clamp(min=1))[counts > 0].mean()


def arcface(embeddings: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    cosines = functional.normalize(embeddings) @ functional.normalize(weights).t()
    mask = functional.one_hot(labels, len(weights)).bool()
    own = cosines[mask].clamp(-1 + 1e-7, 1 - 1e-7)
    widened = torch.where(own >= -torch.cos(torch.tensor(0.5)), torch.cos(torch.acos(own) + 0.5), own - 0.5 * torch.sin(torch.tensor(0.5)))
    logits = cosines + mask.to(cosines.dtype) * (widened - own).unsqueeze(1)
    return functional.cross_entropy(64.0 * logits, labels)


def ccl(embeddings: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    cosines = functional.normalize(embeddings) @ functional.normalize(weights).t()
    own = cosines[torch.arange(len(labels)), labels]
    return functional.cross_entropy(cosines / 0.07, labels) + 10.0 * (1.0 - own).mean()


LOSSES = {
    "contrastive": contrastive, "triplet-hard": triplet_hard, "triplet-all": triplet_all, "npair": npair,
    "infonce": infonce, "supcon": supcon, "arcface": arcface, "ccl": ccl,
}


def needs_bytes(loss: str, labels: Tensor) -> float:
    """What the largest lists of a loss take at once, at the least."""
    batch = len(labels)
    members = labels.bincount().to(torch.float64)
    positive_pairs = float((members * (members - 1)).sum())
    negative_pairs = batch * batch - float(members.square().sum())
    triplets = float((members * (members - 1) * (batch - members)).sum())
    if loss == "triplet-all":
        return batch ** 3 + triplets * (3 * INDEX + 3 * FLOAT)
    if loss == "infonce":
        return positive_pairs * negative_pairs * 4 * FLOAT
    return batch * batch * (2 * INDEX + 6 * FLOAT)


def measure(loss: str, embeddings: Tensor, labels: Tensor, weights: Tensor, seconds: float) -> list[float]:
    durations: list[float] = []
    begin = time.perf_counter()
    while len(durations) < 4 or time.perf_counter() - begin < seconds:
        embeddings.grad = weights.grad = None
        start = time.perf_counter()
        LOSSES[loss](embeddings, labels, weights).backward()
        durations.append(time.perf_counter() - start)
    if not embeddings.grad.isfinite().all():
        raise RuntimeError("The gradient is not finite: its time says nothing.")
    return durations[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds per forward and backward of a loss in plain PyTorch, as one line of JSON.")
    parser.add_argument("--loss", choices=sorted(LOSSES), required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--classes", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.0, help="length of the measurement (default: %(default)s)")
    parser.add_argument("--memory", type=float, default=8e9, help="most bytes its lists may take (default: %(default)s)")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    labels = torch.randint(0, arguments.classes, (arguments.batch,))
    embeddings = functional.normalize(torch.randn(arguments.batch, SIZE)).requires_grad_()
    weights = torch.randn(arguments.classes, SIZE, requires_grad=True)
    needed = needs_bytes(arguments.loss, labels)
    if needed > arguments.memory:
        print(json.dumps({"needs_bytes": needed}))
        return
    print(json.dumps({"median_seconds": statistics.median(measure(arguments.loss, embeddings, labels, weights, arguments.seconds))}))


if __name__ == "__main__":
    main()
