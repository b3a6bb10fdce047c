"""Whether the dataflows named fit together and fit the stock nodes that are installed; one JSON line, `problems` empty.

Looks at what dora does not: that no output is sent for nobody, and that the observer and the policy servers
have the inputs, outputs, variables and arguments that their code knows. Then asks `dora check`.
"""

import ast
import importlib.util
import json
import pathlib
import subprocess
import sys

import deployed
import harness


def source(value) -> str:
    return value["source"] if isinstance(value, dict) else value


def wiring(flow: dict) -> list[str]:
    outputs = {f"{node['id']}/{output}" for node in flow["nodes"] for output in node.get("outputs", [])}
    wired = {(node["id"], name): source(value)
             for node in flow["nodes"] for name, value in node.get("inputs", {}).items()}
    problems = [f"{node}'s input {name}: nothing sends {where}" for (node, name), where in wired.items()
                if where not in outputs and not where.startswith("dora/timer/")]
    return problems + [f"nobody reads {output}" for output in sorted(outputs - set(wired.values()))]


class Stock:
    """What an installed node's code says of itself: the texts that stand in it, by what they are an argument of."""

    def __init__(self, path: str):
        spec = importlib.util.find_spec(path.replace("-", "_"))
        tree = ast.parse((pathlib.Path(spec.submodule_search_locations[0]) / "main.py").read_text())
        self.texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
        named = lambda name: {call.args[0].value for call in calls
                              if call.func.attr == name and isinstance(call.args[0], ast.Constant)}
        self.outputs, self.variables, self.options = named("send_output"), named("getenv"), named("add_argument")


def agreement(node: dict) -> list[str]:
    stock, name = Stock(node["path"]), node["id"]
    options = {word.split("=")[0] for word in node.get("args", "").split() if word.startswith("--")}
    problems = [f"{name}: the stock node has no variable {key}" for key in set(node.get("env", {})) - stock.variables]
    problems += [f"{name}: the stock node has no option {key}" for key in options - stock.options]
    if set(node["outputs"]) != stock.outputs:
        problems.append(f"{name}: outputs {node['outputs']}, the stock node has {sorted(stock.outputs)}")
    if node["path"] == "dora-openarm-observer":
        problems += [f"{name}: the stock node knows no input {key}" for key in set(node["inputs"]) - stock.texts]
        needed = {text for text in stock.texts if isinstance(text, str) and text.startswith("camera_")}
        needed |= {"tick", "command", "arm_right", "arm_left"}
        problems += [f"{name}: input {key} is missing" for key in sorted(needed - set(node["inputs"]))]
    elif len(node["inputs"]) != 1:  # it takes whatever comes for an observation
        problems.append(f"{name}: one input expected, found {sorted(node['inputs'])}")
    return problems


def dora(path: pathlib.Path) -> list[str]:
    """What `dora check` says of the file; it then looks for a coordinator, which need not run."""
    command = [harness.PROGRAMS / "dora", "check", "--dataflow", path]
    seen = subprocess.run(command, capture_output=True, text=True, timeout=60)
    said = seen.stdout + seen.stderr
    return [] if "Coordinator:" in said else [f"dora check: {said.strip()}"]


def main() -> None:
    checked, problems = 0, []
    standins = pathlib.Path(deployed.STANDIN).read_text()
    for path in map(pathlib.Path, sys.argv[1:]):
        flow = deployed.read(path)
        found = wiring(flow) + dora(path)
        for node in flow["nodes"]:
            if node["path"] in deployed.INSTALLED:
                found += agreement(node)
                checked += 1
            elif f'"{node["path"]}":' not in standins:
                found.append(f"{node['id']}: {node['path']} is no stock node")
        problems += [f"{path.name}: {problem}" for problem in found]
    print(json.dumps({"stock_nodes": checked, "problems": problems}))


main()
