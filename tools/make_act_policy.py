#!/usr/bin/env python3
"""Makes an ACT policy (Action Chunking with Transformers, arXiv 2304.13705) with seeded random weights: one policy
folder with the same model as ONNX and as TorchScript, to measure engines by.

Debian packages: python3-torch python3-torchvision libopenblas0-pthread (without OpenBLAS the convolutions run about 14
times slower), for Debian's own interpreter:

    /usr/bin/python3 tools/make_act_policy.py --size full --out artifacts/models/act-full

The size `full` is the field's own: ResNet-18, width 512, three cameras of 480x640, 100 actions. It has 34 million
parameters; the 51 million that are commonly named count the encoder of whole chunks, which only training needs.
"""
import argparse
import json
import math
import pathlib

import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet
from torchvision.ops.misc import FrozenBatchNorm2d

CAMERAS = ["head_left", "wrist_left", "wrist_right"]
STATE_DIM = ACTION_DIM = 16
SIZES = {
    "tiny": dict(height=60, width=96, dim=64, heads=4, ff=128, encoders=1, decoders=1, chunk=20, width0=8),
    "full": dict(height=480, width=640, dim=512, heads=8, ff=3200, encoders=4, decoders=1, chunk=100, width0=64),
}


class Backbone(nn.Module):
    """ResNet-18 up to layer4; width0 is the number of channels of its first stage (64 in the real one)."""

    def __init__(self, width0):
        super().__init__()
        net = ResNet(BasicBlock, [2, 2, 2, 2], norm_layer=FrozenBatchNorm2d)
        if width0 != 64:
            net.inplanes = width0
            net.conv1 = nn.Conv2d(3, width0, 7, 2, 3, bias=False)
            net.bn1 = FrozenBatchNorm2d(width0)
            for i, name in enumerate(["layer1", "layer2", "layer3", "layer4"]):
                setattr(net, name, net._make_layer(BasicBlock, width0 << i, 2, stride=1 if i == 0 else 2))
        self.channels = width0 * 8
        self.body = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3,
                                  net.layer4)

    def forward(self, x):
        return self.body(x)


def sine_position_2d(channels, h, w):
    """Two-dimensional sinusoidal position embedding, [channels, h, w], as DETR and ACT use it."""
    half = channels // 2
    y = torch.arange(1, h + 1, dtype=torch.float32) / (h + 1e-6) * 2 * math.pi
    x = torch.arange(1, w + 1, dtype=torch.float32) / (w + 1e-6) * 2 * math.pi
    freq = 10000 ** (2 * (torch.arange(half) // 2) / half)

    def wave(v):
        a = v[:, None] / freq
        return torch.stack((a[:, 0::2].sin(), a[:, 1::2].cos()), dim=2).flatten(1)

    py, px = wave(y), wave(x)
    return torch.cat((py[:, None, :].expand(h, w, half), px[None, :, :].expand(h, w, half)), dim=2).permute(2, 0, 1)


class EncoderLayer(nn.Module):
    def __init__(self, dim, heads, ff):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, heads)
        self.a, self.b = nn.Linear(dim, ff), nn.Linear(ff, dim)
        self.n1, self.n2 = nn.LayerNorm(dim), nn.LayerNorm(dim)

    def forward(self, x, pos):
        q = x + pos
        x = self.n1(x + self.attn(q, q, x, need_weights=False)[0])
        return self.n2(x + self.b(torch.relu(self.a(x))))


class DecoderLayer(nn.Module):
    def __init__(self, dim, heads, ff):
        super().__init__()
        self.self_attn, self.cross = nn.MultiheadAttention(dim, heads), nn.MultiheadAttention(dim, heads)
        self.a, self.b = nn.Linear(dim, ff), nn.Linear(ff, dim)
        self.n1, self.n2, self.n3 = nn.LayerNorm(dim), nn.LayerNorm(dim), nn.LayerNorm(dim)

    def forward(self, x, memory, query_pos, memory_pos):
        q = x + query_pos
        x = self.n1(x + self.self_attn(q, q, x, need_weights=False)[0])
        x = self.n2(x + self.cross(x + query_pos, memory + memory_pos, memory, need_weights=False)[0])
        return self.n3(x + self.b(torch.relu(self.a(x))))


class ActPolicy(nn.Module):
    def __init__(self, height, width, dim, heads, ff, encoders, decoders, chunk, width0):
        super().__init__()
        self.backbone = Backbone(width0)
        self.project = nn.Conv2d(self.backbone.channels, dim, 1)
        nn.init.xavier_uniform_(self.project.weight, gain=8)  # so that a wrong pixel shows in the actions
        self.state, self.latent = nn.Linear(STATE_DIM, dim), nn.Linear(32, dim)
        self.token_pos = nn.Embedding(2, dim)
        self.query_pos = nn.Embedding(chunk, dim)
        self.encoder = nn.ModuleList(EncoderLayer(dim, heads, ff) for _ in range(encoders))
        self.decoder = nn.ModuleList(DecoderLayer(dim, heads, ff) for _ in range(decoders))
        self.head = nn.Linear(dim, ACTION_DIM)
        self.dim, self.chunk = dim, chunk
        h, w = math.ceil(height / 32), math.ceil(width / 32)
        self.register_buffer("image_pos", sine_position_2d(dim, h, w).flatten(1).permute(1, 0).unsqueeze(1))
        self.register_buffer("zero_latent", torch.zeros(1, 32))

    def forward(self, state, head_left, wrist_left, wrist_right):
        tokens = [self.latent(self.zero_latent).unsqueeze(0), self.state(state).unsqueeze(0)]
        pos = [self.token_pos.weight.unsqueeze(1)]
        for image in (head_left, wrist_left, wrist_right):
            tokens.append(self.project(self.backbone(image)).flatten(2).permute(2, 0, 1))
            pos.append(self.image_pos)
        x, p = torch.cat(tokens), torch.cat(pos)
        for layer in self.encoder:
            x = layer(x, p)
        query_pos = self.query_pos.weight.unsqueeze(1)
        y = torch.zeros(self.chunk, 1, self.dim)
        for layer in self.decoder:
            y = layer(y, x, query_pos, p)
        return self.head(y).transpose(0, 1)


def policy_json(size, cfg, parameters):
    """What the gateway is told: pictures as ImageNet has them, joints as they come."""
    image = dict(dtype="float32", shape=[1, 3, cfg["height"], cfg["width"]], layout="chw", scale="unit",
                 resize="pillow-bicubic", normalize=dict(mode="mean_std", mean=[0.485, 0.456, 0.406],
                                                         std=[0.229, 0.224, 0.225]))
    joints = [f"{side}_{joint}" for side in ("right", "left")
              for joint in [f"joint_{i}" for i in range(1, 8)] + ["gripper"]]
    inputs = {"observation.state": dict(dtype="float32", shape=[1, STATE_DIM], names=joints)}
    inputs |= {f"observation.images.{camera}": image for camera in CAMERAS}
    return dict(
        format=1, name=f"act-{size}",
        description=f"An ACT with random weights, {parameters} parameters, made by tools/make_act_policy.py.",
        models=dict(Onnx="model.onnx", TorchSharp="model.pt"),
        torchscript=dict(method="forward", arguments=list(inputs)), inputs=inputs,
        outputs=dict(action=dict(dtype="float32", shape=[1, cfg["chunk"], ACTION_DIM], names=joints)),
        control=dict(rate_hz=30))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=SIZES, default="full")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    options = parser.parse_args()
    cfg = SIZES[options.size]
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    policy = ActPolicy(**cfg).eval()
    inputs = (torch.zeros(1, STATE_DIM), *[torch.zeros(1, 3, cfg["height"], cfg["width"]) for _ in CAMERAS])
    parameters = sum(p.numel() for p in policy.parameters())
    description = policy_json(options.size, cfg, parameters)
    with torch.no_grad():
        torch.onnx.export(policy, inputs, str(options.out / "model.onnx"), input_names=list(description["inputs"]),
                          output_names=["action"], opset_version=14)
        torch.jit.trace(policy, inputs, check_trace=False).save(str(options.out / "model.pt"))
    # Last: a folder with it is a whole one.
    (options.out / "policy.json").write_text(json.dumps(description, indent=1) + "\n")


if __name__ == "__main__":
    main()
