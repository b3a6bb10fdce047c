"""Policies as LeRobot's server runs them: from its observation, pictures 0…1, to actions [1, T, A]."""

import json
import pathlib

import torch

MADE_UP_ROWS = 50


def add_options(parser):
    parser.add_argument("--policy", metavar="FOLDER", help="a policy folder; without it row i is the state + 0.01 i")
    parser.add_argument("--model", metavar="FILE", help="its TorchScript file, where it lies elsewhere")


def made(options):
    return TorchScript(options.policy, options.model) if options.policy else MadeUp()


class MadeUp:
    """No model: what it costs is what everything around a model costs."""

    def size(self, _):
        return 60, 96

    def __call__(self, observation):
        state = observation["observation.state"].float()
        return torch.stack([state + 0.01 * row for row in range(MADE_UP_ROWS)], 1)


class TorchScript:
    """A policy folder's model under PyTorch, between the statistics of its policy.json."""

    def __init__(self, folder, model=None):
        folder = pathlib.Path(folder)
        self.description = json.loads((folder / "policy.json").read_text())
        self.model = torch.jit.load(str(model or folder / self.description["models"]["TorchSharp"])).eval()
        arguments = self.description["torchscript"]["arguments"]
        self.inputs = [(name, *self.statistics("inputs", name)) for name in arguments]
        self.action_mean, self.action_std = self.statistics("outputs", "action")

    def size(self, name):
        return self.description["inputs"][name]["shape"][-2:]

    def statistics(self, side, name):
        tensor = self.description[side][name]
        shape = (1, -1, 1, 1) if tensor.get("layout") == "chw" else (1, -1)
        return [torch.tensor(tensor["normalize"][kind]).reshape(shape) for kind in ("mean", "std")]

    def __call__(self, observation):
        given = [(observation[name].float() - mean) / (std + 1e-8) for name, mean, std in self.inputs]
        with torch.no_grad():
            return self.model(*given) * self.action_std + self.action_mean


class Sizes(dict):
    """What LeRobot's server asks a policy: the shape [3, H, W] of each picture, by the feature's name."""

    def __init__(self, policy):
        super().__init__()
        self.policy = policy

    def __missing__(self, name):
        self[name] = type("Feature", (), {"shape": (3, *self.policy.size(name))})
        return self[name]
