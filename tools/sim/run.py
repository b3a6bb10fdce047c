#!/usr/bin/env python3
"""./run sim: starts the gateway with a policy, closes the loop with the simulated arm, stops the gateway.

Without options two runs of about a minute together: 20 episodes in step (are the answers right?) and 15 on the wall
clock with observations 100 ms old (does the gateway cope with lateness, where a server that does not brings one in
ten home?). Any option of the loop makes it one run with these options.

With --a and --b both drive the same episodes, in turns, and it says whether they differ: exit code 0 same, 1 different,
3 neither, because a gateway did not serve.

With --swap both drive the same policy, and B's is swapped to another backend in the middle of every episode, and back
in the next.
"""

import argparse
import contextlib
import copy
import pathlib
import sys
import tempfile
import traceback

import closed_loop
import versus
from gateway import NotServing
from serving import ROOT, Served, admin_socket, drops_late_rows, gateway, policy_name, settings
from swapping import Swaps, swap_command

NOTHING_TO_TELL = 3
DEFAULT_RUNS = (
    ("in-step", {"episodes": 20}),
    ("wall-clock", {"episodes": 15, "realtime": True, "latency_ms": 100.0}),
)


def describe(options) -> str:
    how = "on the wall clock" if options.realtime else "in step"
    late = f", observations {options.latency_ms:g} ms old" if options.latency_ms else ""
    drift = f", target sliding at {options.drift:g} cm/s" if options.drift else ""
    return f"{options.episodes} episodes {how}{late}{drift}"


def describe_gateway(options) -> str:
    limits = f"; limits of {options.robot}" if options.robot else ""
    return f"Chunks:DropLateRows {str(drops_late_rows(options)).lower()}{limits}"


def prepare(options) -> None:
    print(f"{describe(options)}; {describe_gateway(options)}", file=sys.stderr, flush=True)
    pathlib.Path(options.results).mkdir(parents=True, exist_ok=True)
    options.simulated_clock = not options.realtime


def sockets_folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="policygate-sim-", dir="/dev/shm")


def run(name: str, options) -> bool:
    """One run against a gateway of its own; false when the success rate is below --need."""
    prepare(options)
    options.video = options.video or str(pathlib.Path(options.results, f"{name}.png"))
    if options.image:
        options.policy = f"image:{options.image}"
        options.arguments = [*settings(options, "/policy"), *options.serve]
        options.log = str(pathlib.Path(options.results, f"{name}.gateway.log"))
        return finish(options, closed_loop.run(options))
    with sockets_folder() as folder:
        served = Served(name, options.backend, options.policy_folder, options.record)
        with gateway(options, served, pathlib.Path(folder)) as serving:
            options.policy = f"socket:{serving.path}"
            totals = closed_loop.run(options)
    return finish(options, totals)


def finish(options, totals: dict) -> bool:
    closed_loop.finish(options, totals)
    print(f"film of the first episode: {options.video}\n", file=sys.stderr, flush=True)
    return not closed_loop.too_low(options, totals)


def run_both(options) -> int:
    """The same episodes for A and for B; returns the exit code."""
    prepare(options)
    both = Served.parse("A", options.a, options), Served.parse("B", options.b, options)
    with sockets_folder() as folder, contextlib.ExitStack() as gateways:
        told = versus.drive(options, start(options, both, pathlib.Path(folder), gateways), swaps(options, folder))
    return versus.finish(options, told)


def start(options, both, folder: pathlib.Path, gateways: contextlib.ExitStack) -> dict[Served, pathlib.Path]:
    """Their sockets."""
    return {served: gateways.enter_context(gateway(options, served, folder)).path for served in both}


def swaps(options, folder: str) -> Swaps | None:
    if not options.swap:
        return None
    command = swap_command(options.gateway, admin_socket(pathlib.Path(folder), "B"), policy_name(options.policy_folder))
    return Swaps(command, [options.swap, options.backend], beside=options.realtime)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run sim", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--gateway", required=True, help=argparse.SUPPRESS)
    add("--policy-folder", default=str(ROOT / "samples/policies/reach"), help="what is served: %(default)s")
    add("--backend", help="what runs it: Onnx")
    add("--image", help="a gateway in a container of this image, started as the stock Docker node does; not the one built")
    add("--a", metavar="BACKEND[:FOLDER]", help="compare this backend (and policy, if not --policy-folder) ...")
    add("--b", metavar="BACKEND[:FOLDER]", help="... with this one, on the same episodes")
    add("--swap", nargs="?", const="TorchSharp", metavar="BACKEND",
        help="swap the policy to this backend in the middle of every episode, and back: %(const)s; beside a gateway that "
             "stays as it is, on the same episodes")
    add("--margin", type=float, default=10, help="by how many percent error, steps and jerk of two may differ: 10")
    add("--record", metavar="FOLDER", help="the gateway records all ticks there; of A and B, in its folders A and B")
    add("--drop-late-rows", action=argparse.BooleanOptionalAction,
        help="Chunks:DropLateRows; by default on when time passes while an answer is under way")
    add("--robot", help="whose limits the guard keeps, as openarm-bimanual; without it none but NaN")
    add("--serve", action="append", default=[], metavar="ARGUMENT", help="a further argument of `policygate serve`")
    add("--results", default=str(ROOT / "artifacts/sim"), help="folder for films and the gateway's log: %(default)s")
    closed_loop.add_options(parser)
    options = parser.parse_args()
    refuse_what_does_not_go_together(parser, options)
    options.backend = options.backend or "Onnx"
    if options.swap:
        options.a = options.b = options.backend
    return options


def refuse_what_does_not_go_together(parser: argparse.ArgumentParser, options) -> None:
    two = options.a or options.swap
    if (options.a is None) != (options.b is None):
        parser.error("--a and --b go together")
    if options.a and options.backend:
        parser.error("--backend is of one gateway, --a and --b are two: give only these")
    if options.swap and options.a:
        parser.error("--swap chooses A and B itself: the same policy, which stays as it is in A")
    if options.image and (two or options.backend or options.record):
        parser.error("--image runs the backend that is in it, alone, and records nothing that stays")
    if two and options.need is not None:
        parser.error("--need is of one gateway; of two the exit code says whether they differ")
    if two and options.video:
        parser.error("--video is of one gateway; of two the films are A.png and B.png in --results")
    if options.episodes < 1:
        parser.error(f"--episodes is 1 or more, found {options.episodes}")


def main() -> int:
    options = parse()
    if options.a:
        return run_both(options)
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
    except NotServing as fault:
        print(f"./run sim: {fault}", file=sys.stderr)
        sys.exit(NOTHING_TO_TELL)
    except Exception:  # not 1, which says that two differ or that one is too low
        traceback.print_exc()
        sys.exit(NOTHING_TO_TELL)
