"""t-SNE by scikit-learn, the peer of the product's, and what scikit-learn says of a map's quality.

    python3 peer.py map --rows rows.f64 --size 784 --map map.f64
    python3 peer.py judge --rows rows.f64 --size 784 --map map.f64

Rows and maps are files of float64, row after row; a map has two columns. `map` writes one and prints {"seconds": …}; `judge` prints
{"divergence": …, "trustworthiness": …}: Kullback-Leibler divergence over all pairs, and trustworthiness among 5 neighbours.
"""

import argparse
import json
import time

import numpy
from scipy.spatial.distance import pdist
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics import pairwise_distances

PERPLEXITY = 30


def project(rows: numpy.ndarray, path: str) -> dict[str, float]:
    start = time.perf_counter()
    found = TSNE(perplexity=PERPLEXITY, init="pca", learning_rate="auto", n_iter=1000, random_state=0).fit_transform(rows)
    seconds = time.perf_counter() - start
    found.astype(numpy.float64).tofile(path)
    return {"seconds": seconds}


def judge(rows: numpy.ndarray, found: numpy.ndarray) -> dict[str, float]:
    affinities = _joint_probabilities(pairwise_distances(rows, squared=True).astype(numpy.float32), PERPLEXITY, 0)
    similarities = 1.0 / (1.0 + pdist(found, "sqeuclidean"))
    similarities /= 2.0 * similarities.sum()
    divergence = 2.0 * float(numpy.sum(affinities * numpy.log(affinities / similarities)))
    return {"divergence": divergence, "trustworthiness": float(trustworthiness(rows, found, n_neighbors=5))}


def main() -> None:
    parser = argparse.ArgumentParser(description="scikit-learn's t-SNE, and its judgement of a map, as one line of JSON.")
    parser.add_argument("action", choices=["map", "judge"])
    parser.add_argument("--rows", required=True)
    parser.add_argument("--size", type=int, required=True, help="columns of a row")
    parser.add_argument("--map", required=True)
    arguments = parser.parse_args()

    rows = numpy.fromfile(arguments.rows).reshape(-1, arguments.size)
    if arguments.action == "map":
        print(json.dumps(project(rows, arguments.map)))
    else:
        print(json.dumps(judge(rows, numpy.fromfile(arguments.map).reshape(-1, 2))))


if __name__ == "__main__":
    main()
