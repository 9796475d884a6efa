#!/usr/bin/env python3
"""Kills a serving lienthong at random moments while clients work, and compares what they were told with
what the restarted server says.

Nothing acknowledged may be lost, nothing may happen twice. Exits 0 when both hold, 1 when not. Prints the
counts.
"""

import argparse, http.client, json, os, random, signal, socket, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from free_port import free_port


class Unknown(Exception):
    """The connection broke before an answer came: done or not, nobody knows."""


class Client:
    def __init__(self, port):
        self.port, self.connection = port, None

    def call(self, method, path, body=None, kind="application/json"):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                self.connection.connect()
                self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.request(
                method, "/engine-rest" + path, body, {"Content-Type": kind} if body is not None else {}
            )
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise Unknown()
        return response.status, json.loads(text) if text else None

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


def multipart(name, bytes_):
    boundary = "torture-boundary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
    return (
        head.encode() + bytes_ + f"\r\n--{boundary}--\r\n".encode(),
        f"multipart/form-data; boundary={boundary}",
    )


class Server:
    def __init__(self, binary, database, port):
        self.binary, self.database, self.port, self.process = binary, database, port, None
        self.log = None

    def start(self):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [self.binary, "serve", "--db", self.database, "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.DEVNULL,
            stderr=self.log,
        )
        began = time.monotonic()
        while time.monotonic() - began < 30:
            if self.process.poll() is not None:
                raise SystemExit("the server ended by itself: " + self.said()[-2000:])
            client = Client(self.port)
            try:
                client.call("GET", "/version")
                return time.monotonic() - began
            except Unknown:
                time.sleep(0.002)
            finally:
                client.close()
        raise SystemExit("the server did not come up within 30 s")

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        """Asks it to end; its exit code and what it wrote to stderr."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        said = self.said()
        self.log.close()
        return code, said


class Ledger:
    """What clients were told. Guarded by `lock`."""

    def __init__(self):
        self.lock = threading.Lock()
        self.started, self.completed, self.worked = (
            {},
            {},
            {},
        )  # business key -> id; task id -> key; external task id -> key
        self.maybe = 0
        self.refused = []


def is_done(error):
    return error and ("null" in str(error.get("message")) or "does not exist" in str(error.get("message")))


def complete(client, ledger, book, path, body, key, unsure):
    """Completes a task; after a broken connection, "it is gone" tells what an earlier try has done."""
    status, answer = client.call("POST", path, body)
    if status == 204:
        with ledger.lock:
            book[path] = key
    elif not (unsure and is_done(answer)):
        with ledger.lock:
            ledger.refused.append((path, status, answer))


def work(port, ledger, stop, name):
    client, number, unsure = Client(port), 0, False
    random_ = random.Random(name)
    while not stop.is_set():
        key = f"{name}-{number}"
        try:
            status, answer = client.call(
                "POST", "/process-definition/key/torture/start", {"businessKey": key}
            )
            number += 1
            if status != 200:
                ledger.refused.append((key, status, answer))
                continue
            with ledger.lock:
                ledger.started[key] = answer["id"]
            if random_.random() < 0.2:
                continue  # left open, to be found after the restart
            unsure = False
            _, tasks = client.call("GET", f"/task?processInstanceId={answer['id']}")
            for task in tasks or []:
                complete(client, ledger, ledger.completed, f"/task/{task['id']}/complete", {}, key, unsure)
            _, jobs = client.call(
                "POST",
                "/external-task/fetchAndLock",
                {
                    "workerId": name,
                    "maxTasks": 2,
                    "topics": [{"topicName": "torture", "lockDuration": 60000}],
                },
            )
            for job in jobs or []:
                complete(
                    client,
                    ledger,
                    ledger.worked,
                    f"/external-task/{job['id']}/complete",
                    {"workerId": name},
                    job["businessKey"],
                    False,
                )
            _, tasks = client.call("GET", f"/task?processInstanceId={answer['id']}")
            for task in tasks or []:
                complete(client, ledger, ledger.completed, f"/task/{task['id']}/complete", {}, key, unsure)
        except Unknown:
            with ledger.lock:
                ledger.maybe += 1
            number += 1
            if not stop.is_set():
                time.sleep(0.003)
    client.close()


def everything(client, path):
    rows, first = [], 0
    while True:
        status, page = client.call(
            "GET", f"{path}?firstResult={first}&maxResults=5000&sortBy=startTime&sortOrder=asc"
        )
        if status != 200:
            raise SystemExit(f"{path}: {status} {page}")
        rows += page
        if len(page) < 5000:
            return rows
        first += len(page)


def compare(port, ledger):
    client = Client(port)
    processes = everything(client, "/history/process-instance")
    tasks = {t["id"]: t for t in everything(client, "/history/task")}
    activities = everything(client, "/history/activity-instance")
    client.close()
    lost, twice = [], []
    by_key, seen = {}, set()
    for process in processes:
        by_key.setdefault(process["businessKey"], []).append(process["id"])
    twice += [f"two instances for {key}" for key, ids in by_key.items() if len(ids) > 1]
    lost += [f"start of {key}" for key, id_ in ledger.started.items() if by_key.get(key) != [id_]]
    for path, key in ledger.completed.items():
        task = tasks.get(path.split("/")[2])
        if task is None or not task["endTime"]:
            lost.append(f"completion {path} of {key}")
    done = {(a["processInstanceId"], a["activityId"]) for a in activities if a["endTime"]}
    for path, key in ledger.worked.items():
        if (ledger.started.get(key) or (by_key.get(key) or [None])[0], "work") not in done:
            lost.append(f"worker's completion {path} of {key}")
    for activity in activities:
        place = (activity["processInstanceId"], activity["activityId"])
        if place in seen and activity["activityId"] != "join":
            twice.append(f"{place[1]} ran twice in {place[0]}")
        seen.add(place)
    return lost, twice, len(processes)


def deploy(port, path):
    client = Client(port)
    body, kind = multipart(os.path.basename(path), open(path, "rb").read())
    status, answer = client.call("POST", "/deployment/create", body, kind)
    if status != 200:
        raise SystemExit(f"deployment: {status} {answer}")
    client.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the lienthong program")
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument(
        "--expect-failure",
        action="store_true",
        help="exit 0 only if something was lost: shows that this can fail",
    )
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    random_ = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = Server(options.server, os.path.join(folder, "torture.db"), port)
        restarts = [server.start()]
        deploy(port, os.path.join(HERE, "torture.bpmn"))
        ledger, stop = Ledger(), threading.Event()
        threads = [
            threading.Thread(target=work, args=(port, ledger, stop, f"c{seed}-{i}"))
            for i in range(options.clients)
        ]
        for thread in threads:
            thread.start()
        for _ in range(options.cycles):
            time.sleep(random_.uniform(0.0, 0.12))
            server.kill()
            restarts.append(server.start())
        stop.set()
        for thread in threads:
            thread.join()
        time.sleep(0.2)
        lost, twice, instances = compare(port, ledger)
        server.kill()
    restarts.sort()
    print(
        f"seed {seed}: {options.cycles} kills; {len(ledger.started)} starts, "
        f"{len(ledger.completed)} task completions and "
        f"{len(ledger.worked)} worker completions acknowledged, {ledger.maybe} calls cut, "
        f"{len(ledger.refused)} refused; "
        f"{instances} instances found; restart median {restarts[len(restarts) // 2] * 1000:.0f} ms, "
        f"longest {restarts[-1] * 1000:.0f} ms; "
        f"{len(lost)} lost, {len(twice)} twice"
    )
    for line in (lost + twice)[:10]:
        print("  " + line)
    for line in ledger.refused[:3]:
        print("  refused:", line)
    failed = bool(lost or twice)
    if not ledger.started or not (ledger.completed and ledger.worked or options.expect_failure):
        print("nothing was acknowledged: the run proves nothing")
        return 1
    return int(failed != options.expect_failure)


if __name__ == "__main__":
    sys.exit(main())
