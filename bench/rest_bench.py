#!/usr/bin/env python3
"""rest_bench.py SERVER LOAD: the flow mix through REST with keep-alive clients beside the server.

One line of JSON a figure. Every run is checked: the finished instances in history are the flows that the
clients counted, also after the server was killed.
"""

import json, os, subprocess, sys, tempfile, time, urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests"))
from free_port import free_port

MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:bench">
<process id="flow" isExecutable="true"><startEvent id="s"/>
<userTask id="a" name="A"/><userTask id="b" name="B"/><userTask id="c" name="C"/>
<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
<sequenceFlow id="f3" sourceRef="b" targetRef="c"/>
<sequenceFlow id="f4" sourceRef="c" targetRef="e"/>
</process></definitions>"""


def rule(number):
    test = f"[{number // 3 * 10}..{number // 3 * 10 + 10})", ('"new"', '"lost"', '"worn"')[number % 3]
    entries = "".join(f"<inputEntry><text>{text}</text></inputEntry>" for text in test)
    return f"<rule>{entries}<outputEntry><text>{number * 1000}</text></outputEntry></rule>"


TABLE = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" '
    'xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="fees" name="Fees" namespace="urn:fees">'
    '<decision id="fee" name="Fee"><decisionTable><input><inputExpression typeRef="number"><text>age</text>'
    '</inputExpression></input><input><inputExpression typeRef="string"><text>kind</text></inputExpression>'
    '</input><output name="amount" typeRef="number"/>'
    + "".join(rule(number) for number in range(12))
    + "</decisionTable></decision></definitions>"
)


def get(url):
    return json.loads(urllib.request.urlopen(url, timeout=60).read())


def start(program, database, port):
    server = subprocess.Popen(
        [program, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--without", "all"],
        stdout=subprocess.PIPE,
    )
    server.stdout.readline()
    return server


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid, name):
    return (
        next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith(name)) / 1024
    )


def report(what, value, unit, note=""):
    print(
        json.dumps({"bench": "rest", "what": what, "value": value, "unit": unit, "note": note}), flush=True
    )


def deploy(port):
    part = '--b\r\nContent-Disposition: form-data; name="{0}"; filename="{0}"\r\n\r\n'
    body = (
        part.format("flow.bpmn") + MODEL + "\r\n" + part.format("fee.dmn") + TABLE + "\r\n--b--\r\n"
    ).encode()
    urllib.request.urlopen(
        urllib.request.Request(
            f"http://127.0.0.1:{port}/engine-rest/deployment/create",
            body,
            {"Content-Type": "multipart/form-data; boundary=b"},
        ),
        timeout=20,
    ).read()


def evaluations(load, port):
    """A table evaluated, with its history, beside a read of the same server in the same minute."""
    variables = '{"variables":{"age":{"value":7,"type":"Integer"},"kind":{"value":"new","type":"String"}}}'
    requests = {
        "evaluate a 12-rule table": ("POST /engine-rest/decision-definition/key/fee/evaluate", variables),
        "plain read": ("GET /engine-rest/process-definition/count", ""),
    }
    for what, request in requests.items():
        for connections in (1, 32):
            time.sleep(0.5)
            run = json.loads(
                subprocess.run(
                    [load, str(port), str(connections), "3", *request],
                    stdout=subprocess.PIPE,
                    text=True,
                    check=True,
                ).stdout
            )
            name = f"REST, {what}, {connections} connections"
            report(f"{name}: requests/s", run["requests"] / run["seconds"], "1/s")
            report(f"{name}: p50", run["complete_p50_ms"], "ms")
            report(f"{name}: p99", run["complete_p99_ms"], "ms")


def main():
    program, load = sys.argv[1:3]
    for connections in (1, 64, 96):
        with tempfile.TemporaryDirectory() as folder:
            port, database = free_port(), os.path.join(folder, "bench.db")
            server = start(program, database, port)
            if connections == 1:
                time.sleep(0.3)
                report("memory, idle", memory_mib(server.pid, "VmRSS"), "MiB")
            deploy(port)
            rounds = []
            for _ in range(3):
                time.sleep(0.5)  # the round before still counts for its address (api/limits.h)
                before = cpu_seconds(server.pid)
                run = json.loads(
                    subprocess.run(
                        [load, str(port), str(connections), "4"],
                        stdout=subprocess.PIPE,
                        text=True,
                        check=True,
                    ).stdout
                )
                run["cpu_us"] = (cpu_seconds(server.pid) - before) * 1e6 / max(run["flows"], 1)
                run["rate"] = run["flows"] / run["seconds"]
                rounds.append(run)
            if connections == 1:
                evaluations(load, port)
            counted = sum(r["flows"] for r in rounds)
            base = f"http://127.0.0.1:{port}/engine-rest/history/process-instance/count"
            found = get(base + "?finished=true")["count"]
            server.kill()
            server.wait()
            server = start(program, database, port)
            after = get(base + "?finished=true")["count"]
            server.kill()
            server.wait()
            if not counted <= found <= counted + 3 * connections or after != found:
                raise SystemExit(
                    f"void: clients counted {counted} flows, history {found}, after a kill {after}"
                )
            middle = sorted(rounds, key=lambda r: r["rate"])[1]
            name = f"REST, {connections} connections"
            report(
                f"{name}: flows/s", middle["rate"], "1/s", "median of 3 runs of 4 s, load beside the server"
            )
            report(f"{name}: complete p50", middle["complete_p50_ms"], "ms")
            report(f"{name}: complete p99", middle["complete_p99_ms"], "ms")
            report(f"{name}: server CPU a flow", middle["cpu_us"], "us")


if __name__ == "__main__":
    main()
