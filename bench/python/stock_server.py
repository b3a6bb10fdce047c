"""LeRobot's own policy server as tests/peers/lerobot/server.py runs it, with a cheaper resize: arguments as there.

Debian's torch 1.13 lacks the kernel with which torch 2 resizes bytes, and the exact one that the tests put in its place
takes longer than torch 2's does. Picking the nearest pixels takes less: what is measured is then no slower than under
torch 2.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "peers", "lerobot"))

import torch  # noqa: E402
import torch_resize  # noqa: E402


def nearest(pictures, size):
    return torch.nn.functional.interpolate(pictures, size=size, mode="nearest")


torch_resize.resize = nearest

import server  # noqa: E402

if __name__ == "__main__":
    server.main()
