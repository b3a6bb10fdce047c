"""Cuts normalisation goldens out of checkpoints and pipeline stages that LeRobot itself wrote.

    python make.py FOLDER

FOLDER holds, for each checkpoint, its saved folder and pipeline-cases-CHECKPOINT.npz: the arrays of each stage of
LeRobot's own policy server, from the robot's observation to its actions. Needs numpy alone.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

CHECKPOINTS = ["act-0.3.3", "act-0.3.3-min-max", "act-0.4.4", "act-0.4.4-min-max", "act-0.4.4-quantiles"]
STATISTICS = {
    "MEAN_STD": ["mean", "std"],
    "MIN_MAX": ["min", "max"],
    "QUANTILES": ["q01", "q99"],
    "QUANTILE10": ["q10", "q90"],
    "IDENTITY": [],
}
# Case of a camera that has the model's size, where no resize lies between the stages; a corner of its picture.
PICTURE_CASE, PICTURE, HEIGHT, WIDTH = "same-size", "observation.images.front", 6, 8


def tensors(file):
    data = file.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    for name, entry in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            yield name, np.frombuffer(data[8 + size + start : 8 + size + end], "<f4").reshape(entry["shape"])


def statistics(folder, feature):
    """The saved ones, as LeRobot nests them."""
    if "-0.3" not in folder.name:
        saved = dict(tensors(next(folder.glob("policy_preprocessor_step_*.safetensors"))))
        return lambda name: saved[f"{feature}.{name}"].tolist()
    saved = dict(tensors(folder / "model.safetensors"))
    step = "unnormalize_outputs" if feature == "action" else "normalize_inputs"
    return lambda name: saved[f"{step}.buffer_{feature.replace('.', '_')}.{name}"].tolist()


def normalize(folder, feature, mode):
    word = mode.lower() + ("_0.3" if "-0.3" in folder.name and mode == "MIN_MAX" else "")
    of = statistics(folder, feature)
    return {"mode": word} | {name: of(name) for name in STATISTICS[mode]}


def golden(source, name):
    folder = source / f"checkpoint-{name}"
    modes = json.loads((folder / "config.json").read_text())["normalization_mapping"]
    stages = np.load(source / f"pipeline-cases-checkpoint-{name}.npz")
    cases = sorted({key.split(".")[0] for key in stages})

    def rows(stage):
        return [stages[f"{case}.{stage}"].reshape(-1).tolist() for case in cases]

    corner = stages[f"{PICTURE_CASE}.raw.front"][:HEIGHT, :WIDTH]
    full = [case for case in cases if stages[f"{case}.actions"].shape[0] == 20]
    return {
        "observation.state": {
            "normalize": normalize(folder, "observation.state", modes["STATE"]),
            "robot": rows("observation.observation.state"),
            "model": rows("preprocessed.observation.state"),
        },
        "observation.images.front": {
            "normalize": normalize(folder, PICTURE, modes["VISUAL"]),
            "robot": [corner.reshape(-1).tolist()],
            "model": [stages[f"{PICTURE_CASE}.preprocessed.{PICTURE}"][0, :, :HEIGHT, :WIDTH].reshape(-1).tolist()],
        },
        "action": {
            "normalize": normalize(folder, "action", modes["ACTION"]),
            "model": [stages[f"{case}.policy_output"].reshape(-1).tolist() for case in full],
            "robot": [stages[f"{case}.actions"].reshape(-1).tolist() for case in full],
        },
    }


for checkpoint in CHECKPOINTS:
    text = json.dumps(golden(Path(sys.argv[1]), checkpoint))
    (Path(__file__).parent / f"{checkpoint}.json").write_text(text.replace('], "', '],\n"') + "\n")
