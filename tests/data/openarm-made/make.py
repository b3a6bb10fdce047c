#!/usr/bin/env python3
"""Writes the observations of this folder and index.json: forms that a robot may send beyond those of ../openarm.

    python3 -m venv V && V/bin/pip install pyarrow==17.0.0 numpy && V/bin/python make.py

Pictures are 24x40 and every value follows from its camera, row and place, so that a test can tell each apart. `good`
files are read, `bad` ones refused; `history` is the metadata's history_delta_indices where there are any.
"""
import hashlib
import io
import json
import os
import struct

import numpy as np
import pyarrow as pa

HERE = os.path.dirname(os.path.abspath(__file__))
CAMERAS = ["camera_wrist_right", "camera_wrist_left", "camera_head_left", "camera_head_right", "camera_ceiling"]
HEIGHT, WIDTH = 24, 40
QPOS = pa.struct([("qpos", pa.list_(pa.float32()))])


def picture(camera, row):
    at = np.arange(HEIGHT * WIDTH * 3)
    return ((7 * at + 13 * CAMERAS.index(camera) + 31 * row + at // 97) % 251).astype(np.uint8)


def position(row, count=16):
    return (np.arange(count) / 16 - 0.5 + row / 1024).astype(np.float32)


def columns(rows=(0,), ids=None, list_of=pa.list_, task=None):
    out = {"position": pa.array([position(r) for r in rows], pa.list_(pa.float32()))}
    for c in CAMERAS:
        out[c] = pa.array([picture(c, r) for r in rows], list_of(pa.uint8()))
    out["phase_classifier_result"] = pa.nulls(len(rows))
    out["task_prompt"] = task if task is not None else pa.nulls(len(rows), pa.string())
    out["id"] = pa.array(rows if ids is None else ids, pa.int64())
    return out


def batch(cols):
    return pa.RecordBatch.from_arrays(list(cols.values()), names=list(cols))


def write(*batches, stream=False, **options):
    sink = io.BytesIO()
    make = pa.ipc.new_stream if stream else pa.ipc.new_file
    with make(sink, batches[0].schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        for b in batches:
            writer.write_batch(b)
    return sink.getvalue()


def big_endian(data):
    """Sets the schema's endianness: its slot is absent, and is led to two bytes that are not zero."""
    data = bytearray(data)
    length, = struct.unpack_from("<i", data, len(data) - 10)
    start = len(data) - 10 - length
    follow = lambda at: at + struct.unpack_from("<I", data, at)[0]

    def slot(table, index):
        members = table - struct.unpack_from("<i", data, table)[0]
        return members + 4 + 2 * index
    footer = follow(start)
    schema = follow(footer + struct.unpack_from("<H", data, slot(footer, 1))[0])
    assert struct.unpack_from("<H", data, slot(schema, 0))[0] == 0
    struct.pack_into("<H", data, slot(schema, 0), struct.unpack_from("<H", data, slot(schema, 1))[0])
    return bytes(data)


ENTRIES = []


def add(kind, name, data, row=0, *, id=0, task=None, cameras=CAMERAS, positions=None, note="", history=None):
    with open(f"{HERE}/{name}.arrow", "wb") as f:
        f.write(data)
    metadata = {"timestamp": 1716000000123456789, "episode_number": 0}
    for c in CAMERAS:
        metadata |= {f"{c}.height": HEIGHT, f"{c}.width": WIDTH, f"{c}.encoding": "rgb8"}
    if history is not None:
        metadata["history_delta_indices"] = history
    request = dict(name="inference", data_path=f"{name}.arrow", reset=True, metadata=metadata)
    entry = dict(kind=kind, name=name, file=f"{name}.arrow", note=note, request=json.dumps(request))
    if kind == "good":
        values = position(row) if positions is None else positions
        entry |= dict(id=id, task_prompt=task, position=[float(v) for v in values], cameras={
            c: dict(height=HEIGHT, width=WIDTH, sha256=hashlib.sha256(picture(c, row).tobytes()).hexdigest())
            for c in cameras})
    ENTRIES.append(entry)


def arms(rows, kind=QPOS, more=lambda values: {}):
    """As the observer does: each arm's struct of length one, the right one first, in one list."""
    def arm(values):
        return pa.array([{"qpos": values} | more(values)], kind)
    return pa.array([pa.concat_arrays([arm(position(r)[:8]), arm(position(r)[8:])]).to_pylist() for r in rows], pa.list_(kind))


def forms_of_position():
    add("good", "qpos", write(batch(columns() | {"position": arms([0])})), note="today's arm node: list<struct<qpos>>")
    one = pa.array([pa.array([{"qpos": position(0)[:8]}], QPOS).to_pylist()], pa.list_(QPOS))
    add("good", "qpos-one-arm", write(batch(columns() | {"position": one})), positions=position(0)[:8])
    state = pa.struct([("qvel", pa.list_(pa.float32())), ("qpos", pa.list_(pa.float32())),
                       ("motor_status", pa.list_(pa.string())), ("bus", pa.struct([("carrier", pa.bool_())]))])
    more = lambda values: {"qvel": [0.0] * len(values), "motor_status": ["OK"], "bus": {"carrier": True}}
    add("good", "qpos-state", write(batch(columns([0, 1, 2]) | {"position": arms([0, 1, 2], state, more)})), 2, id=2,
        note="the arm node's state in place of its position, three rows")
    add("good", "qpos-zstd", write(batch(columns([0, 1]) | {"position": arms([0, 1])}), compression="zstd"), 1, id=1)
    null = pa.array([[{"qpos": position(0)[:8]}, None]], pa.list_(QPOS))
    add("bad", "qpos-null-arm", write(batch(columns() | {"position": null})), note="position[1] is null")
    null = pa.array([[{"qpos": position(0)[:8]}, {"qpos": None}]], pa.list_(QPOS))
    add("bad", "qpos-null-joints", write(batch(columns() | {"position": null})), note="position.qpos is null")
    null = pa.array([[{"qpos": position(0)[:8]}, {"qpos": []}]], pa.list_(QPOS))
    add("bad", "qpos-empty-arm", write(batch(columns() | {"position": null})), note="position.qpos of arm 1 is empty")
    half = pa.array([position(0).astype(np.float16)], pa.large_list(pa.float16()))
    add("good", "float16-large-list", write(batch(columns() | {"position": half})),
        positions=position(0).astype(np.float16).astype(np.float32))
    double = pa.array([position(r).astype(np.float64) for r in range(3)], pa.list_(pa.float64(), 16))
    add("good", "float64-fixed-size-list", write(batch(columns([0, 1, 2]) | {"position": double})), 2, id=2)
    wide = position(0).astype(np.float64)
    wide[5] = 1e39
    wide = pa.array([wide], pa.list_(pa.float64()))
    add("bad", "wide-position", write(batch(columns() | {"position": wide})),
        note="position[5] is 1E+39, which is beyond what 32 bits hold")
    null = pa.array([[0.0, None, 1.0]], pa.list_(pa.float32()))
    add("bad", "null-in-position", write(batch(columns() | {"position": null})), note="position[1] is null")
    integers = pa.array([[1, 2]], pa.list_(pa.int32()))
    add("bad", "integer-position", write(batch(columns() | {"position": integers})),
        note="position is of type list<int32>, expected list<float>")


def forms_of_pictures():
    def pictures(kind, rows=(0,)):
        return {c: pa.array([picture(c, r).tobytes() for r in rows], kind) for c in CAMERAS}
    size = HEIGHT * WIDTH * 3
    add("good", "large-binary", write(batch(columns([0, 1]) | pictures(pa.large_binary(), [0, 1]))), 1, id=1)
    add("good", "fixed-size-binary", write(batch(columns([0, 1]) | pictures(pa.binary(size), [0, 1]))), 1, id=1)
    add("good", "binary-view", write(batch(columns([0, 1]) | pictures(pa.binary_view(), [0, 1]))), 1, id=1,
        note="each batch counts the buffers of views anew: columns behind are found all the same")
    add("good", "fixed-size-list-rows",
        write(batch(columns([0, 1, 2], list_of=lambda t: pa.list_(t, size)))), 2, id=2)
    nulls = pa.array([None, picture("camera_ceiling", 1)], pa.list_(pa.uint8()))
    add("good", "older-null", write(batch(columns([0, 1]) | {"camera_ceiling": nulls})), 1, id=1,
        note="an older row has no picture")
    add("good", "null-ceiling", write(batch(columns() | {"camera_ceiling": pa.nulls(1, pa.list_(pa.uint8()))})),
        cameras=[c for c in CAMERAS if c != "camera_ceiling"], note="a camera that act-tiny does not use is null")
    pixels = picture("camera_head_left", 0).tolist()
    pixels[70] = None
    null = pa.array([pixels], pa.list_(pa.uint8()))
    add("bad", "null-pixel", write(batch(columns() | {"camera_head_left": null})), note="camera_head_left[70] is null")
    wide = pa.array([picture("camera_head_left", 0)], pa.list_(pa.uint16()))
    add("bad", "wide-pixels", write(batch(columns() | {"camera_head_left": wide})),
        note="camera_head_left is of type list<uint16>, expected list<uint8> or binary")


def forms_of_task():
    text = "把方块放进盒子 – pick up the cube"
    two = [None, text]
    for name, kind in [("large-string", pa.large_string()), ("string-view", pa.string_view())]:
        add("good", name, write(batch(columns([0, 1], task=pa.array(two, kind)))), 1, id=1, task=text)
    add("good", "short-string-view", write(batch(columns(task=pa.array(["lift"], pa.string_view())))), task="lift")
    for name, index in [("dictionary-int8", pa.int8()), ("dictionary-uint64", pa.uint64())]:
        encoded = pa.DictionaryArray.from_arrays(pa.array([None, 0, 2], index), pa.array([text, "other", "lift"]))
        add("good", name, write(batch(columns([0, 1, 2], task=encoded)), compression="lz4"), 2, id=2, task="lift")
    encoded = pa.DictionaryArray.from_arrays(pa.array([None], pa.int32()), pa.array(["other"]))
    add("good", "dictionary-null", write(batch(columns(task=encoded))), note="the row has no task")
    encoded = pa.DictionaryArray.from_arrays(pa.array([1], pa.int32()), pa.array(["other", None]))
    add("good", "dictionary-null-value", write(batch(columns(task=encoded))), note="nor has this one")

    def growing(row, words):
        task = pa.DictionaryArray.from_arrays(pa.array([len(words) - 1], pa.int32()), pa.array(words))
        return batch(columns([row], task=task))
    first, second = growing(0, ["other"]), growing(1, ["other", "lift"])
    add("good", "stream-dictionary-replaced", write(first, second, stream=True), 1, id=1, task="lift")
    deltas = dict(emit_dictionary_deltas=True)
    add("bad", "dictionary-deltas", write(first, second, **deltas), note="comes in parts (deltas)")
    add("bad", "stream-dictionary-deltas", write(first, second, stream=True, **deltas), note="comes in parts (deltas)")


def streams():
    three = [batch(columns([r])) for r in (0, 2, 1)]
    add("good", "stream-batches", write(*three, stream=True), 2, id=2, note="the newest is in the middle")
    add("good", "stream-zstd", write(*three, stream=True, compression="zstd"), 2, id=2)
    add("good", "stream-legacy", write(*three, stream=True, use_legacy_format=True), 2, id=2)
    add("good", "stream-v4", write(*three, stream=True, metadata_version=pa.ipc.MetadataVersion.V4), 2, id=2)
    whole = write(*three, stream=True)
    add("good", "stream-without-end", whole[:-8], 2, id=2, note="some writers leave out the mark at the end")
    add("bad", "stream-cut", whole[:-1000], note="the stream's end is cut off")
    add("bad", "big-endian", big_endian(write(batch(columns()))), note="the file is big-endian")


def compressed():
    add("good", "lz4-rows", write(batch(columns([0, 1, 2])), compression="lz4"), 2, id=2)
    add("good", "zstd-rows", write(batch(columns([0, 1, 2])), compression="zstd"), 2, id=2)
    add("good", "lz4-views", write(batch(columns([0, 1], task=pa.array(["other", "lift the red cup"], pa.string_view()))),
                                   compression="lz4"), 1, id=1, task="lift the red cup")


def histories():
    rows = [0, 1, 2]
    add("good", "history", write(batch(columns(rows))), 2, id=2, history="-2,-1,0")
    add("good", "history-backwards", write(batch(columns([2, 1, 0])), compression="lz4"), 2, id=2, history="0,-1,-2")
    add("good", "history-far", write(batch(columns([0, 2]))), 2, id=2, history="-32,0")
    add("good", "history-padded", write(batch(columns([0, 0, 0]))), 0, id=0, history="-2,-1,0",
        note="an episode's first tick: the robot sends its first row three times")
    add("good", "history-unnamed", write(*[batch(columns([r])) for r in (2, 0, 1)]), 2, id=2,
        note="a batch a row, in no order; the metadata says nothing")
    without = {k: v for k, v in columns(rows).items() if k != "id"}
    add("good", "history-without-ids", write(batch(without), compression="zstd"), 2, id=None, history="-2,-1,0")
    backwards = {k: v for k, v in columns([2, 1, 0]).items() if k != "id"}
    add("good", "history-backwards-without-ids", write(batch(backwards)), 2, id=None, history="0,-1,-2")
    add("good", "null-ids", write(batch(columns(rows, ids=[None, 7, None]))), 1, id=7)


def nulls_before():
    """What ../openarm/nulls-before was meant to be: there the camera without a picture is one that act-tiny uses."""
    known = {e["name"]: e for e in json.load(open(f"{HERE}/../openarm/index.json"))["files"]}["upscale"]
    table = pa.ipc.open_file(f"{HERE}/../openarm/upscale.arrow").read_all()
    cols = {"camera_ceiling": pa.nulls(1, pa.list_(pa.uint8()))}
    cols |= {c: table[c].combine_chunks() for c in table.column_names if c not in cols}
    with open(f"{HERE}/nulls-before.arrow", "wb") as f:
        f.write(write(batch(cols)))
    del known["cameras"]["camera_ceiling"]
    ENTRIES.append(known | dict(kind="good", name="nulls-before", file="nulls-before.arrow", case="upscale",
                                note="a camera that act-tiny does not use is null, and stands before all others"))


def main():
    nulls_before()
    forms_of_position()
    forms_of_pictures()
    forms_of_task()
    streams()
    compressed()
    histories()
    with open(f"{HERE}/index.json", "w") as f:
        json.dump(dict(pyarrow=pa.__version__, files=ENTRIES), f, indent=1, ensure_ascii=False)
        f.write("\n")


if __name__ == "__main__":
    main()
