"""Two gateways, the same episodes: ./run sim --a BACKEND[:FOLDER] --b BACKEND[:FOLDER], and --swap.

Both gateways run from the first episode to the last, and each episode is driven by one and then by the other, in a
random order, so that neither meets another machine than the other: a neighbour's load, a warm cache, a full disk.
"""

import json
import pathlib
import random
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Callable

import closed_loop
import scores
import swapping
from measure import save_film, summary
from robot import episode
from serving import Served


@dataclass
class Side:
    """One of the two, while it drives."""
    served: Served
    ask: Callable
    close: Callable
    results: list[dict] = field(default_factory=list)
    swaps: swapping.Swaps | None = None
    film: list = field(default_factory=list)


def connect(options, served: Served, path: pathlib.Path, sim, swaps) -> Side:
    options.policy = f"socket:{path}"
    return Side(served, *closed_loop.connect(options, sim), swaps=swaps)


def drive(options, sockets: dict[Served, pathlib.Path], swaps: swapping.Swaps | None = None) -> dict[str, Any]:
    """Both through all episodes, the second with these swaps; writes their films, returns all that there is to tell."""
    sim = closed_loop.make_sim(options)
    sides, order, begun = [], random.Random(options.seed), time.monotonic()
    try:
        for (served, path), swapped in zip(sockets.items(), (None, swaps), strict=True):
            sides.append(connect(options, served, path, sim, swapped))
        firsts = [_pair(options, number, sim, sides, order) for number in range(options.episodes)]
    finally:
        for side in sides:
            side.close()
        _progress("")
    for side in sides:
        save_film(side.film, _film(options, side))
    a, b = sides
    episodes = [{"seed": x["seed"], "first": first, "a": closed_loop.kept(x), "b": closed_loop.kept(y)}
                for first, x, y in zip(firsts, a.results, b.results, strict=True)]
    return {
        "loop": closed_loop.named(options) | {"seconds": round(time.monotonic() - begun, 1)},
        "a": _described(a), "b": _described(b), **({"swaps": swaps.told()} if swaps else {}),
        **scores.weigh(a.results, b.results, options.margin / 100, options.seed),
        "episodes": episodes,
    }


def _pair(options, number: int, sim, sides: list[Side], order: random.Random) -> str:
    """One episode by both; returns who went first."""
    turns = order.sample(sides, 2)
    for side in turns:
        film = None if number else side.film
        side.results.append(episode(sim, side.ask, options.seed + number, number, options, film, side.swaps))
    won = " and ".join(f"{side.served.name} {sum(r['success'] for r in side.results)}" for side in sides)
    _progress(f"{number + 1}/{options.episodes} episodes each, succeeded: {won}")
    return turns[0].served.name


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _film(options, side: Side) -> str:
    return str(pathlib.Path(options.results, f"{side.served.name}.png"))


def _described(side: Side) -> dict[str, Any]:
    return {"backend": side.served.backend, "folder": side.served.folder, "summary": summary(side.results)}


def finish(options, told: dict[str, Any]) -> int:
    """Says it; returns the exit code."""
    short = {name: value for name, value in told.items() if name != "episodes"}
    if options.json == "-":
        print(json.dumps(short), flush=True)
    else:
        if options.json:
            pathlib.Path(options.json).write_text(json.dumps(told, indent=1))
        print(scores.table(told), flush=True)
        if "swaps" in told:
            print(swapping.line(told["swaps"]), flush=True)
    return int(told["verdict"] == scores.DIFFERENT)
