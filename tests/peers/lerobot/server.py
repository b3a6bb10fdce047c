#!/usr/bin/env python3
"""LeRobot's stock PolicyServer with a policy of ours in it: the yardstick for the gateway.

    server.py --port 8099                                              the made-up policy
    server.py --policy samples/policies/reach --model samples/policies/reach/model.pt
    server.py --port 8099 --log said.jsonl --faults                    it misbehaves as standard input says

Says `ready PORT` and serves until it is ended. Whatever a robot asks for, this one policy drives it. With --faults each
line of standard input is what is wrong with the next answer, as `late 0.5`, `lost` or `nan 3`: faults.py has them all.
"""

import argparse
import sys
import threading
import types
from concurrent import futures

import faults
import policies
import stock


def stock_servicer(lerobot, run, options):
    """LeRobot's own, with the policy `run` in place of one of LeRobot's."""
    class Policy:
        """What the server takes for one of LeRobot's policies."""
        config = types.SimpleNamespace(image_features=policies.Sizes(run))

        @classmethod
        def from_pretrained(cls, _):
            return cls()

        def to(self, _):
            return self

        def predict_action_chunk(self, observation):
            return run(observation)

    lerobot.policy_server.get_policy_class = lambda _: Policy
    lerobot.policy_server.make_pre_post_processors = lambda *_, **__: (lambda observation: observation,
                                                                       lambda action: action)
    return lerobot.policy_server.PolicyServer(types.SimpleNamespace(
        host="127.0.0.1", port=options.port, fps=options.fps, environment_dt=1 / options.fps,
        inference_latency=options.latency, obs_queue_timeout=options.obs_queue_timeout))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--port", type=int, default=0, help="0: any that is free")
    add("--fps", type=int, default=30)
    add("--latency", type=float, default=1 / 30, help="an answer is held back until it took this many seconds")
    add("--obs-queue-timeout", type=float, default=2, help="seconds until it answers that there is nothing")
    add("--log", metavar="FILE", help="adds each call and each answer, a line of JSON each")
    add("--keep", metavar="FOLDER", help="gets each observation as it came, with --log")
    add("--relay", metavar="HOST:PORT", help="everything goes on to the server there")
    add("--faults", action="store_true", help="takes faults from standard input, one a line")
    policies.add_options(parser)
    options = parser.parse_args()
    run = policies.made(options)
    lerobot = stock.load()
    import grpc

    if options.relay:
        servicer = faults.Relay(lerobot, options.relay)
    else:
        servicer = stock_servicer(lerobot, run, options)
    if options.log or options.faults or options.relay:
        wrong = faults.Faults()
        servicer = faults.servicer(lerobot, servicer, wrong, faults.Log(options.log, options.keep))
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    lerobot.services_pb2_grpc.add_AsyncInferenceServicer_to_server(servicer, server)
    port = server.add_insecure_port(f"127.0.0.1:{options.port}")
    if port == 0:
        sys.exit(f"port {options.port} is taken")
    server.start()
    if options.faults:
        threading.Thread(target=wrong.listen, args=(sys.stdin,), daemon=True).start()
    print(f"ready {port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
