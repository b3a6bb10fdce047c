#!/usr/bin/env python3
"""Makes the resize cases with the real Pillow. Needs numpy and Pillow 13 (12 and older have another order of passes).

    python make.py            # rewrites this folder
    python make.py COUNT OUT  # COUNT random cases into the file OUT, to try more than is kept here

pictures.json: pictures with edges and noise, input and output kept as gzip of raw RGB rows, and the sha256 of what a
policy trained on ImageNet's statistics gets of it: float32, by channel.
sizes.json: many sizes; the input is noise from a congruential generator that the test has too, of the output there is
the sha256.
"""
import gzip, hashlib, json, os, random, sys
import numpy as np, PIL
from PIL import Image

assert PIL.__version__.startswith("13."), PIL.__version__
HERE = os.path.dirname(os.path.abspath(__file__))


def frame(height, width, phase):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / width, y / height
    r = 127 + 120 * np.sin(2 * np.pi * (2 * u + 0.3 * v) + phase)
    g = 255 * ((u * 5 + phase) % 1.0 > 0.5) * (v > 0.25)
    b = 255 * np.clip(v + 0.2 * np.sin(9 * u + phase), 0, 1)
    return np.stack([r, g, b], axis=2).clip(0, 255).astype(np.uint8)


def noise(height, width):
    return np.random.default_rng(height * width).integers(0, 256, (height, width, 3), dtype=np.uint8)


def congruential(height, width, seed):
    out, x = bytearray(height * width * 3), seed
    for i in range(len(out)):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = x >> 24
    return np.frombuffer(bytes(out), np.uint8).reshape(height, width, 3)


def resize(a, height, width):
    return np.asarray(Image.fromarray(a).resize((width, height), Image.BICUBIC))


def normalised(a):
    mean, std = (np.array(v, np.float32) for v in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
    x = (a.astype(np.float32) / 255 - mean) / (std + 1e-8)
    return hashlib.sha256(np.ascontiguousarray(x.transpose(2, 0, 1), np.float32).tobytes()).hexdigest()


def store(name, a):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(gzip.compress(a.tobytes(), 9, mtime=0))


def pictures():
    made = {"frame-480x640": frame(480, 640, 0), "frame-131x177": frame(131, 177, 1.4), "noise-131x177": noise(131, 177),
            "frame-45x72": frame(45, 72, 2.8), "noise-45x72": noise(45, 72), "frame-64x48": frame(64, 48, 0.7 * 6),
            "noise-64x48": noise(64, 48)}
    cases = [("frame-480x640", 60, 96), ("frame-480x640", 96, 128), ("frame-131x177", 60, 96), ("noise-131x177", 60, 96),
             ("frame-45x72", 60, 96), ("noise-45x72", 60, 96), ("frame-64x48", 31, 97), ("noise-64x48", 31, 97)]
    for name, a in made.items():
        store(f"{name}.rgb.gz", a)
    index = []
    for name, h, w in cases:
        output = f"{name}-to-{h}x{w}.rgb.gz"
        resized = resize(made[name], h, w)
        store(output, resized)
        index.append({"input": f"{name}.rgb.gz", "from": list(made[name].shape[:2]), "to": [h, w], "output": output,
                      "normalised": normalised(resized)})
    write(os.path.join(HERE, "pictures.json"), index)


# The sizes of the cameras that are served most, the same size, one axis kept, a pixel, rows first and its border.
SIZES = ["600x960:60x96", "120x192:60x96", "480x640:60x96", "720x1280:60x96", "720x1280:224x224", "60x96:60x96",
         "45x72:60x96", "60x131:60x96", "131x96:60x96", "1x1:60x96", "60x96:1x1", "1x300:60x96", "300x1:60x96",
         "200x50:20x50", "200x50:20x49", "101x50:100x50", "102x51:100x50", "103x51:100x50", "2000x7:9x7", "7x2000:7x9"]


def sizes(count, fixed, out):
    draw, cases = random.Random(20), []
    for i in range(count):
        side = lambda: draw.choice([draw.randint(1, 12), draw.randint(1, 120), draw.randint(1, 400)])
        fixed = fixed + [f"{side()}x{side()}:{side()}x{side()}"]
    for seed, case in enumerate(fixed):
        (h, w), (H, W) = (map(int, s.split("x")) for s in case.split(":"))
        output = resize(congruential(h, w, seed), H, W)
        cases.append({"from": [h, w], "to": [H, W], "seed": seed, "sha256": hashlib.sha256(output.tobytes()).hexdigest()})
    write(out, cases)


def write(path, cases):
    with open(path, "w") as f:
        f.write("[\n" + ",\n".join("  " + json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sizes(int(sys.argv[1]), [], sys.argv[2])
    else:
        pictures()
        sizes(80, SIZES, os.path.join(HERE, "sizes.json"))
