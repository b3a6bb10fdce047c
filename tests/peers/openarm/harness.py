"""A dora dataflow of robot stand-in → stock observer → stock policy server node → sink, run once and summed up.

Runs in the environment that `eng/python-env openarm` makes: dora and the nodes are those beside the running Python.
"""

import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = pathlib.Path(sys.executable).parent
CAMERAS = {"wrist_right": (600, 960), "wrist_left": (600, 960), "head_left": (720, 1280), "head_right": (720, 1280),
           "ceiling": (600, 960)}


def options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    add = parser.add_argument
    add("--hz", type=float, default=30)
    add("--seconds", type=float, default=5)
    add("--cameras", default="", help="height x width: 120x192 for all, or wrist=600x960,head=720x1280,ceiling=600x960")
    add("--episodes", type=int, default=1, help="the observation id falls back to 0 between episodes")
    add("--unimanual", action="store_true", help="right arm only: 8 values, no camera_wrist_left")
    add("--task", default="", help="task_prompt; without it the column holds null")
    add("--phase", default="", help="phase_name in phase_classifier_result; without it that column is of type null")
    add("--queue", type=int, help="queue_size of the policy node's input, 100 for exact counts; dora's own otherwise")
    add("--patience", type=float, default=30, help="seconds beyond --seconds until a dataflow that hangs is stopped")
    add("--record", help="one JSON line per chunk as the sink got it")
    add("--wire", help="one JSON line per request: the line, the answer, when, how long")
    add("--keep", help="work folder that stays (dataflow, logs)")
    return parser


def sizes(text: str, arms: list[str]) -> dict[str, tuple[int, int]]:
    cameras = {name: size for name, size in CAMERAS.items() if name != "wrist_left" or "left" in arms}
    for part in filter(None, text.split(",")):
        prefix, _, size = part.rpartition("=")
        height, width = map(int, size.split("x"))
        cameras |= {name: (height, width) for name in cameras if name.startswith(prefix)}
    return cameras


def dataflow(args, plan: dict, module: str, arguments: str, variables: dict) -> dict:
    stock = str(HERE / "nodes/stock.py")
    fields = [f"arm_{arm}" for arm in plan["arms"]] + [f"camera_{name}" for name in plan["cameras"]]
    fields += ["command", "tick", "task_prompt", "phase_classifier_result"]
    observation = {"source": "observer/observation"} | ({"queue_size": args.queue} if args.queue else {})
    # Pictures newest-only, as dora 0.5 has it by default (1.x queues 10), but no tick and no command may go missing.
    queues = {"command": 1000, "tick": 1000}
    return {"nodes": [
        {"id": "robot", "path": str(HERE / "nodes/robot.py"), "outputs": fields, "env": {"PLAN": json.dumps(plan)}},
        {"id": "observer", "path": stock, "args": f"dora_openarm_observer --arms {','.join(plan['arms'])}",
         "inputs": {field: {"source": f"robot/{field}", "queue_size": queues.get(field, 1)} for field in fields},
         "outputs": ["observation"]},
        {"id": "policy-server", "path": stock, "args": f"{module} {arguments}", "env": variables,
         "inputs": {"observation": observation}, "outputs": ["actions"]},
        {"id": "sink", "path": str(HERE / "nodes/sink.py"),
         "inputs": {"actions": {"source": "policy-server/actions", "queue_size": 1000}}},
    ]}


def run(args, kind: str, arguments: str, variables: dict, first_on_path: tuple[str, ...] = ()) -> dict:
    arms = ["right"] if args.unimanual else ["right", "left"]
    plan = {"hz": args.hz, "ticks": round(args.hz * args.seconds), "episodes": args.episodes, "arms": arms,
            "cameras": sizes(args.cameras, arms), "task": args.task, "phase": args.phase}
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(args.keep or temporary).resolve()
        work.mkdir(parents=True, exist_ok=True)
        for name in ("wire.jsonl", "actions.jsonl", "ticks", "policy-node-ended"):
            (work / name).unlink(missing_ok=True)
        flow = dataflow(args, plan, f"dora_openarm_{kind}_policy_server", arguments, variables)
        (work / "dataflow.yml").write_text(json.dumps(flow, indent=2))  # YAML holds JSON
        path = os.pathsep.join([*first_on_path, str(PROGRAMS), os.environ["PATH"]])
        began = time.monotonic()
        with open(work / "dora.log", "w") as log:
            code = dora([PROGRAMS / "dora", "run", "dataflow.yml"], args.seconds + args.patience, cwd=work, stdout=log,
                        stderr=log, env=os.environ | {"PATH": path})
        result = summary(work, plan, code) | {"seconds": round(time.monotonic() - began, 2)}
        ended = work / "policy-node-ended"
        result["node_ended"] = ended.stat().st_mtime if ended.exists() else time.time()
        if result["errors"]:
            print((work / "dora.log").read_text()[-3000:], file=sys.stderr)
        for name, target in (("actions.jsonl", args.record), ("wire.jsonl", args.wire)):
            if target and (work / name).exists():
                pathlib.Path(target).write_text((work / name).read_text())
    return result


def dora(command: list, limit: float, **how) -> int:
    """Runs it; past the limit asks it to stop as Ctrl-C does, a second time firmly, then kills it; returns 124 then."""
    with subprocess.Popen(command, start_new_session=True, **how) as process:
        for wait, sign in ((limit, signal.SIGINT), (20, signal.SIGINT), (10, signal.SIGKILL)):
            try:
                code = process.wait(wait)
                return code if wait == limit else 124
            except subprocess.TimeoutExpired:
                process.send_signal(sign)
    return 124


def lines(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def is_skip(entry: dict) -> bool:
    try:
        return not json.loads(entry["answer"])["positions"]
    except (ValueError, KeyError, TypeError):
        return False


def summary(work: pathlib.Path, plan: dict, code: int) -> dict:
    wire, chunks = lines(work / "wire.jsonl"), lines(work / "actions.jsonl")
    asked = [entry for entry in wire if "request" in entry]
    answered = [entry for entry in asked if entry["answer"].endswith("\n")]
    ticks = int((work / "ticks").read_text()) if (work / "ticks").exists() else 0
    ends = [entry["end"] for entry in wire if "end" in entry]
    errors = [] if ends == ["returned"] else ends or ["the policy node did not report its end"]
    if len(answered) < len(asked):
        errors.append("the policy server closed the connection")
    if code:
        errors.append("the dataflow hung and was stopped" if code == 124 else f"dora run ended with {code}")
    if not asked:
        errors.append("no observation reached the policy server")
    times = sorted(entry["round_trip_ns"] / 1000 for entry in answered)
    part = lambda share: round(times[min(len(times) - 1, int(len(times) * share))], 1) if times else None
    return {
        "observations": ticks,
        "requests": len(asked),
        "answered": len(answered),
        "chunks": len(chunks),
        "skips": sum(map(is_skip, answered)),
        "resets": sum(json.loads(entry["request"]).get("reset", False) for entry in asked),
        "rows": sorted({len(chunk["positions"]) for chunk in chunks}),
        "intervals": sorted({chunk["metadata"].get("interval") for chunk in chunks}, key=str),
        "first": chunks[0]["positions"][0] if chunks else None,
        "last": chunks[-1]["positions"][-1] if chunks else None,
        "round_trip_us": {"p50": part(0.5), "p99": part(0.99), "max": part(1)},
        "mean_round_trip_us": round(statistics.fmean(times), 1) if times else None,
        "errors": errors,
    }


def finish(result: dict) -> None:
    result.pop("node_ended", None)
    print(json.dumps(result))
    sys.exit(1 if result["errors"] else 0)
