"""Whether two backends drove the same episodes alike: what is compared, when it counts as a difference, the table."""

import math
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

from paired import Outcomes, ratio_interval

SAME, DIFFERENT = "same", "different"
SUCCESS_P = 0.05
# Refused answers and each measure stand in the second row: six more chances to find a difference where there is none.
OTHER_LEVEL = 0.99


def _mean(rows):
    return float(rows.mean()) if len(rows) else math.nan


def _median(rows):
    return float(np.median(rows)) if len(rows) else math.nan


def _rms(rows):
    squares, count = rows.sum(axis=0)
    return math.sqrt(squares / count) if count else math.nan


@dataclass(frozen=True)
class Measure:
    """Something counted in each episode, and the one figure that many make."""
    name: str
    unit: str
    of: Callable
    figure: Callable
    judged: bool = True         # else shown, and no ground for a verdict
    successes_only: bool = False


MEASURES = (
    Measure("steps to success, where both did", "", lambda r: [r["steps"]], _mean, successes_only=True),
    Measure("settled error", "mm", lambda r: [r["error"] * 1000], _median),
    Measure("jerk, commands", "rad/s³", lambda r: r["command"][:2], _rms),
    Measure("jerk, commands at seams", "rad/s³", lambda r: r["command"][2:], _rms),
    Measure("jerk, measured", "rad/s³", lambda r: r["measured"][:2], _rms),
    Measure("jerk, measured at seams", "rad/s³", lambda r: r["measured"][2:], _rms),
    # In step the simulation draws between two requests: how fast an engine is, `compare` and `bench` say.
    Measure("answer, median", "ms", lambda r: [np.median(r["times"] or math.nan) * 1000], _median, judged=False),
)


def weigh(a: list[dict], b: list[dict], margin: float, seed: int) -> dict[str, Any]:
    """All figures of the two, and what they amount to. `margin` is the share by which a measure may differ."""
    success = Outcomes.of((r["success"] for r in a), (r["success"] for r in b))
    refused = Outcomes.of((r["refused"] for r in a), (r["refused"] for r in b))
    measures = [_weigh(measure, a, b, margin, seed) for measure in MEASURES]
    grounds = [f"{m['name']}: {_figure(m['b'])} against {_figure(m['a'])} {m['unit']}".rstrip()
               for m in measures if m["found"] == DIFFERENT]
    if refused.p() < 1 - OTHER_LEVEL:
        counts = refused.both + refused.only_b, refused.both + refused.only_a
        grounds.insert(0, f"episodes with refused answers: {counts[0]} against {counts[1]}")
    if success.p() < SUCCESS_P:
        counts = success.both + success.only_b, success.both + success.only_a
        grounds.insert(0, f"successes: {counts[0]} against {counts[1]} of {success.episodes}")
    low, high = success.interval()
    return {
        "success": {
            "both": success.both, "only_a": success.only_a, "only_b": success.only_b, "neither": success.neither,
            "mcnemar_p": success.p(), "difference": success.difference(), "difference95": [low, high]},
        "refused": {"only_a": refused.only_a, "only_b": refused.only_b, "mcnemar_p": refused.p()},
        "measures": measures, "margin": margin,
        "verdict": DIFFERENT if grounds else SAME, "grounds": grounds,
    }


def _weigh(measure: Measure, a: list[dict], b: list[dict], margin: float, seed: int) -> dict[str, Any]:
    pairs = [(x, y) for x, y in zip(a, b, strict=True)
             if not measure.successes_only or (x["success"] and y["success"])]
    rows_a, rows_b = (np.array([measure.of(pair[side]) for pair in pairs], np.float64) for side in (0, 1))
    figure_a, figure_b = (measure.figure(rows) for rows in (rows_a, rows_b)) if pairs else (math.nan, math.nan)
    known = math.isfinite(figure_a) and math.isfinite(figure_b) and figure_a > 0
    interval = ratio_interval(measure.figure, rows_a, rows_b, seed, OTHER_LEVEL) if known else None
    return {
        "name": measure.name, "unit": measure.unit, "episodes": len(pairs),
        "a": figure_a if math.isfinite(figure_a) else None, "b": figure_b if math.isfinite(figure_b) else None,
        "ratio": figure_b / figure_a if known else None, "ratio99": interval,
        "found": _found(interval, margin) if measure.judged else "not judged",
    }


def _found(interval: tuple[float, float] | None, margin: float) -> str:
    """Where the interval of B / A lies: beyond the margin, within it, or across its edge."""
    if interval is None:
        return "unclear"
    low, high, most = *interval, 1 + margin
    if low > most or high < 1 / most:
        return DIFFERENT
    return "alike" if low >= 1 / most and high <= most else "unclear"


def table(told: dict[str, Any]) -> str:
    """For people: the two side by side, and the verdict last."""
    a, b, success = told["a"], told["b"], told["success"]
    rows = [("", "A", "B", f"B / A, {OTHER_LEVEL * 100:g} % interval", "")]
    rows.append(("success", *(f"{s['summary']['successes']}/{s['summary']['episodes']}" for s in (a, b)), "", ""))
    rows.append(("  95 % Wilson interval", *(_share(*s["summary"]["wilson95"]) for s in (a, b)), "", ""))
    for m in told["measures"]:
        interval = "-" if m["ratio99"] is None else "{:.3f}  ({:.3f} to {:.3f})".format(m["ratio"], *m["ratio99"])
        rows.append((f"{m['name']} {m['unit']}".rstrip(), _figure(m["a"]), _figure(m["b"]), interval, m["found"]))
    for name in ("p95", "p100"):
        times = (s["summary"]["answer_ms"] for s in (a, b))
        rows.append((f"answer, {name} ms", *(_figure(t and t[name]) for t in times), "", ""))
    rows.append(("requests", *(str(s["summary"]["requests"]) for s in (a, b)), "", ""))
    rows.append(("refused", *(str(s["summary"]["refused"]) for s in (a, b)), "", ""))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = [f"{s}: {told[s.lower()]['backend']}, {told[s.lower()]['folder']}" for s in "AB"] + [""]
    for name, left, right, ratio, found in rows:
        lines.append(f"{name:<{widths[0]}}  {left:>{widths[1]}}  {right:>{widths[2]}}  {ratio:<{widths[3]}}  "
                     f"{found}".rstrip())
    low, high = success["difference95"]
    lines += [
        "",
        f"the same episodes: both succeeded in {success['both']}, only A in {success['only_a']}, only B in "
        f"{success['only_b']}, neither in {success['neither']}; McNemar's exact p = {success['mcnemar_p']:.3g}",
        f"difference of success, B less A: {success['difference']:+.1%} (95 % interval {low:+.1%} to {high:+.1%})",
        "",
        *_verdict(told),
    ]
    return "\n".join(lines)


def _verdict(told: dict[str, Any]) -> list[str]:
    if told["grounds"]:
        return ["different: " + "; ".join(f"{ground}" for ground in told["grounds"]) + " (B against A)"]
    low, high = told["success"]["difference95"]
    unclear = [m["name"] for m in told["measures"] if m["found"] == "unclear"]
    said = ["same: nothing in these episodes speaks for a difference.",
            f"They cannot tell a difference of success smaller than {max(-low, high):.1%}; more episodes can."]
    if unclear:
        said.append(f"Not known to within {told['margin']:.0%} either way: {', '.join(unclear)}.")
    return said


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _share(low: float, high: float) -> str:
    return f"{low:.1%} to {high:.1%}"
