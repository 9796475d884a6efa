#!/usr/bin/env python3
"""judgement.py LIENTHONG: what `check` says and what a deployment does are one judgement. Every model below
is checked and deployed to a server: what is refused has exit status 1, what is tolerated is told in the same
words, and every place, report format and option that a person uses is looked at from outside."""

import http.client
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from free_port import free_port

LIENTHONG = ""
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:lienthong="urn:lienthong:bpmn:1.0" id="defs" targetNamespace="urn:t">\n'
)


def bpmn(body, key="p", before=""):
    return HEAD + before + f'<process id="{key}" isExecutable="true">{body}</process></definitions>'


def flow(*ids):
    return "".join(
        f'<sequenceFlow id="f_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(ids, ids[1:])
    )


def around(node, **more):
    return bpmn('<startEvent id="s"/>' + node + '<endEvent id="e"/>' + flow("s", "a", "e"), **more)


def user_task(inside="", attributes=""):
    return around(f'<userTask id="a" {attributes}><extensionElements>{inside}</extensionElements></userTask>')


def deadline(attributes, rungs=""):
    return user_task(f'<lienthong:deadline id="d" {attributes}>{rungs}</lienthong:deadline>')


def boundary(timer):
    return bpmn(
        '<startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a"><timerEventDefinition>'
        f'<timeDuration xsi:type="tFormalExpression">{timer}</timeDuration></timerEventDefinition>'
        '</boundaryEvent><endEvent id="e"/><endEvent id="e2"/>' + flow("s", "a", "e") + flow("b", "e2")
    )


def service(attributes, inside=""):
    return around(f'<serviceTask id="a" {attributes}>{inside}</serviceTask>')


def choice(default="", conditions=("x", "y")):
    ways = "".join(
        f'<sequenceFlow id="w{n}" sourceRef="g" targetRef="e{n}">'
        f'<conditionExpression xsi:type="tFormalExpression">${{{c}}}</conditionExpression></sequenceFlow>'
        f'<endEvent id="e{n}"/>'
        for n, c in enumerate(conditions)
    )
    return bpmn(f'<startEvent id="s"/><exclusiveGateway id="g" {default}/>' + flow("s", "g") + ways)


# A deployment refuses these, and `check` ends with 1.
REFUSED = {
    "timer": boundary("PT1D"),
    "due date": user_task(attributes='camunda:dueDate="tomorrow"'),
    "priority": user_task(attributes='camunda:priority="high"'),
    "cut-off": deadline('limit="1 working day" cutOff="yes"'),
    "misspelt attribute": deadline('limit="P1D" strat="at"'),
    "misspelt rung": deadline('limit="P1D"', '<lienthong:rung id="r" to="x" ofset="P1D"/>'),
    "calendar": deadline('limit="1 working day" calendar="nowhere"'),
    "zeebe": service("", '<extensionElements><zeebe:taskDefinition type="t"/></extensionElements>'),
    "unknown member": service('camunda:expression="${execution.mood}" camunda:resultVariable="r"'),
    "unknown method": service('camunda:expression="${execution.getMood()}" camunda:resultVariable="r"'),
    "no implementation": service(""),
    "no way out": choice(conditions=()),
    "no xml": "<definitions",
    "no bpmn": "<a/>",
}
# Taken, and told: the rule and the severity of `check`.
TOLD = {
    "order": (
        around('<userTask id="a"><outgoing>f_a_e</outgoing><incoming>f_s_a</incoming></userTask>'),
        "element-order",
        "warning",
    ),
    "no formal expression": (
        bpmn(
            '<startEvent id="s"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>'
            '</startEvent><endEvent id="e"/>' + flow("s", "e")
        ),
        "expression-not-formal",
        "error",
    ),
    "unknown attribute": (around('<userTask id="a" colour="red"/>'), "attribute-unknown", "warning"),
    "camunda": (user_task(attributes='camunda:assigne="kim"'), "unknown-extension", "warning"),
    "default": (choice(), "exclusive-without-default", "warning"),
    "called": (around('<callActivity id="a" calledElement="elsewhere"/>'), "reference-outside", "warning"),
    "decided": (
        around('<businessRuleTask id="a" camunda:decisionRef="elsewhere"/>'),
        "reference-outside",
        "warning",
    ),
    "error": (
        around(
            '<userTask id="a"/><boundaryEvent id="b" attachedToRef="a">'
            '<errorEventDefinition errorRef="nowhere"/></boundaryEvent><endEvent id="e2"/>' + flow("b", "e2")
        ),
        "unknown-error",
        "warning",
    ),
    "escalation": (
        around(
            '<intermediateThrowEvent id="a"><escalationEventDefinition escalationRef="x"/>'
            "</intermediateThrowEvent>",
            before='<escalation id="x" escalationCode="LATE"/>',
        ),
        "escalation-never-caught",
        "warning",
    ),
}
FORM = {"id": "f", "type": "default", "components": [{"type": "textfield", "id": "t", "key": "name"}]}


class Server:
    def __init__(self, *arguments):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [
                LIENTHONG,
                "serve",
                "--db",
                self.folder.name + "/x.db",
                "--listen",
                f"127.0.0.1:{self.port}",
                *arguments,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(400):
            try:
                if self.ask("GET", "/version")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server does not start")

    def ask(self, method, path, body=None, kind="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, "/engine-rest" + path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def deploy(self, files):
        mark = uuid.uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'.encode()
            + text.encode()
            + b"\r\n"
            for name, text in files.items()
        )
        return self.ask(
            "POST",
            "/deployment/create",
            body + f"--{mark}--\r\n".encode(),
            "multipart/form-data; boundary=" + mark,
        )

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.folder.cleanup()


def run(*arguments, cwd=None):
    return subprocess.run(
        [LIENTHONG, *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=cwd
    )


class Judgement(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, files):
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder

    def check(self, files, *options):
        """The exit status, and the problems by file."""
        out = run("check", "--format", "json", *options, self.write(files))
        return out.returncode, {
            pathlib.Path(r["file"]).name: r["problems"] for r in map(json.loads, out.stdout.splitlines())
        }

    def test_what_is_refused_is_checked(self):
        for name, model in REFUSED.items():
            with self.subTest(name):
                status, answer = self.server.deploy({"m.bpmn": model})
                self.assertEqual(status, 400, answer)
                code, problems = self.check({"m.bpmn": model})
                self.assertEqual(code, 1)
                self.assertTrue(problems["m.bpmn"])

    def test_what_is_tolerated_is_told_in_the_same_words(self):
        for name, (model, rule, severity) in TOLD.items():
            with self.subTest(name):
                status, answer = self.server.deploy({"m.bpmn": model})
                self.assertEqual(status, 200, answer)
                told = {(p["rule"], p["message"], p["line"], p["column"]) for p in answer.get("warnings", [])}
                code, problems = self.check({"m.bpmn": model})
                found = [p for p in problems["m.bpmn"] if p["rule"] == rule]
                self.assertEqual([p["severity"] for p in found], [severity] * max(1, len(found)), problems)
                self.assertEqual(code, 1 if any(p["severity"] == "error" for p in problems["m.bpmn"]) else 0)
                for p in problems["m.bpmn"]:
                    self.assertIn((p["rule"], p["message"], p["line"], p["column"]), told)

    def test_a_good_model_is_silent(self):
        for model in (around('<userTask id="a"/>'), boundary("PT24H"), deadline('limit="P1D"')):
            with self.subTest(model):
                status, answer = self.server.deploy({"m.bpmn": model})
                self.assertEqual(status, 200)
                self.assertNotIn("warnings", answer)
                self.assertEqual(self.check({"m.bpmn": model}), (0, {"m.bpmn": []}))

    def test_one_process_in_two_files(self):
        one, other = around('<userTask id="a"/>'), around('<manualTask id="a"/>')
        status, answer = self.server.deploy({"a.bpmn": one, "b.bpmn": other})
        self.assertEqual(status, 400)
        self.assertIn("a.bpmn", answer["message"])
        code, problems = self.check({"a.bpmn": one, "b.bpmn": other})
        self.assertEqual(code, 1)
        self.assertEqual([p["rule"] for p in problems["b.bpmn"]], ["process-twice"])
        # Folders are deployed one by one, and drawings not at all.
        self.assertEqual(
            self.server.deploy({"a.bpmn": one, "b.bpmn": around('<task id="a"/>', key="q")})[0], 200
        )
        drawing = other.replace('isExecutable="true"', 'isExecutable="false"')
        self.assertEqual(self.server.deploy({"a.bpmn": one, "b.bpmn": drawing})[0], 200)

    def test_folders_are_deployments(self):
        code, problems = self.check(
            {"x/a.bpmn": around('<userTask id="a"/>'), "y/b.bpmn": around('<task id="a"/>')}
        )
        self.assertEqual((code, problems), (0, {"a.bpmn": [], "b.bpmn": []}))

    def test_references_are_found_among_the_files(self):
        caller = around('<callActivity id="a" calledElement="q"/>')
        called = around('<task id="a"/>', key="q")
        self.assertEqual(self.check({"a.bpmn": caller, "b.bpmn": called})[1]["a.bpmn"], [])
        out = run("check", self.folder / "a.bpmn")
        self.assertIn("0 errors, 0 warnings", out.stdout)
        status, answer = self.server.deploy({"a.bpmn": caller, "b.bpmn": called})
        self.assertNotIn("warnings", answer)
        status, answer = self.server.deploy({"a.bpmn": caller})  # deployed before
        self.assertNotIn("warnings", answer)
        bound = caller.replace("calledElement=", 'camunda:calledElementBinding="deployment" calledElement=')
        status, answer = self.server.deploy({"a.bpmn": bound})
        self.assertEqual([w["rule"] for w in answer["warnings"]], ["reference-outside"])

    def test_forms(self):
        task = user_task(attributes='camunda:formRef="f" camunda:formRefBinding="deployment"')
        good = {"m.bpmn": task, "f.form": json.dumps(FORM)}
        self.assertEqual(self.check(good), (0, {"m.bpmn": [], "f.form": []}))
        self.assertNotIn("warnings", self.server.deploy(good)[1])
        for text, rule in (
            ("{", "form-unreadable"),
            ("[]", "form-unreadable"),
            ("<html/>", "form-unreadable"),
            ("{}", "form-without-id"),
            ('{"id":"f"}', "form-without-components"),
            (json.dumps({**FORM, "components": [{"key": "x"}]}), "form-component"),
        ):
            with self.subTest(text):
                code, problems = self.check({"m.bpmn": task, "f.form": text})
                self.assertEqual(code, 1)
                self.assertIn(rule, [p["rule"] for p in problems["f.form"]])
                status, answer = self.server.deploy({"m.bpmn": task, "f.form": text})
                self.assertEqual(status, 400 if rule == "form-unreadable" else 200)
                if status == 200:
                    self.assertIn(rule, [w["rule"] for w in answer["warnings"]])
        lost = {
            **FORM,
            "components": [
                {"type": "textfield", "id": "t"},
                {"type": "number", "id": "n", "key": "k"},
                {"type": "number", "id": "o", "key": "k"},
            ],
        }
        code, problems = self.check({"f.form": json.dumps(lost), "m.bpmn": task})
        self.assertEqual(code, 0)
        self.assertEqual([p["rule"] for p in problems["f.form"]], ["form-component", "form-key-twice"])

    def test_a_form_that_is_missing(self):
        for attributes in (
            'camunda:formRef="g" camunda:formRefBinding="deployment"',
            'camunda:formKey="embedded:deployment:g.html"',
        ):
            model = {"m.bpmn": user_task(attributes=attributes)}
            self.assertEqual(
                [w["rule"] for w in self.server.deploy(model)[1]["warnings"]], ["reference-outside"]
            )
            self.assertEqual([p["rule"] for p in self.check(model)[1]["m.bpmn"]], ["reference-outside"])

    def test_units_are_judged_where_they_are_known(self):
        model = {"m.bpmn": deadline('limit="P1D"', '<lienthong:rung id="r" to="justice, nobody, ${who}"/>')}
        self.assertEqual(self.check(model)[0], 0)
        office = self.folder / "office.json"
        office.write_text('{"units": [{"id": "justice", "email": "j@example.org"}]}')
        code, problems = self.check(model, "--organisation", office)
        self.assertEqual((code, [p["rule"] for p in problems["m.bpmn"]]), (1, ["unknown-unit"]))
        self.assertIn("nobody", problems["m.bpmn"][0]["message"])
        server = Server("--organisation", str(office))
        self.addCleanup(server.stop)
        self.assertEqual(server.deploy(model)[0], 400)

    def test_a_file_that_cannot_be_judged_hides_no_other(self):
        table = (
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
            '<decision id="x" name="x"><decisionTable id="t"><input id="i"><inputExpression id="j">'
            '<text>y</text>'
            '</inputExpression></input>%s<rule id="r"><inputEntry id="k"%s><text>%s</text></inputEntry>'
            '<outputEntry id="l"><text>1</text></outputEntry></rule></decisionTable></decision></definitions>'
        )
        output = '<output id="o" name="o"/>'
        files = {
            "a.dmn": table % (output, "", "~ 1"),
            "b.dmn": table % (output, "", "foo("),
            "c.dmn": table % ("", "", "1"),
            "d.dmn": table % (output, ' expressionLanguage="urn:x"', "1"),
            "z.bpmn": around('<userTask id="a"/>'),
        }
        code, problems = self.check(files)
        self.assertEqual(code, 1)
        self.assertEqual(sorted(problems), sorted(files))
        self.assertEqual(problems["z.bpmn"], [])
        for name in files:
            if name != "z.bpmn":
                self.assertTrue(problems[name], name)
                self.assertEqual(self.server.deploy({name: files[name]})[0], 400)

    def test_a_decision_file_is_judged_to_the_letter(self):
        literal = '<literalExpression id="l"><text>%s</text></literalExpression>'
        table = (
            '<decisionTable id="t"%s><input id="i"><inputExpression id="j"><text>1</text></inputExpression>'
            '</input>%s<rule id="r"><inputEntry id="k"><text>-</text></inputEntry>%s</rule></decisionTable>'
        )
        entry = '<outputEntry id="o%d"><text>1</text></outputEntry>'
        one, two = '<output id="p" name="a"/>', '<output id="p" name="a"/><output id="q" name="a"/>'
        age = (
            '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..120]</text>'
            '</allowedValues></itemDefinition>'
        )
        refused = {
            "attribute": table % (' hitpolicy="FIRST"', one, entry % 1),
            "element": "<literalExpresion><text>1</text></literalExpresion>",
            "text": "loose" + literal % 1,
            "twice": '<literalExpression id="l"><text>1</text><text>2</text></literalExpression>',
            "outputs": table % ("", two, entry % 1 + entry % 2),
            "policy": table % (' hitPolicy="PRIORITY"', one, entry % 1),
            "aggregation": table % (' aggregation="SUM"', one, entry % 1),
            "constant": '<variable name="x" typeRef="tAge"/>' + literal % 500,
            "itself": '<informationRequirement id="n"><requiredDecision href="#x"/></informationRequirement>'
            + literal % 1,
        }
        for name, logic in {"good": literal % "+".join(["1"] * 10000), **refused}.items():
            with self.subTest(name):
                text = (
                    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
                    f'namespace="n">{age}<decision id="x" name="x">{logic}</decision></definitions>'
                )
                code, problems = self.check({"a.dmn": text})
                status, answer = self.server.deploy({"a.dmn": text})
                self.assertEqual((code, status), (1, 400) if name in refused else (0, 200), problems)

    def test_an_input_that_the_file_does_not_have(self):
        self.write(
            {
                "a.dmn": '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" '
                'namespace="n"><inputData id="i" name="age"/><decision id="x" name="x">'
                '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
                "<literalExpression><text>age</text></literalExpression></decision></definitions>"
            }
        )

        def evaluate(given, *options):
            out = run("dmn", "eval", self.folder / "a.dmn", "--input", json.dumps(given), *options)
            return out.returncode, out.stdout.strip(), out.stderr.strip()

        misspelt = "nothing here is called 'agee': do you mean age?"
        self.assertEqual(evaluate({"age": 5}), (0, "5", ""))
        self.assertEqual(evaluate({"agee": 5}), (1, "", misspelt))
        self.assertEqual(evaluate({"age": 5, "agee": 6}, "--unknown-inputs"), (0, "5", misspelt))

    def test_sarif(self):
        model = boundary("PT1D").replace('id="a"', 'id="a" camunda:assigne="k"')
        self.write({"a b ä.bpmn": model, "good.bpmn": around('<task id="a"/>', key="q"), "f.form": "{"})
        out = run("check", "--format", "sarif", ".", "good.bpmn", cwd=self.folder)
        self.assertEqual(out.returncode, 1)
        log = json.loads(out.stdout)
        self.assertEqual(log["version"], "2.1.0")
        self.assertTrue(log["$schema"].endswith("sarif-2.1.0.json"))
        (a_run,) = log["runs"]
        driver = a_run["tool"]["driver"]
        self.assertEqual(driver["name"], "lienthong")
        self.assertRegex(driver["semanticVersion"], r"^\d+\.\d+\.\d+$")
        rules = [r["id"] for r in driver["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        artifacts = [a["location"]["uri"] for a in a_run["artifacts"]]
        self.assertEqual(len(artifacts), len(set(artifacts)))
        self.assertEqual({r["level"] for r in a_run["results"]}, {"error", "warning"})
        for result in a_run["results"]:
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
            self.assertTrue(result["message"]["text"])
            (location,) = result["locations"]
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            self.assertIn(uri, artifacts)
            self.assertNotRegex(uri, r"[^A-Za-z0-9\-._~/!$&'()*+,;=@%:]")
            self.assertGreaterEqual(place["region"]["startLine"], 1)
            self.assertGreaterEqual(place["region"].get("startColumn", 1), 1)
        self.assertIn("a%20b%20%C3%A4.bpmn", " ".join(artifacts))
        self.assertEqual(
            json.loads(run("check", "--format", "sarif", self.folder / "good.bpmn").stdout)["runs"][0][
                "results"
            ],
            [],
        )

    def test_our_own_catalogue_has_nothing_wrong(self):
        catalogue = pathlib.Path(__file__).parents[2] / "processes"
        out = run("check", "--organisation", catalogue / "organisation.json", catalogue)
        self.assertEqual(out.returncode, 0, out.stdout)
        self.assertIn("0 errors, 0 warnings, 0 not deployable", out.stdout)


if __name__ == "__main__":
    LIENTHONG = os.path.abspath(sys.argv.pop(1))
    unittest.main()
