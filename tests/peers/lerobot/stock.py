"""LeRobot's own asynchronous inference, its RobotClient and its PolicyServer, out of the installed package.

The modules under lerobot/async_inference and lerobot/transport run as they are. Stand-ins take the place of what they
import and never use here (cameras, robots, policy zoos, the hub), so that neither is needed; the two dataset helpers
among them do what LeRobot's do for joints and cameras.
"""

import importlib
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import types

import torch_resize

HERE = pathlib.Path(__file__).parent
EMPTY = [
    "huggingface_hub", "lerobot.cameras", "lerobot.cameras.opencv", "lerobot.cameras.opencv.configuration_opencv",
    "lerobot.cameras.realsense", "lerobot.cameras.realsense.configuration_realsense", "lerobot.robots.robot",
    "lerobot.policies", "lerobot.policies.factory", "lerobot.datasets", "lerobot.processor",
]
OWN_STUBS_FROM_PROTOBUF = 6  # the stubs in the package ask for 6.31 or newer


class Anything(types.ModuleType):
    """A module in which every name is an empty class."""
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def put(name, module=None, **attributes):
    """Makes a module importable, and its parent's attribute, as an import would."""
    module = module or Anything(name)
    vars(module).update(attributes)
    sys.modules[name] = module
    parent, _, leaf = name.rpartition(".")
    if parent in sys.modules:
        setattr(sys.modules[parent], leaf, module)


def put_package(name, *folders):
    """The package's modules without its __init__, which would import the rest of LeRobot."""
    module = types.ModuleType(name)
    module.__path__ = list(map(str, folders))
    put(name, module)


def hw_to_dataset_features(hardware, prefix, use_video=True):
    joints = [name for name, kind in hardware.items() if kind is float]
    features = {f"{prefix}.state": {"dtype": "float32", "shape": (len(joints),), "names": joints}} if joints else {}
    for name, shape in hardware.items():
        if isinstance(shape, tuple):
            kind = "video" if use_video else "image"
            axes = ["height", "width", "channels"]
            features[f"{prefix}.images.{name}"] = {"dtype": kind, "shape": shape, "names": axes}
    return features


def build_dataset_frame(features, values, prefix):
    import numpy as np
    frame = {}
    for key, feature in features.items():
        if not key.startswith(prefix):
            continue
        if feature["dtype"] == "float32":
            frame[key] = np.array([values[name] for name in feature["names"]], dtype=np.float32)
        else:
            frame[key] = values[key.removeprefix(f"{prefix}.images.")]
    return frame


def make_stubs(scratch):
    """gRPC's classes for a protobuf that is older than the package's own stubs want."""
    name = "lerobot/transport/services.proto"
    proto = pathlib.Path(scratch, name)
    proto.parent.mkdir(parents=True)
    proto.write_text((HERE / "services.proto").read_text())
    outputs = [f"--python_out={scratch}", f"--grpc_python_out={scratch}"]
    subprocess.check_call([sys.executable, "-m", "grpc_tools.protoc", f"-I{scratch}", *outputs, str(proto)])
    return proto.parent


def prepare(scratch):
    """Everything that the modules to be loaded will ask for."""
    import google.protobuf
    found = importlib.util.find_spec("lerobot")
    if not found:
        sys.exit("LeRobot is not installed for this Python: take the one that `eng/python-env lerobot` names")
    folder = pathlib.Path(next(iter(found.submodule_search_locations)))
    put_package("lerobot", folder)
    put_package("lerobot.utils", folder / "utils")
    made = [] if int(google.protobuf.__version__.split(".")[0]) >= OWN_STUBS_FROM_PROTOBUF else [make_stubs(scratch)]
    put_package("lerobot.transport", *made, folder / "transport")
    for name in EMPTY:
        put(name)
    put("draccus", wrap=lambda *_, **__: lambda function: function)
    put("huggingface_hub.constants", HF_HOME=scratch)
    put("lerobot.datasets.utils", hw_to_dataset_features=hw_to_dataset_features,
        build_dataset_frame=build_dataset_frame)
    put("lerobot.robots", make_robot_from_config=lambda robot: robot)
    put("lerobot.robots.config", RobotConfig=type("RobotConfig", (), {}))
    put("lerobot.utils.utils", init_logging=lambda *_, **__: None)
    put("lerobot.utils.import_utils", register_third_party_plugins=lambda: None)
    torch_resize.stand_in()


def load():
    """The modules by their names: robot_client, policy_server, configs, helpers, services_pb2, services_pb2_grpc."""
    names = [f"lerobot.async_inference.{name}" for name in ("robot_client", "policy_server", "configs", "helpers")]
    names += ["lerobot.transport.services_pb2", "lerobot.transport.services_pb2_grpc"]
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="lerobot-") as scratch:
        os.chdir(scratch)  # they make a folder `logs` where they stand
        try:
            prepare(scratch)
            return types.SimpleNamespace(**{name.rpartition(".")[2]: importlib.import_module(name) for name in names})
        finally:
            os.chdir(before)
