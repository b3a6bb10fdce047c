"""Stands in for the stock nodes that need hardware, a GPU or the network: same inputs, outputs and forms of them.

standin.py NODE [arguments of the node], NODE being what the dataflow has as `path`. SCALE=5 makes pictures a fifth as
high and wide. What each does is told from its source: github.com/enactic, the versions in deploy/dora/*.yml.
"""

import os
import sys
import threading
import time

import dora
import pyarrow as pa
import robot
import sink

SCALE = int(os.environ.get("SCALE", "1"))
QPOS = pa.struct([("qpos", pa.list_(pa.float32()))])
CAMERAS = {"wrist_right": (600, 960), "wrist_left": (600, 960), "head_left": (720, 1280), "head_right": (720, 1280),
           "ceiling": (600, 960)}


def inputs(node: dora.Node):
    return (event for event in node if event["type"] == "INPUT")


def word(event: dict) -> str:
    return event["value"][0].as_py()


def frames(camera: int, height: int, width: int) -> list[pa.Array]:
    return [robot.picture(camera, frame, height // SCALE, width // SCALE) for frame in range(robot.FRAMES)]


def mujoco() -> None:
    """Says `ready` and where its arms are; then an arm's observation for each command, and pictures at 30 Hz."""
    pictures = {name: frames(index, *size) for index, (name, size) in enumerate(CAMERAS.items())}
    node = dora.Node()
    node.send_output("status", pa.array(["ready"]))
    for side in ("right", "left"):
        node.send_output(f"arm_{side}_observation", robot.joints(0, side == "left"))
    ended = threading.Event()

    def obey() -> None:
        for event in inputs(node):
            side = event["id"].removeprefix("position_")
            command = event["value"].field("new_position")  # the executor's form where there are two arms
            node.send_output(f"arm_{side}_observation", pa.array(command.to_pylist(), type=pa.float32()))
        ended.set()

    threading.Thread(target=obey, daemon=True).start()
    frame = 0
    while not ended.wait(1 / 30):
        frame += 1
        for name, of in pictures.items():
            node.send_output(f"camera_{name}", of[frame % robot.FRAMES], {"encoding": "jpeg"})


def executor() -> None:
    """Sends an answer's first row on. As the stock one with --upsample it ends at an answer of another length."""
    node, rows = dora.Node(), None
    with open("actions.jsonl", "w", buffering=1) as log:
        for event in inputs(node):
            log.write(sink.line(event))
            positions = event["value"].to_pylist()
            rows = rows or len(positions)
            if len(positions) != rows:
                raise ValueError(f"expected a chunk of {rows} rows, got {len(positions)}")
            right, left = (pa.array(positions[0][of], type=pa.float32()) for of in (slice(0, 8), slice(8, 16)))
            for side, own, other in (("right", right, left), ("left", left, right)):
                names = ("new_position", "other_arm_position")
                moved = pa.StructArray.from_arrays([own, other], names=names)
                node.send_output(f"move_position_{side}", moved, {"timestamp": time.time_ns()})


def quitter() -> None:
    node = dora.Node()
    for event in inputs(node):
        if event["id"] == "command":
            if word(event) == "quit":
                return
        else:
            node.send_output(event["id"], event["value"], event["metadata"])


def arm() -> None:
    """Stopped until it is started, aligned from its first command on; its position is a struct, as today's is."""
    node = dora.Node()
    place = robot.joints(0, "left" in sys.argv).to_pylist()
    status = "stopped"

    def turn(to: str) -> str:
        node.send_output("status", pa.array([to]))
        return to

    turn(status)
    for event in inputs(node):
        if event["id"] == "command" and word(event) in ("start", "stop"):
            status = turn("started" if word(event) == "start" else "stopped")
        elif status != "stopped" and event["id"] == "request_position":
            node.send_output("position", pa.array([{"qpos": place}], type=QPOS))
        elif status != "stopped" and event["id"] == "move_position":
            place = event["value"].field("new_position").to_pylist()
            status = turn("aligned") if status == "started" else status


def camera() -> None:
    """Its picture for each tick; of raw ones, which the splitter's stand-in does not look at, a single byte."""
    height, width = int(os.environ["IMAGE_HEIGHT"]), int(os.environ["IMAGE_WIDTH"])
    raw = os.environ["ENCODING"] != "jpeg"
    of = [pa.array([0], type=pa.uint8())] if raw else frames(0, height, width)
    node = dora.Node()
    for number, _ in enumerate(inputs(node)):
        node.send_output("image", of[number % len(of)], {"encoding": os.environ["ENCODING"]})


def splitter() -> None:
    parts, height = int(os.environ["NUM_SPLITS"]), int(os.environ["IMAGE_HEIGHT"])
    of = [frames(part, height, int(os.environ["IMAGE_WIDTH"]) // parts) for part in range(parts)]
    node = dora.Node()
    for number, event in enumerate(inputs(node)):
        for part in range(parts if event["id"] == "image" else 0):
            node.send_output(f"image_{part}", of[part][number % robot.FRAMES], {"encoding": "jpeg"})


def evaluation_ui() -> None:
    """An operator who starts twice: the task, start, stop half-way, start again, stop and quit at the end."""
    half = float(os.environ["SECONDS"]) / 2
    node = dora.Node()
    node.send_output("task_prompt", pa.array(["Pick up the cube."]))
    plan = [(1, "start"), (1 + half, "stop"), (3 + half, "start"), (3 + 2 * half, "stop"), (5 + 2 * half, "quit")]
    begun = time.monotonic()
    for event in inputs(node):
        if event["id"] != "tick" or time.monotonic() - begun < plan[0][0]:
            continue
        node.send_output("arm_command", pa.array([plan.pop(0)[1]]))
        if not plan:
            return


NODES = {
    "dora-openarm-mujoco": mujoco, "dora-openarm-actions-executor": executor, "dora-openarm-quitter": quitter,
    "dora-openarm": arm, "opencv-video-capture": camera, "dora-opencv-image-splitter": splitter,
    "dora-openarm-evaluation-ui": evaluation_ui,
}

if __name__ == "__main__":
    NODES[sys.argv[1]]()
