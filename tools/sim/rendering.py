"""How MuJoCo draws without a display: imported before mujoco, which reads MUJOCO_GL once.

As a program it says which way is taken, or fails with the line that installs one.
"""

import ctypes.util
import os
import sys


def choose() -> str:
    """OSMesa where it is there (no device, the same picture everywhere), else EGL; MUJOCO_GL overrides both."""
    if "MUJOCO_GL" not in os.environ:
        found = [kind for kind, library in (("osmesa", "OSMesa"), ("egl", "EGL")) if ctypes.util.find_library(library)]
        if not found:
            sys.exit("MuJoCo cannot draw here: neither OSMesa nor EGL is installed: sudo apt-get install -y libosmesa6")
        os.environ["MUJOCO_GL"] = found[0]
    return os.environ["MUJOCO_GL"]


if __name__ == "__main__":
    print(choose())
