"""OpenArm bimanual in its cell, in MuJoCo: a scene with one red cube to touch, and a scripted expert that touches it.

Task: the right gripper's tip must come within SUCCESS_M of the centre of the red cube's upper face within LIMIT_S and
stay there for HOLD_S. A blue cube lies about as well and is to be left alone. Joint order is that of the OpenArm wire:
right arm 7 + gripper, left arm 7 + gripper; radians; absolute joint targets at CONTROL_HZ.
"""

import pathlib
from dataclasses import dataclass

import numpy as np

import rendering

rendering.choose()
import mujoco  # after the choice, which it reads when it is imported

CONTROL_HZ = 30
SUBSTEPS = 10  # physics steps of 1/300 s for one control step
DT = 1 / CONTROL_HZ
LIMIT_S, HOLD_S, SUCCESS_M = 6.0, 0.5, 0.025
TABLE_Z, CUBE = 1.005, 0.04
ALL_CAMERAS = ("head_left", "head_right", "wrist_left", "wrist_right", "ceiling")
ARM_JOINTS = [f"joint{i}" for i in range(1, 8)] + ["finger_joint1"]

#                 j1    j2   j3   j4   j5   j6   j7  gripper
READY = np.array([-.45, .15, 0., 2.0, 0., -.15, 0., -.35,
                  .45, -.15, 0., 2.0, 0., .15, 0., .35])
TARGET_X, TARGET_Y = (.36, .56), (-.30, -.04)  # where the red cube may lie: what the right arm reaches
OTHER_Y = (-.30, .25)


@dataclass
class Variation:
    """What a scene may differ in beyond its seed; the defaults are what the policy was trained on."""
    light: tuple = (.85, 1.15)      # factor on the lamps
    drift: float = 0.               # cm/s at which the target slides over the table, in a random direction
    camera: float = 0.              # standard deviation of a shift of the head camera, metres
    other: bool = True              # the blue cube lies on the table


class Reach:
    """One robot and its scene. Deterministic: the same seed and the same commands give the same episode."""

    def __init__(self, height=120, width=192, cameras=("head_left", "wrist_left", "wrist_right")):
        cell = pathlib.Path(__file__).with_name("openarm_cell.xml")
        self.model = mujoco.MjModel.from_xml_path(str(cell))
        self.data, self.scratch = mujoco.MjData(self.model), mujoco.MjData(self.model)
        self.cameras = tuple(cameras)
        self.renderer = None
        self.size = (height, width)
        self.model.vis.global_.offheight, self.model.vis.global_.offwidth = max(height, 300), max(width, 480)
        m = self.model
        names = [f"openarm_{side}_{j}" for side in ("right", "left") for j in ARM_JOINTS]
        self.qpos = np.array([m.jnt_qposadr[m.joint(n).id] for n in names])
        self.dofs = np.array([m.jnt_dofadr[m.joint(n).id] for n in names])
        self.twin = np.array([m.jnt_qposadr[m.joint(f"openarm_{s}_finger_joint2").id] for s in ("right", "left")])
        self.ctrl = np.array([m.actuator(f"{side}_{j}").id for side in ("right", "left")
                              for j in [f"joint{i}_ctrl" for i in range(1, 8)] + ["finger1_ctrl"]])
        self.low, self.high = m.actuator_ctrlrange[self.ctrl].T.copy()
        self.tip = m.site("right_tip").id
        self.hand = m.body("openarm_right_ee_base_link").id
        self.target_body, self.other_body = m.body("target").mocapid[0], m.body("other").mocapid[0]
        self.head = m.camera("camera_head_left").id
        self.base_head, self.base_light = m.cam_pos[self.head].copy(), m.light_diffuse.copy()
        self.base_headlight = np.array(m.vis.headlight.diffuse)

    def reset(self, seed, variation=Variation()):
        rng = np.random.default_rng(seed)
        mujoco.mj_resetData(self.model, self.data)
        point = np.array([rng.uniform(*TARGET_X), rng.uniform(*TARGET_Y), TABLE_Z + CUBE / 2])
        while True:
            other = np.array([rng.uniform(*TARGET_X), rng.uniform(*OTHER_Y), TABLE_Z + CUBE / 2])
            if np.hypot(*(other - point)[:2]) > .09:
                break
        if not variation.other:
            other[2] = 0.
        angle = rng.uniform(0, 2 * np.pi)
        self.drift = np.array([np.cos(angle), np.sin(angle), 0.]) * variation.drift / 100
        self.data.mocap_pos[self.target_body], self.data.mocap_pos[self.other_body] = point, other
        for body in (self.target_body, self.other_body):
            yaw = rng.uniform(-np.pi / 4, np.pi / 4)
            self.data.mocap_quat[body] = [np.cos(yaw / 2), 0, 0, np.sin(yaw / 2)]
        factor = rng.uniform(*variation.light)
        self.model.light_diffuse[:] = self.base_light * factor
        self.model.vis.headlight.diffuse[:] = self.base_headlight * factor
        self.model.cam_pos[self.head] = self.base_head + rng.normal(0, 1, 3) * variation.camera
        above = np.array([rng.uniform(.30, .50), rng.uniform(-.34, -.04), rng.uniform(1.13, 1.24)])
        pose = READY + rng.normal(0, .08, 16)
        pose[:7] = self.solve(above) + rng.normal(0, .06, 7)
        pose[[7, 15]] = rng.uniform(-.7, -.1), rng.uniform(.1, .7)
        self.place(np.clip(pose, self.low, self.high))
        return self

    def place(self, pose):
        """Puts the robot into a pose, at rest."""
        self.data.qpos[self.qpos] = pose
        self.data.qpos[self.twin] = pose[[7, 15]]
        self.data.qvel[:] = 0
        self.data.ctrl[self.ctrl] = pose
        self.command = pose.copy()
        mujoco.mj_forward(self.model, self.data)

    def goal(self):
        return self.data.mocap_pos[self.target_body] + [0, 0, CUBE / 2]

    def distance(self):
        return float(np.linalg.norm(self.data.site_xpos[self.tip] - self.goal()))

    def position(self):
        return self.data.qpos[self.qpos].astype(np.float32)

    def images(self, cameras=None):
        if self.renderer is None:
            self.renderer = mujoco.Renderer(self.model, *self.size)
        out = {}
        for name in cameras or self.cameras:
            self.renderer.update_scene(self.data, f"camera_{name}")
            out[name] = self.renderer.render()
        return out

    def view(self):
        """A picture of the whole cell from behind the robot's right shoulder, for films."""
        self.images(())
        camera = mujoco.MjvCamera()
        camera.lookat[:], camera.distance, camera.azimuth, camera.elevation = [.40, -.1, 1.10], .62, 155, -38
        self.renderer.update_scene(self.data, camera)
        return self.renderer.render()

    def step(self, commands):
        """One control step; `commands` is [SUBSTEPS, 16], a joint target for each physics step."""
        for command in np.clip(commands, self.low, self.high):
            self.data.ctrl[self.ctrl] = command
            mujoco.mj_step(self.model, self.data)
        self.command = np.array(commands[-1])
        self.data.mocap_pos[self.target_body] += self.drift * DT
        mujoco.mj_forward(self.model, self.data)

    def ramp(self, target):
        """From the last command to `target` in one control step."""
        share = np.arange(1, SUBSTEPS + 1)[:, None] / SUBSTEPS
        return self.command + (target - self.command) * share

    def solve(self, point, iterations=60):
        """Joints of the right arm that bring its tip to `point`: damped least squares from READY, which also draws
        the fingers towards pointing forward and down, so that each point has one answer."""
        d, m = self.scratch, self.model
        d.qpos[self.qpos] = READY
        q, dofs = READY[:7].copy(), self.dofs[:7]
        jp, jr = np.zeros((3, m.nv)), np.zeros((3, m.nv))
        wish = np.array([.55, 0., -.83])
        for _ in range(iterations):
            d.qpos[self.qpos[:7]] = q
            mujoco.mj_kinematics(m, d)
            mujoco.mj_comPos(m, d)
            mujoco.mj_jacSite(m, d, jp, jr, self.tip)
            fingers = -d.site_xmat[self.tip].reshape(3, 3)[:, 2]
            error = np.concatenate([point - d.site_xpos[self.tip], .1 * np.cross(fingers, wish), .02 * (READY[:7] - q)])
            jac = np.concatenate([jp[:, dofs], .1 * jr[:, dofs], .02 * np.eye(7)])
            step = np.linalg.solve(jac.T @ jac + 1e-5 * np.eye(7), jac.T @ error)
            q = np.clip(q + np.clip(step, -.3, .3), self.low[:7] + .02, self.high[:7] - .02)
        # the soft wishes above pull the tip off by millimetres: finish on the position alone
        for _ in range(8):
            d.qpos[self.qpos[:7]] = q
            mujoco.mj_kinematics(m, d)
            mujoco.mj_comPos(m, d)
            mujoco.mj_jacSite(m, d, jp, jr, self.tip)
            j = jp[:, dofs]
            step = j.T @ np.linalg.solve(j @ j.T + 1e-5 * np.eye(3), point - d.site_xpos[self.tip])
            q = np.clip(q + step, self.low[:7], self.high[:7])
        return q

    def aim(self):
        """The pose in which the expert wants to end: tip on the cube, fingers half open, left arm at rest."""
        pose = READY.copy()
        pose[:7] = self.solve(self.goal())
        return pose


def expert_chunk(command, aim, steps, gain=.10, speed=1.3):
    """The expert's next `steps` joint targets: towards the aim, slower when near, never faster than `speed` rad/s."""
    rows = []
    for _ in range(steps):
        delta = gain * (aim - command)
        command = command + delta * min(1., speed * DT / max(np.abs(delta).max(), 1e-9))
        rows.append(command)
    return np.array(rows)
