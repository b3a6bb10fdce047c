"""LeRobot's own RobotClient for so many seconds, with a robot that moves at each observation.

    stock_client.py --address 127.0.0.1:8099 --seconds 60 --fps 30 --chunk 20

Prints one JSON line, as the bench's own `lerobot driven` does: when each action was commanded and how many observations
had been asked for by then, when each observation was asked for, and of each chunk its timestamp and when it was in the
queue.
"""

import argparse
import json
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "peers", "lerobot"))

import client as peer  # noqa: E402
import driving  # noqa: E402
import stock  # noqa: E402

JOINTS, STRIDE = 16, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    driving.add_options(parser, policy="made-up")
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    lerobot = stock.load()
    cameras = peer.cameras("head_left:480x640,wrist_left:480x640,wrist_right:480x640")
    robot = peer.StandingRobot(JOINTS, 0, cameras, STRIDE)
    client = driving.make_client(lerobot, robot, options)
    acts, looks, observes, answers = [], [], [], []
    look, mix = robot.get_observation, client._aggregate_action_queues

    def observed():
        observes.append(time.time())
        return look()

    def acted(action):
        acts.append(time.perf_counter())
        looks.append(len(observes))
        return action

    def mixed(actions, aggregate):
        mix(actions, aggregate)
        answers.append([actions[0].get_timestamp(), time.time()])

    robot.get_observation, robot.send_action, client._aggregate_action_queues = observed, acted, mixed
    if not client.start():
        sys.exit("the server did not take the robot")
    over = threading.Event()
    threading.Timer(options.seconds, over.set).start()
    driving.drive(client, options.task, over)
    print(json.dumps({"acts": acts, "looks": looks, "observes": observes, "answers": answers}))


if __name__ == "__main__":
    main()
