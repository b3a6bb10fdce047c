"""The policy is swapped in the middle of every episode, under the robot: ./run sim --swap."""

import itertools
import pathlib
import statistics
import subprocess
import threading
import time
from collections import Counter

from gateway import NotServing

# Of the 47 control steps that an episode takes the middle, and one at which the robot asks.
MIDDLE_STEP = 24
PATIENCE_S = 120.0


class Swaps:
    """Has a gateway put one policy on another backend and back, by turns, at once: the seam is within the motion."""

    def __init__(self, command: list[str], backends: list[str], beside: bool):
        """`command` lacks only the backend. In step the robot stands still while a swap is waited for; `beside` it
        drives on, and the swap is asked for at the episode's start: it takes over about a second later."""
        self.command, self.backends, self.beside = command, itertools.cycle(backends), beside
        self.step, self.under_way, self.fault = 0, None, None
        self.to, self.steps, self.seconds = Counter(), [], []

    def before(self, step: int) -> None:
        """Each control step."""
        self.step = step
        if self.beside and step == 0:
            self.under_way = threading.Thread(target=self._swap, daemon=True)
            self.under_way.start()
        elif not self.beside and step == MIDDLE_STEP:
            self._swap()
        self._raise()

    def finish(self) -> None:
        """At an episode's end: the next is to begin with the backend that this one was swapped to."""
        if self.under_way:
            self.under_way.join()
        self._raise()

    def told(self) -> dict:
        return {"swaps": len(self.steps), "to": dict(self.to),
                "steps": {"median": statistics.median(self.steps), "max": max(self.steps)},
                "seconds": {"median": round(statistics.median(self.seconds), 2), "max": round(max(self.seconds), 2)}}

    def _swap(self) -> None:
        backend, begun = next(self.backends), time.monotonic()
        command = [*self.command, "--backend", backend]
        try:
            ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                   timeout=PATIENCE_S, check=False)
            if ended.returncode:
                raise NotServing(f"The swap to {backend} was not done. It was: {' '.join(command)}\n"
                                 f"{ended.stdout}{ended.stderr}")
        except Exception as fault:  # raised again where the episode runs
            self.fault = fault
            return
        self.to[backend] += 1
        self.steps.append(self.step)
        self.seconds.append(time.monotonic() - begun)

    def _raise(self) -> None:
        if self.fault:
            raise self.fault


def swap_command(gateway: str, admin: pathlib.Path, policy: str) -> list[str]:
    """Without a trial: it would wait for ticks of a robot that waits for it, and by the wall clock for eight seconds
    of one that asks four times a second."""
    return [gateway, "policies", "swap", policy, "--socket", str(admin), "--now", "--trial-ticks", "0"]


def line(told: dict) -> str:
    to = ", ".join(f"{count} to {backend}" for backend, count in told["to"].items())
    steps, seconds = told["steps"], told["seconds"]
    return (f"B was swapped {told['swaps']} times: {to}; done at control step {steps['median']:g} (median; at most "
            f"{steps['max']}), {seconds['median']:g} s after it was asked for (at most {seconds['max']:g})")
