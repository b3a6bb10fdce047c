"""What is counted over the episodes, and pictures of one."""

import math

import numpy as np
from PIL import Image

from paired import wilson
from sim import CONTROL_HZ


def jerk(path, seams):
    """Sums of squares and counts of the joints' third difference: over all windows, and over those that a seam cuts."""
    third = np.diff(path, n=3, axis=0) * CONTROL_HZ ** 3
    touched = sorted({w for s in seams for w in (s - 2, s - 1, s) if 0 <= w < len(third)})
    return float((third ** 2).sum()), third.size, float((third[touched] ** 2).sum()), third[touched].size


def summary(results):
    n, wins = len(results), [r for r in results if r["success"]]
    refused = [reason for r in results for reason in r["refused"]]
    times = np.array([t for r in results for t in r["times"]]) * 1000

    def rms(name, at):
        squares, count = (sum(r[name][at + i] for r in results) for i in (0, 1))
        return round(math.sqrt(squares / count), 3) if count else None
    return dict(
        episodes=n, successes=len(wins), success=len(wins) / n, wilson95=[round(v, 4) for v in wilson(len(wins), n)],
        mean_steps_to_success=round(float(np.mean([r["steps"] for r in wins])), 2) if wins else None,
        tip_error_mm_at_end=round(float(np.median([r["error"] for r in results])) * 1000, 2),
        jerk_command=rms("command", 0), jerk_command_at_seams=rms("command", 2),
        jerk_measured=rms("measured", 0), jerk_measured_at_seams=rms("measured", 2),
        requests=sum(r["requests"] for r in results), refused=len(refused),
        refused_first=refused[0] if refused else None,
        answer_ms={f"p{p}": round(float(np.percentile(times, p)), 2) for p in (50, 95, 100)} if len(times) else None,
        ticks_behind_wall_clock=sum(r["behind"] for r in results),
        failed_seeds=[r["seed"] for r in results if not r["success"]])


def picture(sim):
    """The whole cell, and beneath it what the policy sees."""
    view, strip = np.asarray(sim.view()), np.concatenate(list(sim.images().values()), axis=1)
    width = view.shape[1] * 2
    fit = lambda image: np.asarray(Image.fromarray(image).resize((width, image.shape[0] * width // image.shape[1])))
    return np.concatenate([fit(view), fit(strip)])


def save_film(frames, path):
    """A .gif that moves, or a strip of eight moments."""
    if path.endswith(".gif"):
        first, *rest = [Image.fromarray(f) for f in frames]
        first.save(path, save_all=True, append_images=rest, duration=100, loop=0)
        return
    chosen = [frames[i] for i in np.linspace(0, len(frames) - 1, 8).round().astype(int)]
    Image.fromarray(np.concatenate([np.concatenate(chosen[:4], 1), np.concatenate(chosen[4:], 1)])).save(path)
