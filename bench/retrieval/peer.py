"""Seconds of an exact search by inner product with faiss' IndexFlatIP: each of the rows looks for its ten nearest. What the product's
search is compared with.

    python3 peer.py --samples 10000 --size 128 --threads 2

prints one line of JSON: median_seconds.
"""

import argparse
import json
import statistics
import time

import faiss
import numpy

NEIGHBOURS = 10


def measure(rows: numpy.ndarray, seconds: float) -> list[float]:
    durations: list[float] = []
    begin = time.perf_counter()
    while len(durations) < 2 or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        index.search(rows, NEIGHBOURS)
        durations.append(time.perf_counter() - start)
    return durations[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds of a search of all rows among all rows by faiss, as one line of JSON.")
    parser.add_argument("--samples", type=int, required=True)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0, help="length of the measurement (default: %(default)s)")
    arguments = parser.parse_args()

    faiss.omp_set_num_threads(arguments.threads)
    rows = numpy.random.default_rng(0).standard_normal((arguments.samples, arguments.size), dtype=numpy.float32)
    faiss.normalize_L2(rows)
    print(json.dumps({"median_seconds": statistics.median(measure(rows, arguments.seconds))}))


if __name__ == "__main__":
    main()
