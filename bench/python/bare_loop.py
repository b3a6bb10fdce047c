"""A control loop without a robot, a server or pictures: what this machine lets any loop have.

    bare_loop.py --seconds 60 --fps 30

Prints what stock_client.py prints; nothing but times of commands is in it.
"""

import argparse
import json
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--fps", type=float, required=True)
    options = parser.parse_args()
    start, acts = time.perf_counter(), []
    for number in range(round(options.seconds * options.fps)):
        time.sleep(max(0, start + number / options.fps - time.perf_counter()))
        acts.append(time.perf_counter())
    print(json.dumps({"acts": acts, "looks": [0] * len(acts), "observes": [], "answers": []}))


if __name__ == "__main__":
    main()
