#!/usr/bin/env python3
"""Asks a serving lienthong to stop while clients work, read and wait, again and again.

It must end by itself with exit code 0, say nothing on stderr that a sanitizer says, and keep what it
acknowledged. Exits 0 when all hold, 1 when not.
"""

import argparse, os, random, sys, tempfile, threading, time
from torture import HERE, Client, Ledger, Server, Unknown, compare, deploy, free_port, work

SANITIZERS = ("Sanitizer", "runtime error:")


def repeat(port, stop, method, path, body=None):
    client = Client(port)
    while not stop.is_set():
        try:
            client.call(method, path, body)
        except Unknown:
            time.sleep(0.003)
    client.close()


def others(port, stop):
    """Clients that wait for work that never comes, and clients that read lists."""
    waiting = {
        "workerId": "patient",
        "maxTasks": 1,
        "asyncResponseTimeout": 20000,
        "topics": [{"topicName": "never", "lockDuration": 1000}],
    }
    calls = [("POST", "/external-task/fetchAndLock", waiting)] * 3
    calls += [("GET", "/task?maxResults=20"), ("GET", "/history/activity-instance?maxResults=20")]
    return [threading.Thread(target=repeat, args=(port, stop, *call)) for call in calls]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the lienthong program")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    faults, ledger = [], Ledger()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = Server(options.server, os.path.join(folder, "stopping.db"), port)
        for number in range(options.rounds):
            server.start()
            if number == 0:
                deploy(port, os.path.join(HERE, "torture.bpmn"))
            stop = threading.Event()
            threads = [
                threading.Thread(target=work, args=(port, ledger, stop, f"r{number}-{i}"))
                for i in range(options.clients)
            ] + others(port, stop)
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.2, 0.8))
            code, said = server.stop()
            stop.set()
            for thread in threads:
                thread.join()
            if code != 0 or any(word in said for word in SANITIZERS):
                faults.append(f"round {number}: exit code {code}\n{said[-6000:]}")
        server.start()
        lost, twice, instances = compare(port, ledger)
        server.stop()
    print(
        f"{options.rounds} stops; {len(ledger.started)} starts, {len(ledger.completed)} task completions "
        f"and {len(ledger.worked)} worker completions acknowledged; {instances} instances found; "
        f"{len(lost)} lost, {len(twice)} twice; {len(faults)} bad ends"
    )
    for line in (lost + twice)[:10]:
        print("  " + line)
    for fault in faults[:2]:
        print(fault)
    if not (ledger.started and ledger.completed and ledger.worked):
        print("nothing was acknowledged: the run proves nothing")
        return 1
    return int(bool(lost or twice or faults))


if __name__ == "__main__":
    sys.exit(main())
