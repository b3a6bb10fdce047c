#!/usr/bin/env python3
"""The arm of `./run sim` as a robot's process: episodes by seed on the wall clock, then their results as a JSON line."""

import argparse
import json
import pathlib
import sys
import threading
import time

from robot_process import serve

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools/sim"))
from sim import CONTROL_HZ, HOLD_S, LIMIT_S, SUCCESS_M, Reach, mujoco  # noqa: E402

SIZE, LIMIT, HOLD = (120, 192), round(LIMIT_S * CONTROL_HZ), round(HOLD_S * CONTROL_HZ)
JOINTS = [*(f"joint{number}" for number in range(1, 8)), "gripper"]


class SimulatedArm:
    joints = [f"{side}_{joint}.pos" for side in ("right", "left") for joint in JOINTS]

    def __init__(self, seeds):
        self.arm, self.eyes = Reach(*SIZE), Reach(*SIZE)  # pictures are drawn of a copy, while the arm goes on
        self.cameras = dict.fromkeys(self.arm.cameras, SIZE)
        self.seeds, self.results, self.lock = iter(seeds), [], threading.Lock()

    def connect(self):
        self.begin(next(self.seeds))

    def begin(self, seed):
        self.eyes.reset(seed)
        self.target = self.arm.reset(seed).command.copy()
        self.episode, self.inside = {"seed": seed, "success": False, "steps": 0, "actions": 0}, 0
        self.started = None  # with the first action

    def advance(self):
        """Brings the simulation up to the wall clock; a step without a new action holds. Whether the episode is over."""
        now = 0 if self.started is None else int((time.monotonic() - self.started) * CONTROL_HZ)
        while self.episode["steps"] < min(now, LIMIT) and self.inside < HOLD:
            self.arm.step(self.arm.ramp(self.target))
            self.episode["steps"] += 1
            self.inside = self.inside + 1 if self.arm.distance() < SUCCESS_M else 0
        self.episode["success"] = self.inside >= HOLD
        return self.episode["success"] or self.episode["steps"] >= LIMIT

    def observe(self):
        with self.lock:
            if reset := self.advance():
                self.results.append(self.episode)
                if (seed := next(self.seeds, None)) is None:
                    return {"over": True}
                self.begin(seed)
            position = self.arm.position()
            self.eyes.data.qpos[:] = self.arm.data.qpos
        mujoco.mj_forward(self.eyes.model, self.eyes.data)
        return {"position": position, "images": self.eyes.images(), "reset": reset}

    def act(self, action):
        with self.lock:
            self.started = self.started or time.monotonic()
            self.advance()
            self.target[:] = action
            self.episode["actions"] += 1
            return self.arm.position()

    def disconnect(self):
        wins = [episode["steps"] for episode in self.results if episode["success"]]
        print(json.dumps({
            "episodes": len(self.results), "successes": len(wins), "mean_steps": round(sum(wins) / max(1, len(wins)), 2),
            "actions_per_step": round(sum(e["actions"] for e in self.results)
                                      / max(1, sum(e["steps"] for e in self.results)), 3),
            "failed_seeds": [episode["seed"] for episode in self.results if not episode["success"]],
        }), file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=20, help="%(default)s")
    parser.add_argument("--seed", type=int, default=0, help="of the first episode; the next has the next: %(default)s")
    options = parser.parse_args()
    serve(SimulatedArm(range(options.seed, options.seed + options.episodes)))
