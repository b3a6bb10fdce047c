"""The robot's end of the OpenArm policy wire: what dora-openarm-observer and dora-openarm-local-policy-server do,
without dora.

Newline-delimited JSON over a UNIX socket; the observation itself lies in an Arrow IPC file in /dev/shm.
"""

import json
import os
import shutil
import socket
import tempfile

import numpy as np
import pyarrow as pa

KEEP_FILES = 5
CAMERA_ORDER = ("wrist_right", "wrist_left", "head_left", "head_right", "ceiling")


def observation_array(position, images, number, task_prompt=None):
    """One row, columns in the observer's order."""
    def row(values, kind):
        return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), pa.array(values, kind))
    columns = {"position": row(np.asarray(position, np.float32), pa.float32())}
    for name in CAMERA_ORDER:
        if name in images:
            columns[f"camera_{name}"] = row(np.ascontiguousarray(images[name]).ravel(), pa.uint8())
    columns["phase_classifier_result"] = pa.nulls(1)
    columns["task_prompt"] = pa.array([task_prompt], pa.string())
    columns["id"] = pa.array([number], pa.int64())
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))


class OpenArmClient:
    """`listen=False`: the policy server has bound the path and we connect. `listen=True`: we bind, it connects."""

    def __init__(self, path, listen=False, timeout=60., folder="/dev/shm", history=()):
        self.folder = tempfile.mkdtemp(prefix="dora-openarm-local-policy-server", dir=folder)
        self.files, self.previous, self.history, self.past = [], None, history, []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        if listen:
            self.socket.bind(path)
            self.socket.listen(1)
            self.socket.settimeout(timeout)
            server, self.socket = self.socket, self.accept(self.socket)
            server.close()
        else:
            self.socket.connect(path)
        self.socket.settimeout(timeout)
        self.lines = self.socket.makefile("rw")

    def accept(self, listener):
        return listener.accept()[0]

    def shown(self, path):
        """Where the policy server finds this file of ours."""
        return path

    def infer(self, position, images, number, episode, timestamp, task_prompt=None):
        """Sends one observation and waits for its answer, the JSON object as it came."""
        row = observation_array(position, images, number, task_prompt)
        if number == 0:
            self.past = []
        self.past = (self.past + [row])[-(max(self.history, default=0) + 1):]
        if self.history:  # earlier rows first, the newest last; in a young episode its first row stands in
            row = pa.concat_arrays([self.past[max(0, len(self.past) - 1 - back)] for back in self.history] + [row])
        metadata = {"episode_number": episode, "timestamp": timestamp}
        for name, image in images.items():
            metadata.update({f"camera_{name}.encoding": "rgb8", f"camera_{name}.height": image.shape[0],
                             f"camera_{name}.width": image.shape[1]})
        reset = self.previous is None or number < self.previous
        self.previous = number
        batch = pa.RecordBatch.from_struct_array(row)
        handle, path = tempfile.mkstemp(suffix=".arrow", dir=self.folder)
        with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, batch.schema) as writer:
            writer.write(batch)
        self.files.append(path)
        if len(self.files) > KEEP_FILES:
            os.unlink(self.files.pop(0))
        request = {"name": "inference", "data_path": self.shown(path), "reset": reset, "metadata": metadata}
        self.lines.write(json.dumps(request) + "\n")
        self.lines.flush()
        line = self.lines.readline()
        if not line:
            raise ConnectionError("the policy server closed the connection")
        return json.loads(line)

    def close(self):
        self.lines.close()
        self.socket.close()
        shutil.rmtree(self.folder, ignore_errors=True)
