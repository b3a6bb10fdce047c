"""Runs a dataflow of deploy/dora by the real dora, its hardware replaced by stand-ins, and sums it up.

run_deployed.py FLOW --socket PATH               a local one: a policy server listens there already
run_deployed.py FLOW -- COMMAND [ARGUMENT …]     one with the Docker node: the stand-in `docker` starts COMMAND
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import time

import connecting
import deployed
import harness



def is_hold(entry: dict) -> bool:
    """An answer of equal rows, which stops the robot where it is."""
    rows = json.loads(entry.get("answer") or "{}").get("positions") or []
    return bool(rows) and all(row == rows[0] for row in rows)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("flow", type=pathlib.Path)
parser.add_argument("--socket")
parser.add_argument("--seconds", type=float, default=5)
parser.add_argument("--scale", type=int, default=5, help="pictures this much smaller than the real ones")
parser.add_argument("--keep", help="work folder that stays (dataflow, logs)")
parser.add_argument("--server-log", help="copy of what COMMAND printed")
words = sys.argv[1:]
split = words.index("--") if "--" in words else len(words)
args, command = parser.parse_args(words[:split]), words[split + 1 :]

flow = deployed.read(args.flow)
docker = deployed.kind(flow) == "docker"
if docker != bool(command) or docker == bool(args.socket):
    parser.error("give a local dataflow --socket, and one with the Docker node COMMAND")
# The simulated robot has no end of its own; the operator's stand-in brings the others to theirs.
simulated = not any("evaluation-ui" in node["path"] for node in flow["nodes"])
with tempfile.TemporaryDirectory() as temporary:
    work = pathlib.Path(args.keep or temporary).resolve()
    work.mkdir(parents=True, exist_ok=True)
    for old in ("wire.jsonl", "actions.jsonl", "policy-node-ended", "report.jsonl", "report.jsonl.log"):
        (work / old).unlink(missing_ok=True)
    (work / "dataflow.yml").write_text(json.dumps(deployed.replaced(flow), indent=2))
    report = work / "report.jsonl"
    variables = {"SCALE": str(args.scale), "SECONDS": str(args.seconds), "SOCKET": args.socket or ""}
    first_on_path = []
    if docker:
        variables |= connecting.variables(command, report)
        first_on_path = [str(harness.HERE / "standins")]
    path = os.pathsep.join([*first_on_path, str(harness.PROGRAMS), os.environ["PATH"]])
    run = [harness.PROGRAMS / "dora", "run", "dataflow.yml"]
    if simulated:
        run += ["--stop-after", f"{round(args.seconds) + 3}s"]
    with open(work / "dora.log", "w") as log:
        code = harness.dora(run, args.seconds + 60, cwd=work, stdout=log, stderr=log,
                            env=os.environ | variables | {"PATH": path})
    result = harness.summary(work, {}, code)
    result["holds"] = sum(is_hold(entry) for entry in harness.lines(work / "wire.jsonl"))
    ended = work / "policy-node-ended"
    gone = ended.stat().st_mtime if ended.exists() else time.time()
    if docker:
        result["server"] = connecting.server_end(report, gone)
        result["errors"] += connecting.faults(result["server"])
        if args.server_log:
            connecting.copy_log(report, args.server_log)
    if result["errors"]:
        print((work / "dora.log").read_text()[-3000:], file=sys.stderr)
harness.finish(result)
