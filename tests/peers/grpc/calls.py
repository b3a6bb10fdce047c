"""Calls the probe service with the real gRPC library, on a channel set up as LeRobot's robot client sets its own.

usage: calls.py HOST:PORT
The last line printed is a JSON object: what came of each call.
"""

import json
import sys
import time

import grpc

PART = 2 << 20
RETRY = {
    "maxAttempts": 5,
    "initialBackoff": "0.0333s",
    "maxBackoff": "2s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE", "DEADLINE_EXCEEDED"],
}
OPTIONS = [
    ("grpc.max_receive_message_length", 4 << 20),
    ("grpc.max_send_message_length", 4 << 20),
    ("grpc.enable_retries", 1),
    ("grpc.service_config", json.dumps({"methodConfig": [{"name": [{}], "retryPolicy": RETRY}]})),
]


def main(target):
    channel = grpc.insecure_channel(target, OPTIONS)

    def unary(method):
        return channel.unary_unary(f"/probe/{method}")

    def stream(method):
        return channel.stream_unary(f"/probe/{method}")

    def status(call, *arguments, **options):
        try:
            return ["OK", call(*arguments, **options).decode()]
        except grpc.RpcError as error:
            return [error.code().name, error.details()]

    text = 'Gelenk "Schulter" fehlt: 100 % \n zu spät 🤖'.encode()
    result = {
        "echo": status(unary("Echo"), b"hello"),
        "stream": status(stream("Count"), (bytes([1]) * PART for _ in range(10))),
        "nothing": status(stream("Count"), iter([])),
        "unknown": status(unary("Nothing"), b""),
        "unread": status(stream("Unread"), (bytes(PART) for _ in range(10))),
        "gzip": status(unary("Echo"), bytes(1000), compression=grpc.Compression.Gzip),
        "long": status(unary("Fail"), b"\x09" + b"x" * 100_000)[0],
        "large": status(unary("Large"), (3 << 20).to_bytes(4, "little"))[0],
        "too_large": status(unary("Large"), (5 << 20).to_bytes(4, "little"))[0],
        "deadline": status(unary("Wait"), b"", timeout=0.2)[0],
    }
    for code in grpc.StatusCode:
        if code is not grpc.StatusCode.OK:
            result[code.name] = status(unary("Fail"), bytes([code.value[0]]) + text)

    waiting = unary("Wait").future(b"")
    while not waiting.is_active():
        time.sleep(0.01)
    waiting.cancel()
    result["cancelled"] = waiting.cancelled()

    result["many"] = sum(unary("Echo")(b"on") == b"on" for _ in range(500))
    channel.close()
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1])
