#!/usr/bin/env python3
"""Writes lists of TimedAction and observations as CPython's pickler and torch's own reduction do.

    /usr/bin/python3 make.py          # torch 1.13.1 and numpy 1.24 of Debian 12, CPython 3.11

The classes are named as LeRobot's, of which a pickle holds nothing but the name and the fields. torch numbers a
storage by its address: here by zeros, so that the bytes are the same each time. Value k of a list is (k % 64) / 8.
"""
import dataclasses
import gzip
import os
import pickle
import re
import sys
import types

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
NOW, INTERVAL = 1795252828.3958387, 1 / 30


def reduce_storage(storage):
    loads, (data,) = REDUCE(storage)
    return loads, (re.sub(rb"(?s)X.\0\0\0\d+q", b"X\x0e\0\0\0" + b"0" * 14 + b"q", data),)


REDUCE = torch.storage.TypedStorage.__reduce__
torch.storage.TypedStorage.__reduce__ = reduce_storage


def module(name):
    parts = name.split(".")
    for i in range(len(parts)):
        parent = ".".join(parts[: i + 1])
        sys.modules.setdefault(parent, types.ModuleType(parent)).__path__ = []
    return sys.modules[name]


def lerobot_class(name, fields):
    made = dataclasses.make_dataclass(name, fields)
    made.__module__ = "lerobot.async_inference.helpers"
    setattr(module(made.__module__), name, made)
    return made


TimedAction = lerobot_class("TimedAction", ["timestamp", "timestep", "action"])
TimedObservation = lerobot_class("TimedObservation", ["timestamp", "timestep", "observation", "must_go"])


def write(name, thing):
    with open(os.path.join(HERE, name + ".pkl.gz"), "wb") as file:
        file.write(gzip.compress(pickle.dumps(thing), 9, mtime=0))


def actions(rows, width, timestep):
    values = (torch.arange(rows * width, dtype=torch.float32) % 64 / 8).reshape(rows, width)
    made = [TimedAction(NOW + i * INTERVAL, timestep + i, row.clone()) for i, row in enumerate(values)]
    write(f"actions-{rows}x{width}-at-{timestep}", made)


actions(1001, 16, 250)              # frames of 64 KiB, a second batch of list items, timesteps of one and two bytes
actions(3, 1, 65534)                # a storage in short bytes; timesteps of two and four bytes
actions(2, 300, 2**31 - 1)          # sizes of two bytes; timesteps of four bytes and of any length
actions(2, 17000, 2**63 - 2)        # a storage that stands between frames
picture = lambda height, width: (np.arange(height * width * 3) % 256).astype(np.uint8).reshape(height, width, 3)
joints = {f"joint_{i}.pos": i / 8 for i in range(1100)}
write("observation-1100-joints", TimedObservation(
    NOW, -3, {**joints, "left": picture(100, 120), "right": picture(160, 200), "task": "lift " * 20000}, False))
