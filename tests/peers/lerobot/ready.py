#!/usr/bin/env python3
"""A robot that only says `Ready`, again and again, each time on a connection of its own: others must not notice.

    ready.py --address 127.0.0.1:8099 --times 20
"""

import argparse
import json
import time

import stock

BETWEEN_S = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True)
    parser.add_argument("--times", type=int, default=20, help="%(default)s, a tenth of a second apart")
    options = parser.parse_args()
    lerobot = stock.load()
    import grpc
    for _ in range(options.times):
        with grpc.insecure_channel(options.address) as channel:
            lerobot.services_pb2_grpc.AsyncInferenceStub(channel).Ready(lerobot.services_pb2.Empty(), timeout=10)
        time.sleep(BETWEEN_S)
    print(json.dumps({"said": options.times}))


if __name__ == "__main__":
    main()
