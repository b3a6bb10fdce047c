"""The child's side of `policygate robot --robot.type=process`: `serve(robot)` answers until standard input ends.

A robot has `joints` (names), perhaps `actions` (names) and `cameras` (name -> (height, width)), and the methods
connect(), observe(), act(action) and disconnect(). observe() returns a dict: `position`, a number for each joint;
`images`, name -> uint8 [height, width, 3], where there are cameras; `reset` where a new episode begins; `over`, alone,
where there is nothing left to do. It runs on a thread of its own, beside act(). act() may return the position it sees.
docs/drive-a-robot.md has the protocol, which is all there is to it: nothing of PolicyGate's is needed here.
"""

import json
import os
import queue
import signal
import sys
import threading


def serve(robot):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the parent's: it says when to end
    answers, lock = os.fdopen(os.dup(1), "w", buffering=1), threading.Lock()
    os.dup2(2, 1)  # what a driver prints would stand between the answers
    sys.stdout = sys.stderr

    def answer(call, request):
        try:
            fields = call(request) or {}
        except Exception as failure:  # the parent ends, and says why
            fields = {"error": f"{type(failure).__name__}: {failure}"}
        with lock:
            answers.write(json.dumps({"id": request["id"], **fields}) + "\n")

    session, observations = Session(robot), queue.Queue()

    def observe_all():
        while (request := observations.get()) is not None:
            answer(session.observe, request)

    observer = threading.Thread(target=observe_all)
    observer.start()
    try:
        for line in sys.stdin:
            request = json.loads(line)
            if request["call"] == "observe":
                observations.put(request)
            else:
                answer(getattr(session, request["call"]), request)
    finally:  # asked for or not: nobody is there to command it any more
        observations.put(None)
        observer.join()
        session.disconnect()


class Session:
    def __init__(self, robot):
        self.robot, self.reset_at, self.connected = robot, 0, False

    def connect(self, request):
        if request["protocol"] != 1:
            raise ValueError(f"protocol {request['protocol']} is not known here, 1 is")
        self.folder, self.connected = request["folder"], True
        self.robot.connect()
        return {name: list(value) if name != "cameras" else value for name in ("joints", "actions", "cameras")
                if (value := getattr(self.robot, name, None))}

    def observe(self, request):
        seen = self.robot.observe()
        if "position" in seen:
            seen["position"] = [float(joint) for joint in seen["position"]]
        if "images" in seen:
            path = os.path.join(self.folder, "observation.arrow")  # it is read before the next one is asked for
            write(path, seen.pop("position"), seen.pop("images"))
            seen["file"] = os.path.basename(path)
        if seen.get("reset"):
            self.reset_at = request["id"]
        return seen

    def act(self, request):
        if request["observed"] < self.reset_at:
            return None  # meant for the episode before
        position = self.robot.act(request["action"])
        return None if position is None else {"position": [float(joint) for joint in position]}

    def disconnect(self, request=None):
        if self.connected:
            self.connected = False
            self.robot.disconnect()


def write(path, position, images):
    import numpy as np
    import pyarrow as pa

    def row(values, kind):
        values = pa.array(np.ravel(values), kind)
        return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)
    columns = {"position": row(position, pa.float64())}
    columns |= {f"camera_{name}": row(image, pa.uint8()) for name, image in images.items()}
    batch = pa.RecordBatch.from_arrays(list(columns.values()), list(columns))
    with pa.ipc.new_file(path, batch.schema) as writer:
        writer.write(batch)
