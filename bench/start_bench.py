#!/usr/bin/env python3
"""start_bench.py SERVER: from exec to the first 200 on an empty store, median of 9."""

import json, os, socket, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests"))
from free_port import free_port


def once(program):
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        server = subprocess.Popen(
            [program, "serve", "--db", os.path.join(folder, "s.db"), "--listen", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 5) as s:
                    s.sendall(b"GET /engine-rest/version HTTP/1.1\r\nHost: x\r\n\r\n")
                    if s.recv(100).startswith(b"HTTP/1.1 200"):
                        break
            except OSError:
                time.sleep(0.0005)
        took = (time.monotonic() - began) * 1000
        server.kill()
        server.wait()
        return took


times = sorted(once(sys.argv[1]) for _ in range(9))
print(
    json.dumps(
        {
            "bench": "start",
            "what": "cold start to the first 200, empty store",
            "value": times[4],
            "unit": "ms",
            "note": "median of 9",
        }
    )
)
