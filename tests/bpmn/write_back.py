#!/usr/bin/env python3
"""write_back.py LIENTHONG ROOT SUITES: every model is written again, and expat reads the same from both
files. Compared are elements, attributes and namespace declarations with their prefixes and order, text,
comments, CDATA sections and processing instructions. Each model is also checked: what a deployment would
refuse has a place and, unless the file is no XML, an element.
"""
import json
import pathlib
import subprocess
import sys
from xml.parsers import expat

SKIPPED = 77


def events(data):
    """The whole content of a document as a list; texts between other events are one."""
    out = []

    def text(data):
        if out and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + data)
        else:
            out.append(("text", data))

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = lambda name, attributes: out.append(("start", name, attributes))
    parser.EndElementHandler = lambda name: out.append(("end", name))
    parser.CharacterDataHandler = text
    parser.CommentHandler = lambda data: out.append(("comment", data))
    parser.ProcessingInstructionHandler = lambda target, data: out.append(("instruction", target, data))
    parser.StartCdataSectionHandler = lambda: out.append(("cdata",))
    parser.EndCdataSectionHandler = lambda: out.append(("end cdata",))
    parser.Parse(data, True)
    return out


def run(*command):
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert done.returncode in (0, 1), f"{command}: exit status {done.returncode}: {done.stderr.decode()}"
    return done


def write_back(program, path):
    done = run(program, "convert", str(path))
    assert done.returncode == 0, f"{path}: {done.stderr.decode()}"
    before, after = events(path.read_bytes()), events(done.stdout)
    for a, b in zip(before, after):
        assert a == b, f"{path}: {a} was written as {b}"
    assert len(before) == len(after), f"{path}: {len(before)} events were written as {len(after)}"
    return len(before)


def check(program, paths):
    lines = run(program, "check", "--format", "json", *map(str, paths)).stdout.splitlines()
    assert len(lines) == len(paths), f"{len(lines)} answers for {len(paths)} files"
    for line in lines:
        answer = json.loads(line)
        for problem in answer["problems"]:
            assert problem["line"] > 0 and problem["column"] > 0, f"{answer['file']}: no place: {problem}"
            if problem["message"].startswith("Not deployable"):
                assert problem["elementId"], f"{answer['file']}: no element: {problem}"


AWKWARD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- before --><?tool keep this?>
<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns='urn:other' targetNamespace="t"
  xmlns:activiti="http://activiti.org/bpmn" d:odd='say "hi" &amp; &lt;go&gt;'>
  <d:process id="p" name="Đăng ký &#10; hai&#9;dòng&#13;" activiti:x="1">
    <d:documentation>  giữ &amp; nguyên ]]&gt; <![CDATA[ <a> && ]]> &#13; xong\ttab
    </d:documentation><d:extensionElements><other
      xmlns:z="urn:z" z:a="b"><z:empty></z:empty>mixed<b/>text</other>
    </d:extensionElements><!-- in - side --><?another?>
  </d:process>
</d:definitions>
<!-- after -->
"""


def awkward(program, folder):
    path = folder / "awkward.bpmn"
    path.write_bytes(b"\xef\xbb\xbf" + AWKWARD.replace("\n", "\r\n").encode())
    write_back(program, path)
    out = folder / "awkward-out.bpmn"
    assert run(program, "convert", str(path), "--camunda", "--output", str(out)).returncode == 0
    expected = AWKWARD.replace("http://activiti.org/bpmn", "http://camunda.org/schema/1.0/bpmn").encode()
    assert events(out.read_bytes()) == events(expected), "only the namespace changes"
    twice = folder / "twice.bpmn"
    twice.write_text('<definitions xmlns:a="http://activiti.org/bpmn" '
                     'xmlns:c="http://camunda.org/schema/1.0/bpmn">\n <x a:y="1" c:y="2"/></definitions>')
    refused = run(program, "convert", str(twice), "--camunda")
    assert refused.returncode == 1 and b":2:2:" in refused.stderr and refused.stdout == b"", refused


def main():
    program, root, suites, scratch = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
    awkward(program, scratch)
    own = sorted(p for folder in ("processes", "tests") for p in (root / folder).rglob("*.bpmn"))
    foreign = sorted(suites.rglob("*.bpmn")) if suites.exists() else []
    total = 0
    for path in own + foreign:
        total += write_back(program, path)
    check(program, own + foreign)
    miwg = [p for p in foreign if "miwg" in p.parts]
    assert own and (not foreign or len(miwg) >= 20), f"{len(own)} own models, {len(miwg)} of MIWG"
    foreigners = f"{len(foreign)} foreign models ({len(miwg)} of MIWG)"
    print(f"{len(own)} own and {foreigners}, {total} events: nothing lost")
    if not foreign:
        print(f"skipped: there is no folder {suites}")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
