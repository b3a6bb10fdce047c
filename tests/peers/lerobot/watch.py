"""What a stock client sends, receives and executes, seen from beside it."""

import statistics
import time

PAUSE_S = 0.2  # six control steps without an action
ROUNDING_S = 1e-4


class Watch:
    """Hangs itself between the client's own methods, none of which is changed.

    Every action tensor that comes in is given its timestep and what it should be, and keeps both on its way through
    the client's queue and its aggregation to the robot: so whatever is executed can be held against the reference,
    whichever chunks it was mixed of and however the client's threads met.
    """

    def __init__(self, client, reference=None, moving=lambda: None):
        """reference: the right chunk, [T, A], for every observation of a robot that stands still."""
        self.client, self.reference, self.moving = client, reference, moving
        self.sent, self.chunks, self.malformed, self.executed = {}, [], [], []
        self.received_error = self.executed_error = 0.0
        self.send, self.queue, self.unpack = (
            client.send_observation, client._aggregate_action_queues, client._action_tensor_to_action_dict)
        client.send_observation, client._aggregate_action_queues, client._action_tensor_to_action_dict = (
            self.sending, self.receiving, self.executing)

    def sending(self, observation):
        self.sent[observation.get_timestamp()] = observation.get_timestep(), time.monotonic()
        return self.send(observation)

    def receiving(self, actions, aggregate):
        first, now = actions[0], time.monotonic()
        timestep, asked = self.sent.get(first.get_timestamp(), (None, now))
        self.chunks.append((timestep, len(actions), now - asked))
        for row, action in enumerate(actions):
            self.check(action, timestep, first.get_timestamp(), row)
            tensor = action.get_action()
            tensor.timestep = action.get_timestep()
            if self.reference is not None:
                tensor.wanted = self.reference[row]
                self.received_error = max(self.received_error, difference(tensor, tensor.wanted))

        def marking(old, new):
            mixed = aggregate(old, new)
            mixed.timestep = new.timestep
            if self.reference is not None:
                mixed.wanted = aggregate(old.wanted, new.wanted)
            return mixed
        return self.queue(actions, marking)

    def check(self, action, timestep, timestamp, row):
        """A chunk belongs to an observation of this robot and counts on from there."""
        late = abs(action.get_timestamp() - timestamp - row * self.client.config.environment_dt) > ROUNDING_S
        if timestep is None or action.get_timestep() != timestep + row or late:
            self.malformed.append([timestep, row, action.get_timestep(), action.get_timestamp()])

    def executing(self, tensor):
        if not self.executed:
            self.moving()
        if self.reference is not None:
            self.executed_error = max(self.executed_error, difference(tensor, tensor.wanted))
        self.executed.append((time.monotonic(), tensor.timestep))
        return self.unpack(tensor)

    def report(self):
        times, timesteps = zip(*self.executed) if self.executed else ((), ())
        steps = list(zip(times, times[1:], timesteps, timesteps[1:]))
        waits = sorted(wait for _, _, wait in self.chunks)
        return {
            "executed": len(timesteps),
            "first_timestep": timesteps[0] if timesteps else None,
            "last_timestep": timesteps[-1] if timesteps else None,
            # The stock client's threads may take an action that is being mixed just then once more: a repeat.
            "repeated": sum(after == before for _, _, before, after in steps),
            "left_out": [[before, after] for _, _, before, after in steps if after not in (before, before + 1)],
            "pauses": [[round(a - times[0], 3), round(b - a, 3)] for a, b, _, _ in steps if b - a > PAUSE_S],
            "longest_pause": round(max((b - a for a, b, _, _ in steps), default=0), 4),
            "moved_s": round(times[-1] - times[0], 3) if times else 0,
            "still_s": round(time.monotonic() - times[-1], 3) if times else None,
            "observations": len(self.sent),
            "chunks": len(self.chunks),
            "rows": sorted({rows for _, rows, _ in self.chunks}),
            "malformed": self.malformed,
            "answer_ms": {"p50": round(statistics.median(waits) * 1000, 2), "p99": round(
                waits[int(len(waits) * 0.99)] * 1000, 2), "max": round(waits[-1] * 1000, 2)} if waits else None,
            "received_error": None if self.reference is None else self.received_error,
            "executed_error": None if self.reference is None else self.executed_error,
        }


def difference(values, wanted):
    """The largest; infinity for another width, and where one is not a number."""
    if values.shape != wanted.shape or not bool(values.isfinite().all()):
        return float("inf")
    return float((values - wanted).abs().max())
