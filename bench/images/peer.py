"""Seconds of decoding image files with Pillow, a share of them in each of several processes, and of CLIP's resizing and cropping.

    python3 peer.py decode|clip --list FILE --processes 2

prints one line of JSON: seconds, from the first file to the last, the start of the processes left out.
"""

import argparse
import json
import multiprocessing
import time

import numpy
from PIL import Image

SIZE = 224


def decode(path: str) -> numpy.ndarray:
    with Image.open(path) as image:
        return numpy.asarray(image.convert("RGB"))


def clip(path: str) -> numpy.ndarray:
    with Image.open(path) as file:
        image = file.convert("RGB")
    shorter = min(image.size)
    width, height = (int(SIZE * side / shorter) for side in image.size)
    left, top = (width - SIZE) // 2, (height - SIZE) // 2
    resized = image.resize((width, height), Image.BICUBIC).crop((left, top, left + SIZE, top + SIZE))
    return numpy.asarray(resized).transpose(2, 0, 1).copy()


def share(task: str, paths: list[str]) -> int:
    function = decode if task == "decode" else clip
    return sum(function(path).nbytes for path in paths)


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds of decoding images with Pillow, as one line of JSON.")
    parser.add_argument("task", choices=["decode", "clip"])
    parser.add_argument("--list", required=True)
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()

    with open(arguments.list, encoding="utf-8") as file:
        paths = file.read().splitlines()
    count = arguments.processes
    with multiprocessing.Pool(count) as pool:
        pool.starmap(share, [(arguments.task, paths[:1])] * count)
        start = time.perf_counter()
        pool.starmap(share, [(arguments.task, paths[i::count]) for i in range(count)], chunksize=1)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
