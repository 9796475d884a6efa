"""engine-rest sections 3 to 5: version, deployments, definitions."""

import models
from shapes import DEPLOYED, DEPLOYMENT, PROCESS_DEFINITION, PROCESS_INSTANCE, VAR, ContractCase

BAD = "InvalidRequestException"
PAST, FUTURE = "2001-01-01T00:00:00.000+0000", "2099-01-01T00:00:00.000+0000"


class Deployments(ContractCase):
    def deployed(self, *files, **fields):
        return self.one(self.server.deploy(*files, **fields), DEPLOYED)

    def test_version_and_engines(self):
        version = self.server.get("/version")
        self.is_json(version, 200)
        self.assertRegex(version.json["version"], r"^7\.\d+\.\d+$")

    def test_create(self):
        xml = models.process("create", models.USER_TASK)
        made = self.deployed(("create.bpmn", xml), name="first", deployment_source="tests")
        self.assertEqual((made["name"], made["source"], made["tenantId"]), ("first", "tests", None))
        self.assertEqual(
            made["links"],
            [{"method": "GET", "href": f"{self.server.base}/deployment/{made['id']}", "rel": "self"}],
        )
        ((key, definition),) = made["deployedProcessDefinitions"].items()
        self.shape(definition, PROCESS_DEFINITION)
        self.assertEqual(key, definition["id"])
        self.assertRegex(key, r"^create:1:[0-9a-f-]{36}$")
        for name, value in {
            "key": "create",
            "version": 1,
            "resource": "create.bpmn",
            "deploymentId": made["id"],
            "name": "The create",
            "category": "urn:lienthong:contract",
            "versionTag": "v1",
            "suspended": False,
            "startableInTasklist": True,
        }.items():
            self.assertEqual(definition[name], value, name)
        for other in ("Decision", "DecisionRequirements", "Case"):
            self.assertIsNone(made[f"deployed{other}Definitions"])
        again = self.deployed(("create.bpmn", xml))
        self.assertEqual([d["version"] for d in again["deployedProcessDefinitions"].values()], [2])

    def test_duplicate_filtering(self):
        xml = models.process("twice", models.USER_TASK)
        first = self.deployed(("twice.bpmn", xml), name="twice", enable_duplicate_filtering="true")
        same = self.deployed(("twice.bpmn", xml), name="twice", enable_duplicate_filtering="true")
        self.assertEqual((same["id"], same["deployedProcessDefinitions"]), (first["id"], None))
        changed = models.process("twice", models.MESSAGE)
        other = self.deployed(("twice.bpmn", changed), name="twice", enable_duplicate_filtering="true")
        self.assertNotEqual(other["id"], first["id"])
        only = self.deployed(
            ("twice.bpmn", changed), ("new.txt", "x"), name="twice", deploy_changed_only="true"
        )
        self.assertIsNone(only["deployedProcessDefinitions"])

    def test_what_cannot_be_deployed(self):
        upload = lambda *parts: self.server.upload("/deployment/create", parts)
        self.refused(
            upload(("deployment-name", None, None, "x")),
            400,
            BAD,
            "No deployment resources contained in the form upload.",
        )
        self.refused(
            upload(("data", None, None, "<x/>")),
            400,
            BAD,
            "No file name found in the deployment resource described by form parameter",
        )
        broken = self.refused(
            self.server.deploy(("broken.bpmn", "<definitions")), 400, "ParseException", code=0
        )
        self.assertTrue(
            broken["message"].startswith("ENGINE-09005 Could not parse BPMN process. Errors: "), broken
        )
        lost = models.process(
            "lost", '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="nowhere"/>'
        )
        error = self.refused(self.server.deploy(("lost.bpmn", lost)), 400, "ParseException", code=0)
        problems = error["details"]["lost.bpmn"]
        self.assertEqual(sorted(problems), ["errors", "warnings"])
        for problem in problems["errors"]:
            self.assertEqual(sorted(problem), ["column", "elementIds", "line", "mainElementId", "message"])
        self.assertEqual(self.server.get("/process-definition/key/lost").status, 404)  # rolled back
        self.assertEqual(self.server.post("/deployment/create", {}).status, 415)
        no_executable = models.process("idle", models.USER_TASK).replace('isExecutable="true"', "")
        self.assertIsNone(self.deployed(("idle.bpmn", no_executable))["deployedProcessDefinitions"])

    def test_lists(self):
        for i in range(2):
            self.deployed(("a.txt", f"text {i}"), name="list-of-deployments", deployment_source="s")
        base = {"name": "list-of-deployments"}
        self.lists("/deployment", DEPLOYMENT, ["id", "name", "deploymentTime", "tenantId"], base, post=False)
        found = self.server.get("/deployment", **base).json[0]
        self.assertEqual(found["links"], [])
        self.selects(
            "/deployment",
            base,
            [
                ({"id": found["id"]}, 1),
                ({"nameLike": "list%"}, 2),
                ({"source": "s"}, 2),
                ({"withoutSource": "true"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 2),
                ({"before": FUTURE}, 2),
                ({"after": FUTURE}, 0),
            ],
            post=False,
        )
        self.assertEqual(
            self.server.get("/deployment", maxResults=0).json, []
        )  # the Modeler's connection check
        self.assertEqual(self.server.get("/deployment", source="s", withoutSource="true").status, 400)
        self.assertEqual(self.server.get("/deployment", before="x").status, 400)

    def test_resources(self):
        xml = models.process("stored", models.USER_TASK)
        form = '{"id": "notes", "components": []}'
        made = self.deployed(("stored.bpmn", xml), ("form.html", "<p>ố</p>"), ("notes.form", form))
        path = f"/deployment/{made['id']}"
        self.assertEqual(self.one(self.server.get(path), DEPLOYMENT)["id"], made["id"])
        rows = self.rows(self.server.get(path + "/resources"), {"id": str, "name": str, "deploymentId": str})
        self.assertEqual(sorted(r["name"] for r in rows), ["form.html", "notes.form", "stored.bpmn"])
        types = {
            "stored.bpmn": "application/xml",
            "form.html": "text/html",
            "notes.form": "application/octet-stream",
        }
        for row in rows:
            self.assertEqual(self.server.get(f"{path}/resources/{row['id']}").json, row)
            data = self.server.get(f"{path}/resources/{row['id']}/data")
            self.assertTrue(
                data.headers["Content-Type"].startswith(types[row["name"]]), data.headers["Content-Type"]
            )
            self.assertIn("attachment", data.headers["Content-Disposition"])
            if row["name"] == "stored.bpmn":
                self.assertEqual(data.text, xml)
        self.refused(self.server.get("/deployment/17"), 404, BAD, "Deployment with id '17' does not exist")
        self.refused(
            self.server.get("/deployment/17/resources"),
            404,
            BAD,
            "Deployment resources for deployment id '17' do not exist.",
        )
        for missing in ("", "/data"):
            self.refused(self.server.get(f"{path}/resources/17{missing}"), 404, BAD)

    def test_deletion(self):
        made = self.deployed(("gone.bpmn", models.process("gone", models.USER_TASK)))
        instance = self.server.start("gone")
        self.assertEqual(self.server.delete(f"/deployment/{made['id']}").status, 500)
        self.nothing(self.server.delete(f"/deployment/{made['id']}", {}, cascade="true"))
        for path in (
            f"/deployment/{made['id']}",
            f"/process-instance/{instance}",
            "/process-definition/key/gone",
        ):
            self.assertEqual(self.server.get(path).status, 404, path)
        self.refused(self.server.delete("/deployment/17"), 404, BAD, "Deployment with id '17' do not exist")


class Definitions(ContractCase):
    SORTINGS = [
        "category",
        "key",
        "id",
        "name",
        "version",
        "deploymentId",
        "deployTime",
        "tenantId",
        "versionTag",
    ]

    def setUp(self):
        if "defined" not in self.server.deployed:
            for _ in range(2):
                self.server.deploy(
                    ("defined.bpmn", models.process("defined", models.USER_TASK)), name="defined"
                )
            self.server.deployed.add("defined")

    def latest(self):
        return self.one(self.server.get("/process-definition/key/defined"), PROCESS_DEFINITION)

    def test_one(self):
        latest = self.latest()
        self.assertEqual(latest["version"], 2)
        self.assertEqual(
            self.one(self.server.get(f"/process-definition/{latest['id']}"), PROCESS_DEFINITION), latest
        )
        for path in (latest["id"], "key/defined"):
            xml = self.one(self.server.get(f"/process-definition/{path}/xml"), {"id": str, "bpmn20Xml": str})
            self.assertEqual(
                xml, {"id": latest["id"], "bpmn20Xml": models.process("defined", models.USER_TASK)}
            )
            self.nothing(self.server.get(f"/process-definition/{path}/diagram"))
        for tail in ("", "/xml"):
            self.refused(
                self.server.get(f"/process-definition/a:1:17{tail}"),
                404,
                BAD,
                "No matching definition with id a:1:17",
            )
            self.refused(
                self.server.get(f"/process-definition/key/none{tail}"),
                404,
                "RestException",
                "No matching process definition with key: none and no tenant-id",
            )

    def test_lists(self):
        base = {"key": "defined"}
        self.lists("/process-definition", PROCESS_DEFINITION, self.SORTINGS, base, post=False)
        latest = self.latest()
        self.selects(
            "/process-definition",
            base,
            [
                ({"processDefinitionId": latest["id"]}, 1),
                ({"processDefinitionIdIn": [latest["id"], "x"]}, 1),
                ({"name": "The defined"}, 2),
                ({"nameLike": "the DEF%"}, 2),
                ({"deploymentId": latest["deploymentId"]}, 1),
                ({"deployedAfter": FUTURE}, 0),
                ({"keysIn": ["a", "defined"]}, 2),
                ({"keyLike": "def%"}, 2),
                ({"category": "urn:lienthong:contract"}, 2),
                ({"categoryLike": "urn%"}, 2),
                ({"version": 2}, 1),
                ({"ver": 1}, 1),
                ({"latestVersion": "true"}, 1),
                ({"latest": "true"}, 1),
                ({"resourceName": "defined.bpmn"}, 2),
                ({"resourceNameLike": "%.dmn"}, 0),
                ({"active": "true"}, 2),
                ({"suspended": "true"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 2),
                ({"versionTag": "v1"}, 2),
                ({"versionTagLike": "x%"}, 0),
                ({"withoutVersionTag": "true"}, 0),
                ({"startableInTasklist": "true"}, 2),
                ({"notStartableInTasklist": "true"}, 0),
                ({"incidentType": "failedJob"}, 0),
            ],
            post=False,
        )

    def test_start(self):
        started = {**PROCESS_INSTANCE}
        for path in (
            f"/process-definition/{self.latest()['id']}/start",
            "/process-definition/key/defined/start",
        ):
            found = self.one(self.server.post(path, {"businessKey": "B"}), started)
            self.assertEqual(
                (found["definitionId"], found["definitionKey"], found["businessKey"], found["ended"]),
                (self.latest()["id"], "defined", "B", False),
            )
            self.assertEqual(found["links"][0]["href"], f"{self.server.base}/process-instance/{found['id']}")
        with_variables = self.one(
            self.server.post(
                "/process-definition/key/defined/start",
                {"withVariablesInReturn": True, "variables": {"o": {"value": [1]}, "d": {"value": 1.5}}},
            ),
            {**started, "variables": dict},
        )["variables"]
        for name, variable in with_variables.items():
            self.shape(variable, VAR, name)
        self.assertEqual((with_variables["o"]["value"], with_variables["d"]["type"]), ("[1]", "Double"))
        prefix = "Cannot instantiate process definition "
        self.refused(
            self.server.post("/process-definition/a:1:17/start"), 500, "RestException", prefix + "a:1:17: ", 0
        )
        self.refused(self.server.post("/process-definition/key/none/start"), 404, "RestException")
        self.refused(
            self.server.post("/process-definition/key/defined/start", {"variables": {"a": {"type": "Odd"}}}),
            400,
            "InvalidRequestException",
            "Unsupported value type 'Odd'",
        )
        self.malformed("POST", "/process-definition/key/defined/start")

    def test_suspended(self):
        self.server.deploy_once("pausing", models.process("pausing", models.USER_TASK))
        instance = self.server.start("pausing")
        definition = self.server.get("/process-definition/key/pausing").json["id"]
        path = f"/process-definition/{definition}/suspended"
        self.nothing(self.server.put(path, {"suspended": True, "includeProcessInstances": True}))
        self.assertEqual(self.server.get(f"/process-definition/{definition}").json["suspended"], True)
        self.assertEqual(self.server.get(f"/process-instance/{instance}").json["suspended"], True)
        self.refused(
            self.server.post(f"/process-definition/{definition}/start"), 500, "RestException", "suspended", 0
        )
        self.nothing(
            self.server.put(
                "/process-definition/suspended", {"suspended": False, "processDefinitionKey": "pausing"}
            )
        )
        self.assertEqual(self.server.get(f"/process-definition/{definition}").json["suspended"], False)
        self.assertEqual(self.server.put("/process-definition/suspended", {"suspended": True}).status, 400)

    def test_start_forms(self):
        found = self.server.get("/process-definition/key/defined/startForm")
        self.is_json(found, 200)
        self.assertEqual(sorted(found.json), ["camundaFormRef", "contextPath", "key"])
        self.assertEqual(self.server.get("/process-definition/a:1:17/startForm").status, 400)
        started = self.one(
            self.server.post("/process-definition/key/defined/submit-form", {"variables": {}}),
            PROCESS_INSTANCE,
        )
        self.assertEqual(started["ended"], False)
        self.assertEqual(self.server.get("/process-definition/key/defined/form-variables").json, {})
