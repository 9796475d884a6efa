#!/usr/bin/env python3
"""deploying.py LIENTHONG: what `lienthong deploy` prints, for each kind of file, at a wrong URL and on each
save."""

import http.server
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.dont_write_bytecode = True
import judgement
from judgement import Server, around

DECISION = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Fees" namespace="t">'
    '<decision id="fee" name="Fee"><variable name="Fee"/><literalExpression><text>{}</text>'
    '</literalExpression></decision><decision id="stamp" name="Stamp"><variable name="Stamp"/>'
    "<literalExpression><text>1</text></literalExpression></decision></definitions>"
)
FORM = '{"schemaVersion": 4, "type": "default", "id": "ask", "components": [{"type": "text", "text": "%s"}]}'


class Foreign(http.server.BaseHTTPRequestHandler):
    """Somebody else's page at the port that was meant."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><title>Land registry</title></html>\n")

    def log_message(self, *_):
        pass


class Deploying(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)
        self.url = f"http://127.0.0.1:{self.server.port}/engine-rest"
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def deploy(self, *more, url=None):
        return subprocess.run(
            [judgement.LIENTHONG, "deploy", str(self.folder), "--url", url or self.url, *more],
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_each_kind_of_file_is_told(self):
        self.write("p.bpmn", around('<task id="a"/>'))
        self.write("fees.dmn", DECISION.format("1"))
        first = self.deploy()
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertRegex(first.stdout, r"^deployment \S+ of 2 files\n")
        for line in ("process p, version 1, id ", "decision fee, version 1, id ", "requirements fees, vers"):
            self.assertIn("\n  " + line, first.stdout)
        self.assertIn("\n  nothing had changed\n", self.deploy().stdout)

    def test_what_changed_alone_is_never_nothing(self):
        self.write("fees.dmn", DECISION.format("1"))
        self.deploy()
        self.write("fees.dmn", DECISION.format("2"))
        changed = self.deploy().stdout
        self.assertIn("  decision fee, version 2, id ", changed)
        self.assertNotIn("nothing", changed)
        (self.folder / "fees.dmn").unlink()
        self.write("ask.form", FORM % "one")
        self.assertIn("\n  file ask.form\n", self.deploy().stdout)
        self.assertIn("nothing had changed", self.deploy().stdout)
        self.write("ask.form", FORM % "two")
        self.assertIn("\n  file ask.form\n", self.deploy().stdout)

    def test_warnings_are_told_and_errors_refuse(self):
        self.write("p.bpmn", around('<userTask id="a" camunda:formKey="nowhere.html"/>'))
        self.write("q.bpmn", around('<callActivity id="a" calledElement="nobody"/>', key="q"))
        warned = self.deploy()
        self.assertEqual(warned.returncode, 0)
        self.assertRegex(warned.stdout, r"\nq.bpmn:\d+:\d+: warning: .*nobody.* \[[a-z-]+\]\n")
        self.write("q.bpmn", around('<userTask id="a" camunda:priority="high"/>', key="q"))
        refused = self.deploy()
        self.assertEqual(refused.returncode, 1)
        self.assertIn("not deployed (400): ", refused.stderr)
        self.assertIn("resource q.bpmn", refused.stderr)

    def test_files_of_one_name_never_replace_each_other(self):
        for place in ("north", "south"):
            (self.folder / place).mkdir()
            self.write(place + "/p.bpmn", around('<task id="a"/>', key=place))
        twice = self.deploy()
        self.assertEqual(twice.returncode, 2)
        self.assertIn("north/p.bpmn' and '", twice.stderr)
        self.assertIn("south/p.bpmn' have one name", twice.stderr)
        self.assertEqual(self.server.ask("GET", "/deployment/count")[1], {"count": 0})

    def test_a_wrong_url_is_told_what_is_there(self):
        self.write("p.bpmn", around('<task id="a"/>'))
        root = self.deploy(url=self.url[: -len("/engine-rest")])
        self.assertEqual(root.returncode, 2)
        self.assertIn("status 404, application/json", root.stderr)
        self.assertIn(f"do you mean --url {self.url}?", root.stderr)
        foreign = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
        threading.Thread(target=foreign.serve_forever, daemon=True).start()
        self.addCleanup(foreign.server_close)
        self.addCleanup(foreign.shutdown)
        other = self.deploy(url=f"http://127.0.0.1:{foreign.server_port}/engine-rest")
        self.assertEqual(other.returncode, 2)
        self.assertIn("status 200, text/html: <html><title>Land registry</title></html>", other.stderr)
        self.assertNotIn("do you mean", other.stderr)
        self.server.stop()
        nobody = self.deploy()
        self.assertEqual(nobody.returncode, 70)
        self.assertIn("cannot reach " + self.url, nobody.stderr)

    def test_watch(self):
        self.write("p.bpmn", around('<task id="a"/>'))
        out = self.folder / "out.txt"
        with open(out, "w") as told:
            watching = subprocess.Popen(
                [judgement.LIENTHONG, "deploy", str(self.folder), "--url", self.url, "--watch"],
                stdout=told,
                stderr=subprocess.STDOUT,
            )
        self.addCleanup(watching.kill)

        def after_saves(count):
            for _ in range(600):
                rounds = out.read_text().split("waiting for the next save; Ctrl-C ends\n")
                if len(rounds) > count:
                    return rounds[count - 1]
                self.assertIsNone(watching.poll(), out.read_text())
                time.sleep(0.05)
            self.fail(out.read_text())

        self.assertIn("process p, version 1", after_saves(1))
        self.write("p.bpmn", around('<userTask id="a" camunda:priority="high"/>'))
        refused = after_saves(2)
        self.assertIn("not deployed", refused)
        self.assertIn("p.bpmn:", refused)
        self.write("p.bpmn", around('<userTask id="a" camunda:priority="7"/>'))
        self.assertIn("process p, version 2", after_saves(3))
        self.write("fees.dmn", DECISION.format("1"))
        self.assertIn("decision fee, version 1", after_saves(4))
        watching.send_signal(signal.SIGINT)
        self.assertEqual(watching.wait(timeout=20), 0)

    def test_watch_of_nothing_is_told_at_once(self):
        nothing = self.deploy("--watch")
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("no .bpmn, .dmn, .form or .js file there", nothing.stderr)


if __name__ == "__main__":
    judgement.LIENTHONG = os.path.abspath(sys.argv.pop(1))
    unittest.main()
