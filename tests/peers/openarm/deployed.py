"""A shipped dataflow with its hardware replaced: what its other nodes are and ask stays as it is."""

import pathlib
import sys

import yaml

import harness

STANDIN = str(harness.HERE / "nodes/standin.py")
STOCK = str(harness.HERE / "nodes/stock.py")
INSTALLED = ("dora-openarm-observer", "dora-openarm-local-policy-server", "dora-openarm-docker-policy-server")


def read(path: pathlib.Path) -> dict:
    return yaml.safe_load(path.read_text())


def replaced(flow: dict) -> dict:
    """The observer and the policy server stay the stock ones; all others are stand-ins."""
    nodes = []
    for node in flow["nodes"]:
        node = {key: value for key, value in node.items() if key != "build"}
        stock = node["path"] in INSTALLED
        first = node["path"].replace("-", "_") if stock else node["path"]
        node["args"] = f"{first} {node.get('args', '')}".strip()
        node["path"] = STOCK if stock else STANDIN
        nodes.append(node)
    return {"nodes": nodes}


def kind(flow: dict) -> str:
    """local or docker."""
    paths = [node["path"] for node in flow["nodes"]]
    found = [name for name in INSTALLED[1:] if name in paths]
    if len(found) != 1:
        sys.exit(f"expected one policy server node, found {found}")
    return found[0].split("-")[2]
