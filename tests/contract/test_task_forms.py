"""engine-rest section 9: forms of tasks, and their variables (2.4)."""

import base64

import models
from shapes import VAR, ContractCase

FORM = "<form>trang đơn</form>"


class TaskForms(ContractCase):
    KEY = "task-forms"

    def setUp(self):
        if self.KEY not in self.server.deployed:
            answer = self.server.deploy(
                (f"{self.KEY}.bpmn", models.process(self.KEY, models.FORM_TASK)), ("form.html", FORM)
            )
            self.assertEqual(answer.status, 200, answer)
            self.server.deployed.add(self.KEY)
        self.instance = self.server.start(self.KEY, {"who": {"value": "An"}})

    def task(self):
        return self.server.get("/task", processInstanceId=self.instance).json[0]["id"]

    def next(self):
        self.nothing(self.server.post(f"/task/{self.task()}/complete"))
        return self.task()

    def test_form(self):
        task = self.task()
        fields = {"key": object, "camundaFormRef": object, "contextPath": object}
        generated = self.one(self.server.get(f"/task/{task}/form"), fields)
        self.assertEqual(generated["key"], f"embedded:engine://engine/:engine/task/{task}/rendered-form")
        keyed = self.one(self.server.get(f"/task/{self.next()}/form"), fields)
        self.assertEqual(
            keyed, {"key": "embedded:deployment:form.html", "camundaFormRef": None, "contextPath": None}
        )
        self.refused(self.server.get("/task/17/form"), 400, "RestException", "Cannot get form for task 17", 0)

    def test_form_variables(self):
        task = self.task()
        found = self.server.get(f"/task/{task}/form-variables")
        self.is_json(found, 200)
        for name, variable in found.json.items():
            self.shape(variable, VAR, name)
        self.assertEqual(
            {n: (v["type"], v["value"]) for n, v in found.json.items()},
            {"who": ("String", "An"), "age": ("Long", 7), "agreed": ("Null", None)},
        )
        named = self.server.get(f"/task/{task}/form-variables", variableNames=["age", "none"])
        self.assertEqual(list(named.json), ["age"])
        self.assertEqual(self.server.get("/task/17/form-variables").status, 400)

    def test_submit_form(self):
        task = self.task()
        path = f"/task/{task}/submit-form"
        self.refused(self.server.post(path), 400, "RestException", f"Cannot submit task form {task}: ", 0)
        wrong = {"variables": {"agreed": {"value": True}, "age": {"value": "old"}}}
        self.refused(self.server.post(path, wrong), 400, "RestException", "age", 0)
        self.nothing(
            self.server.post(path, {"variables": {"agreed": {"value": "true"}, "age": {"value": "12"}}})
        )
        variables = self.server.get(f"/process-instance/{self.instance}/variables").json
        self.assertEqual(
            (variables["agreed"]["value"], variables["age"]["value"], variables["age"]["type"]),
            (True, 12, "Long"),
        )
        self.refused(
            self.server.post("/task/17/submit-form"), 500, "RestException", "Cannot submit task form 17: ", 0
        )

    def test_submit_form_resolves_a_delegated_task(self):
        task = self.task()
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.nothing(self.server.post(f"/task/{task}/delegate", {"userId": "binh"}))
        self.nothing(
            self.server.post(f"/task/{task}/submit-form", {"variables": {"agreed": {"value": False}}})
        )
        found = self.server.get(f"/task/{task}").json
        self.assertEqual((found["delegationState"], found["assignee"]), ("RESOLVED", "an"))

    def test_deployed_form(self):
        self.assertEqual(self.server.get(f"/task/{self.task()}/deployed-form").status, 400)
        keyed = self.server.get(f"/task/{self.next()}/deployed-form")
        self.assertEqual(
            (keyed.status, keyed.headers["Content-Type"], keyed.text), (200, "application/xhtml+xml", FORM)
        )
        self.refused(
            self.server.get(f"/task/{self.next()}/deployed-form"), 404, "InvalidRequestException", "lost.html"
        )
        self.refused(self.server.get(f"/task/{self.next()}/deployed-form"), 400, "InvalidRequestException")
        self.assertEqual(self.server.get("/task/17/deployed-form").status, 400)

    def test_variables_are_seen_outwards_and_local_ones_apart(self):
        task = self.task()
        everywhere, local = f"/task/{task}/variables", f"/task/{task}/localVariables"
        self.nothing(self.server.put(local + "/own", {"value": 1, "type": "integer"}))
        self.nothing(self.server.put(everywhere + "/who", {"value": "Binh"}))
        self.nothing(self.server.put(everywhere + "/fresh", {"value": True}))
        self.assertEqual(sorted(self.server.get(everywhere).json), ["fresh", "own", "who"])
        self.assertEqual(list(self.server.get(local).json), ["own"])
        instance = self.server.get(f"/process-instance/{self.instance}/variables").json
        self.assertEqual(sorted(instance), ["fresh", "who"])
        self.assertEqual(instance["who"]["value"], "Binh")
        self.assertEqual(self.one(self.server.get(local + "/own"), VAR)["type"], "Integer")
        self.refused(
            self.server.get(local + "/who"),
            404,
            "InvalidRequestException",
            "task variable with name who does not exist",
        )
        self.nothing(
            self.server.post(
                everywhere,
                {"modifications": {"a": {"value": 1}, "b": {"value": 2}}, "deletions": ["b", "none"]},
            )
        )
        self.assertEqual(sorted(self.server.get(everywhere).json), ["a", "fresh", "own", "who"])
        self.nothing(self.server.delete(local + "/own"))
        self.nothing(self.server.delete(local + "/own"))
        self.refused(self.server.get("/task/17/variables"), 500, "NullValueException", code=0)
        self.malformed("PUT", local + "/x")
        self.malformed("POST", local)

    def test_binary_variables(self):
        task = self.task()
        path = f"/task/{task}/localVariables"
        upload = [
            ("data", "giấy.txt", "text/plain; encoding=UTF-8", "nội dung"),
            ("valueType", None, None, "File"),
        ]
        self.nothing(self.server.upload(path + "/file/data", upload))
        found = self.one(self.server.get(path + "/file"), VAR)
        self.assertEqual((found["type"], found["value"]), ("File", None))
        self.assertEqual(
            found["valueInfo"],
            {
                "filename": "giấy.txt",
                "mimeType": "text/plain",
                "mimetype": "text/plain",
                "encoding": "UTF-8",
            },
        )
        data = self.server.get(path + "/file/data")
        self.assertEqual(
            (data.status, data.text, data.headers["Content-Type"]),
            (200, "nội dung", "text/plain; charset=UTF-8"),
        )
        self.assertIn("filename*=UTF-8''gi%E1%BA%A5y.txt", data.headers["Content-Disposition"])
        self.nothing(self.server.upload(path + "/bytes/data", [("data", "x", None, b"\0\1\xff")]))
        self.assertEqual(
            self.server.get(path + "/bytes").json["value"], base64.b64encode(b"\0\1\xff").decode()
        )
        data = self.server.get(path + "/bytes/data")
        self.assertEqual(
            (data.bytes, data.headers["Content-Type"]), (b"\0\1\xff", "application/octet-stream")
        )
        self.nothing(self.server.put(path + "/text", {"value": "x"}))
        self.refused(
            self.server.get(path + "/text/data"), 400, "InvalidRequestException", "is not a binary value."
        )
        self.refused(self.server.get(path + "/none/data"), 404, "InvalidRequestException")
        self.assertEqual(self.server.post(path + "/file/data", {}).status, 415)
