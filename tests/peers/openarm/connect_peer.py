"""The robot's side of a policy server in a CONTAINER: the stock Docker node binds, listens and starts the server.

connect_peer.py [options] -- COMMAND [ARGUMENT …]    the stock node runs `docker run … IMAGE /openeval/connection.sock`;
    a stand-in `docker` starts COMMAND ARGUMENT … /openeval/connection.sock, /openeval read-only, without a network
connect_peer.py [options] --image NAME               the machine's real Docker runs the image
"""

import pathlib
import tempfile

import connecting
import harness

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
    variables = {"IMAGE": "stand-in"} | connecting.variables(args.command, report)
    result = harness.run(args, "docker", "", variables, (str(harness.HERE / "standins"),))
    result["server"] = connecting.server_end(report, result.pop("node_ended"))
    result["errors"] += connecting.faults(result["server"])
    if args.server_log:
        connecting.copy_log(report, args.server_log)
harness.finish(result)
