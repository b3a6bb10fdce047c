"""A gateway in a container, started as the stock Docker node starts one."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from gateway import END_S, WARM_S, NotServing
from wire import OpenArmClient

INSIDE = "/openeval"


class ContainerClient(OpenArmClient):
    """Binds a socket in a folder of its own, starts the image with that folder read-only at /openeval, and waits for
    its connection. The end of the connection is all that ends the container."""

    def __init__(self, image: str, policy: str, arguments: list[str], log: str, history=()):
        self.image, self.policy, self.arguments, self.log = image, policy, arguments, pathlib.Path(log)
        self.shared = tempfile.mkdtemp(prefix="dora-openarm-docker-policy-server", dir="/dev/shm")
        super().__init__(os.path.join(self.shared, "connection.sock"), listen=True, folder=self.shared, history=history)

    def shown(self, path):
        return os.path.join(INSIDE, os.path.relpath(path, self.shared))

    def accept(self, listener):
        """Within WARM_S, or as long as the container lives."""
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        deadline = time.monotonic() + WARM_S
        listener.settimeout(0.1)
        while True:
            try:
                return listener.accept()[0]
            except TimeoutError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.fail()

    def command(self) -> list[str]:
        gpus = ["--gpus=all"] if shutil.which("nvidia-smi") else []
        return [shutil.which("docker") or "docker", "run", *gpus, "--interactive", "--network=none", "--pull=never",
                "--rm", f"--volume={self.shared}:{INSIDE}:ro", "--volume=cache:/cache",
                f"--volume={os.path.abspath(self.policy)}:/policy:ro", self.image, f"{INSIDE}/connection.sock",
                *self.arguments]

    def fail(self):
        ended = self.process.poll()
        what = "did not connect" if ended is None else f"ended with {ended} before it had connected"
        self.process.kill()
        shutil.rmtree(self.shared, ignore_errors=True)
        raise NotServing(f"The container {what}. It was: {' '.join(self.command())}\nIt said:\n{self.log.read_text()}")

    def close(self):
        super().close()
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired as late:
            self.process.kill()
            raise NotServing(f"The container outlived its robot by {END_S:g} s; all that it said: {self.log}") from late
        finally:
            shutil.rmtree(self.shared, ignore_errors=True)
