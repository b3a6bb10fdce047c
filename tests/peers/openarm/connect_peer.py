"""The robot's side of a policy server in a CONTAINER: the stock Docker node binds, listens and starts the server.

connect_peer.py [options] -- COMMAND [ARGUMENT …]    the stock node runs `docker run … IMAGE /openeval/connection.sock`;
    a stand-in `docker` starts COMMAND ARGUMENT … /openeval/connection.sock, /openeval read-only, without a network
connect_peer.py [options] --image NAME               the machine's real Docker runs the image
"""

import json
import os
import pathlib
import shutil
import signal
import tempfile
import time

import harness

PATIENCE = 10.0  # seconds that the server has to end after the robot has gone


def server_end(report: pathlib.Path, gone: float) -> dict:
    """How the command ended once the node had closed the socket; it is killed when it does not."""
    deadline = time.time() + PATIENCE
    lines = harness.lines(report)
    while lines and len(lines) < 2 and time.time() < deadline:
        time.sleep(0.05)
        lines = harness.lines(report)
    if not lines:
        return {"started": False}
    if len(lines) < 2:
        os.killpg(lines[0]["pid"], signal.SIGKILL)
        return {"started": True, "isolated": lines[0]["isolated"], "ended": False}
    after = round(lines[1]["ended"] - gone, 3)
    return {"started": True, "isolated": lines[0]["isolated"], "ended": True, "code": lines[1]["code"],
            "seconds_after": after}


parser = harness.options(__doc__)
parser.add_argument("--image", help="use the machine's Docker with this image")
parser.add_argument("--volume", action="append", default=[], help="the node's own option, for --image; repeatable")
parser.add_argument("--user", default="", help="number of the user that the node runs as, for --image; needs root")
parser.add_argument("--server-log", help="copy of what COMMAND printed")
parser.add_argument("command", nargs="*")
args = parser.parse_args()
if bool(args.image) == bool(args.command):
    parser.error("give either COMMAND or --image")
if args.image:
    volumes = " ".join(f"--volume {volume}" for volume in args.volume)
    variables = {"IMAGE": args.image, "PULL_POLICY": "never", "ROBOT_USER": args.user}
    harness.finish(harness.run(args, "docker", volumes, variables))
with tempfile.TemporaryDirectory() as folder:
    report = pathlib.Path(folder, "report.jsonl")
    # The command starts in /, as in a container; paths given here are made to hold there.
    program, *arguments = args.command
    command = [os.path.abspath(shutil.which(program) or program)]
    command += [os.path.abspath(word) if os.path.exists(word) else word for word in arguments]
    variables = {"IMAGE": "stand-in", "FAKE_DOCKER_COMMAND": json.dumps(command), "FAKE_DOCKER_REPORT": str(report)}
    result = harness.run(args, "docker", "", variables, (str(harness.HERE / "standins"),))
    result["server"] = server_end(report, result.pop("node_ended"))
    if not result["server"]["started"]:
        result["errors"].append("the server did not start")
    elif not result["server"]["ended"]:
        result["errors"].append("the server outlived the robot")
    elif result["server"]["code"]:
        result["errors"].append(f"the server ended with {result['server']['code']}")
    log = pathlib.Path(str(report) + ".log")
    if args.server_log and log.exists():
        pathlib.Path(args.server_log).write_text(log.read_text())
harness.finish(result)
