"""What goes wrong between a policy server and its robot, brought about on demand, and a log of all that was said.

Around the stock servicer, which is as it was, or a server elsewhere: calls go to it, and its answers come from it.
"""

import copy
import hashlib
import json
import os
import pickle
import sys
import threading
import time

FOREIGN_S, FOREIGN_STEPS, FOREIGN_VALUE = 1000.125, 3, 1e3
PATIENCE_S = 8  # less than a robot's
HOSTILE = b"cos\nsystem\n(S'touch \"$CANARY\"'\ntR."


class Relay:
    """Hands everything on to another server, on one connection."""

    def __init__(self, lerobot, address):
        import grpc
        self.error = grpc.RpcError
        self.stub = lerobot.services_pb2_grpc.AsyncInferenceStub(grpc.insecure_channel(address))

    def __getattr__(self, method):
        def call(request, context):
            try:
                return getattr(self.stub, method)(request)
            except self.error as failed:
                context.abort(failed.code(), failed.details())
        return call


class Log:
    """JSON lines; of several servers one after the other where they are given one file.

    keep: a folder that gets each observation as it came, named by its timestamp.
    """

    def __init__(self, path, keep=None):
        self.folder = keep
        self.file, self.lock = open(path, "ab", buffering=0) if path else None, threading.Lock()

    def write(self, event, **values):
        if self.file:
            with self.lock:
                self.file.write((json.dumps({"event": event, "at": time.time(), **values}) + "\n").encode())

    def keep(self, timestamp, data):
        if self.folder:
            with open(os.path.join(self.folder, f"{timestamp!r}.pkl"), "wb") as file:
                file.write(data)


class Faults:
    """One command a line: the fault of the next answer that holds actions, each of its own.

    late SECONDS, lost, doubled, swapped (with the one after it), rows COUNT, width COUNT, nan ROW, infinite ROW,
    reversed, foreign (to an observation that nobody sent), garbage, hostile (a pickle that runs a program),
    status NAME (of gRPC). Says `will COMMAND` when it has heard it and `did COMMAND` when the answer goes out.
    """

    WORDS = {"late", "lost", "doubled", "swapped", "rows", "width", "nan", "infinite", "reversed", "foreign",
             "garbage", "hostile", "status"}

    def __init__(self):
        self.waiting, self.lock = [], threading.Lock()

    def listen(self, lines):
        for line in lines:
            word, *arguments = line.split()
            if word not in self.WORDS:
                print(f"no such fault: {line.strip()}; there are {', '.join(sorted(self.WORDS))}", file=sys.stderr)
                os._exit(2)  # this is not the main thread
            with self.lock:
                self.waiting.append((word, *arguments))
                say("will", word, *arguments)

    def next(self):
        with self.lock:
            return self.waiting.pop(0) if self.waiting else None


def say(*words):
    # One write: two threads speak.
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def servicer(lerobot, stock, faults, log):
    """A gRPC servicer that misbehaves where it is told to."""
    import grpc

    def asked(request, context):
        # Where it has none it is an `Empty`.
        return getattr(stock.GetActions(request, context), "data", b"")

    class Misbehaving(lerobot.services_pb2_grpc.AsyncInferenceServicer):
        held = None  # an answer that another was sent in place of: (bytes, what it is)

        def Ready(self, request, context):  # noqa: N802
            self.held = None
            log.write("ready", peer=context.peer())
            return stock.Ready(request, context)

        def SendPolicyInstructions(self, request, context):  # noqa: N802
            wanted = pickle.loads(request.data)
            log.write("instructions", **{name: value for name, value in vars(wanted).items()})
            return stock.SendPolicyInstructions(request, context)

        def SendObservations(self, request_iterator, context):  # noqa: N802
            parts = list(request_iterator)
            data = b"".join(part.data for part in parts)
            seen = pickle.loads(data)
            log.keep(seen.timestamp, data)
            log.write("observation", **observation(seen), parts=[[p.transfer_state, len(p.data)] for p in parts])
            return stock.SendObservations(iter(parts), context)

        def GetActions(self, request, context):  # noqa: N802
            log.write("asked")
            if self.held:
                (data, what), self.held = self.held, None
                return self.answer(data, what)
            data = asked(request, context)
            if not data:
                return self.answer(data)
            fault = faults.next()
            if not fault:
                return self.answer(data)
            try:
                return self.wrong(data, fault, request, context)
            finally:
                say("did", *fault)

        def wrong(self, data, fault, request, context):
            word, *arguments = fault
            if word == "status":
                log.write("status", status=arguments[0])
                context.abort(grpc.StatusCode[arguments[0]], "made to fail")
            if word == "late":
                time.sleep(float(arguments[0]))
            if word == "doubled":
                self.held = data, word
            if word == "swapped":
                data, self.held = self.after(request, context), (data, word)
            return self.answer(changed(data, word, arguments), " ".join(fault))

        def after(self, request, context):
            """The next answer: there is one as long as the robot is there, at the latest when its queue is empty."""
            until, later = time.monotonic() + PATIENCE_S, b""
            while not later and time.monotonic() < until:
                later = asked(request, context)
            return later

        def answer(self, data, fault=None):
            log.write("answer", fault=fault, **content(data))
            return lerobot.services_pb2.Actions(data=data)

    return Misbehaving()


def changed(data, word, arguments):
    """An answer's bytes with what is wrong about them."""
    if word in ("late", "doubled", "swapped"):
        return data
    if word in ("lost", "garbage", "hostile"):
        return {"lost": b"", "garbage": data[:len(data) // 2], "hostile": HOSTILE}[word]
    actions = pickle.loads(data)
    count = int(arguments[0]) if arguments else 0
    if word == "rows":
        interval = actions[1].timestamp - actions[0].timestamp if len(actions) > 1 else 1 / 30
        while len(actions) < count:
            last = copy.copy(actions[-1])
            last.timestamp, last.timestep, last.action = last.timestamp + interval, last.timestep + 1, last.action + 1
            actions.append(last)
        del actions[count:]
    elif word == "reversed":
        actions.reverse()
    for row, action in enumerate(actions):
        if word == "width":
            action.action = action.action.new_zeros(count)
        elif word == "foreign":
            action.timestamp, action.timestep = action.timestamp + FOREIGN_S, action.timestep + FOREIGN_STEPS
            action.action = action.action.new_full(action.action.shape, FOREIGN_VALUE)
        elif word in ("nan", "infinite") and row == count:
            action.action = action.action.clone()
            action.action[-1] = float("nan" if word == "nan" else "inf")
    return pickle.dumps(actions)


def observation(seen):
    values, pictures, task = {}, {}, None
    for name, value in seen.observation.items():
        if name == "task":
            task = value
        elif hasattr(value, "tobytes") and getattr(value, "ndim", 0):
            pictures[name] = hashlib.sha256(value.tobytes()).hexdigest()
        else:
            values[name] = value
    return {"timestep": seen.timestep, "timestamp": seen.timestamp, "must_go": seen.must_go, "task": task,
            "state": values, "pictures": pictures}


def content(data):
    """What an answer says; its values as Python writes them, NaN and Infinity by these words."""
    told = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    if data == HOSTILE:
        return told
    try:
        actions = pickle.loads(data) if data else []
    except Exception as broken:  # noqa: BLE001
        return told | {"broken": str(broken)}
    return told | {"actions": [[a.timestep, a.timestamp, a.action.tolist()] for a in actions]}
