"""What tools/sim says of two backends that drove the episodes described in the file argv[1]: JSON on one line.

The file has a list of cases, each with both sides, `a` and `b`: lists of [succeeded, steps, error in mm, jerk, refused
answers], an episode each.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools/sim"))
import scores


def result(succeeded, steps, millimetres, jerk, refused):
    squares = jerk ** 2 * 100, 100
    return {"success": succeeded, "steps": steps if succeeded else None, "error": millimetres / 1000,
            "command": squares * 2, "measured": squares * 2, "refused": ["empty"] * refused, "times": [.005]}


told = []
for case in json.loads(pathlib.Path(sys.argv[1]).read_text()):
    a, b = ([result(*episode) for episode in case[side]] for side in "ab")
    told.append(scores.weigh(a, b, margin=.1, seed=0))
print(json.dumps({"cases": told}))
