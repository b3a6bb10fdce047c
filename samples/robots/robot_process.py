"""The child's side of `policygate robot --robot.type=process`: serve(robot) answers until standard input ends.

A robot has `joints` (names), perhaps `actions` (names) and `cameras` (name -> (height, width)), and the methods
connect(), observe(), act(action) and disconnect(). observe() returns a dict: `position`, a number for each joint;
`images`, name -> uint8 [height, width, 3], where there are cameras; or `over` alone where there is nothing left to do.
It runs on a thread of its own, beside act() and disconnect(). act() may return where the joints are.

A robot with episodes has begin_episode() too: called before each observe() and never beside act(), it begins the next
one where it is time, takes well under a second, and returns whether it did. From then on what was meant for the episode
before does not come to act().
docs/drive-a-robot.md has the protocol.
"""
import json
import os
import queue
import signal
import sys
import threading


def serve(robot):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the client's: it says when to end
    signal.signal(signal.SIGTERM, terminate)  # the robot is let go of first
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a driver prints would stand between the answers
    sys.stdout = sys.stderr
    child, observations = Child(robot, answers), queue.Queue()
    # A camera may hang for ever: nothing waits for this thread.
    threading.Thread(target=lambda: [child.answer(request) for request in iter(observations.get, None)],
                     daemon=True).start()
    try:
        try:
            for request in map(json.loads, sys.stdin):
                observations.put(request) if request["call"] == "observe" else child.answer(request)
        finally:  # told to or not: nobody is there to command the robot any more
            child.disconnect()
    finally:  # where SIGTERM came just before it began
        child.disconnect()


def terminate(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: another would cut off the end
    sys.exit()


class Child:
    def __init__(self, robot, answers):
        self.robot, self.answers, self.lock, self.turn = robot, answers, threading.Lock(), threading.Lock()
        self.connected, self.reset_at = False, 0

    def answer(self, request):
        try:
            fields = getattr(self, request["call"])(request) or {}
        except Exception as failure:  # the run ends, and says why
            fields = {"error": f"{type(failure).__name__}: {failure}"}
        with self.lock:
            self.answers.write(json.dumps({"id": request["id"], **fields}) + "\n")

    def connect(self, request):
        if request["protocol"] != 1:
            raise ValueError(f"protocol {request['protocol']} is not known here, 1 is")
        self.folder, self.connected = request["folder"], True
        self.robot.connect()
        names = ("joints", "actions", "cameras")
        return {name: getattr(self.robot, name) for name in names if hasattr(self.robot, name)}

    def observe(self, request):
        begins = self.begins(request["id"])
        seen = self.robot.observe()
        if "reset" in seen:
            raise ValueError("observe() says reset, too late: commands for the episode before came until now; "
                             "begin the new one in begin_episode()")
        if begins:
            seen["reset"] = True
        if "images" in seen:  # the same file again: it is read before the next observation is asked for
            write(os.path.join(self.folder, "0.arrow"), seen.pop("position"), seen.pop("images"))
            seen["file"] = "0.arrow"
        return seen | numbers(seen.get("position"))

    def begins(self, observation):
        if hasattr(self.robot, "begin_episode"):
            with self.turn:  # a command comes wholly before, or is known to be late
                if self.robot.begin_episode():
                    self.reset_at = observation
                    return True

    def act(self, request):
        with self.turn:
            if request["observed"] >= self.reset_at:  # else it was meant for the episode before
                return numbers(self.robot.act(request["action"]))

    def disconnect(self, request=None):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what has begun is ended
        if self.connected:
            self.connected = False
            self.robot.disconnect()


def numbers(position):
    return {} if position is None else {"position": [float(joint) for joint in position]}


def write(path, position, images):
    import numpy as np
    import pyarrow as pa

    def row(values, kind):
        values = pa.array(np.ravel(values), kind)
        return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values)

    columns = {"position": row(position, pa.float64())}
    columns |= {f"camera_{name}": row(image, pa.uint8()) for name, image in images.items()}
    batch = pa.RecordBatch.from_arrays(list(columns.values()), list(columns))
    with pa.ipc.new_file(path, batch.schema) as file:
        file.write(batch)
