"""Makes a model's inputs of an OpenArm observation as the example policy server does, and says how long each part took.

Yardstick of bench/: pyarrow, Pillow and NumPy, one thread, no model. Reads one JSON line that says what the model takes,
{"pictures": [{"camera", "height", "width"}]}; from then on a request line in, a line of milliseconds out.
"""

import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
from PIL import Image  # noqa: E402

pa.set_cpu_count(1)


def opened(path: str, cameras: list[str], metadata: dict) -> tuple[np.ndarray, list[Image.Image]]:
    """The newest row's position and pictures."""
    with pa.memory_map(path) as source:
        batch = pa.ipc.open_file(source).get_batch(0)
        newest = batch.num_rows - 1
        position = batch.column("position")[newest].values.to_numpy().astype(np.float32)
        pictures = []
        for camera in cameras:
            size = metadata[f"camera_{camera}.height"], metadata[f"camera_{camera}.width"], 3
            pixels = batch.column(f"camera_{camera}")[newest].values.to_numpy()
            pictures.append(Image.fromarray(pixels.reshape(size)))
    return position, pictures


def main() -> None:
    targets = json.loads(sys.stdin.readline())["pictures"]
    cameras = [target["camera"] for target in targets]
    for line in sys.stdin:
        request = json.loads(line)
        began = time.perf_counter_ns()
        position, pictures = opened(request["data_path"], cameras, request["metadata"])
        found = time.perf_counter_ns()
        # Bicubic is Pillow's default.
        resized = [picture.resize((t["width"], t["height"])) for picture, t in zip(pictures, targets)]
        small = time.perf_counter_ns()
        inputs = {"observation.state": position[np.newaxis]}
        for camera, picture in zip(cameras, resized):
            scaled = np.asarray(picture, dtype=np.float32) / 255.0
            inputs[f"observation.images.{camera}"] = np.ascontiguousarray(scaled.transpose(2, 0, 1))[np.newaxis]
        made = time.perf_counter_ns()
        parts = found - began, small - found, made - small
        print(*(f"{part / 1e6:.6f}" for part in parts), flush=True)


if __name__ == "__main__":
    main()
