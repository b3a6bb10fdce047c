"""A policy server that the stock Docker node starts through the stand-in `docker`, and how it ended."""

import json
import os
import pathlib
import shutil
import signal
import time

import harness

PATIENCE = 10.0  # seconds that the server has to end after the robot has gone


def variables(command: list[str], report: pathlib.Path) -> dict[str, str]:
    """What the stand-in goes by. The command starts in /, as in a container; paths in it are made to hold there."""
    program, *arguments = command
    whole = [os.path.abspath(shutil.which(program) or program)]
    whole += [os.path.abspath(word) if os.path.exists(word) else word for word in arguments]
    return {"FAKE_DOCKER_COMMAND": json.dumps(whole), "FAKE_DOCKER_REPORT": str(report)}


def server_end(report: pathlib.Path, gone: float) -> dict:
    """How the command ended once the node had closed the socket; it is killed when it does not."""
    deadline = time.time() + PATIENCE
    lines = harness.lines(report)
    while lines and len(lines) < 2 and time.time() < deadline:
        time.sleep(0.05)
        lines = harness.lines(report)
    if not lines:
        return {"started": False}
    begun = {"started": True, "isolated": lines[0]["isolated"], "docker": lines[0]["arguments"]}
    if len(lines) < 2:
        os.killpg(lines[0]["pid"], signal.SIGKILL)
        return begun | {"ended": False}
    after = round(lines[1]["ended"] - gone, 3)
    return begun | {"ended": True, "code": lines[1]["code"], "seconds_after": after}


def faults(server: dict) -> list[str]:
    if not server["started"]:
        return ["the server did not start"]
    if not server["ended"]:
        return ["the server outlived the robot"]
    return [f"the server ended with {server['code']}"] if server["code"] else []


def copy_log(report: pathlib.Path, target: str) -> None:
    log = pathlib.Path(str(report) + ".log")
    if log.exists():
        pathlib.Path(target).write_text(log.read_text())
