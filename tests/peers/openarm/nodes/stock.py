"""Runs the main() of a stock OpenArm node, its code untouched; only what surrounds it is changed:

* tempfile.NamedTemporaryFile(delete_on_close=False) is Python 3.12's; on 3.11 it is imitated (the file goes when the
  object goes, as in 3.12).
* The socket's file is tapped: every line with its times goes to wire.jsonl.
* SIGTERM ends Python in order, so that a stopped dataflow leaves nothing in /dev/shm (the bare node leaves its folder).
* ROBOT_USER, a number, is the user that the node runs as, where root starts the dataflow.
* The standins folder (a `cv2` of three functions) is used only when OpenCV is missing.

Usage: stock.py MODULE [arguments of the node]
"""

import importlib.util
import json
import os
import pathlib
import signal
import socket
import sys
import tempfile
import time
import weakref


def become(user: str) -> None:
    """The robot's user, who still reads what root's Python and dora's daemon have: only what the node makes is its own."""
    rights = "+dac_override,+dac_read_search"
    os.execvp("setpriv", ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", f"--inh-caps={rights}",
                          f"--ambient-caps={rights}", sys.executable, *sys.argv])


if os.environ.get("ROBOT_USER") and os.getuid() == 0:
    become(os.environ["ROBOT_USER"])
log = open("wire.jsonl", "a", buffering=1)


def named_temporary_file(*args, delete_on_close=True, delete=True, **options):
    if sys.version_info >= (3, 12):
        file = original_file(*args, delete_on_close=delete_on_close, delete=delete, **options)
    elif delete and not delete_on_close:
        file = original_file(*args, delete=False, **options)
        weakref.finalize(file, pathlib.Path(file.name).unlink, missing_ok=True)
    else:
        file = original_file(*args, delete=delete, **options)
    return file


class Tap:
    """The text file of the policy server's socket, as makefile() gives it, with a log."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, line):
        self.line = line
        self.file.write(line)

    def flush(self):
        self.sent = time.perf_counter_ns(), time.time_ns()
        self.file.flush()

    def readline(self):
        answer = self.file.readline()
        took = time.perf_counter_ns() - self.sent[0]
        entry = {"sent_ns": self.sent[1], "round_trip_ns": took, "request": self.line, "answer": answer}
        log.write(json.dumps(entry) + "\n")
        return answer


def main():
    module = sys.argv.pop(1)
    if importlib.util.find_spec("cv2") is None:
        sys.path.append(str(pathlib.Path(__file__).parent.parent / "standins"))
    node = importlib.import_module(f"{module}.main")
    if module == "dora_openarm_observer":
        return node.main()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped by SIGTERM"))
    tempfile.NamedTemporaryFile = named_temporary_file
    socket.socket.makefile = lambda *args, **options: Tap(original_makefile(*args, **options))
    try:
        node.main()
        log.write(json.dumps({"end": "returned"}) + "\n")
    except BaseException as error:
        log.write(json.dumps({"end": f"{type(error).__name__}: {error}"}) + "\n")
        raise
    finally:
        pathlib.Path("policy-node-ended").touch()


original_file, original_makefile = tempfile.NamedTemporaryFile, socket.socket.makefile
main()
