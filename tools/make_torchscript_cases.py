#!/usr/bin/env python3
"""Makes tests/data/torchscript: small TorchScript modules, each method one case. With any torch from 1.13 on:

    /usr/bin/python3 tools/make_torchscript_cases.py tests/data/torchscript
"""
import pathlib
import sys
from typing import Dict, List, Optional, Tuple

import torch
from torch import Tensor


class Methods(torch.nn.Module):
    """Every way to be called, and to be called in vain."""

    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor([2.0]), requires_grad=False)
        self.last = torch.zeros(1, 4)

    def forward(self, state: Tensor) -> Tensor:
        return (state * self.scale).reshape(1, 2, 2)

    @torch.jit.export
    def two(self, image: Tensor, state: Tensor) -> Tensor:
        """Not symmetric, so that swapped arguments show."""
        return (state - 10 * image).reshape(1, 2, 2)

    @torch.jit.export
    def pair(self, state: Tensor) -> Tuple[Tensor, Tensor]:
        """The answer's first tensor is neither dense nor alone."""
        return state.reshape(1, 2, 2).transpose(1, 2), state.sum().reshape(1)

    @torch.jit.export
    def several(self, state: Tensor) -> List[Tensor]:
        return [state.reshape(1, 2, 2) + 1, state]

    @torch.jit.export
    def named(self, state: Tensor) -> Dict[str, Tensor]:
        return {"action": state.reshape(1, 2, 2)}

    @torch.jit.export
    def optional(self, state: Tensor, mask: Optional[Tensor] = None) -> Tensor:
        return state.reshape(1, 2, 2) if mask is None else mask.reshape(1, 2, 2)

    @torch.jit.export
    def counted(self, state: Tensor, times: int) -> Tensor:
        return state * times

    @torch.jit.export
    def refuses(self, state: Tensor) -> Tensor:
        assert bool(state[0, 0] >= 0), "the first joint is below its range"
        return state.reshape(1, 2, 2)

    @torch.jit.export
    def keeps(self, state: Tensor) -> Tensor:
        self.last = state
        return state.reshape(1, 2, 2).clone()

    @torch.jit.export
    def writes(self, state: Tensor) -> Tensor:
        return state.add_(1).reshape(1, 2, 2).clone()

    @torch.jit.export
    def grows(self, state: Tensor) -> Tensor:
        return torch.cat([state, state]).reshape(1, 4, 2)

    @torch.jit.export
    def halves(self, state: Tensor) -> Tensor:
        return state.reshape(1, 2, 2).half()

    @torch.jit.export
    def guided(self, state: Tensor) -> Tensor:
        """As a denoiser under guidance: a gradient within the run."""
        x = state.clone().requires_grad_()
        gradient = torch.autograd.grad([(x * x).sum()], [x])[0]
        assert gradient is not None
        return gradient.reshape(1, 2, 2)


class Types(torch.nn.Module):
    """Each element type through an operation of its own, in and out."""

    def forward(self, a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor, f: Tensor, g: Tensor, h: Tensor,
                i: Tensor, j: Tensor) -> List[Tensor]:
        return [a + 1, b + 1, c + 1, d + 1, e + 1, f + 1, g + 1, h + 1, i + 1, torch.logical_not(j)]


class Free(torch.nn.Module):
    """Any batch, any history."""

    def forward(self, state: Tensor) -> Tensor:
        return state.mean(1).unsqueeze(1) + torch.arange(3.0).reshape(1, 3, 1)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in {"methods": Methods(), "types": Types(), "free": Free()}.items():
        torch.jit.script(module.eval()).save(str(folder / f"{name}.pt"))
    torch.save(Methods().state_dict(), folder / "state-dict.pt")


main()
