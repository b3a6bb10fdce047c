#!/usr/bin/env python3
"""tools/export_lerobot.py over LeRobot's own ACT policy, in an environment that lacks most of what LeRobot imports.

    export_checkpoint.py [--lerobot FOLDER] [--onnxruntime-answers-zeros] ARGUMENTS OF THE TOOL

The tool, ACTPolicy, ACTConfig and what they inherit run as they are, with torchvision's ResNet. draccus, safetensors,
einops and the hub are stood in for as far as loading a checkpoint needs them; optimisers, datasets and training are
empty. ResNet-18 has 8 channels in its first stage in place of 64, as the checkpoints of tests/data/lerobot were made.
FOLDER holds the package `lerobot` of another version than the installed one.
"""

import argparse
import contextlib
import dataclasses
import importlib.machinery
import importlib.util
import json
import pathlib
import runpy
import struct
import sys
import types

import numpy as np
import torch
import torchvision
from torchvision.models.resnet import BasicBlock, ResNet

from stock import put, put_package

TOOL = pathlib.Path(__file__).resolve().parents[3] / "tools/export_lerobot.py"
FIRST_STAGE = 8
DTYPES = {"F32": torch.float32, "I64": torch.int64}
EMPTY = [
    "huggingface_hub", "huggingface_hub.errors", "lerobot.configs.train", "lerobot.optim", "lerobot.optim.optimizers",
    "lerobot.optim.schedulers",
]


class ChoiceRegistry:
    """draccus: classes by the name that they were registered under."""
    choices = {}

    @classmethod
    def register_subclass(cls, name):
        return lambda chosen: cls.choices.setdefault(name, chosen)

    @classmethod
    def get_choice_name(cls, chosen):
        return next(name for name, other in cls.choices.items() if other is chosen)


def parse(cls, path, args):
    """draccus: a dataclass from JSON, unknown keys refused."""
    from lerobot.configs.types import FeatureType, NormalizationMode, PolicyFeature
    values = json.loads(pathlib.Path(path).read_text())
    cls = ChoiceRegistry.choices[values.pop("type")] if "type" in values else cls
    for key in ("input_features", "output_features"):
        values[key] = {name: PolicyFeature(FeatureType[feature["type"]], tuple(feature["shape"]))
                       for name, feature in values[key].items()}
    modes = values["normalization_mapping"]
    values["normalization_mapping"] = {name: NormalizationMode[mode] for name, mode in modes.items()}
    unknown = values.keys() - {field.name for field in dataclasses.fields(cls)}
    if unknown:
        raise ValueError(f"the fields {sorted(unknown)} are not valid for {cls.__name__}")
    return cls(**values)


def read_tensors(path):
    data = bytearray(pathlib.Path(path).read_bytes())
    start = 8 + struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name != "__metadata__":
            first, end = (start + offset for offset in entry["data_offsets"])
            tensors[name] = torch.frombuffer(data[first:end], dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def load_model(model, path, strict, device):
    return model.load_state_dict(read_tensors(path), strict=strict)


def rearrange(value, pattern):
    """einops, for the one pattern that inference needs."""
    assert pattern == "b c h w -> (h w) b c", pattern
    return value.flatten(2).permute(2, 0, 1)


def narrow_resnet18(weights, norm_layer, replace_stride_with_dilation):
    net = ResNet(BasicBlock, [2, 2, 2, 2], norm_layer=norm_layer,
                 replace_stride_with_dilation=replace_stride_with_dilation)
    net.inplanes, net.dilation = FIRST_STAGE, 1
    net.conv1 = torch.nn.Conv2d(3, FIRST_STAGE, 7, 2, 3, bias=False)
    net.bn1 = norm_layer(FIRST_STAGE)
    for index in range(4):
        stage = net._make_layer(BasicBlock, FIRST_STAGE << index, 2, stride=1 if index == 0 else 2)
        setattr(net, f"layer{index + 1}", stage)
    net.fc = torch.nn.Linear(8 * FIRST_STAGE, 1000)
    return net


def put_stand_ins(package):
    for name in ("", ".configs", ".policies", ".policies.act", ".utils"):
        put_package("lerobot" + name, pathlib.Path(package, *name.split(".")))
    for name in EMPTY:
        put(name)
    put("draccus", ChoiceRegistry=ChoiceRegistry, parse=parse, config_type=lambda name: contextlib.nullcontext())
    put("einops", rearrange=rearrange)
    put("huggingface_hub.constants", HF_HOME="/", CONFIG_NAME="config.json",
        SAFETENSORS_SINGLE_FILE="model.safetensors")
    put("huggingface_hub.utils", validate_hf_hub_args=lambda function: function)
    put("lerobot.policies.utils", log_model_loading_keys=lambda missing, unexpected: None)
    put("lerobot.utils.utils", is_torch_device_available=lambda device: device == "cpu",
        auto_select_torch_device=lambda: torch.device("cpu"))
    put("packaging", version=types.SimpleNamespace(parse=lambda text: tuple(map(int, text.split(".")))))
    opened = lambda path, framework: contextlib.nullcontext(read_tensors(path))
    put("safetensors", __version__="0.4.3", safe_open=opened)
    put("safetensors.torch", load_model=load_model)
    torchvision.models.resnet18 = narrow_resnet18


class ZerosSession:
    """An ONNX Runtime that answers wrongly."""

    def __init__(self, path, providers):
        pass

    def run(self, outputs, inputs):
        return [np.zeros((1, 20, 6), np.float32)]


def main():
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lerobot")
    parser.add_argument("--onnxruntime-answers-zeros", action="store_true")
    own, others = parser.parse_known_args()
    installed = importlib.util.find_spec("lerobot")
    put_stand_ins(pathlib.Path(own.lerobot, "lerobot") if own.lerobot else installed.submodule_search_locations[0])
    if own.onnxruntime_answers_zeros:
        put("onnxruntime", InferenceSession=ZerosSession)
    for name in {"lerobot", "onnxruntime"} & sys.modules.keys():
        sys.modules[name].__spec__ = importlib.machinery.ModuleSpec(name, loader=None)  # the tool looks for it
    sys.argv = [str(TOOL), *others]
    runpy.run_path(str(TOOL), run_name="__main__")


if __name__ == "__main__":
    main()
