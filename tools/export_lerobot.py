#!/usr/bin/env python3
"""Exports the network of a LeRobot checkpoint, so that the gateway can run it: docs/export-lerobot.md.

    python tools/export_lerobot.py CHECKPOINT                      model.onnx and model.pt, into the checkpoint's folder
    python tools/export_lerobot.py USER/REPO --output FOLDER       a checkpoint of the Hub: it is downloaded to FOLDER

Runs in the Python environment that LeRobot is installed in. What is exported is the network alone, with its batch of 1:

    inputs   observation.state [1, S], then observation.images.CAMERA [1, 3, H, W] in config.json's order; float32
    output   action [1, T, A], T being config.json's chunk_size

All in normalised units: the gateway normalises, with the checkpoint's own statistics. A TorchScript model knows no
names: its arguments are the inputs in that order. Both files are compared with what LeRobot itself answers for a few
random inputs; nothing is written unless they agree.
"""

import argparse
import importlib.util
import inspect
import json
import os
import pathlib
import re
import sys
import tempfile
import warnings

STATE, IMAGES, ACTION = "observation.state", "observation.images", "action"
INPUTS_COMPARED = 5

# LeRobot's policy types that are not exported, and why.
DENOISES = "it denoises random noise in several steps, which the gateway does not do"
READS_TEXT = f"it reads the task through a tokeniser, and {DENOISES}"
REFUSED = {
    "diffusion": f"{DENOISES}, and it looks at past observations",
    "groot": READS_TEXT,
    "pi0": READS_TEXT,
    "pi05": READS_TEXT,
    "pi0_fast": "it writes its actions token by token, from a task read through a tokeniser",
    "reward_classifier": "it gives rewards, not actions",
    "sac": "it gives single actions, not chunks",
    "sarm": "it gives rewards, not actions",
    "smolvla": READS_TEXT,
    "tdmpc": "it plans by sampling, which is no single run of a network",
    "vqbet": "it draws its actions at random and looks at past observations",
    "wall_x": READS_TEXT,
    "xvla": READS_TEXT,
}


class ExportError(Exception):
    """What the user is told; nothing was written."""


def main() -> int:
    options = parse_arguments()
    try:
        folder = checkpoint_folder(options)
        config = read_config(folder)
        refuse_unsupported(config)
        require_packages(options)
        policy = load_policy(folder, options.device)
        export(policy, list(config["input_features"]), pathlib.Path(options.output or folder), options)
    except (ExportError, OSError) as error:
        print(f"export_lerobot: {error}", file=sys.stderr)
        return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("checkpoint", help="folder with config.json and model.safetensors, or the Hub's USER/REPO")
    add("--output", metavar="FOLDER", help="where the models go, if not into the checkpoint's folder")
    add("--revision", help="of a checkpoint on the Hub: a branch, tag or commit")
    add("--onnx", action="store_true", help="write model.onnx; both are written where neither is asked for")
    add("--torchscript", action="store_true", help="write model.pt")
    add("--opset", type=int, default=17, help="of the ONNX file: %(default)s")
    add("--tolerance", type=positive, default=1e-4,
        help="largest difference to LeRobot's own answer, in normalised units: %(default)s")
    add("--seed", type=int, default=0, help="of the random inputs that are compared: %(default)s")
    add("--device", default="cpu", help="where it runs; a TorchScript model stays bound to it: %(default)s")
    add("--no-onnx-check", action="store_true", help="write model.onnx without comparing it (needs no onnxruntime)")
    options = parser.parse_args()
    if not options.onnx and not options.torchscript:
        options.onnx = options.torchscript = True
    return options


def positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected more than 0, found {text}")
    return value


def checkpoint_folder(options: argparse.Namespace) -> pathlib.Path:
    folder = pathlib.Path(options.checkpoint)
    if folder.is_dir():
        return folder
    if folder.exists() or not re.fullmatch(r"[\w.-]+/[\w.-]+", options.checkpoint):
        raise ExportError(f"there is no folder {options.checkpoint}")
    if not options.output:
        raise ExportError(f"there is no folder {options.checkpoint}; if it is a checkpoint on the Hub, name the folder "
                          "that it is to be downloaded to: --output FOLDER")
    return download(options)


def download(options: argparse.Namespace) -> pathlib.Path:
    """The whole checkpoint, for the gateway needs its statistics too and must not depend on the Hub's cache."""
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise ExportError(f"{error}: run this in the environment that LeRobot is installed in") from error
    try:
        snapshot_download(options.checkpoint, revision=options.revision, local_dir=options.output,
                          allow_patterns=["*.json", "*.safetensors"])
    except Exception as error:
        raise ExportError(f"cannot download {options.checkpoint} from the Hub: {error}") from error
    return pathlib.Path(options.output)


def read_config(folder: pathlib.Path) -> dict:
    path = folder / "config.json"
    if not path.is_file():
        inner = folder / "pretrained_model"
        hint = f"; did you mean {inner}?" if inner.is_dir() else ": a checkpoint is what save_pretrained wrote"
        raise ExportError(f"{folder} has no config.json{hint}")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ExportError(f"{path} is not JSON: {error}") from error
    if not isinstance(config, dict) or not isinstance(config.get("type"), str):
        raise ExportError(f"{path} names no policy type: it is not a LeRobot policy's")
    return config


def refuse_unsupported(config: dict) -> None:
    kind = config["type"]
    if kind != "act":
        reason = REFUSED.get(kind, "this program does not know that type")
        raise ExportError(f"policy type '{kind}' cannot be exported: {reason}; only 'act' can")
    if config.get("use_peft"):
        raise ExportError("the checkpoint is a PEFT adapter: merge it into its base policy, save that, and export it")
    inputs = config.get("input_features") or {}
    if STATE not in inputs:
        raise ExportError(f"config.json has no input '{STATE}', without which LeRobot's ACT does not run")
    for name, feature in inputs.items():
        expected = "STATE" if name == STATE else "VISUAL" if name.startswith(f"{IMAGES}.") else None
        if feature.get("type") != expected:
            raise ExportError(f"the policy takes '{name}' of type {feature.get('type')}, which no robot sends: the "
                              f"gateway fills '{STATE}' (STATE) and '{IMAGES}.CAMERA' (VISUAL) only")


def require_packages(options: argparse.Namespace) -> None:
    """Before the weights are loaded, which takes long."""
    for name in ("torch", "lerobot"):
        if importlib.util.find_spec(name) is None:
            raise ExportError(f"there is no package '{name}' in {sys.executable}: run this with the Python of the "
                              "environment that LeRobot is installed in")
    missing = []
    if options.onnx:
        import torch
        if not torch.__version__.startswith("1."):
            missing.append("onnx")
        if not options.no_onnx_check:
            missing.append("onnxruntime")
    missing = [name for name in missing if importlib.util.find_spec(name) is None]
    if missing:
        raise ExportError(f"model.onnx needs what is not installed here: {sys.executable} -m pip install "
                          f"{' '.join(missing)} (or --torchscript for model.pt alone)")


def load_policy(folder: pathlib.Path, device: str):
    import torch
    try:
        from lerobot.configs.policies import PreTrainedConfig
        from lerobot.policies.act.modeling_act import ACTPolicy
    except ImportError as error:
        raise ExportError(f"LeRobot 0.3.3 or newer is needed; importing it failed: {error}") from error
    try:
        config = PreTrainedConfig.from_pretrained(folder)
        config.device = device
        config.pretrained_backbone_weights = None  # else torchvision downloads what the checkpoint then overwrites
        policy = ACTPolicy.from_pretrained(folder, config=config)
    except Exception as error:
        raise ExportError(f"LeRobot cannot load {folder}: {type(error).__name__}: {error}") from error
    require_weights(policy, folder)
    # LeRobot up to 0.3.3 normalises inside of the policy.
    for part in ("normalize_inputs", "unnormalize_outputs"):
        if hasattr(policy, part):
            setattr(policy, part, torch.nn.Identity())
    return policy.eval()


def require_weights(policy, folder: pathlib.Path) -> None:
    """LeRobot only logs which weights the file lacks, and leaves these at random."""
    from safetensors import safe_open
    with safe_open(str(folder / "model.safetensors"), framework="pt") as file:
        saved = set(file.keys())
    lacking = [name for name in policy.state_dict() if name.startswith("model.") and name not in saved]
    if lacking:
        raise ExportError(f"model.safetensors lacks {len(lacking)} of the policy's weights, '{lacking[0]}' among them: "
                          "it belongs to another config.json, or to another LeRobot")


def network_of(policy, cameras: list):
    """The policy's network with its inputs as arguments: the state, then the cameras."""
    import torch

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = policy.model

        def forward(self, state, *images):
            pictures = dict(zip(cameras, images))
            return self.model({STATE: state, IMAGES: [pictures[name] for name in policy.config.image_features]})[0]

    return Network().eval()


def export(policy, inputs: list, output: pathlib.Path, options: argparse.Namespace) -> None:
    import torch
    cameras = [name for name in inputs if name != STATE]
    shapes = {name: (1, *policy.config.input_features[name].shape) for name in (STATE, *cameras)}
    chunk = (1, policy.config.chunk_size, *policy.config.action_feature.shape)
    print(f"act, torch {torch.__version__}: {', '.join(f'{name} {list(shape)}' for name, shape in shapes.items())}"
          f" -> {ACTION} {list(chunk)}")
    torch.backends.cudnn.allow_tf32 = False  # ten bits of mantissa: not what the exported model computes with
    cases = compared_cases(policy, shapes, options)
    if tuple(cases[0][1].shape) != chunk:
        raise ExportError(f"LeRobot answers {list(cases[0][1].shape)}, expected {list(chunk)}")

    output.mkdir(parents=True, exist_ok=True)
    network, written = network_of(policy, cameras), []
    # Beside their places, so that they can be moved there whole.
    with tempfile.TemporaryDirectory(prefix=".export-", dir=output) as scratch:
        if options.onnx:
            path = pathlib.Path(scratch, "model.onnx")
            write_onnx(network, cases[0][0], list(shapes), path, options.opset)
            if options.no_onnx_check:
                written.append((path, "not compared"))
            else:
                written.append((path, compare("model.onnx", run_onnx(path, list(shapes)), cases, options.tolerance)))
        if options.torchscript:
            path = pathlib.Path(scratch, "model.pt")
            write_torchscript(network, cases[0][0], path)
            run = torch.jit.load(str(path), map_location=options.device)
            written.append((path, compare("model.pt", lambda inputs: run(*inputs), cases, options.tolerance)))
        for path, _ in written:
            os.replace(path, output / path.name)
    for path, said in written:
        print(f"{output / path.name}: {said}")


def compared_cases(policy, shapes: dict, options: argparse.Namespace) -> list:
    """Random normalised inputs, and LeRobot's own answers."""
    import torch
    random = torch.Generator().manual_seed(options.seed)
    cases = []
    with torch.no_grad():
        for _ in range(INPUTS_COMPARED):
            inputs = tuple(torch.randn(shape, generator=random).to(options.device) for shape in shapes.values())
            try:
                answer = policy.predict_action_chunk(dict(zip(shapes, inputs)))
            except Exception as error:
                raise ExportError(f"LeRobot cannot run the policy: {type(error).__name__}: {error}") from error
            if not torch.isfinite(answer).all():
                raise ExportError("LeRobot's own answer has NaN or infinity in it: the weights are damaged")
            cases.append((inputs, answer))
    return cases


def write_onnx(network, inputs: tuple, names: list, path: pathlib.Path, opset: int) -> None:
    import torch
    options = {"input_names": names, "output_names": [ACTION], "opset_version": opset}
    # The exporter by tracing: the other one, which torch 2.9 made the default, wants onnxscript.
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        options["dynamo"] = False
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of shapes taken for constants: they are
            torch.onnx.export(network, inputs, str(path), **options)
    except Exception as error:
        raise ExportError(f"torch {torch.__version__} cannot write ONNX opset {opset}: {error}") from error


def write_torchscript(network, inputs: tuple, path: pathlib.Path) -> None:
    import torch
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.jit.trace(network, inputs, check_trace=False).save(str(path))
    except Exception as error:
        raise ExportError(f"torch {torch.__version__} cannot write TorchScript: {error}") from error


def run_onnx(path: pathlib.Path, names: list):
    import onnxruntime
    import torch
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def run(inputs: tuple):
        values = {name: value.cpu().numpy() for name, value in zip(names, inputs)}
        return torch.from_numpy(session.run([ACTION], values)[0])

    return run


def compare(name: str, run, cases: list, tolerance: float) -> str:
    """The largest difference in words; an error where it is too large."""
    import torch
    largest = 0.0
    with torch.no_grad():
        for inputs, expected in cases:
            answer, expected = run(inputs).cpu(), expected.cpu()
            if answer.shape != expected.shape:
                raise ExportError(f"{name} answers {list(answer.shape)}, LeRobot {list(expected.shape)}")
            difference = (answer - expected).abs().max().item()
            if not difference <= tolerance:  # NaN is not either
                raise ExportError(f"{name} differs from LeRobot by {difference:.2e}, at most {tolerance:.0e} is "
                                  "allowed (--tolerance); nothing was written")
            largest = max(largest, difference)
    return f"largest difference to LeRobot {largest:.1e} over {len(cases)} inputs (at most {tolerance:.0e})"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
