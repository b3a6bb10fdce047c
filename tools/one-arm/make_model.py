"""Writes samples/policies/one-arm/model.onnx: python3 tools/one-arm/make_model.py. Needs nothing but Python.

    brightness = mean of the picture                          0 dark, 1 bright
    goal       = REST + brightness * OPEN
    way        = clip(goal - state, -FARTHEST, FARTHEST)
    action[t]  = state + way * (t + 1) / ROWS                 t = 0 .. ROWS - 1

An ONNX model is a protocol buffer; the field numbers are those of onnx.proto in github.com/onnx/onnx.
"""

import pathlib
import struct

JOINTS, ROWS, HEIGHT, WIDTH = 8, 20, 60, 96
# joint1 to joint7 and the gripper, radians: elbow bent, hand before the body, gripper closed.
REST = [-0.45, 0.15, 0.0, 2.0, 0.0, -0.15, 0.0, 0.0]
# What full brightness adds: the gripper open, short of its stop at -0.785.
OPEN = [0.0] * 7 + [-0.7]
# In the 20 rows of a chunk, 2/3 s at 30 Hz: 0.3 radians per second at most.
FARTHEST = 0.2

FLOAT, INT64 = 1, 7
INTS, INT = 7, 2  # kinds of attributes
IR_VERSION, OPERATOR_SET = 8, 17


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low]) if not rest else bytes([low | 0x80]) + varint(rest)


def field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def node(operator: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    names = b"".join(field(1, name) for name in inputs)
    return field(1, names + field(2, output) + field(4, operator) + b"".join(field(5, a) for a in attributes))


def ints(name: str, values: list[int]) -> bytes:
    return field(1, name) + b"".join(field(8, value) for value in values) + field(20, INTS)


def integer(name: str, value: int) -> bytes:
    return field(1, name) + field(3, value) + field(20, INT)


def constant(name: str, shape: list[int], values: list[float] | list[int]) -> bytes:
    floats = isinstance(values[0], float)
    raw = struct.pack(f"<{len(values)}{'f' if floats else 'q'}", *values)
    dimensions = b"".join(field(1, size) for size in shape)
    return field(5, dimensions + field(2, FLOAT if floats else INT64) + field(8, name) + field(9, raw))


def tensor(number: int, name: str, shape: list[int]) -> bytes:
    dimensions = b"".join(field(1, field(1, size)) for size in shape)
    return field(number, field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, dimensions))))


def model() -> bytes:
    state, picture = "observation.state", "observation.images.wrist_right"
    graph = b"".join([
        node("ReduceMean", [picture], "brightness", ints("axes", [1, 2, 3]), integer("keepdims", 0)),
        node("Mul", ["brightness", "open"], "opening"),
        node("Add", ["rest", "opening"], "goal"),
        node("Sub", ["goal", state], "distance"),
        node("Clip", ["distance", "least", "most"], "way"),
        node("Unsqueeze", ["way", "row"], "way_row"),
        node("Mul", ["way_row", "progress"], "course"),
        node("Unsqueeze", [state, "row"], "state_row"),
        node("Add", ["state_row", "course"], "action"),
        field(2, "one-arm"),
        constant("rest", [1, JOINTS], REST),
        constant("open", [1, JOINTS], OPEN),
        constant("least", [], [-FARTHEST]),
        constant("most", [], [FARTHEST]),
        constant("row", [1], [1]),
        constant("progress", [1, ROWS, 1], [(row + 1) / ROWS for row in range(ROWS)]),
        tensor(11, state, [1, JOINTS]),
        tensor(11, picture, [1, 3, HEIGHT, WIDTH]),
        tensor(12, "action", [1, ROWS, JOINTS]),
    ])
    return field(1, IR_VERSION) + field(2, "policygate one-arm") + field(7, graph) + field(8, field(2, OPERATOR_SET))


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parents[2]
    (root / "samples/policies/one-arm/model.onnx").write_bytes(model())
