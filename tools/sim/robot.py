"""The robot's side of one episode: plays chunks, asks for the next, counts what happens."""

import json
import math
import threading
import time

import numpy as np

from measure import jerk, picture
from sim import CONTROL_HZ, DT, HOLD_S, LIMIT_S, SUBSTEPS

TICKS, HOLD = round(LIMIT_S * CONTROL_HZ), round(HOLD_S * CONTROL_HZ)
RIGHT_ARM = slice(0, 7)


class Executor:
    """Plays a chunk: row 0 is reached one interval after the answer is taken, rows in between by straight lines, the
    last row is held. A `cutoff_hz` in the answer low-passes the targets (first order), as OpenArm's executor may."""

    def __init__(self, sim):
        self.sim, self.rows, self.cutoff, self.smooth = sim, None, None, sim.command.copy()

    def take(self, answer, now, age):
        """Plays the answer from now on, without those of its rows whose time passed in `age` seconds."""
        rows, self.interval = np.asarray(answer["positions"], np.float64), answer["interval"] / 1e9
        passed = min(round(age / self.interval), len(rows) - 1)
        self.rows, self.start = np.vstack([self.sim.command, rows[passed:]]), now
        self.cutoff = answer.get("cutoff_hz")

    def commands(self, now):
        """The joint targets of the next control step, [SUBSTEPS, 16]."""
        if self.rows is None:
            return self.sim.ramp(self.sim.command)
        moments = now - self.start + np.arange(1, SUBSTEPS + 1) * DT / SUBSTEPS
        place = np.clip(moments / self.interval, 0, len(self.rows) - 1)
        low = np.minimum(place.astype(int), len(self.rows) - 2)
        out = self.rows[low] + (self.rows[low + 1] - self.rows[low]) * (place - low)[:, None]
        share = 1 - math.exp(-2 * math.pi * self.cutoff * DT / SUBSTEPS) if self.cutoff else 1
        for i in range(SUBSTEPS):
            self.smooth = out[i] = self.smooth + share * (out[i] - self.smooth) if self.cutoff else out[i]
        return out


class Request:
    """One observation on its way, and its answer. In real time it runs on a thread of its own."""

    def __init__(self, ask, observation, tick, threaded, delay):
        self.tick, self.answer, self.fault, self.delay = tick, None, None, delay
        self.thread = threading.Thread(target=self.run, args=(ask, observation), daemon=True) if threaded else None
        self.thread.start() if threaded else self.run(ask, observation)

    def run(self, ask, observation):
        if self.thread:
            time.sleep(self.delay)
        sent = time.monotonic()
        try:
            self.answer = ask(observation)
        except Exception as fault:  # raised again where the episode runs
            self.fault = fault
        self.seconds = time.monotonic() - sent

    def done(self):
        return self.thread is None or not self.thread.is_alive()


class Driver:
    """Keeps one request in flight and hands its answer to the executor when its time has come."""

    def __init__(self, sim, ask, number, options):
        self.sim, self.ask, self.number, self.options = sim, ask, number, options
        self.late = math.ceil(options.latency_ms / 1000 * CONTROL_HZ - 1e-9)
        self.executor, self.pending, self.asked, self.count = Executor(sim), None, -10 ** 9, 0
        self.seams, self.times, self.refused = [], [], []

    def tick(self, tick):
        """Takes an answer that is in; sends the next request if it is due, and takes its answer if that is there."""
        self.receive(tick)
        if self.pending is None and tick - self.asked >= self.options.replan:
            o = self.options
            stamp = self.timestamp(tick)
            observation = self.sim.position(), self.sim.images(), self.count, self.number, stamp
            self.pending = Request(self.ask, observation, tick, o.realtime, o.latency_ms / 1000)
            self.asked, self.count = tick, self.count + 1
            self.receive(tick)
        return self.executor.commands(tick * DT)

    def timestamp(self, tick):
        """When the observation was taken, ns: on the simulation's clock, an hour for each episode, or on the wall's,
        set back by the latency where that is simulated."""
        if self.options.simulated_clock:
            return self.number * 3600 * 10 ** 9 + round(tick * DT * 1e9)
        return time.time_ns() - (0 if self.options.realtime else int(self.options.latency_ms * 1e6))

    def receive(self, tick):
        request = self.pending
        if not request or not request.done() or not (self.options.realtime or tick - request.tick >= self.late):
            return
        self.pending = None
        if request.fault:
            raise request.fault
        self.times.append(request.seconds)
        reason = defect(request.answer)
        if reason:
            self.refused.append(reason)
            return
        age = 0
        if self.executor.rows is not None:  # before the first chunk the robot stands still: no row of that one is stale
            self.seams.append(tick)
            age = (tick - request.tick) * DT if self.options.align == "time" else 0
        self.executor.take(request.answer, tick * DT, age)

    def finish(self):
        while self.pending and not self.pending.done():
            time.sleep(.002)


def defect(answer):
    """Why an answer cannot be executed, or None."""
    if not answer.get("positions"):
        return "empty: " + json.dumps(answer.get("error", "no reason given"))[:200]
    try:
        rows = np.array(answer["positions"], np.float64)
    except (ValueError, TypeError):
        return "not a table of numbers"
    if rows.ndim != 2 or rows.shape[1] != 16:
        return f"shape {rows.shape}, expected [T, 16]"
    if not np.isfinite(rows).all():
        return "NaN or infinity"
    return None if answer.get("interval", 0) > 0 else "no interval"


def episode(sim, ask, seed, number, options, film=None, swaps=None):
    sim.reset(seed, options.variation)
    driver = Driver(sim, ask, number, options)
    commands, measured, tips = [sim.command[RIGHT_ARM]], [sim.position()[RIGHT_ARM]], []
    inside, held_at, wall = 0, None, time.monotonic()
    for tick in range(TICKS):
        if swaps:
            swaps.before(tick)
        sim.step(driver.tick(tick))
        commands.append(sim.command[RIGHT_ARM].copy())
        measured.append(sim.position()[RIGHT_ARM])
        tips.append(sim.distance())
        inside = inside + 1 if tips[-1] < options.within_cm / 100 else 0
        if inside >= HOLD and held_at is None:
            held_at = tick + 1
        if film is not None and tick % 3 == 0:
            film.append(picture(sim))
        if held_at and tick >= held_at + options.linger:
            break
        if options.realtime:
            time.sleep(max(0, wall + (tick + 1) * DT - time.monotonic()))
    behind = max(0, round((time.monotonic() - wall) * CONTROL_HZ) - tick - 1) if options.realtime else 0
    driver.finish()
    if swaps:
        swaps.finish()
    return dict(seed=seed, success=held_at is not None, steps=held_at, nearest=min(tips),
                error=float(np.mean(tips[-HOLD:])), requests=driver.count, refused=driver.refused, times=driver.times,
                seams=driver.seams, behind=behind, command=jerk(np.array(commands), driver.seams),
                measured=jerk(np.array(measured, np.float64), driver.seams))
