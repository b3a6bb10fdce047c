#!/usr/bin/env python3
"""The arm of `./run sim` as a robot's process, on the wall clock: sim_arm.py [EPISODES [FIRST_SEED]]

Each scene lasts until the arm has held the cube for half a second, or six seconds. Says how many did in the end.
"""
import json
import pathlib
import sys
import threading
import time

from robot_process import serve

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools/sim"))
from sim import ARM_JOINTS, CONTROL_HZ, HOLD_S, LIMIT_S, SUCCESS_M, Reach, mujoco  # noqa: E402


class SimulatedArm:
    joints = [f"{side}_{joint}.pos" for side in ("right", "left") for joint in [*ARM_JOINTS[:7], "gripper"]]

    def __init__(self, episodes=20, seed=0):
        self.arm, self.eyes, self.lock = Reach(), Reach(), threading.Lock()
        self.cameras = dict.fromkeys(self.arm.cameras, self.arm.size)
        self.seeds, self.steps_of = iter(range(seed, seed + episodes)), {}

    def connect(self):
        self.begin(next(self.seeds))

    def begin(self, seed):
        self.eyes.reset(seed)
        self.target = self.arm.reset(seed).command.copy()
        self.seed, self.steps, self.inside, self.started = seed, 0, 0, None

    def advance(self):  # up to the wall clock, which starts with the first command; without a new one the arm holds
        now = (time.monotonic() - self.started) * CONTROL_HZ if self.started else 0
        while self.steps < min(int(now), LIMIT_S * CONTROL_HZ) and self.inside < HOLD_S * CONTROL_HZ:
            self.arm.step(self.arm.ramp(self.target))
            self.steps += 1
            self.inside = self.inside + 1 if self.arm.distance() < SUCCESS_M else 0
        return self.inside >= HOLD_S * CONTROL_HZ, self.steps >= LIMIT_S * CONTROL_HZ

    def begin_episode(self):
        success, late = self.advance()
        if not (success or late):
            return False
        self.steps_of[self.seed] = self.steps if success else None
        self.seed = next(self.seeds, None)
        if self.seed is not None:
            self.begin(self.seed)
        return self.seed is not None

    def observe(self):
        if self.seed is None:
            return {"over": True}
        with self.lock:
            position = self.arm.position()
            self.eyes.data.qpos[:] = self.arm.data.qpos  # pictures are of a copy: the arm goes on meanwhile
        mujoco.mj_forward(self.eyes.model, self.eyes.data)
        return {"position": position, "images": self.eyes.images()}

    def act(self, action):
        with self.lock:
            self.started = self.started or time.monotonic()
            self.advance()
            self.target[:] = action
            return self.arm.position()

    def disconnect(self):
        wins = [steps for steps in self.steps_of.values() if steps]
        print(json.dumps({"episodes": len(self.steps_of), "successes": len(wins),
                          "mean_steps": round(sum(wins) / max(1, len(wins)), 2),
                          "failed_seeds": [seed for seed, steps in self.steps_of.items() if not steps]}))


serve(SimulatedArm(*map(int, sys.argv[1:])))
