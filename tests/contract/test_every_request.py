"""engine-rest section 1: what holds for every request."""

import json

import models
from shapes import ContractCase

BAD = "InvalidRequestException"


class EveryRequest(ContractCase):
    def setUp(self):
        self.server.deploy_once("every", models.process("every", models.USER_TASK))

    def test_both_prefixes_and_the_engine_name(self):
        for prefix in ("/engine-rest", "/engine-rest/engine/default", "/api/engine/engine/default"):
            answer = self.server.raw("GET", prefix + "/version")
            self.is_json(answer, 200)
            self.assertIn("version", answer.json)
        answer = self.server.raw("GET", "/engine-rest/engine/other/task")
        self.refused(answer, 404, BAD, "Process engine other not available")
        start = self.server.raw(
            "POST",
            "/engine-rest/engine/default/process-definition/key/every/start",
            b"{}",
            {"Content-Type": "application/json"},
        )
        self.assertIn("/engine-rest/engine/default/process-instance/", start.json["links"][0]["href"])

    def test_unknown_paths_and_methods(self):
        self.refused(self.server.get("/nothing/here"), 404, "NotFoundException")
        answer = self.server.delete("/version")
        self.refused(answer, 405, "NotAllowedException")
        self.assertIn("GET", answer.headers["Allow"])
        self.refused(self.server.put("/task/1/claim", {}), 405, "NotAllowedException")

    def test_media_types(self):
        target = self.server.prefix + "/message"
        for kind, status in (
            ("application/json; charset=UTF-8", 400),
            ("Application/JSON", 400),
            ("text/plain", 415),
        ):
            answer = self.server.raw("POST", target, b"{}", {"Content-Type": kind})
            self.is_json(answer, status)
        self.refused(
            self.server.raw("POST", target, b"x", {"Content-Type": "text/plain"}),
            415,
            "NotSupportedException",
        )
        self.assertEqual(
            self.server.raw("GET", self.server.prefix + "/task/count", None, {"Accept": "*/*"}).status, 200
        )

    def test_headers(self):
        self.assertEqual(self.server.get("/task/count").headers["Cache-Control"], "no-cache")
        self.assertIsNone(self.server.get("/process-definition/key/every/xml").headers["Cache-Control"])
        error = self.server.raw("GET", self.server.prefix + "/task/17", None, {"Accept": "text/html"})
        self.is_json(error, 404)

    def test_empty_and_odd_bodies(self):
        raw = lambda method, path, body, **headers: self.server.raw(
            method, self.server.prefix + path, body, headers
        )
        as_json = {"Content-Type": "application/json"}
        self.is_json(raw("POST", "/task/count", b"", **as_json), 200)
        self.is_json(raw("POST", "/task/count", None), 200)
        self.is_json(raw("POST", "/task/count", b"null", **as_json), 200)
        self.is_json(raw("POST", "/task/count", b'{"active":null,"priority":null}', **as_json), 200)
        for body in (b"{", b"\xff{}", b'{"a":"\xc3"}', b"{}x", b"[" * 100_000, b'"text"'):
            self.refused(raw("POST", "/task", body, **as_json), 400, BAD)
        instance = self.server.start("every")
        self.nothing(raw("DELETE", f"/process-instance/{instance}", b"null", **as_json))

    def test_dates_in_and_out(self):
        instance = self.server.start("every", None, "dates")
        (task,) = self.server.get("/task", processInstanceId=instance).json
        created = task["created"]
        self.assertTrue(created.endswith("+0700"), created)
        count = lambda value: len(self.server.get("/task", processInstanceId=instance, createdOn=value).json)
        self.assertEqual(count(created), 1)
        self.assertEqual(count(created[:-2] + ":00"), 1)
        # The + arrives as a space.
        raw = f"{self.server.prefix}/task?processInstanceId={instance}&createdOn={created}"
        self.assertEqual(len(self.server.raw("GET", raw).json), 1)
        self.assertEqual(len(self.server.raw("GET", raw.replace("+", "%2B")).json), 1)
        self.refused(
            self.server.get("/task", createdAfter="yesterday"),
            400,
            BAD,
            "Cannot set query parameter 'createdAfter' to value 'yesterday': "
            'Cannot convert value "yesterday" '
            "to java type java.util.Date",
        )

    def test_parameters(self):
        self.refused(
            self.server.get("/task", active="maybe"),
            400,
            BAD,
            "Cannot set query parameter 'active' to value 'maybe': Cannot convert value maybe to java type "
            "java.lang.Boolean",
        )
        target = self.server.prefix + "/process-definition?key=every&key=none"
        self.assertEqual(len(self.server.raw("GET", target).json), 1)  # the first value counts
        self.assertEqual(len(self.server.get("/process-definition", key="every", keysIn="").json), 1)
        self.assertEqual(self.server.raw("GET", self.server.prefix + "/task?name=%zz").status, 400)
        self.assertEqual(self.server.raw("GET", self.server.prefix + "/task?name=%ff").status, 400)

    def test_ids_keep_their_form(self):
        instance = self.server.start("every")
        found = self.server.get(f"/process-instance/{instance}").json
        self.assertRegex(found["definitionId"], r"^every:\d+:[0-9a-f-]{36}$")
        by_number = found["definitionId"].split(":")[2]
        self.assertEqual(
            self.server.get("/process-definition/" + by_number).json["id"], found["definitionId"]
        )

    def test_like_patterns(self):
        for key in ("a_b", "aXb", "a%b"):
            self.server.start("every", None, "like-" + key)
        count = lambda pattern: self.server.get(
            "/process-instance/count", businessKeyLike="like-" + pattern
        ).json["count"]
        self.assertEqual(
            (count("a_b"), count("a\\_b"), count("a%"), count("a\\%b"), count("a")), (3, 1, 3, 1, 0)
        )

    def test_every_answer_of_numbers_is_exact(self):
        big = 2**62 + 1
        instance = self.server.start("every", {"big": {"value": big}})
        text = self.server.get(f"/process-instance/{instance}/variables/big").text
        self.assertIn(str(big), text)
        self.assertEqual(json.loads(text)["type"], "Long")
