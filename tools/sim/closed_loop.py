#!/usr/bin/env python3
"""Does the robot still succeed? A simulated OpenArm as the client of a policy server, episode after episode.

    closed_loop.py --policy socket:/dev/shm/policy-server.socket   a policy server that listens
    closed_loop.py --policy listen:/dev/shm/x/connection.sock      a policy process that connects to us
    closed_loop.py --policy expert                                 the scripted expert: does the simulation work at all?

In step (the default) the simulation waits for each answer, so two servers that answer alike give the same episodes to
the last bit. --latency-ms 100 lets the simulation go on while the answer is under way, still deterministic; --realtime
is on the wall clock, with the latency that there really is, and --latency-ms on top of it.
"""

import argparse
import json
import pathlib
import sys
import time

from container import ContainerClient
from measure import save_film, summary
from robot import HOLD, TICKS, episode
from sim import ALL_CAMERAS, SUCCESS_M, Reach, Variation, expert_chunk
from wire import OpenArmClient

NAMED = ("policy", "seed", "replan", "latency_ms", "realtime", "align", "within_cm", "drift", "light", "camera_shift")
KEPT = ("seed", "success", "steps", "nearest", "error", "requests", "refused", "times", "seams", "behind")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the loop itself, which run.py has as well."""
    add = parser.add_argument
    add("--episodes", type=int, default=100)
    add("--seed", type=int, default=0, help="first seed; the policy `reach` was trained on seeds from 1000000")
    add("--replan", type=int, default=8, help="control steps between two requests")
    add("--latency-ms", type=float, default=0, help="the observation is this old when the server gets it")
    add("--realtime", action="store_true", help="on the wall clock")
    add("--simulated-clock", action="store_true",
        help="timestamps are the simulation's time (the gateway needs Chunks:SimulatedLatency), not the wall's")
    add("--align", choices=["arrival", "time"], default="arrival",
        help="play an answer from row 0 when it arrives (OpenArm's executor), or leave out rows whose time has passed")
    add("--size", default="120x192", help="height x width of the cameras, 5:8")
    add("--cameras", default="head_left,wrist_left,wrist_right", help="comma list or all")
    add("--history", nargs="*", type=int, default=[], help="earlier rows to send, in requests back, oldest first")
    add("--task", help="task_prompt")
    add("--drift", type=float, default=0, help="cm/s at which the target slides away")
    add("--light", type=float, nargs=2, default=(.85, 1.15), help="range of the lamps' factor")
    add("--camera-shift", type=float, default=0, help="standard deviation of the head camera's place, m")
    add("--within-cm", type=float, default=SUCCESS_M * 100, help="how near the tip must come; smaller is stricter")
    add("--linger", type=int, default=30, help="control steps to go on after success, for a settled last error")
    add("--video", help="film of the first episode: .gif, or .png for a strip")
    add("--json", help="write summary and episodes there ('-': summary alone to stdout)")
    add("--need", type=float, help="exit 1 if the success rate is below this")


def make_sim(options) -> Reach:
    options.variation = Variation(light=tuple(options.light), drift=options.drift, camera=options.camera_shift)
    height, width = map(int, options.size.split("x"))
    return Reach(height, width, ALL_CAMERAS if options.cameras == "all" else options.cameras.split(","))


def connect(options, sim):
    """A function from (position, images, number, episode, timestamp) to an answer, and one that ends the connection."""
    kind, _, path = options.policy.partition(":")
    if kind == "expert":
        def answer(_):
            return {"interval": 33333333, "positions": expert_chunk(sim.command, sim.aim(), 20).tolist()}
        return answer, lambda: None
    if kind == "image":
        client = ContainerClient(path, options.policy_folder, options.arguments, options.log, options.history)
        return lambda observation: client.infer(*observation, task_prompt=options.task), client.close
    if kind not in ("socket", "listen") or not path:
        sys.exit(f"--policy is expert, socket:PATH or listen:PATH, found '{options.policy}'")
    client = OpenArmClient(path, kind == "listen", history=options.history)
    return lambda observation: client.infer(*observation, task_prompt=options.task), client.close


def run(options) -> dict:
    """Runs the episodes; returns the summary, with the file of the film and of the episodes written where asked for."""
    sim = make_sim(options)
    ask, close = connect(options, sim)
    results, film, begun = [], [] if options.video else None, time.monotonic()
    try:
        for number in range(options.episodes):
            results.append(episode(sim, ask, options.seed + number, number, options, None if number else film))
            if sys.stderr.isatty():
                won = sum(result["success"] for result in results)
                print(f"\r\x1b[K{number + 1}/{options.episodes} episodes, {won} succeeded", end="", file=sys.stderr)
    finally:
        close()
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)
    if film:
        save_film(film, options.video)
    totals = named(options) | summary(results) | {"seconds": round(time.monotonic() - begun, 1)}
    if options.json and options.json != "-":
        episodes = [kept(result) for result in results]
        pathlib.Path(options.json).write_text(json.dumps({"summary": totals, "episodes": episodes}, indent=1))
    return totals


def named(options) -> dict:
    """What the episodes were driven with."""
    return {name: getattr(options, name) for name in NAMED}


def kept(result: dict) -> dict:
    """What is written of an episode."""
    return {name: result[name] for name in KEPT}


def report(totals: dict) -> str:
    low, high = totals["wilson95"]
    refused = f"refused {totals['refused']}" + (f" (first: {totals['refused_first']})" if totals["refused"] else "")
    answers = ", ".join(f"{name} {value}" for name, value in (totals["answer_ms"] or {}).items())
    return (
        f"success {totals['successes']}/{totals['episodes']} = {totals['success']:.0%} "
        f"(95 % Wilson interval {low:.1%} to {high:.1%})\n"
        f"steps to success {totals['mean_steps_to_success']} of {TICKS}, of which the last {HOLD} are the hold; "
        f"settled error {totals['tip_error_mm_at_end']} mm (median)\n"
        f"jerk rad/s^3 RMS, right arm: command {totals['jerk_command']}, at seams {totals['jerk_command_at_seams']}; "
        f"measured {totals['jerk_measured']}, at seams {totals['jerk_measured_at_seams']}\n"
        f"requests {totals['requests']}, {refused}; answers in ms: {answers}; {totals['seconds']} s"
    )


def finish(options, totals: dict) -> None:
    print(json.dumps(totals) if options.json == "-" else report(totals), flush=True)


def too_low(options, totals: dict) -> bool:
    return options.need is not None and totals["success"] < options.need


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", required=True, help="expert, socket:PATH or listen:PATH")
    add_options(parser)
    options = parser.parse_args()
    totals = run(options)
    finish(options, totals)
    return int(too_low(options, totals))


if __name__ == "__main__":
    sys.exit(main())
