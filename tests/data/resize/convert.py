#!/usr/bin/env python3
"""Makes golden.json and the files that it names of a folder that was made with the real torch, Pillow, LeRobot and
openpi-client (index.json, PNG inputs, one .npz for each pair of sizes). Needs numpy and Pillow.

    python convert.py FOLDER

Inputs become gzip of raw RGB rows. Of a result that is bytes there is the sha256; of one that is floats every seventh
value, in the order of rows, columns and channels, as gzip of float32: all of them would be 20 MB.
"""
import gzip, json, os, sys
import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
STEP = 7
# By the word that policy.json has for it. What a policy gets of LeRobot's server is torch-bilinear, made float.
WORDS = {
    "torch-uint8-bilinear": "torch-bilinear",
    "torch-uint8-bilinear-antialias": "torch-bilinear-antialias",
    "torch-uint8-bicubic-antialias": "torch-bicubic-antialias",
    "pillow-11-bilinear": "pillow-12-bilinear",
    "pillow-11-bicubic": "pillow-12-bicubic",
    "openpi-client-uint8": "openpi-pad",
    "lerobot-pi0-uint8": "pi0-uint8-pad",
    "lerobot-pi0-float": "pi0-pad",
    "lerobot-smolvla-float": "smolvla-pad",
    "lerobot-xvla-float": "xvla-pad",
}


def store(name, content):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(gzip.compress(content, 9, mtime=0))
    return name


def main(folder):
    with open(os.path.join(folder, "index.json")) as f:
        cases = json.load(f)["cases"]
    made, inputs = [], {}
    for case in cases:
        if case["op"] == "lerobot-server":
            continue
        if case["input"] not in inputs:
            pixels = np.asarray(Image.open(os.path.join(folder, case["input"])).convert("RGB"))
            name = case["input"].removeprefix("input-").removesuffix(".png") + ".rgb.gz"
            inputs[case["input"]] = store(name, pixels.tobytes())
        golden = {"resize": WORDS.get(case["op"], case["op"]), "input": inputs[case["input"]], "from": case["from"],
                  "to": case["to"]}
        if case["dtype"] == "uint8":
            golden["sha256"] = case["sha256"]
        else:
            values = np.load(os.path.join(folder, case["file"]))[case["array"]]
            planes_first = values.shape[0] == 3
            values = values.transpose(1, 2, 0) if planes_first else values
            # The paddings take and give 0…1.
            golden["unit"] = 1 / 255 if golden["resize"].endswith("-pad") else 1
            golden["tolerance"] = case["tolerance"]
            golden["values"] = store(f"{case['name'].replace('/', '-')}.f32.gz", np.ravel(values)[::STEP].tobytes())
        made.append(golden)
    with open(os.path.join(HERE, "golden.json"), "w") as f:
        f.write("[\n" + ",\n".join("  " + json.dumps(g) for g in made) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
