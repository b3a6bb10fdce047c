#!/usr/bin/env python3
"""Was every action that a robot executed the right one? By LeRobot's own mixing of chunks, from what the server said.

    check_run.py --log said.jsonl --record done.jsonl --aggregate weighted_average --chunk 20
    check_run.py --listen       each line of standard input is such arguments; answers `checked` and the line

LOG is what server.py --log wrote: each observation that came and each answer that went. RECORD is what the robot
showed and did, a line of JSON each in the order in which it happened (tests/Functional/RobotClient/RunRecord.cs):

    observed  state {name: number}, pictures {name: sha256}   the robot was asked what it sees
    sent      timestep, timestamp                            an observation went out
    answered  timestep, timestamp, sha256, refused           an answer came; why nothing of it is executed, or null
    acted     timestep, queued, action, command              what the client wanted, and what it sent
    commanded values                                         what the robot was told
    queue     sizes                                          of the run's report

Prints one JSON line: counts, and in `wrong` whatever is not as it must be. How the client works inside is not known
here: an action may be of the chunks that were recorded before it, or of one more or less (the recorder is told on
another thread), but of no fewer than the action before it.
"""

import argparse
import json
import math
import pathlib
import pickle
import queue
import sys
import threading

import policies
import stock

RECORDED_ASIDE = 1  # chunks, by which the recorder may be ahead of or behind the queue
MOST_WRONG = 20
MODEL_TOLERANCE = 1e-4  # ONNX Runtime beside PyTorch
ROUNDING_S = 1e-6


def read(path, skip=0):
    """All lines but the first ones, and one that is being written."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number >= skip and line.endswith("\n")]


class Mixer:
    """What LeRobot's client has in its queue after each chunk, where nothing has been executed yet.

    An action that is taken off leaves the later ones as they are: so this is also what it has where some were.
    """

    def __init__(self, lerobot, aggregate):
        self.lerobot, self.aggregate = lerobot, aggregate
        self.client = object.__new__(lerobot.robot_client.RobotClient)
        self.client.action_queue, self.client.latest_action = queue.Queue(), -1
        self.client.action_queue_lock, self.client.latest_action_lock = threading.Lock(), threading.Lock()
        self.after = [{}]  # of each number of chunks: {timestep: values}

    def add(self, actions):
        import torch
        timed = [self.lerobot.helpers.TimedAction(timestamp=timestamp, timestep=timestep,
                                                  action=torch.tensor(values, dtype=torch.float32))
                 for timestep, timestamp, values in actions]
        self.client._aggregate_action_queues(timed, self.aggregate)
        self.after.append({a.get_timestep(): a.get_action().tolist() for a in self.client.action_queue.queue})


class Check:
    def __init__(self, lerobot, options):
        self.lerobot, self.chunk, self.keep = lerobot, options.chunk, options.keep
        self.run_policy = policies.made(options)
        self.fps, self.wrong = options.fps, []
        self.log, self.record = read(options.log, options.skip), read(options.record)
        self.mixer = Mixer(lerobot, aggregation(lerobot, options.aggregate))
        self.observations = {(o["timestep"], o["timestamp"]): o for o in self.of("observation", self.log)}
        self.answers = {a["sha256"]: a for a in reversed(self.of("answer", self.log)) if a["bytes"]}
        self.refused, self.blended, self.difference = {}, 0, 0.0

    @staticmethod
    def of(event, lines):
        return [line for line in lines if line["event"] == event]

    def bad(self, *what):
        if len(self.wrong) < MOST_WRONG:
            self.wrong.append(" ".join(map(str, what)))

    def run(self):
        self.check_observations()
        self.check_answers()
        self.check_actions()
        acted = self.of("acted", self.record)
        return {
            "executed": len(acted), "first": acted[0]["timestep"] if acted else None,
            "last": acted[-1]["timestep"] if acted else None, "chunks": len(self.mixer.after) - 1,
            "mixed": self.blended, "observations": len(self.observations),
            "must_go": sum(o["must_go"] for o in self.observations.values()), "refused": self.refused,
            "episodes": len(self.of("ready", self.log)), "difference": self.difference, "wrong": self.wrong,
        }

    def check_observations(self):
        """Each that came is one that the robot showed, whole, and in order; its timestep is the last one executed."""
        shown = iter(self.of("observed", self.record))
        for observation in self.of("observation", self.log):
            seen = {"state": observation["state"], "pictures": observation["pictures"]}
            if list(observation["state"]) + list(observation["pictures"]) and not any(
                    {"state": one["state"], "pictures": one["pictures"]} == seen for one in shown):
                self.bad("an observation that the robot did not show, or not then:", observation["timestep"])
                shown = iter(self.of("observed", self.record))
        latest, at_observing, order = -1, {}, []
        for line in self.record:
            if line["event"] == "acted":
                latest = line["timestep"]
            elif line["event"] == "observed":
                order.append(latest)
            elif line["event"] == "sent":
                at_observing[line["timestep"], line["timestamp"]] = max(latest, 0)
        known = {max(step, 0) for step in order}
        for timestep, timestamp in self.observations:
            if timestep not in known:
                self.bad("an observation's timestep is of no action that was executed:", timestep)
            if (timestep, timestamp) not in at_observing:
                self.bad("an observation came that was never sent:", timestep, timestamp)

    def check_answers(self):
        """Those of which something may be executed are whole, and of observations that have no answer yet."""
        last, answered = -math.inf, set()
        for line in self.of("answered", self.record):
            answer = self.answers.get(line["sha256"])
            if answer is None:
                self.bad("an answer that the server did not send:", line["timestep"])
            elif line["refused"] is not None:
                self.refused[line["refused"]] = self.refused.get(line["refused"], 0) + 1
            else:
                why = self.why_not(answer, last, answered)
                if why:
                    self.bad(f"an answer is executed that {why}:", line["timestep"], answer["fault"])
                answered.add(line["sha256"])
                last = answer["actions"][0][1] if answer.get("actions") else last
                self.mixer.add(answer["actions"][:self.chunk])

    def why_not(self, answer, last, answered):
        actions = answer.get("actions")
        if not actions:
            return "holds nothing"
        first, timestamp, _ = actions[0]
        observation = self.observations.get((first, timestamp))
        width = len(observation["state"]) if observation else None
        if observation is None:
            return "is to no observation of this robot"
        if answer["sha256"] in answered:
            return "came before"
        if timestamp <= last:
            return "is older than the one before"
        if any(len(values) != width for _, _, values in actions):
            return "has another width"
        if not all(math.isfinite(value) for _, _, values in actions[:self.chunk] for value in values):
            return "has what is no number"
        if [step for step, _, _ in actions] != list(range(first, first + len(actions))):
            return "has timesteps out of order"
        if not answer["fault"]:
            return self.why_not_the_policys(observation, actions)
        return None

    def why_not_the_policys(self, observation, actions):
        """Without a model to the last bit; with one, which others run on another engine, within a tolerance."""
        import torch
        times = [observation["timestamp"] + i * (1 / self.fps) for i in range(len(actions))]
        if any(abs(timestamp - time) > ROUNDING_S for (_, timestamp, _), time in zip(actions, times)):
            return "has other times"
        wanted = self.run_policy(self.prepared(observation))[0, :len(actions)]
        wrong = float((torch.tensor([values for _, _, values in actions]) - wanted).abs().max())
        self.difference = max(self.difference, wrong)
        if wrong > (MODEL_TOLERANCE if self.keep else 0):
            return f"is {wrong} off what the policy makes of its observation"
        return None

    def prepared(self, observation):
        """As LeRobot's server gives an observation to its policy; without a model the state is enough."""
        import torch
        if not self.keep:
            return {"observation.state": torch.tensor([[float(v) for v in observation["state"].values()]])}
        features = self.of("instructions", self.log)[-1]["lerobot_features"]
        raw = pickle.loads((self.keep / f"{observation['timestamp']!r}.pkl").read_bytes()).observation
        return self.lerobot.helpers.raw_observation_to_observation(raw, features, policies.Sizes(self.run_policy))

    def check_actions(self):
        """Each timestep once; each value what LeRobot's own queue had for it at that moment, to the last bit."""
        chunks, taken, expected = 0, 0, 0
        sizes = next((line["sizes"] for line in self.of("queue", self.record)), None)
        commands = iter(self.of("commanded", self.record))
        told = []
        for line in self.record:
            if line["event"] == "answered" and line["refused"] is None:
                chunks += 1
            if line["event"] != "acted":
                continue
            step, action = line["timestep"], line["action"]
            if step != expected:
                self.bad(f"timestep {step} is executed after {expected - 1}")
            expected = step + 1
            command = next(commands, None)
            if command is None or command["values"] != line["command"]:
                self.bad(f"timestep {step}: the robot was told something else")
            if line["command"] != action:
                self.bad(f"timestep {step}: a command is not its action, and there are no limits")
            told.append(line["queued"])
            fewest, most = max(taken, chunks - RECORDED_ASIDE), chunks + RECORDED_ASIDE
            taken = self.check_action(step, action, line["queued"], fewest, most)
        if sizes != told:
            self.bad("the report has other sizes of the queue:", sizes)

    def check_action(self, step, action, size, fewest, most):
        """The fewest chunks with which the action is right; more of them may be in the queue."""
        candidates = range(fewest, min(most, len(self.mixer.after) - 1) + 1)
        for taken in candidates:
            queued = self.mixer.after[taken]
            if queued.get(step) == action and size == max(queued) - step + 1:
                self.blended += taken > 0 and step in self.mixer.after[taken - 1]
                return taken
        wanted = [self.mixer.after[taken].get(step) for taken in candidates]
        self.bad(f"timestep {step} with {size} queued is {action}, which none of {list(candidates)} chunks makes it:",
                 wanted)
        return fewest


def aggregation(lerobot, text):
    try:
        weight = float(text)
        return lambda old, new: (1 - weight) * old + weight * new
    except ValueError:
        return lerobot.configs.get_aggregate_function(text)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--log")
    add("--record")
    add("--aggregate", default="weighted_average", help="a name of LeRobot's, or the weight of what comes in")
    add("--chunk", type=int, default=20, help="actions_per_chunk that was asked for: %(default)s")
    add("--fps", type=int, default=30, help="of the server: %(default)s")
    add("--keep", type=pathlib.Path, metavar="FOLDER", help="of server.py: for a policy that looks at pictures")
    policies.add_options(parser)
    add("--skip", type=int, default=0, help="lines of LOG that are of other robots")
    add("--listen", action="store_true")
    return parser


def main():
    parser = arguments()
    options = parser.parse_args()
    lerobot = stock.load()
    if not options.listen:
        print(json.dumps(Check(lerobot, options).run()))
    else:
        for line in sys.stdin:
            print("checked", json.dumps(Check(lerobot, parser.parse_args(line.split())).run()), flush=True)


if __name__ == "__main__":
    main()
