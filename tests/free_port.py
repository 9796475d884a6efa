"""A port that stays free until it is listened at."""

import random, socket


def free_port():
    """Below the ports that the system gives to connections, so that none of them takes it meanwhile."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
