"""What a gateway is told: the policy that it serves, the robot and its clock."""

import pathlib
from dataclasses import dataclass

from gateway import Gateway

ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """What one gateway serves, and the name under which it leaves its log and film."""
    name: str
    backend: str
    folder: str
    record: str | None = None

    @classmethod
    def parse(cls, name: str, typed: str, options) -> "Served":
        """From BACKEND[:FOLDER]; a recording of two gateways has a folder for each."""
        backend, _, folder = typed.partition(":")
        record = str(pathlib.Path(options.record, name)) if options.record else None
        return cls(name, backend, folder or options.policy_folder, record)


def drops_late_rows(options) -> bool:
    """Whether time passes while the answer is under way. In step none does: a row left out would be a wrong answer,
    and `age` is only how long the simulation took to draw."""
    if options.drop_late_rows is None:
        return options.realtime or options.latency_ms > 0
    return options.drop_late_rows


def policy_name(folder: str) -> str:
    """Under which `serve --policy` has it."""
    return pathlib.Path(folder).resolve().name.replace(":", "-")


def admin_socket(sockets: pathlib.Path, name: str) -> pathlib.Path:
    """By which the gateway of that name is asked to swap."""
    return sockets / f"{name}.admin"


def settings(options, folder: str) -> list[str]:
    """What the gateway is told about the robot and its clock."""
    values = {"Chunks:DropLateRows": str(drops_late_rows(options)).lower()}
    if options.simulated_clock:
        # The simulation stands still while it waits: the wall clock does not say how far the robot has played, nor is
        # a run late that takes long by it.
        values[f"Policies:{policy_name(folder)}:Deadline"] = "00:00:10"
        values["Chunks:SimulatedLatency"] = f"00:00:{options.latency_ms / 1000:09.6f}"
    if options.robot:
        values["Wires:OpenArm:0:Robot"] = options.robot
    return [word for key, value in values.items() for word in ("--set", f"{key}={value}")]


def arguments(options, served: Served, socket: pathlib.Path) -> list[str]:
    """Of `policygate`, for such a gateway on such a socket."""
    record = ["--record", served.record] if served.record else []
    return ["serve", "--config", str(ROOT / "appsettings.json"), "--policy", served.folder,
            "--backend", served.backend, "--socket", str(socket),
            "--set", f"Admin:Socket={admin_socket(socket.parent, served.name)}", *settings(options, served.folder), *record,
            *options.serve]


def gateway(options, served: Served, sockets: pathlib.Path) -> Gateway:
    socket = sockets / f"{served.name}.socket"
    log = pathlib.Path(options.results, f"{served.name}.gateway.log")
    return Gateway([options.gateway, *arguments(options, served, socket)], socket, log)
