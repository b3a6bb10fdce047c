"""A stock RobotClient, from its options to the threads that it runs on."""

import logging
import threading
import types

END_S = 2  # until the receiver has noticed that its channel is closed


def add_options(parser, policy):
    add = parser.add_argument
    add("--address", required=True, help="HOST:PORT of a policy server")
    add("--pretrained", default=policy, help="pretrained_name_or_path that is asked for: %(default)s")
    add("--type", default="act", help="policy_type: %(default)s")
    add("--chunk", type=int, default=20, help="actions_per_chunk: %(default)s")
    add("--threshold", type=float, default=0.5, help="chunk_size_threshold: %(default)s")
    add("--aggregate", default="weighted_average", help="aggregate_fn_name: %(default)s")
    add("--fps", type=int, default=30, help="%(default)s")
    add("--task", default="reach", help="%(default)s")


def make_client(lerobot, robot, options):
    """The stock client of a robot, with the options as LeRobot's own configuration has them."""
    return lerobot.robot_client.RobotClient(types.SimpleNamespace(
        robot=robot, policy_type=options.type, pretrained_name_or_path=options.pretrained,
        actions_per_chunk=options.chunk, policy_device="cpu", client_device="cpu", server_address=options.address,
        fps=options.fps, environment_dt=1 / options.fps, chunk_size_threshold=options.threshold, task=options.task,
        aggregate_fn=lerobot.configs.get_aggregate_function(options.aggregate)))


def drive(client, task, over):
    """Runs the client until the event `over`, and ends it, as LeRobot's async_client does."""
    receiver = threading.Thread(target=client.receive_actions, daemon=True)
    receiver.start()
    threading.Thread(target=lambda: (over.wait(), client.shutdown_event.set()), daemon=True).start()
    client.control_loop(task=task)
    client.stop()
    receiver.join(END_S)


class ErrorLog(logging.Handler):
    """What clients have logged at warning or above; not what a stock client complains of while it is ended.

    until: the event that ends the client now at work.
    """

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []
        logging.getLogger().addHandler(self)

    def emit(self, record):
        if not self.until.is_set():
            self.lines.append(f"{record.levelname} {record.getMessage()}")
