"""torch 2's bilinear kernel for bytes, for a torch that has none: LeRobot's server resizes its pictures with it.

    torch_resize.py FOLDER     checks it against the sums of torch's own results in FOLDER/golden.json

Found by experiment: fixed point, one axis after the other (columns first) and rounded to bytes in between.
"""

import functools
import gzip
import hashlib
import json
import pathlib
import sys

import torch

MOST_BITS, WEIGHT_LIMIT = 22, 1 << 15


@functools.lru_cache(maxsize=64)
def taps(old, new):
    """For each output of an axis: its two inputs and their weights, which are integers of `bits` bits."""
    position = ((torch.arange(new, dtype=torch.float64) + 0.5) * (old / new) - 0.5).clamp(min=0)
    first = position.long()
    second = (first + 1).clamp(max=old - 1)
    share = torch.where(first == second, torch.zeros_like(position), position - first)
    largest = float(torch.maximum(share, 1 - share).max())
    bits = max(b for b in range(MOST_BITS + 1) if int(0.5 + largest * 2 ** b) < WEIGHT_LIMIT)
    weights = [(w * 2 ** bits + 0.5).int() for w in (1 - share, share)]
    return first, second, weights, bits


@functools.lru_cache(maxsize=64)
def used_rows(old, new):
    """The rows that a result is made of (a camera has many times as many), and where each output's two are in them."""
    first, second, _, _ = taps(old, new)
    rows, places = torch.unique(torch.cat((first, second)), return_inverse=True)
    return rows, *places.chunk(2)


def blend(first, second, weights, bits):
    return (first.int() * weights[0] + second.int() * weights[1] + (1 << (bits - 1))) >> bits


def resize(pictures, size):
    """[…, 3, H, W] bytes to […, 3, *size] bytes."""
    left, right, across, bits = taps(pictures.shape[-1], size[1])
    _, _, down, down_bits = taps(pictures.shape[-2], size[0])
    rows, top, bottom = used_rows(pictures.shape[-2], size[0])
    # As a camera's bytes lie: rows, columns, colours.
    kept = pictures.movedim(-3, -1).index_select(-3, rows)
    across = [weight[:, None] for weight in across]
    narrow = blend(kept.index_select(-2, left), kept.index_select(-2, right), across, bits)
    down = [weight[:, None, None] for weight in down]
    result = blend(narrow.index_select(-3, top), narrow.index_select(-3, bottom), down, down_bits)
    return result.to(torch.uint8).movedim(-1, -3)


def stand_in():
    """Puts it where torch has no such kernel; everything else goes torch's own way."""
    if int(torch.__version__.split(".")[0]) >= 2:
        return
    torchs_own = torch.nn.functional.interpolate

    def interpolate(picture, size=None, mode="nearest", align_corners=None, **rest):
        if picture.dtype == torch.uint8 and mode == "bilinear" and not align_corners:
            return resize(picture, size)
        return torchs_own(picture, size=size, mode=mode, align_corners=align_corners, **rest)
    torch.nn.functional.interpolate = interpolate


def main(folder):
    cases = [case for case in json.loads((folder / "golden.json").read_text()) if case["resize"] == "torch-bilinear"]
    wrong = []
    for case in cases:
        content = gzip.decompress((folder / case["input"]).read_bytes())
        picture = torch.frombuffer(bytearray(content), dtype=torch.uint8).reshape(*case["from"], 3)
        result = resize(picture.permute(2, 0, 1), case["to"]).permute(1, 2, 0).contiguous()
        if hashlib.sha256(result.numpy().tobytes()).hexdigest() != case["sha256"]:
            wrong.append(f"{case['input']} to {case['to']}")
    print(json.dumps({"cases": len(cases), "wrong": wrong}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
