"""What a stock client's robot showed and did, in order, as check_run.py reads it."""

import hashlib
import json
import threading
import types


class Record:
    """Hangs itself between the client's own methods, none of which is changed."""

    def __init__(self, client):
        self.client, self.lines, self.lock, self.heard = client, [], threading.Lock(), ""
        robot, stub, mix, send = client.robot, client.stub, client._aggregate_action_queues, client.send_observation
        look, act = robot.get_observation, robot.send_action

        def observed():
            seen = look()
            self.add("observed", state={n: seen[n] for n in robot.action_features},
                     pictures={n: hashlib.sha256(v.tobytes()).hexdigest() for n, v in seen.items()
                               if n not in robot.action_features})
            return seen

        def sent(observation):
            self.add("sent", timestep=observation.get_timestep(), timestamp=observation.get_timestamp())
            return send(observation)

        def answered(request):
            answer = stub.GetActions(request)
            self.heard = hashlib.sha256(answer.data).hexdigest()
            return answer

        def mixed(actions, aggregate):
            self.add("answered", timestep=actions[0].get_timestep(), timestamp=actions[0].get_timestamp(),
                     sha256=self.heard, refused=None)
            return mix(actions, aggregate)

        def acted(action):
            values = list(action.values())
            self.add("acted", timestep=client.latest_action + 1, queued=client.action_queue_size[-1], action=values,
                     command=values)
            self.add("commanded", values=values)
            return act(action)

        robot.get_observation, robot.send_action = observed, acted
        client.send_observation, client._aggregate_action_queues = sent, mixed
        client.stub = types.SimpleNamespace(GetActions=answered, Ready=stub.Ready,
                                            SendObservations=stub.SendObservations,
                                            SendPolicyInstructions=stub.SendPolicyInstructions)

    def add(self, event, **values):
        with self.lock:
            self.lines.append({"event": event, **values})

    def write(self, path):
        """All of it, and last how many actions the client had at each."""
        self.add("queue", sizes=self.client.action_queue_size)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in self.lines)
