#!/usr/bin/env python3
"""paths_bench.py SERVER [PATH]: what one walk through each usual path costs the server, in CPU.

One line of JSON a path. 16 keep-alive clients; the clients' own cost is not counted. Each path is checked: as
many process instances have ended as walks were counted.
"""

import http.client, json, sys, tempfile, os, threading, time
from rest_bench import cpu_seconds, free_port, start

CLIENTS, WALKS = 16, 250
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:lienthong:bench">'
    '<message id="m" name="answer"/>'
)


def model(key, elements):
    """A straight run of elements; `elements` are their opening tags and contents."""
    nodes = ['<startEvent id="n0"/>'] + elements + [f'<endEvent id="n{len(elements) + 1}"/>']
    flows = "".join(
        f'<sequenceFlow id="f{i}" sourceRef="n{i}" targetRef="n{i + 1}"/>' for i in range(len(nodes) - 1)
    )
    return (
        f'{HEAD}<process id="{key}" isExecutable="true">{"".join(nodes)}{flows}</process></definitions>'
    )


MODELS = {
    "straight": model("straight", ['<task id="n1"/>']),
    "message": model("message", ['<receiveTask id="n1" messageRef="m"/>']),
    "async": model("async", ['<task id="n1" camunda:asyncBefore="true"/>']),
    "tasks": model("tasks", [f'<userTask id="n{i}" name="T{i}"/>' for i in (1, 2, 3)]),
    "external": model(
        "external",
        [f'<serviceTask id="n{i}" camunda:type="external" camunda:topic="t{i}"/>' for i in (1, 2, 3)],
    ),
}


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body=None):
        text = None if body is None else json.dumps(body)
        self.connection.request(method, "/engine-rest" + path, text, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {said[:300]}")
        return json.loads(said) if said else None

    def begin(self, key, **body):
        return self.ask("POST", f"/process-definition/key/{key}/start", body)["id"]


def straight(client, number):
    client.begin("straight")


def message(client, number):
    client.begin("message", businessKey=f"k{number}")
    client.ask("POST", "/message", {"messageName": "answer", "businessKey": f"k{number}"})


def asynchronous(client, number):
    client.begin("async")


def tasks(client, number):
    process = client.begin("tasks")
    for _ in range(3):
        (task,) = client.ask("GET", f"/task?processInstanceId={process}")
        client.ask("POST", f"/task/{task['id']}/complete", {})


def external(client, number):
    client.begin("external")
    left = 3
    while left:
        topics = [{"topicName": f"t{i}", "lockDuration": 60000} for i in (1, 2, 3)]
        taken = client.ask(
            "POST",
            "/external-task/fetchAndLock",
            {"workerId": f"w{number}", "maxTasks": left, "usePriority": True, "topics": topics},
        )
        for task in taken:
            client.ask("POST", f"/external-task/{task['id']}/complete", {"workerId": f"w{number}"})
        left -= len(taken)


PATHS = {
    "straight": ("a start that ends", straight),
    "message": ("a start and a message", message),
    "async": ("a start and an async continuation", asynchronous),
    "tasks": ("a start with three queried and completed tasks", tasks),
    "external": ("a start and three external tasks", external),
}


def walk(port, way, first):
    client = Client(port)
    for number in range(first, first + WALKS):
        way(client, number)


def measure(program, key):
    what, way = PATHS[key]
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start(program, os.path.join(folder, "bench.db"), port)
        client = Client(port)
        part = '--b\r\nContent-Disposition: form-data; name="m.bpmn"; filename="m.bpmn"\r\n\r\n'
        client.connection.request(
            "POST",
            "/engine-rest/deployment/create",
            part + MODELS[key] + "\r\n--b--\r\n",
            {"Content-Type": "multipart/form-data; boundary=b"},
        )
        answer = client.connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"deployment: {answer.status} {answer.read()}")
        answer.read()
        costs = []
        for round_number in range(3):
            before = cpu_seconds(server.pid)
            threads = [
                threading.Thread(target=walk, args=(port, way, (round_number * CLIENTS + i) * WALKS))
                for i in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            wanted = (round_number + 1) * CLIENTS * WALKS
            until = time.time() + 30
            while True:
                ended = client.ask("GET", "/history/process-instance/count?finished=true")["count"]
                if ended == wanted:
                    break
                if time.time() > until:
                    raise SystemExit(f"void: {ended} of {wanted} walks of '{what}' have ended")
                time.sleep(0.05)
            costs.append((cpu_seconds(server.pid) - before) * 1e6 / (CLIENTS * WALKS))
        server.kill()
        server.wait()
    note = f"median of 3 rounds of {CLIENTS * WALKS} walks, {CLIENTS} clients"
    print(
        json.dumps(
            {"bench": "paths", "what": f"path, {what}", "value": sorted(costs)[1], "unit": "us", "note": note}
        ),
        flush=True,
    )


if __name__ == "__main__":
    for key in sys.argv[2:] or PATHS:
        measure(sys.argv[1], key)
