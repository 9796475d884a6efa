"""engine-rest section 9: what is done to a task."""

import models
from shapes import COMMENT, TASK, VAR, ContractCase


class TaskWork(ContractCase):
    KEY = "task-work"

    def setUp(self):
        self.server.deploy_once(self.KEY, models.process(self.KEY, models.USER_TASK))

    def started(self, variables=None):
        instance = self.server.start(self.KEY, variables)
        (task,) = self.server.get("/task", processInstanceId=instance).json
        return instance, task["id"]

    def fields(self, task, *names):
        found = self.one(self.server.get(f"/task/{task}"), TASK)
        return tuple(found[name] for name in names)

    def no_task(self, answer, code=0):
        self.refused(answer, 500, "NullValueException", "Cannot find task with id 17: task is null", code)

    def test_update_overwrites_every_field(self):
        _, task = self.started()
        due = "2026-01-31T08:00:00.000+0700"
        self.nothing(
            self.server.put(
                f"/task/{task}",
                {
                    "name": "New",
                    "assignee": "an",
                    "owner": "binh",
                    "due": due,
                    "priority": 7,
                    "delegationState": "PENDING",
                },
            )
        )
        names = (
            "name",
            "assignee",
            "owner",
            "due",
            "priority",
            "delegationState",
            "description",
            "taskState",
        )
        self.assertEqual(self.fields(task, *names), ("New", "an", "binh", due, 7, "PENDING", None, "Updated"))
        self.nothing(self.server.put(f"/task/{task}", {}))
        self.assertEqual(self.fields(task, *names[:7]), (None, None, None, None, 0, None, None))
        self.refused(
            self.server.put("/task/17", {}), 404, "InvalidRequestException", "No matching task with id 17"
        )
        self.refused(
            self.server.put(f"/task/{task}", {"delegationState": "x"}), 400, "InvalidRequestException"
        )
        self.refused(self.server.put(f"/task/{task}", {"due": "soon"}), 400, "InvalidRequestException")
        self.refused(self.server.put(f"/task/{task}", {"priority": "high"}), 400, "InvalidRequestException")
        self.malformed("PUT", f"/task/{task}")

    def test_claim_and_unclaim(self):
        _, task = self.started()
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.refused(
            self.server.post(f"/task/{task}/claim", {"userId": "binh"}),
            500,
            "TaskAlreadyClaimedException",
            f"Task '{task}' is already claimed by someone else.",
            0,
        )
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": None}))
        self.assertEqual(self.fields(task, "assignee"), (None,))
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "binh"}))
        self.nothing(self.server.ask("POST", f"/task/{task}/unclaim"))  # no body, no content type
        self.assertEqual(self.fields(task, "assignee", "taskState"), (None, "Updated"))
        self.no_task(self.server.post("/task/17/claim", {"userId": "an"}))
        self.malformed("POST", f"/task/{task}/claim")
        self.refused(self.server.post(f"/task/{task}/claim", {"userId": {}}), 400, "InvalidRequestException")

    def test_assignee(self):
        _, task = self.started()
        for user in ("an", "binh", None):
            self.nothing(self.server.post(f"/task/{task}/assignee", {"userId": user}))
            self.assertEqual(self.fields(task, "assignee"), (user,))
        self.refused(
            self.server.post("/task/17/assignee", {"userId": "an"}), 400, "NotFoundException", code=0
        )

    def test_delegate_and_resolve(self):
        _, task = self.started()
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.nothing(self.server.post(f"/task/{task}/delegate", {"userId": "binh"}))
        names = ("assignee", "owner", "delegationState")
        self.assertEqual(self.fields(task, *names), ("binh", "an", "PENDING"))
        self.nothing(self.server.post(f"/task/{task}/resolve", {"variables": {"looked": {"value": True}}}))
        self.assertEqual(self.fields(task, *names), ("an", "an", "RESOLVED"))
        self.assertEqual(self.server.get(f"/task/{task}/variables/looked").json["value"], True)
        self.no_task(self.server.post("/task/17/delegate", {"userId": "an"}))
        self.no_task(self.server.post("/task/17/resolve"))

    def test_complete(self):
        instance, task = self.started()
        self.nothing(self.server.post(f"/task/{task}/complete", {"variables": {"valid": {"value": True}}}))
        self.assertEqual(self.server.get(f"/task/{task}").status, 404)
        self.assertEqual(self.server.get(f"/history/process-instance/{instance}").json["state"], "COMPLETED")
        again = self.server.post(f"/task/{task}/complete")
        self.refused(again, 500, "RestException", f"Cannot complete task {task}: ", 0)
        self.malformed("POST", f"/task/{task}/complete")

    def test_complete_returns_variables_on_request(self):
        form = "tasks-in-a-row"
        two = models.process(
            form,
            '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'
            + models.flow("s", "a", "b", "e"),
        )
        self.server.deploy_once(form, two)
        instance = self.server.start(form, {"before": {"value": 1}})
        task = self.server.get("/task", processInstanceId=instance).json[0]["id"]
        answer = self.server.post(
            f"/task/{task}/complete",
            {"withVariablesInReturn": True, "variables": {"after": {"value": [1, 2]}}},
        )
        self.is_json(answer, 200)
        self.assertEqual(sorted(answer.json), ["after", "before"])
        for name, found in answer.json.items():
            self.shape(found, VAR, name)
        self.assertEqual(answer.json["after"]["type"], "Object")
        self.assertEqual(answer.json["after"]["value"], "[1,2]")  # serialized

    def test_complete_refuses_bad_variables(self):
        _, task = self.started()
        prefix = f"Cannot complete task {task}: "
        self.refused(
            self.server.post(f"/task/{task}/complete", {"variables": {"a": {"value": 1, "type": "Odd"}}}),
            400,
            "RestException",
            prefix + "Unsupported value type 'Odd'",
        )
        self.refused(
            self.server.post(
                f"/task/{task}/complete", {"variables": {"a": {"value": "x", "type": "Integer"}}}
            ),
            400,
            "InvalidRequestException",
            "Cannot convert value 'x' of type 'Integer' to java type java.lang.Integer",
        )
        self.refused(
            self.server.post(f"/task/{task}/complete", {"variables": {"a": {"value": {}, "type": "Json"}}}),
            400,
            "InvalidRequestException",
            "Must provide 'null' or String value",
        )
        self.assertEqual(self.server.get(f"/task/{task}").status, 200)

    def test_suspended(self):
        instance, task = self.started()
        self.nothing(self.server.put(f"/process-instance/{instance}/suspended", {"suspended": True}))
        self.assertEqual(self.fields(task, "suspended"), (True,))
        self.refused(self.server.post(f"/task/{task}/complete"), 500, "RestException", "suspended", 0)
        self.refused(
            self.server.post(f"/task/{task}/claim", {"userId": "an"}),
            400,
            "SuspendedEntityInteractionException",
            "is suspended",
            0,
        )
        self.nothing(self.server.put(f"/process-instance/{instance}/suspended", {"suspended": False}))
        self.nothing(self.server.post(f"/task/{task}/complete"))

    def test_bpmn_error_and_escalation(self):
        instance, task = self.started()
        self.nothing(self.server.post(f"/task/{task}/bpmnEscalation", {"escalationCode": "LATE"}))
        keys = lambda: sorted(
            t["taskDefinitionKey"] for t in self.server.get("/task", processInstanceId=instance).json
        )
        self.assertEqual(keys(), ["check", "hurry"])
        body = {"errorCode": "NO", "errorMessage": "not eligible", "variables": {"seen": {"value": 1}}}
        self.nothing(self.server.post(f"/task/{task}/bpmnError", body))
        self.assertEqual(keys(), ["hurry", "why"])
        self.refused(self.server.post("/task/17/bpmnError", body), 404, "RestException", "17", 0)
        self.refused(
            self.server.post("/task/17/bpmnEscalation", {"escalationCode": "A"}),
            404,
            "RestException",
            "17",
            0,
        )
        _, other = self.started()
        self.refused(self.server.post(f"/task/{other}/bpmnError"), 400, "RestException", "errorCode", 0)
        self.refused(
            self.server.post(f"/task/{other}/bpmnEscalation"), 400, "RestException", "escalationCode", 0
        )
        self.assertEqual(
            self.server.post(f"/task/{other}/bpmnEscalation", {"escalationCode": "?"}).status, 500
        )

    def test_identity_links(self):
        _, task = self.started()
        path = f"/task/{task}/identity-links"

        def links(**query):
            found = self.server.get(path, **query)
            self.is_json(found, 200)
            for link in found.json:
                self.assertEqual(sorted(link), ["groupId", "type", "userId"])
            return sorted((l["userId"] or "", l["groupId"] or "", l["type"]) for l in found.json)

        self.assertEqual(
            links(), [("", "clerks", "candidate"), ("an", "", "candidate"), ("binh", "", "candidate")]
        )
        self.nothing(self.server.post(path, {"userId": "chi", "type": "reader"}))
        self.nothing(self.server.post(path, {"userId": "chi", "type": "assignee"}))
        self.nothing(self.server.post(path, {"userId": "dung", "type": "owner"}))
        self.assertEqual(links(type="reader"), [("chi", "", "reader")])
        self.assertEqual(links(type="assignee"), [("chi", "", "assignee")])
        self.assertEqual(self.fields(task, "assignee", "owner"), ("chi", "dung"))
        self.nothing(self.server.post(path + "/delete", {"userId": "chi", "type": "reader"}))
        self.nothing(self.server.post(path + "/delete", {"groupId": "clerks", "type": "candidate"}))
        self.nothing(self.server.post(path + "/delete", {"userId": "dung", "type": "owner"}))
        self.assertEqual(
            links(), [("an", "", "candidate"), ("binh", "", "candidate"), ("chi", "", "assignee")]
        )
        for where in (path, path + "/delete"):
            self.refused(
                self.server.post(where, {"userId": "a", "groupId": "b", "type": "candidate"}),
                400,
                "InvalidRequestException",
                "Identity Link requires userId or groupId, but not both.",
            )
            self.refused(
                self.server.post(where, {"type": "candidate"}),
                400,
                "InvalidRequestException",
                "Identity Link requires userId or groupId.",
            )
        self.refused(self.server.post(path, {"userId": "a"}), 500, "NullValueException", code=0)
        self.refused(
            self.server.post(path, {"groupId": "a", "type": "assignee"}),
            500,
            "ProcessEngineException",
            code=0,
        )
        self.no_task(self.server.get("/task/17/identity-links"))

    def test_comments(self):
        instance, task = self.started()
        path = f"/task/{task}/comment"
        self.assertEqual(self.server.get(path).json, [])
        made = self.one(self.server.post(path + "/create", {"message": "first"}), COMMENT)
        self.assertEqual(
            made["links"],
            [{"method": "GET", "href": f"{self.server.base}{path}/{made['id']}", "rel": "self"}],
        )
        self.assertEqual(
            (made["message"], made["taskId"], made["processInstanceId"], made["rootProcessInstanceId"]),
            ("first", task, instance, instance),
        )
        self.server.advance("PT1S")
        self.server.post(path + "/create", {"message": "thứ hai"})
        rows = self.rows(self.server.get(path), COMMENT)
        self.assertEqual([(row["message"], row["links"]) for row in rows], [("thứ hai", []), ("first", [])])
        self.assertEqual(self.one(self.server.get(f"{path}/{made['id']}"), COMMENT)["message"], "first")
        self.refused(
            self.server.get(path + "/17"),
            404,
            "InvalidRequestException",
            f"Task comment with id 17 does not exist for task id '{task}'.",
        )
        self.refused(
            self.server.get("/task/17/comment"),
            404,
            "InvalidRequestException",
            "No task found for task id 17",
        )
        self.refused(self.server.post(path + "/create"), 400, "InvalidRequestException")
        self.refused(
            self.server.post("/task/17/comment/create", {"message": "x"}), 400, "InvalidRequestException"
        )
        self.nothing(self.server.post(f"/task/{task}/complete"))
        self.assertEqual(len(self.rows(self.server.get(path), COMMENT)), 2)
