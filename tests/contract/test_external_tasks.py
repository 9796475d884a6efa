"""engine-rest section 11: lists, and what operators do."""

import models
from shapes import EXTERNAL_TASK, ContractCase

SORTINGS = [
    "id",
    "lockExpirationTime",
    "processInstanceId",
    "processDefinitionId",
    "processDefinitionKey",
    "tenantId",
    "taskPriority",
    "createTime",
]
MISSING = "External task with id 17 does not exist"


class ExternalTasks(ContractCase):
    KEY = "external"

    def setUp(self):
        self.server.deploy_once(self.KEY, models.process(self.KEY, models.external(self.KEY, 5)))

    def started(self, business_key, variables=None):
        instance = self.server.start(self.KEY, variables, business_key)
        (task,) = self.server.get("/external-task", processInstanceId=instance).json
        return instance, task["id"]

    def test_a_task_has_every_field(self):
        instance, task = self.started("one")
        found = self.one(self.server.get(f"/external-task/{task}"), EXTERNAL_TASK)
        definition = self.server.get(f"/process-instance/{instance}").json["definitionId"]
        for name, value in {
            "id": task,
            "topicName": self.KEY,
            "workerId": None,
            "lockExpirationTime": None,
            "retries": None,
            "errorMessage": None,
            "priority": 5,
            "suspended": False,
            "activityId": "work",
            "processInstanceId": instance,
            "processDefinitionId": definition,
            "processDefinitionKey": self.KEY,
            "processDefinitionVersionTag": "v1",
            "businessKey": "one",
        }.items():
            self.assertEqual(found[name], value, name)
        self.assertRegex(found["activityInstanceId"], r"^work:[0-9a-f-]{36}$")
        self.refused(self.server.get("/external-task/17"), 404, "RestException", MISSING)

    def test_lists(self):
        for _ in range(3):
            self.started("lists")
        self.lists("/external-task", EXTERNAL_TASK, SORTINGS, {"topicName": self.KEY})

    def test_filters(self):
        first_instance, first = self.started("filters", {"n": {"value": 1}})
        instance, second = self.started("filters", {"n": {"value": 2}, "s": {"value": "ab"}})
        self.nothing(
            self.server.post(f"/external-task/{second}/lock", {"workerId": "w", "lockDuration": 60000})
        )
        self.nothing(self.server.put(f"/external-task/{second}/retries", {"retries": 0}))
        self.nothing(self.server.put(f"/external-task/{second}/priority", {"priority": 9}))
        past, future = "2001-01-01T00:00:00.000+0000", "2099-01-01T00:00:00.000+0000"
        self.selects(
            "/external-task",
            {"externalTaskIdIn": [first, second]},
            [
                ({}, 2),
                ({"externalTaskId": first}, 1),
                ({"topicName": self.KEY}, 2),
                ({"topicName": "none"}, 0),
                ({"workerId": "w"}, 1),
                ({"locked": "true"}, 1),
                ({"notLocked": "true"}, 1),
                ({"locked": "false"}, 2),
                ({"withRetriesLeft": "true"}, 1),
                ({"noRetriesLeft": "true"}, 1),
                ({"lockExpirationAfter": past}, 1),
                ({"lockExpirationBefore": past}, 0),
                ({"lockExpirationBefore": future}, 1),
                ({"activityId": "work"}, 2),
                ({"activityIdIn": ["a", "b"]}, 0),
                ({"executionId": "1"}, 0),
                ({"processInstanceId": instance}, 1),
                ({"processInstanceIdIn": [instance, first_instance]}, 2),
                ({"processDefinitionKey": self.KEY}, 2),
                ({"processDefinitionKeyIn": ["none"]}, 0),
                ({"processDefinitionName": "The external"}, 2),
                ({"processDefinitionNameLike": "%none"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"active": "true"}, 2),
                ({"suspended": "true"}, 0),
                ({"priorityHigherThanOrEquals": 9}, 1),
                ({"priorityLowerThanOrEquals": 8}, 1),
            ],
        )
        for operator, value, expected in (("eq", 1, 1), ("neq", 1, 1), ("gteq", 1, 2), ("lt", 2, 1)):
            body = {
                "externalTaskIdIn": [first, second],
                "processVariables": [{"name": "n", "operator": operator, "value": value}],
            }
            self.counted(self.server.post("/external-task/count", body), expected)
        get = self.server.get(
            "/external-task", processVariables="s_like_a%", externalTaskIdIn=[first, second]
        )
        self.assertEqual([row["id"] for row in get.json], [second])
        self.refused(self.server.get("/external-task", locked="x"), 400, "InvalidRequestException")

    def test_retries_and_priority(self):
        instance, task = self.started("retries")
        path = f"/external-task/{task}"
        incidents = lambda: self.server.get("/incident", processInstanceId=instance).json
        self.nothing(self.server.put(path + "/retries", {"retries": 0}))
        self.assertEqual(
            [(i["incidentType"], i["configuration"]) for i in incidents()], [("failedExternalTask", task)]
        )
        self.nothing(self.server.put(path + "/retries", {"retries": 2}))
        self.assertEqual((incidents(), self.server.get(path).json["retries"]), ([], 2))
        self.nothing(self.server.put(path + "/priority", {"priority": -3}))
        self.assertEqual(self.server.get(path).json["priority"], -3)
        for name, body in (
            ("retries", {"retries": -1}),
            ("retries", {}),
            ("retries", {"retries": "x"}),
            ("priority", {}),
            ("priority", {"priority": "x"}),
        ):
            self.refused(self.server.put(f"{path}/{name}", body), 400, "InvalidRequestException")
        self.refused(
            self.server.put("/external-task/17/retries", {"retries": 1}), 404, "RestException", MISSING
        )
        self.refused(
            self.server.put("/external-task/17/priority", {"priority": 1}), 404, "RestException", MISSING
        )
        self.malformed("PUT", path + "/retries")

    def test_retries_of_many(self):
        tasks = [self.started("many") for _ in range(4)]
        left = lambda: [self.server.get(f"/external-task/{task}").json["retries"] for _, task in tasks]
        (a, b), (i, _), (_, query), _ = tasks
        self.nothing(self.server.put("/external-task/retries", {"retries": 7, "externalTaskIds": [b]}))
        self.nothing(self.server.put("/external-task/retries", {"retries": 6, "processInstanceIds": [i]}))
        self.nothing(
            self.server.put(
                "/external-task/retries", {"retries": 5, "externalTaskQuery": {"externalTaskId": query}}
            )
        )
        self.assertEqual(left(), [7, 6, 5, None])
        self.nothing(
            self.server.put(
                "/external-task/retries",
                {"retries": 4, "processInstanceQuery": {"processInstanceIds": [a], "businessKey": "many"}},
            )
        )
        self.nothing(
            self.server.put(
                "/external-task/retries",
                {"retries": 3, "historicProcessInstanceQuery": {"processInstanceId": i}},
            )
        )
        self.assertEqual(left(), [4, 3, 5, None])
        self.refused(
            self.server.put("/external-task/retries", {"retries": 1}), 400, "InvalidRequestException"
        )
        self.refused(
            self.server.put("/external-task/retries", {"externalTaskIds": [b]}),
            400,
            "InvalidRequestException",
        )
        self.refused(
            self.server.put("/external-task/retries", {"retries": 1, "externalTaskIds": ["17"]}),
            404,
            "RestException",
            MISSING,
        )

    def test_topic_names(self):
        self.server.deploy_once(
            "external-topics", models.process("external-topics", models.external("the-topic"))
        )
        instance = self.server.start("external-topics")
        (task,) = self.server.get("/external-task", processInstanceId=instance).json
        names = lambda **query: "the-topic" in self.server.get("/external-task/topic-names", **query).json
        self.is_json(self.server.get("/external-task/topic-names"), 200)
        self.assertEqual(
            (names(), names(withLockedTasks="true"), names(withUnlockedTasks="true")), (True, False, True)
        )
        self.server.post(f"/external-task/{task['id']}/lock", {"workerId": "w", "lockDuration": 60000})
        self.assertEqual((names(withLockedTasks="true"), names(withUnlockedTasks="true")), (True, False))
        self.server.put(f"/external-task/{task['id']}/retries", {"retries": 0})
        self.assertEqual((names(), names(withRetriesLeft="true")), (True, False))

    def test_error_details(self):
        _, task = self.started("details")
        path = f"/external-task/{task}"
        self.nothing(self.server.get(path + "/errorDetails"))
        self.nothing(self.server.post(path + "/lock", {"workerId": "w", "lockDuration": 60000}))
        self.nothing(
            self.server.post(
                path + "/failure",
                {"workerId": "w", "errorMessage": "m", "errorDetails": "chi tiết", "retries": 1},
            )
        )
        answer = self.server.get(path + "/errorDetails")
        self.assertEqual((answer.status, answer.text), (200, "chi tiết"))
        self.assertTrue(
            answer.headers["Content-Type"].startswith("text/plain"), answer.headers["Content-Type"]
        )
        self.refused(self.server.get("/external-task/17/errorDetails"), 404, "RestException", MISSING)
