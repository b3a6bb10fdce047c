#!/usr/bin/env python3
"""The simulated arm (tools/sim) as a LeRobot robot: LeRobot's stock RobotClient drives it, on the wall clock.

    arm_loop.py --address 127.0.0.1:8099 --episodes 20

Each episode is a new client, as when a robot is switched on. The simulation follows the wall clock: a control step
without a new action holds the last command. Prints one JSON line.
"""

import argparse
import json
import pathlib
import statistics
import sys
import threading
import time

import driving
import stock

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "tools/sim"))
from sim import CONTROL_HZ, HOLD_S, LIMIT_S, SUCCESS_M, Reach  # noqa: E402

JOINTS = [*(f"joint{number}" for number in range(1, 8)), "gripper"]
NAMES = [f"{side}_{joint}.pos" for side in ("right", "left") for joint in JOINTS]
LIMIT = round(LIMIT_S * CONTROL_HZ)
HOLD = round(HOLD_S * CONTROL_HZ)
PATIENCE_S = 20  # beyond the episode's own limit, for a server that never answers


class SimulatedArm:
    """LeRobot's robot interface over the simulation, which is brought up to the wall clock whenever it is asked."""

    def __init__(self, height, width):
        self.sim, self.lock = Reach(height, width), threading.Lock()
        self.observation_features = dict.fromkeys(NAMES, float) | dict.fromkeys(self.sim.cameras, (height, width, 3))
        self.action_features = dict.fromkeys(NAMES, float)

    def begin(self, seed):
        self.sim.reset(seed)
        self.target, self.over = self.sim.command.copy(), threading.Event()
        self.steps = self.inside = self.actions = 0
        self.started = self.held_at = None

    def connect(self):
        pass

    def disconnect(self):
        pass

    def advance(self):
        """The clock starts with the first action."""
        if self.started is None:
            return
        now = int((time.monotonic() - self.started) * CONTROL_HZ)
        while self.steps < min(now, LIMIT) and not self.held_at:
            self.sim.step(self.sim.ramp(self.target))
            self.steps += 1
            self.inside = self.inside + 1 if self.sim.distance() < SUCCESS_M else 0
            if self.inside >= HOLD:
                self.held_at = self.steps
        if self.held_at or self.steps >= LIMIT:
            self.over.set()

    def get_observation(self):
        with self.lock:
            self.advance()
            return {**{name: float(q) for name, q in zip(NAMES, self.sim.position())}, **self.sim.images()}

    def send_action(self, action):
        with self.lock:
            if self.started is None:
                self.started = time.monotonic()
            self.advance()
            self.target = self.sim.command.copy()
            self.target[:] = [action[name] for name in NAMES]
            self.actions += 1
        return action


def episode(lerobot, arm, seed, options, errors):
    arm.begin(seed)
    errors.until = arm.over
    client = driving.make_client(lerobot, arm, options)
    if not client.start():
        sys.exit(f"the server did not take the robot: {errors.lines}")
    limit = threading.Timer(LIMIT_S + PATIENCE_S, arm.over.set)
    limit.start()
    driving.drive(client, options.task, arm.over)
    limit.cancel()
    return {"seed": seed, "success": arm.held_at is not None, "steps": arm.steps, "actions": arm.actions}


def summary(results, errors):
    wins = [result["steps"] for result in results if result["success"]]
    return {
        "episodes": len(results),
        "successes": len(wins),
        "mean_steps": round(statistics.fmean(wins), 2) if wins else None,
        "actions_per_step": round(sum(r["actions"] for r in results) / max(1, sum(r["steps"] for r in results)), 3),
        "failed_seeds": [result["seed"] for result in results if not result["success"]],
        "errors": errors.lines,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    driving.add_options(parser, policy="reach")
    parser.add_argument("--episodes", type=int, default=20, help="%(default)s")
    parser.add_argument("--seed", type=int, default=0, help="of the first episode; the next has the next: %(default)s")
    parser.add_argument("--size", default="120x192", help="height x width of the cameras: %(default)s")
    options = parser.parse_args()
    lerobot = stock.load()
    arm = SimulatedArm(*map(int, options.size.split("x")))
    arm.sim.reset(options.seed).images()  # the first pictures take their time
    errors = driving.ErrorLog()
    results = [episode(lerobot, arm, options.seed + number, options, errors) for number in range(options.episodes)]
    print(json.dumps(summary(results, errors)))


if __name__ == "__main__":
    main()
