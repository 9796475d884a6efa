#!/usr/bin/env python3
"""page_lines.py LIENTHONG ROOT: each line of the user pages that calls `lienthong` does what it shows, with
files in the place of FILE and FOLDER and a free port in the place of the usual one."""

import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
import unittest

sys.dont_write_bytecode = True
import judgement
from judgement import Server, around

ROOT = pathlib.Path()
FEES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="Fees" namespace="t">'
    '<inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>'
    '<decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>'
    '<informationRequirement id="r"><requiredInput href="#age"/></informationRequirement>'
    '<decisionTable id="t"><input id="i"><inputExpression id="e" typeRef="number"><text>age</text>'
    '</inputExpression></input><output id="o" typeRef="number"/>'
    '<rule id="r1"><inputEntry id="a"><text>&lt; 18</text></inputEntry>'
    '<outputEntry id="b"><text>0</text></outputEntry></rule>'
    '<rule id="r2"><inputEntry id="c"><text>&gt;= 18</text></inputEntry>'
    '<outputEntry id="d"><text>5</text></outputEntry></rule>'
    "</decisionTable></decision></definitions>"
)


def lines_of(page):
    """The indented lines that begin with the program's name, without their comments."""
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("    lienthong "):
            yield number, shlex.split(line, comments=True)


def sample_configuration():
    """The whole file that the operators' page shows."""
    (sample,) = re.findall(r"^```toml\n(.*?)^```", (ROOT / "docs/for-operators.md").read_text(), re.M | re.S)
    return sample


class PageLines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        shutil.copytree(ROOT / "processes", self.folder / "processes")
        (self.folder / "fees.dmn").write_text(FEES)
        (self.folder / "permit.bpmn").write_text(around('<task id="a"/>'))
        shutil.copy(ROOT / "calendars/vn-public-sector.json", self.folder / "calendar.json")
        (self.folder / "delegates.json").write_text('{"org.example.Pay": "fees.pay"}')
        (self.folder / "office.toml").write_text(sample_configuration())
        self.server = Server()
        self.addCleanup(self.server.stop)

    def stop_when_it_serves(self, words):
        with subprocess.Popen(words, cwd=self.folder, stdout=subprocess.PIPE, text=True) as serving:
            self.assertIn("serves", serving.stdout.readline())
            serving.send_signal(signal.SIGTERM)
            return serving.wait(30)

    def try_line(self, words):
        words = [judgement.LIENTHONG] + words[1:]
        words = [{"FILE": "permit.bpmn", "FOLDER": "processes"}.get(word, word) for word in words]
        words = ["127.0.0.1:0" if word == "127.0.0.1:8080" else word for word in words]
        if words[1] == "serve":
            words += ["--listen", "127.0.0.1:0"] if "--config" in words else []
            return self.stop_when_it_serves(words)
        if words[1] == "deploy":
            words += ["--url", f"http://127.0.0.1:{self.server.port}/engine-rest"]
        if "--watch" not in words:
            return subprocess.run(words, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=300).returncode
        with subprocess.Popen(words, cwd=self.folder, stdout=subprocess.PIPE, text=True) as watching:
            while "waiting" not in (line := watching.stdout.readline()):
                self.assertTrue(line, "it ended")
            watching.send_signal(signal.SIGINT)
            return watching.wait(30)

    def test_the_sample_configuration_names_every_option(self):
        told = subprocess.run([judgement.LIENTHONG, "serve", "--help"], capture_output=True, text=True)
        options = set(re.findall(r"^ +(?:-\w,)?--([\w-]+)", told.stdout, re.M)) - {"help", "config"}
        self.assertEqual(set(tomllib.loads(sample_configuration())), options)
        self.assertGreater(len(options), 15)

    def test_each_line(self):
        tried = 0
        for page in sorted((ROOT / "docs").glob("for-*.md")):
            for number, words in lines_of(page):
                with self.subTest(f"{page.name}:{number}: {shlex.join(words)}"):
                    self.assertEqual(self.try_line(words), 0)
                    tried += 1
        self.assertGreater(tried, 7)


if __name__ == "__main__":
    judgement.LIENTHONG = os.path.abspath(sys.argv.pop(1))
    ROOT = pathlib.Path(sys.argv.pop(1))
    unittest.main()
