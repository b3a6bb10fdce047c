"""A policygate process of our own, from start to end, on a socket of our own."""

import json
import pathlib
import socket
import subprocess
import sys
import time

WARM_S, END_S = 60.0, 10.0  # how long it may take to be ready, and to end once asked


class NotServing(Exception):
    """A gateway that did not come up, with what it said."""


class Gateway:
    """Starts the command and waits until it answers a ping; ends it, by its id, when the block is left."""

    def __init__(self, command: list[str], path: pathlib.Path, log: pathlib.Path):
        self.command, self.path, self.log = command, path, log

    def __enter__(self):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self._wait_until_ready()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_):
        self._end()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + WARM_S
        while not self._is_ready(deadline):
            if self.process.poll() is not None:
                self._fail(f"ended with {self.process.returncode} before it was ready")
            if time.monotonic() > deadline:
                self._fail(f"was not ready within {WARM_S:g} s")
            time.sleep(0.05)

    def _is_ready(self, deadline: float) -> bool:
        """The socket is there before the policy is warm; the answer comes when it is."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(max(0.1, min(1.0, deadline - time.monotonic())))
            try:
                connection.connect(str(self.path))
                connection.sendall(b'{"ping":true}\n')
                with connection.makefile() as lines:
                    line = lines.readline()
            except OSError:
                return False
        if line and "error" in json.loads(line):
            self._fail(f"answered the ping with {line.strip()}")
        return bool(line) and json.loads(line).get("ready") is True

    def _end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            print(f"the gateway (process {self.process.pid}) did not end within {END_S:g} s: killed", file=sys.stderr)
            self.process.kill()
            self.process.wait()

    def _fail(self, what: str) -> None:
        last = "".join(self.log.read_text().splitlines(keepends=True)[-20:])
        raise NotServing(
            f"The gateway {what}. It was: {' '.join(self.command)}\nIt said last (all of it: {self.log}):\n{last}")
