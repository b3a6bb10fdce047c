#!/usr/bin/env python3
"""Is what a robot's client sent what LeRobot's own client sends for the same observation?

    check_sent.py FOLDER --chunk 20 --task "reach the cube" [--module lerobot.scripts.server.helpers]

FOLDER has instructions.pkl (a RemotePolicyConfig), observation-*.pkl (a TimedObservation each), and robot.json: the
joints' names in order, the cameras' sizes, and all that the robot showed: its joints' numbers and the SHA-256 of its
pictures. The stock client's own functions make theirs of the same robot: both are compared as Python has them once it
has read them (types, order, NumPy's types, shapes and layouts, each float's bits), and byte for byte. Prints one JSON
line.
"""

import argparse
import dataclasses
import hashlib
import importlib.util
import json
import pathlib
import pickle
import struct
import sys
import threading
import types

import driving
import stock


class Shown:
    """A robot that shows what another one showed."""

    def __init__(self, description):
        joints = description["joints"]
        self.observation_features = dict.fromkeys(joints, float) | {
            name: (*size, 3) for name, size in description["cameras"].items()}
        self.action_features = dict.fromkeys(joints, float)

    def connect(self):
        pass

    def get_observation(self):
        return dict(self.observation)


def load(module):
    """LeRobot's modules; and where a server's classes are elsewhere, the same classes there."""
    lerobot = stock.load()
    if module != lerobot.helpers.__name__:
        for parent in ("lerobot.scripts", "lerobot.scripts.server"):
            stock.put_package(parent)
        spec = importlib.util.spec_from_file_location(module, lerobot.helpers.__file__)
        sys.modules[module] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[module])
        lerobot.robot_client.TimedObservation = sys.modules[module].TimedObservation
        lerobot.robot_client.RemotePolicyConfig = sys.modules[module].RemotePolicyConfig
    return lerobot


def observe(lerobot, client, seen):
    """The messages of the stock client for what its robot shows, at the moment and in the state of another client."""
    messages = []
    client.stub = types.SimpleNamespace(SendObservations=lambda parts: messages.extend(parts))
    client.latest_action, client.must_go = seen.timestep, threading.Event()
    if seen.must_go:
        client.must_go.set()
    clock = lerobot.robot_client.time
    lerobot.robot_client.time = types.SimpleNamespace(time=lambda: seen.timestamp, perf_counter=clock.perf_counter)
    try:
        client.control_loop_observation(seen.observation["task"])
    finally:
        lerobot.robot_client.time = clock
    return messages


def differences(ours, theirs, where):
    """What of two objects is not the same; nothing of it is rounded."""
    import numpy as np
    if type(ours) is not type(theirs):
        return [f"{where}: {type(ours)} where LeRobot has {type(theirs)}"]
    if isinstance(theirs, dict):
        if list(ours) != list(theirs):
            return [f"{where}: {list(ours)} where LeRobot has {list(theirs)}"]
        return [d for key in theirs for d in differences(ours[key], theirs[key], f"{where}.{key}")]
    if isinstance(theirs, (list, tuple)):
        if len(ours) != len(theirs):
            return [f"{where}: {len(ours)} where LeRobot has {len(theirs)}"]
        return [d for i in range(len(theirs)) for d in differences(ours[i], theirs[i], f"{where}[{i}]")]
    if isinstance(theirs, np.ndarray):
        def told(array):
            return (str(array.dtype), array.dtype.byteorder, array.shape, array.strides, array.flags.c_contiguous,
                    array.flags.writeable, hashlib.sha256(array.tobytes()).hexdigest())
        return [] if told(ours) == told(theirs) else [f"{where}: {told(ours)} where LeRobot has {told(theirs)}"]
    if isinstance(theirs, float):
        same = struct.pack(">d", ours) == struct.pack(">d", theirs)
    elif dataclasses.is_dataclass(theirs):
        return differences(vars(ours), vars(theirs), where)
    else:
        same = ours == theirs
    return [] if same else [f"{where}: {ours!r} where LeRobot has {theirs!r}"]


def was_shown(seen, shown):
    """Whether the robot showed this, all of it at one moment."""
    def as_seen(one):
        return all(seen.observation.get(name) == value for name, value in one["state"].items()) and all(
            hashlib.sha256(seen.observation[name].tobytes()).hexdigest() == sum_
            for name, sum_ in one["pictures"].items())
    return any(map(as_seen, shown))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    driving.add_options(parser, policy="made-up")
    parser.add_argument("--module", default="lerobot.async_inference.helpers", help="of the server: %(default)s")
    parser.set_defaults(address="127.0.0.1:1")
    for action in parser._actions:  # noqa: SLF001
        action.required = False
    options = parser.parse_args()
    lerobot = load(options.module)
    description = json.loads((options.folder / "robot.json").read_text())
    client = driving.make_client(lerobot, Shown(description), options)
    wrong, identical, parts = [], 0, []
    ours, theirs = (options.folder / "instructions.pkl").read_bytes(), pickle.dumps(client.policy_config)
    wanted = pickle.loads(theirs)
    if options.module != lerobot.helpers.__name__:
        del wanted.rename_map  # the class has it since 0.4
    wrong += differences(pickle.loads(ours), wanted, "instructions")
    files = sorted(options.folder.glob("observation-*.pkl"))
    for file in files:
        ours = file.read_bytes()
        seen = pickle.loads(ours)
        if not was_shown(seen, description["shown"]):
            wrong.append(f"{file.stem}: the robot showed something else")
        client.robot.observation = {n: v for n, v in seen.observation.items() if n != "task"}
        if seen.observation["task"] != options.task:
            wrong.append(f"{file.stem}: task {seen.observation['task']!r}")
        messages = observe(lerobot, client, seen)
        theirs = b"".join(message.data for message in messages)
        wrong += differences(seen, pickle.loads(theirs), file.stem)
        identical += ours == theirs
        parts.append([[message.transfer_state, len(message.data)] for message in messages])
    print(json.dumps({"observations": len(files), "identical": identical, "parts": parts,
                      "same_instructions": pickle.dumps(client.policy_config) == (
                          options.folder / "instructions.pkl").read_bytes(), "wrong": wrong[:20]}))


if __name__ == "__main__":
    main()
