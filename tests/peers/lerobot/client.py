#!/usr/bin/env python3
"""LeRobot's stock RobotClient with a robot that stands still, against a policy server.

    client.py --address 127.0.0.1:8099 --seconds 10
    client.py --address 127.0.0.1:8099 --policy tests/data/act-tiny --model tests/data/act-tiny/model.pt

Says `moving` with the first action, and last one JSON line: what the robot sent, received and executed. With a policy
(or --made-up) every action is held against what PyTorch, LeRobot's own preparation of the observation and the client's
own aggregation make of it. Exit 0 also where the server refused: `started` is false then.
"""

import argparse
import json
import threading

import driving
import policies
import stock
from record import Record
from watch import Watch

WAY = 100  # observations, after which the robot begins its way anew


class StandingRobot:
    """LeRobot's robot interface over joints that never move and pictures that never change.

    Or over joints that are elsewhere each time that they are asked: the stock server passes over an observation whose
    joints are where they were at the last.
    """

    def __init__(self, joints, pose, cameras, stride=0.0):
        import numpy as np
        self.stride, self.asked = stride, 0
        self.observation_features = {**dict.fromkeys(self.names(joints), float), **cameras}
        self.action_features = dict.fromkeys(self.names(joints), float)
        q = np.linspace(-0.8, 0.8, joints) + pose
        self.observation = {name: float(value) for name, value in zip(self.names(joints), q)}
        for number, (name, (height, width, _)) in enumerate(cameras.items()):
            y, x = np.mgrid[0:height, 0:width]
            colours = (x + 40 * number) % 256, (y * 2) % 256, (x + y + 100 * pose) % 256
            self.observation[name] = np.stack(colours, 2).astype(np.uint8)

    @staticmethod
    def names(joints):
        return [f"joint_{number}.pos" for number in range(joints)]

    def connect(self):
        pass

    def disconnect(self):
        pass

    def get_observation(self):
        moved = self.stride * (self.asked % WAY)
        self.asked += 1
        return {name: self.observation[name] + moved if name in self.action_features else self.observation[name]
                for name in self.observation_features}

    def send_action(self, action):
        return action


def cameras(text):
    parts = (part.split(":") for part in text.split(",") if part)
    return {name: (*map(int, size.split("x")), 3) for name, size in parts}


def reference_chunk(lerobot, robot, options):
    """What the policy answers this robot: [T, A]; None where no policy is named."""
    if not options.policy and not options.made_up:
        return None
    policy = policies.made(options)
    features = lerobot.helpers.map_robot_keys_to_lerobot_features(robot)
    observation = lerobot.helpers.raw_observation_to_observation(
        robot.get_observation(), features, policies.Sizes(policy))
    return policy(observation)[0, :options.chunk]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    driving.add_options(parser, policy="act-tiny")
    add("--seconds", type=float, default=5, help="from the start of the control loop: %(default)s")
    add("--joints", type=int, default=16, help="%(default)s")
    add("--pose", type=float, default=0, help="added to each joint, so that two robots are told apart: %(default)s")
    add("--cameras", default="head_left:480x640,wrist_left:480x640,wrist_right:480x640", help="%(default)s")
    add("--stride", type=float, default=0, help="what each joint has moved by at the next observation: %(default)s")
    add("--record", metavar="FILE", help="writes what the robot showed and did, for check_run.py")
    add("--made-up", action="store_true", help="the server runs the made-up policy of server.py")
    policies.add_options(parser)
    options = parser.parse_args()
    lerobot = stock.load()
    robot = StandingRobot(options.joints, options.pose, cameras(options.cameras), options.stride)
    reference = None if options.stride else reference_chunk(lerobot, robot, options)
    over, errors = threading.Event(), driving.ErrorLog()
    errors.until = over
    client = driving.make_client(lerobot, robot, options)
    record = Record(client) if options.record else None
    watch = Watch(client, reference, moving=lambda: print("moving", flush=True))
    started = client.start()
    if started:
        threading.Timer(options.seconds, over.set).start()
        driving.drive(client, options.task, over)
    if record:
        record.write(options.record)
    print(json.dumps({"started": started} | watch.report() | {"errors": errors.lines}))


if __name__ == "__main__":
    main()
