"""Starts the real program on a free port with a database of its own, and speaks to it."""

import atexit
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse

PROGRAM = os.environ.get(
    "LIENTHONG_BIN", os.path.join(os.path.dirname(__file__), "../../build/debug/app/lienthong")
)
BOUNDARY = "----7d1contract"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()

    @property
    def text(self):
        return self.bytes.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"{self.status} {self.text[:400]}"


class Server:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="lienthong-contract-")
        command = [
            PROGRAM,
            "serve",
            "--db",
            os.path.join(self.folder, "test.db"),
            "--listen",
            "127.0.0.1:0",
            "--without",
            "all",
            "--development-clock",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://([\d.]+):(\d+)(/\S*)", line)
        assert found, f"the server says {line!r}"
        self.host, self.port, self.prefix = found.group(1), int(found.group(2)), found.group(3).rstrip("/")
        self.base = f"http://{self.host}:{self.port}{self.prefix}"
        self.connection = None
        self.deployed = set()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def raw(self, method, target, body=None, headers=None):
        """One request, byte for byte; `target` is the whole path."""
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
            try:
                self.connection.request(method, target, body, headers or {})
                answer = Answer(self.connection.getresponse())
            except (http.client.RemoteDisconnected, ConnectionError):
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
                continue
            if answer.headers.get("Connection", "").lower() == "close":
                self.connection.close()
                self.connection = None
            return answer

    def ask(self, method, path, body=None, **query):
        """A JSON request below the contract's prefix. A query value may be a list (comma-separated)."""
        target = self.prefix + path
        if query:
            words = {k: ",".join(map(str, v)) if isinstance(v, list) else str(v) for k, v in query.items()}
            target += "?" + urllib.parse.urlencode(words, quote_via=urllib.parse.quote)
        headers = {"Accept": "application/json"}
        data = None
        if body is not None:
            data = body if isinstance(body, (bytes, str)) else json.dumps(body)
            if isinstance(data, str):
                data = data.encode("utf-8")
            headers["Content-Type"] = "application/json"
        return self.raw(method, target, data, headers)

    def get(self, path, **query):
        return self.ask("GET", path, **query)

    def post(self, path, body=None, **query):
        return self.ask("POST", path, {} if body is None else body, **query)

    def put(self, path, body=None, **query):
        return self.ask("PUT", path, {} if body is None else body, **query)

    def delete(self, path, body=None, **query):
        return self.ask("DELETE", path, body, **query)

    def upload(self, path, parts):
        """parts: (name, file name or None, content type or None, text or bytes)"""
        out = b""
        for name, file_name, content_type, content in parts:
            out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            if file_name is not None:
                out += f'; filename="{file_name}"'.encode()
            if content_type:
                out += f"\r\nContent-Type: {content_type}".encode()
            out += b"\r\n\r\n" + (content.encode() if isinstance(content, str) else content) + b"\r\n"
        out += f"--{BOUNDARY}--\r\n".encode()
        return self.raw(
            "POST", self.prefix + path, out, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        )

    def deploy(self, *files, name="contract", **fields):
        parts = [("deployment-name", None, None, name)]
        parts += [(key.replace("_", "-"), None, None, str(value)) for key, value in fields.items()]
        parts += [(f"part{i}", file_name, "text/xml", xml) for i, (file_name, xml) in enumerate(files)]
        return self.upload("/deployment/create", parts)

    def deploy_once(self, key, xml):
        """Deploys a process of a test; later calls do nothing."""
        if key in self.deployed:
            return
        answer = self.deploy((f"{key}.bpmn", xml), name=key)
        assert answer.status == 200, answer
        self.deployed.add(key)

    def start(self, key, variables=None, business_key=None):
        answer = self.post(
            f"/process-definition/key/{key}/start",
            {"variables": variables or {}, "businessKey": business_key},
        )
        assert answer.status == 200, answer
        return answer.json["id"]

    def advance(self, duration):
        answer = self.raw(
            "POST",
            "/api/v1/clock",
            json.dumps({"advance": duration}).encode(),
            {"Content-Type": "application/json"},
        )
        assert answer.status < 300, answer

    def until(self, look, what="something"):
        """What `look` finds; it is asked again for ten seconds."""
        end = time.monotonic() + 10
        while True:
            found = look()
            if found:
                return found
            assert time.monotonic() < end, f"waited 10 s for {what}"
            time.sleep(0.01)


_server = None


def server():
    """The one server of this run."""
    global _server
    if _server is None:
        _server = Server()
        atexit.register(_server.stop)
    return _server
