"""engine-rest section 11: what workers do."""

import json
import threading
import time

import models
from server import Server
from shapes import LOCKED_TASK, VAR, ContractCase

MISSING = "External task with id 17 does not exist"


class Workers(ContractCase):
    TOPIC = "workers"

    def setUp(self):
        self.server.deploy_once("workers", models.process("workers", models.external(self.TOPIC)))
        self.server.deploy_once("urgent", models.process("urgent", models.external(self.TOPIC, 50)))
        for task in self.server.get(
            "/external-task", topicName=self.TOPIC
        ).json:  # what earlier tests have left
            self.server.delete(f"/process-instance/{task['processInstanceId']}")

    def fetch(self, worker="w", max_tasks=10, topic=None, **fields):
        entry = {"topicName": self.TOPIC, "lockDuration": 60000, **(topic or {})}
        return self.server.post(
            "/external-task/fetchAndLock",
            {"workerId": worker, "maxTasks": max_tasks, "topics": [entry], **fields},
        )

    def locked(self, **given):
        return self.rows(self.fetch(**given), LOCKED_TASK)

    def start(self, variables=None, business_key=None, key="workers"):
        return self.server.start(key, variables, business_key)

    def held(self, worker="w"):
        instance = self.start()
        (task,) = self.locked(worker=worker)
        return instance, task["id"]

    def test_fetched_tasks_have_every_field_and_are_locked(self):
        instance = self.start({"who": {"value": "An"}, "j": {"value": "{}", "type": "Json"}}, "key-1")
        (task,) = self.locked(topic={"includeExtensionProperties": True})
        for name, value in {
            "workerId": "w",
            "processInstanceId": instance,
            "businessKey": "key-1",
            "retries": None,
            "suspended": False,
            "activityId": "work",
            "processDefinitionVersionTag": "v1",
            "errorDetails": None,
            "extensionProperties": {"purpose": "birth"},
        }.items():
            self.assertEqual(task[name], value, name)
        for name, variable in task["variables"].items():
            self.shape(variable, VAR, name)
        self.assertEqual({n: v["type"] for n, v in task["variables"].items()}, {"who": "String", "j": "Json"})
        self.assertEqual(self.fetch().json, [])
        stored = self.server.get(f"/external-task/{task['id']}").json
        self.assertEqual(
            (stored["workerId"], stored["lockExpirationTime"]), ("w", task["lockExpirationTime"])
        )

    def test_fetch_bounds_and_order(self):
        usual = [self.start() for _ in range(3)]
        urgent = self.start(key="urgent")
        self.assertEqual(self.fetch(max_tasks=0).json, [])
        newest_first = self.locked(max_tasks=1, sorting=[{"sortBy": "createTime", "sortOrder": "desc"}])
        self.assertEqual([t["processInstanceId"] for t in newest_first], [urgent])
        self.nothing(self.server.post(f"/external-task/{newest_first[0]['id']}/unlock"))
        self.assertEqual(
            [t["processInstanceId"] for t in self.locked(max_tasks=2, usePriority=True)], [urgent, usual[0]]
        )
        rest = self.locked(sorting=[{"sortBy": "createTime", "sortOrder": "asc"}])
        self.assertEqual([t["processInstanceId"] for t in rest], usual[1:])

    def test_fetch_by_topic_filters(self):
        self.start({"n": {"value": 1}}, "A")
        definition = self.server.get("/process-definition/key/workers").json["id"]
        no = (
            {"businessKey": "B"},
            {"processDefinitionKey": "urgent"},
            {"processDefinitionKeyIn": ["x", "y"]},
            {"processDefinitionId": "workers:1:7"},
            {"processDefinitionIdIn": ["7"]},
            {"tenantIdIn": ["t"]},
            {"processDefinitionVersionTag": "v2"},
            {"processVariables": {"n": 2}},
            {"processVariables": {"n": "1"}},
            {"processDefinitionKey": "workers", "processDefinitionKeyIn": ["urgent"]},
            {"topicName": "none"},
        )
        for topic in no:
            self.assertEqual(self.fetch(topic=topic).json, [], topic)
        yes = {
            "businessKey": "A",
            "processDefinitionKey": "workers",
            "processDefinitionKeyIn": ["workers", "x"],
            "processDefinitionId": definition,
            "processDefinitionIdIn": [definition],
            "withoutTenantId": True,
            "processDefinitionVersionTag": "v1",
            "processVariables": {"n": 1},
            "tenantIdIn": None,
        }
        self.assertEqual(len(self.locked(topic=yes)), 1)

    def test_fetch_names_variables(self):
        given = {
            "a": {"value": 1},
            "b": {
                "value": '{"x":1}',
                "type": "Object",
                "valueInfo": {"objectTypeName": "m", "serializationDataFormat": "application/json"},
            },
        }
        for topic, names in (
            ({"variables": ["a", "z"]}, ["a"]),
            ({"variables": []}, []),
            ({"variables": None}, ["a", "b"]),
            ({"localVariables": True}, []),
        ):
            self.start(given)
            self.assertEqual(sorted(self.locked(topic=topic)[0]["variables"]), names, topic)
        self.start(given)
        self.assertEqual(self.locked()[0]["variables"]["b"]["value"], '{"x":1}')
        self.start(given)
        self.assertEqual(
            self.locked(topic={"deserializeValues": True})[0]["variables"]["b"]["value"], {"x": 1}
        )

    def test_bad_fetches(self):
        post = lambda body: self.server.post("/external-task/fetchAndLock", body)
        self.refused(post({"topics": []}), 500, "NullValueException", "workerId is null", 0)
        self.refused(
            post({"workerId": "w", "maxTasks": 1, "topics": [{"topicName": "a"}]}),
            500,
            "ProcessEngineException",
            "lockTime is not greater than 0",
            0,
        )
        self.refused(
            post({"workerId": "w", "topics": [{"lockDuration": 1}]}), 500, "NullValueException", code=0
        )
        bad = "InvalidRequestException"
        self.refused(
            self.fetch(sorting=[{"sortBy": "id", "sortOrder": "asc"}]),
            400,
            bad,
            "Cannot set query sortBy parameter to value id",
        )
        self.refused(
            self.fetch(asyncResponseTimeout=1_800_001),
            400,
            bad,
            "The asynchronous response timeout cannot be set to a value greater than 1800000 milliseconds",
        )
        for body in (
            {"workerId": {}},
            {"workerId": "w", "topics": {}},
            {"workerId": "w", "topics": [1]},
            {"workerId": "w", "maxTasks": "many"},
            {"workerId": "w", "usePriority": "x"},
        ):
            self.refused(post(body), 400, bad)
        self.malformed("POST", "/external-task/fetchAndLock")
        self.assertEqual(post({"workerId": "w", "maxTasks": 5, "sorting": None, "topics": None}).json, [])

    def test_complete(self):
        instance, task = self.held()
        body = {"workerId": "w", "variables": {"out": {"value": 1}}, "localVariables": {"own": {"value": 2}}}
        self.nothing(self.server.post(f"/external-task/{task}/complete", body))
        self.assertEqual(self.server.get(f"/history/process-instance/{instance}").json["state"], "COMPLETED")
        names = self.server.get("/history/variable-instance", processInstanceId=instance).json
        self.assertEqual(sorted(v["name"] for v in names), ["out", "own"])
        self.refused(self.server.post(f"/external-task/{task}/complete", body), 404, "RestException")

    def test_failure(self):
        instance, task = self.held()
        path = f"/external-task/{task}"
        self.nothing(
            self.server.post(
                path + "/failure",
                {
                    "workerId": "w",
                    "errorMessage": "ố" * 700,
                    "retries": 3,
                    "retryTimeout": 3_600_000,
                    "variables": {"v": {"value": 1}},
                },
            )
        )
        found = self.server.get(path).json
        self.assertEqual(found["retries"], 3)
        self.assertTrue(100 < len(found["errorMessage"]) <= 666)
        self.assertEqual(self.fetch().json, [])  # until the time is over
        self.server.advance("PT2H")
        self.assertEqual([t["id"] for t in self.locked()], [task])
        self.nothing(
            self.server.post(path + "/failure", {"workerId": "w", "errorMessage": "down"})
        )  # retries: 0
        (incident,) = self.server.get("/incident", processInstanceId=instance).json
        self.assertEqual(
            (incident["incidentType"], incident["configuration"], incident["incidentMessage"]),
            ("failedExternalTask", task, "down"),
        )
        self.server.advance("PT2H")
        self.assertEqual(self.fetch().json, [])
        for negative in ({"retries": -1}, {"retryTimeout": -1}):
            self.assertEqual(self.server.post(path + "/failure", {"workerId": "w", **negative}).status, 500)

    def test_an_error_message_is_kept_to_666_characters(self):
        _, task = self.held()
        self.nothing(
            self.server.post(f"/external-task/{task}/failure", {"workerId": "w", "errorMessage": "ố" * 700})
        )
        self.assertEqual(self.server.get(f"/external-task/{task}").json["errorMessage"], "ố" * 666)

    def test_bpmn_error(self):
        instance, task = self.held()
        path = f"/external-task/{task}/bpmnError"
        self.refused(
            self.server.post(path, {"workerId": "w"}), 500, "NullValueException", "errorCode is null", 0
        )
        self.nothing(
            self.server.post(
                path,
                {
                    "workerId": "w",
                    "errorCode": "NO",
                    "errorMessage": "m",
                    "variables": {"seen": {"value": True}},
                },
            )
        )
        (task,) = self.server.get("/task", processInstanceId=instance).json
        self.assertEqual(task["taskDefinitionKey"], "why")
        self.assertEqual(self.server.get(f"/process-instance/{instance}/variables/seen").json["value"], True)

    def test_locks(self):
        _, task = self.held()
        path = f"/external-task/{task}"
        expiry = lambda: self.server.get(path).json["lockExpirationTime"]
        before = expiry()
        self.nothing(self.server.post(path + "/extendLock", {"workerId": "w", "newDuration": 3_600_000}))
        self.assertGreater(expiry(), before)
        for body in ({"newDuration": 0}, {"newDuration": -1}, {}):
            self.assertEqual(self.server.post(path + "/extendLock", {"workerId": "w", **body}).status, 400)
            lock = {"lockDuration": body.get("newDuration"), "workerId": "w"}
            self.assertEqual(self.server.post(path + "/lock", lock).status, 400)
        self.refused(
            self.server.post(path + "/lock", {"workerId": "v", "lockDuration": 1000}),
            400,
            "RestException",
            "'w'",
            0,
        )
        self.nothing(self.server.ask("POST", path + "/unlock"))  # no body, no content type
        found = self.server.get(path).json
        self.assertEqual((found["workerId"], found["lockExpirationTime"]), (None, None))
        self.nothing(self.server.post(path + "/lock", {"workerId": "v", "lockDuration": 1000}))
        self.server.advance("PT1M")
        self.refused(
            self.server.post(path + "/extendLock", {"workerId": "v", "newDuration": 1}),
            400,
            "RestException",
            "Cannot extend a lock that expired",
            0,
        )
        self.nothing(self.server.post(path + "/complete", {"workerId": "v"}))  # only the last holder counts

    def test_common_refusals(self):
        instance, task = self.held("w")
        texts = {
            "complete": f"External Task {task} cannot be completed by worker 'v'. "
            "It is locked by worker 'w'.",
            "failure": f"Failure of External Task {task} cannot be reported by worker 'v'",
            "bpmnError": f"Bpmn error of External Task {task} cannot be reported by worker 'v'",
            "extendLock": f"The lock of the External Task {task} cannot be extended by worker 'v'",
        }
        for operation, text in texts.items():
            body = {"workerId": "v", "errorCode": "NO", "newDuration": 1000}
            self.refused(
                self.server.post(f"/external-task/{task}/{operation}", body), 400, "RestException", text, 0
            )
            self.refused(
                self.server.post(f"/external-task/17/{operation}", body), 404, "RestException", MISSING
            )
            no_worker = {"errorCode": "NO", "newDuration": 1000}
            self.refused(
                self.server.post(f"/external-task/{task}/{operation}", no_worker),
                500,
                "NullValueException",
                "workerId is null",
                0,
            )
            self.malformed("POST", f"/external-task/{task}/{operation}")
        self.refused(self.server.post("/external-task/17/unlock"), 404, "RestException", MISSING)
        self.refused(
            self.server.post("/external-task/17/lock", {"workerId": "w", "lockDuration": 1}),
            404,
            "RestException",
        )
        odd = {"workerId": "w", "variables": {"a": {"value": 1, "type": "Odd"}}}
        self.refused(
            self.server.post(f"/external-task/{task}/complete", odd),
            400,
            "RestException",
            "Unsupported value type 'Odd'",
        )
        self.nothing(self.server.put(f"/process-instance/{instance}/suspended", {"suspended": True}))
        self.refused(
            self.server.post(f"/external-task/{task}/complete", {"workerId": "w"}),
            400,
            "RestException",
            "suspended",
            0,
        )


class LongPolls(ContractCase):
    TOPIC = "polling"

    def setUp(self):
        self.server.deploy_once("polling", models.process("polling", models.external(self.TOPIC)))

    def poll(self, timeout_ms, found):
        """Polls on a connection of its own and puts (answer, seconds) into `found`."""
        other = Server.__new__(Server)
        other.__dict__.update(self.server.__dict__, connection=None)
        began = time.monotonic()
        answer = other.post(
            "/external-task/fetchAndLock",
            {
                "workerId": "w",
                "maxTasks": 1,
                "asyncResponseTimeout": timeout_ms,
                "topics": [{"topicName": self.TOPIC, "lockDuration": 60000}],
            },
        )
        found.append((answer, time.monotonic() - began))
        other.connection.close()

    def test_a_poll_is_answered_when_a_task_appears(self):
        found = []
        thread = threading.Thread(target=self.poll, args=(20_000, found))
        thread.start()
        time.sleep(0.1)
        instance = self.server.start("polling")
        thread.join()
        (task,) = self.rows(found[0][0], LOCKED_TASK)
        self.assertEqual(task["processInstanceId"], instance)
        self.assertLess(found[0][1], 2)
        # … and when one is given back.
        found.clear()
        thread = threading.Thread(target=self.poll, args=(20_000, found))
        thread.start()
        time.sleep(0.1)
        self.nothing(self.server.post(f"/external-task/{task['id']}/unlock"))
        thread.join()
        self.assertEqual([t["id"] for t in found[0][0].json], [task["id"]])
        self.nothing(self.server.post(f"/external-task/{task['id']}/complete", {"workerId": "w"}))

    def test_a_poll_ends_with_nothing(self):
        found = []
        self.poll(200, found)
        self.is_json(found[0][0], 200)
        self.assertEqual(found[0][0].json, [])
        self.assertTrue(0.15 < found[0][1] < 5, found[0][1])

    def test_nothing_is_locked_for_a_client_that_has_gone(self):
        import socket

        body = json.dumps(
            {
                "workerId": "gone",
                "maxTasks": 1,
                "asyncResponseTimeout": 20_000,
                "topics": [{"topicName": self.TOPIC, "lockDuration": 60000}],
            }
        )
        with socket.create_connection((self.server.host, self.server.port)) as line:
            line.sendall(
                (
                    f"POST {self.server.prefix}/external-task/fetchAndLock HTTP/1.1\r\nHost: x\r\n"
                    f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
                ).encode()
            )
            time.sleep(0.1)
        time.sleep(0.1)
        instance = self.server.start("polling")
        (task,) = self.server.get("/external-task", processInstanceId=instance).json
        self.assertEqual(task["workerId"], None)
        self.server.delete(f"/process-instance/{instance}")
