#!/usr/bin/env python3
"""The smallest robot that is a process: two joints that are where they were told to be, and no camera."""

from robot_process import serve


class TwoJoints:
    joints = ["pan.pos", "tilt.pos"]

    def connect(self):
        self.position = [0., 0.]

    def observe(self):
        return {"position": self.position}

    def act(self, action):
        self.position = action

    def disconnect(self):
        pass


serve(TwoJoints())
