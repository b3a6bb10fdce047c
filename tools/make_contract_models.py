#!/usr/bin/env python3
"""Makes the models of the contract suite, each as ONNX and TorchScript, and PyTorch's own answers.

    /usr/bin/python3 tools/make_contract_models.py [NAME ...]

Writes tests/data/contract/NAME/{policy.json,model.onnx,model.pt,expected.json}; equal bytes each time under one
version of PyTorch (Debian: python3-torch, 1.13). The package onnx is not needed.
"""

import io
import json
import os
import sys
import zipfile

import numpy
import torch
from torch import nn

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "data")
JOINTS, ROWS = 8, 4
STATE = "observation.state"
MODELS = {}

INTEGERS = {"uint8": (0, 256), "int8": (-128, 256), "int16": (-1000, 2001), "int32": (-1000, 2001),
            "int64": (-1000, 2001), "bool": (0, 2)}


def model(name):
    """Registers a function that returns a Model."""
    def register(make):
        MODELS[name] = make
        return make
    return register


class Model:
    """A module with its inputs and outputs as policy.json declares them: name -> (dtype, shape)."""

    def __init__(self, module, inputs, outputs, text, tolerance=1e-5, batches=(None,)):
        self.module, self.inputs, self.outputs, self.text = module, inputs, outputs, text
        self.tolerance, self.batches = tolerance, batches


def fill(seed, tensor, dtype, shape):
    """The inputs of a case; tests/Backends.Contract/ContractInputs.cs has the same formula."""
    element = numpy.arange(1, numpy.prod(shape) + 1, dtype=numpy.uint64)
    mask = numpy.uint64(0xFFFFFFFF)
    bits = (element * numpy.uint64(2654435761) + numpy.uint64((seed * 31 + tensor + 1) * 2246822519)) & mask
    bits ^= bits >> numpy.uint64(15)
    bits = (bits * numpy.uint64(3266489917)) & mask
    if dtype in INTEGERS:
        least, count = INTEGERS[dtype]
        values = (bits >> numpy.uint64(8)).astype(numpy.int64) % count + least
    else:
        values = (bits >> numpy.uint64(8)).astype(numpy.float64) / 2 ** 23 - 1
    return torch.from_numpy(values.reshape(shape)).to(getattr(torch, dtype))


def weights(seed, *shape):
    generator = torch.Generator().manual_seed(seed)
    return nn.Parameter(torch.randn(*shape, generator=generator) / shape[0] ** 0.5, requires_grad=False)


class Mlp(nn.Module):
    def __init__(self, seed):
        super().__init__()
        self.w1, self.b1 = weights(seed, JOINTS, 64), weights(seed + 1, 64)
        self.w2, self.b2 = weights(seed + 2, 64, ROWS * JOINTS), weights(seed + 3, ROWS * JOINTS)

    def forward(self, state):
        hidden = torch.tanh(torch.matmul(state, self.w1) + self.b1)
        return (torch.matmul(hidden, self.w2) + self.b2).reshape(-1, ROWS, JOINTS)


@model("mlp")
def mlp():
    return Model(Mlp(1), {STATE: ("float32", [1, JOINTS])}, {"action": ("float32", [1, ROWS, JOINTS])},
                 "Two layers.")


@model("batch")
def batch():
    return Model(Mlp(11), {STATE: ("float32", ["batch", JOINTS])}, {"action": ("float32", ["batch", ROWS, JOINTS])},
                 "Two layers; the batch is free.", batches=(1, 4))


class Half(nn.Module):
    """Weights and tensors of 16 bits; PyTorch multiplies matrices of them on no CPU, so it does in 32."""

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(weights(21, JOINTS, ROWS * JOINTS).half(), requires_grad=False)

    def forward(self, state):
        return torch.tanh(torch.matmul(state.float(), self.w.float())).half().reshape(1, ROWS, JOINTS)


@model("float16")
def float16():
    # One rounding to 11 bits of a number below 1 may go the other way: 2^-11.
    return Model(Half(), {STATE: ("float16", [1, JOINTS])}, {"action": ("float16", [1, ROWS, JOINTS])},
                 "Weights, state and action of 16 bits.", tolerance=2 ** -11)


class Numbers(nn.Module):
    def forward(self, state, picture, tiny, small, whole, large, flags, double):
        seen = picture.float().mean() / 255 + double.float()
        counted = tiny.float() / 128 + small.float() / 1000 - whole.float() / 1000 + large.float() / 1000
        row = state + seen + torch.where(flags, counted, -counted)
        return row.reshape(1, 1, JOINTS) * torch.arange(1, ROWS + 1).reshape(1, ROWS, 1).float()


@model("numbers")
def numbers():
    inputs = {STATE: ("float32", [1, JOINTS]), "observation.images.head": ("uint8", [1, 3, 6, 8]),
              "tiny": ("int8", [1, JOINTS]), "small": ("int16", [1, JOINTS]), "whole": ("int32", [1, JOINTS]),
              "large": ("int64", [1, JOINTS]), "flags": ("bool", [1, JOINTS]), "double": ("float64", [1, JOINTS])}
    return Model(Numbers(), inputs, {"action": ("float32", [1, ROWS, JOINTS])},
                 "An input of each element type.")


class Fails(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = weights(31, 4, ROWS * JOINTS)

    def forward(self, state):
        index = ((state[:, 0] + 1) * 2).long()
        return torch.index_select(self.table, 0, index).reshape(1, ROWS, JOINTS) + state.reshape(1, 1, JOINTS)


@model("fails")
def fails():
    return Model(Fails(), {STATE: ("float32", [1, JOINTS])}, {"action": ("float32", [1, ROWS, JOINTS])},
                 "Fails where the first position is not below 1: it looks into a table with it.")


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.w, self.u = weights(41, JOINTS, JOINTS), weights(42, JOINTS, JOINTS)
        self.out = weights(43, JOINTS, ROWS * JOINTS)

    def forward(self, state, hidden):
        following = torch.tanh(torch.matmul(state, self.w) + torch.matmul(hidden, self.u))
        return torch.matmul(following, self.out).reshape(1, ROWS, JOINTS), following


@model("recurrent")
def recurrent():
    return Model(Recurrent(), {STATE: ("float32", [1, JOINTS]), "hidden": ("float32", [1, JOINTS])},
                 {"action": ("float32", [1, ROWS, JOINTS]), "next_hidden": ("float32", [1, JOINTS])},
                 "Its memory goes in and comes out: the engine keeps none.")


class Slow(nn.Module):
    def forward(self, state):
        x = state[:, :1].expand(384, 384)
        for _ in range(64):
            x = torch.tanh(torch.matmul(x, x) / 384)
        return state.reshape(1, 1, JOINTS).expand(1, ROWS, JOINTS) + x.mean()


@model("slow")
def slow():
    return Model(Slow(), {STATE: ("float32", [1, JOINTS])}, {"action": ("float32", [1, ROWS, JOINTS])},
                 "A run takes a tenth of a second or so: 64 products of 384 x 384.")


@model("text")
def text():
    """Of ONNX alone: PyTorch has no tensors of text, so this one is written field by field."""
    return None


KNOWN_TEXTS = {"put the cube on the plate": 0.25, "räum auf": -0.5, "": 1.0}


def sizes(shape, batch):
    return [batch if isinstance(size, str) else size for size in shape]


def declare(name, made_for, text, inputs, outputs):
    def tensors(declared):
        return {key: {"dtype": dtype, "shape": shape} for key, (dtype, shape) in declared.items()}
    files = {"Onnx": "model.onnx"} | ({"TorchSharp": "model.pt"} if made_for == "both" else {})
    description = {"format": 1, "name": name, "description": text, "models": files}
    if made_for == "both":
        description["torchscript"] = {"method": "forward", "arguments": list(inputs)}
    return description | {"inputs": tensors(inputs), "outputs": tensors(outputs), "control": {"rate_hz": 30}}


def answers(module, inputs, outputs, batches):
    cases = []
    for batch in batches:
        for seed in (1, 2, 3):
            given = [fill(seed, i, dtype, sizes(shape, batch)) for i, (dtype, shape) in enumerate(inputs.values())]
            with torch.inference_mode():
                told = module(*given)
            told = told if isinstance(told, tuple) else (told,)
            case = {"seed": seed, "outputs": {key: numbers_of(value) for key, value in zip(outputs, told)}}
            cases.append(case | ({"batch": batch} if batch else {}))
    return cases


def numbers_of(tensor):
    # Nine digits tell every float32 apart.
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().double().tolist()]


def save_torchscript(module, example, path):
    """Without what PyTorch adds about the maker's machine (paths of sources) and the time."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.trace(module, example), buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as kept:
        for entry in made.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                content = made.read(entry)
                name = entry.filename.replace(entry.filename.split("/")[0], "model", 1)
                kept.writestr(zipfile.ZipInfo(name), content)


def save_onnx(module, example, inputs, outputs, path):
    free = {name: {0: shape[0]} for name, (_, shape) in (inputs | outputs).items() if isinstance(shape[0], str)}
    torch.onnx.export(module, example, path, input_names=list(inputs), output_names=list(outputs),
                      dynamic_axes=free, opset_version=17)


def field(number, value):
    """A field of a protobuf message: https://protobuf.dev/programming-guides/encoding/"""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + numpy.float32(value).tobytes()
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value):
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def onnx_node(operation, inputs, outputs, attributes=b"", domain=""):
    return field(1, b"".join(field(1, name) for name in inputs) + b"".join(field(2, name) for name in outputs)
                 + field(4, operation) + attributes + (field(7, domain) if domain else b""))


def onnx_value(number, name, element, shape):
    dimensions = b"".join(field(1, field(2, size) if isinstance(size, str) else field(1, size)) for size in shape)
    return field(number, field(1, name) + field(2, field(1, field(1, element) + field(2, dimensions))))


def onnx_whole_numbers(name, *values):
    return field(5, field(1, len(values)) + field(2, 7) + field(8, name)
                 + field(9, numpy.array(values, numpy.int64).tobytes()))


def write_text_model(path):
    """action[b, t, j] = state[b, j] + the number that belongs to the text of row b, 0 for one that it does not know.

    Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
    """
    float32, string = 1, 8
    keys = field(5, field(1, "keys_strings") + b"".join(field(9, key) for key in KNOWN_TEXTS) + field(20, 8))
    values = field(5, field(1, "values_floats") + b"".join(field(7, v) for v in KNOWN_TEXTS.values()) + field(20, 6))
    default = field(5, field(1, "default_float") + field(2, 0.0) + field(20, 1))
    graph = b"".join([
        onnx_node("LabelEncoder", ["task"], ["number"], keys + values + default, "ai.onnx.ml"),
        onnx_node("Reshape", ["number", "column"], ["offset"]),
        onnx_node("Reshape", ["observation.state", "row"], ["start"]),
        onnx_node("Add", ["start", "offset"], ["moved"]),
        onnx_node("Expand", ["moved", "chunk"], ["action"]),
        field(2, "text"),
        onnx_whole_numbers("column", -1, 1, 1), onnx_whole_numbers("row", -1, 1, JOINTS),
        onnx_whole_numbers("chunk", 1, ROWS, 1),
        onnx_value(11, STATE, float32, ["batch", JOINTS]), onnx_value(11, "task", string, ["batch"]),
        onnx_value(12, "action", float32, ["batch", ROWS, JOINTS]),
    ])
    with open(path, "wb") as file:
        file.write(field(1, 8) + field(7, graph) + field(8, field(2, 17))
                   + field(8, field(1, "ai.onnx.ml") + field(2, 2)))


def text_answers():
    cases = []
    for seed, texts in enumerate([["put the cube on the plate"], ["räum auf"], [""], ["never heard"],
                                  ["räum auf", "never heard", "put the cube on the plate", ""]], 1):
        state = fill(seed, 0, "float32", [len(texts), JOINTS])
        offsets = torch.tensor([KNOWN_TEXTS.get(text, 0.0) for text in texts])
        action = (state + offsets.reshape(-1, 1)).reshape(-1, 1, JOINTS).expand(-1, ROWS, -1)
        cases.append({"seed": seed, "texts": texts, "outputs": {"action": numbers_of(action)}, "batch": len(texts)})
    return cases


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=None if path.endswith("expected.json") else 2, ensure_ascii=False)
        file.write("\n")


def write_expected(folder, tolerance, cases):
    write_json(os.path.join(folder, "expected.json"), {"tolerance": tolerance, "cases": cases})


def write_act_tiny():
    """The answers alone: the model is in tests/data/act-tiny."""
    folder = os.path.join(ROOT, "contract", "act-tiny")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(ROOT, "act-tiny", "policy.json"), encoding="utf-8") as file:
        declared = json.load(file)["inputs"]
    module = torch.jit.load(os.path.join(ROOT, "act-tiny", "model.pt"))
    inputs = {name: (tensor["dtype"], tensor["shape"]) for name, tensor in declared.items()}
    # Engines sum in other orders; its actions are of the order of 1.
    write_expected(folder, 1e-4, answers(module, inputs, ["action"], (None,)))


def write(name):
    folder = os.path.join(ROOT, "contract", name)
    os.makedirs(folder, exist_ok=True)
    made = MODELS[name]()
    if made is None:
        inputs = {STATE: ("float32", ["batch", JOINTS]), "task": ("utf8", ["batch"])}
        outputs = {"action": ("float32", ["batch", ROWS, JOINTS])}
        write_json(os.path.join(folder, "policy.json"),
                   declare(name, "Onnx", "Each text that it knows moves the action.", inputs, outputs))
        write_text_model(os.path.join(folder, "model.onnx"))
        write_expected(folder, 1e-6, text_answers())
        return
    module = made.module.eval()
    example = tuple(fill(9, i, dtype, sizes(shape, 1)) for i, (dtype, shape) in enumerate(made.inputs.values()))
    write_json(os.path.join(folder, "policy.json"), declare(name, "both", made.text, made.inputs, made.outputs))
    save_onnx(module, example, made.inputs, made.outputs, os.path.join(folder, "model.onnx"))
    save_torchscript(module, example, os.path.join(folder, "model.pt"))
    write_expected(folder, made.tolerance, answers(module, made.inputs, made.outputs, made.batches))


if __name__ == "__main__":
    for chosen in sys.argv[1:] or MODELS:
        write(chosen)
    if len(sys.argv) == 1:
        write_act_tiny()
