#!/usr/bin/env python3
"""./run sim: starts the gateway with a policy, closes the loop with the simulated arm, stops the gateway.

Without options two runs of about a minute together: 20 episodes in step (are the answers right?) and 15 on the wall
clock with observations 100 ms old (does the gateway cope with lateness, where a server that does not brings one in
ten home?). Any option of the loop makes it one run with these options.
"""

import argparse
import copy
import pathlib
import sys
import tempfile

import closed_loop
from gateway import Gateway

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEFAULT_RUNS = (
    ("in-step", {"episodes": 20}),
    ("wall-clock", {"episodes": 15, "realtime": True, "latency_ms": 100.0}),
)


def describe(options) -> str:
    how = "on the wall clock" if options.realtime else "in step"
    late = f", observations {options.latency_ms:g} ms old" if options.latency_ms else ""
    drift = f", target sliding at {options.drift:g} cm/s" if options.drift else ""
    return f"{options.episodes} episodes {how}{late}{drift}"


def drops_late_rows(options) -> bool:
    """Whether time passes while the answer is under way. In step none does: a row left out would be a wrong answer,
    and `age` is only how long the simulation took to draw."""
    if options.drop_late_rows is None:
        return options.realtime or options.latency_ms > 0
    return options.drop_late_rows


def settings(options, drop: bool) -> list[str]:
    """What the gateway is told about the robot and its clock."""
    values = {"Chunks:DropLateRows": str(drop).lower()}
    if options.simulated_clock:
        # The simulation stands still while it waits: the wall clock does not say how far the robot has played, nor is
        # a run late that takes long by it.
        policy = pathlib.Path(options.policy_folder).resolve().name.replace(":", "-")
        values[f"Policies:{policy}:Deadline"] = "00:00:10"
        values["Chunks:SimulatedLatency"] = f"00:00:{options.latency_ms / 1000:09.6f}"
    if options.robot:
        values["Wires:OpenArm:0:Robot"] = options.robot
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def run(name: str, options) -> bool:
    """One run against a gateway of its own; false when the success rate is below --need."""
    drop = drops_late_rows(options)
    limits = f"; limits of {options.robot}" if options.robot else ""
    print(f"{describe(options)}; Chunks:DropLateRows {str(drop).lower()}{limits}", file=sys.stderr, flush=True)
    results = pathlib.Path(options.results)
    results.mkdir(parents=True, exist_ok=True)
    options.video = options.video or str(results / f"{name}.png")
    options.simulated_clock = not options.realtime
    with tempfile.TemporaryDirectory(prefix="policygate-sim-", dir="/dev/shm") as folder:
        socket = pathlib.Path(folder, "policy-server.socket")
        arguments = ["serve", "--config", str(ROOT / "appsettings.json"), "--policy", options.policy_folder,
                     "--backend", options.backend, "--socket", str(socket), *settings(options, drop), *options.serve]
        with Gateway([options.gateway, *arguments], socket, results / f"{name}.gateway.log"):
            options.policy = f"socket:{socket}"
            totals = closed_loop.run(options)
    closed_loop.finish(options, totals)
    print(f"film of the first episode: {options.video}\n", file=sys.stderr, flush=True)
    return not closed_loop.too_low(options, totals)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run sim", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--gateway", required=True, help=argparse.SUPPRESS)
    add("--policy-folder", default=str(ROOT / "samples/policies/reach"), help="what is served: %(default)s")
    add("--backend", default="Onnx", help="what runs it: %(default)s")
    add("--drop-late-rows", action=argparse.BooleanOptionalAction,
        help="Chunks:DropLateRows; by default on when time passes while an answer is under way")
    add("--robot", help="whose limits the guard keeps, as openarm-bimanual; without it none but NaN")
    add("--serve", action="append", default=[], metavar="ARGUMENT", help="a further argument of `policygate serve`")
    add("--results", default=str(ROOT / "artifacts/sim"), help="folder for films and the gateway's log: %(default)s")
    closed_loop.add_options(parser)
    options = parser.parse_args()
    # What was typed, not what differs from the defaults: --episodes 100 is one run of 100.
    if any(word.startswith("--") and not word.startswith(("--gateway", "--results")) for word in sys.argv[1:]):
        return int(not run("run", options))
    good = [run(name, argparse.Namespace(**vars(copy.deepcopy(options)) | changes)) for name, changes in DEFAULT_RUNS]
    print("More: ./run sim --help, docs/simulation.md", file=sys.stderr)
    return int(not all(good))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
