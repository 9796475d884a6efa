"""engine-rest sections 6 to 8: instances, executions, subscriptions, messages, signals."""

import models
from shapes import ACTIVITY_NODE, EVENT_SUBSCRIPTION, EXECUTION, PROCESS_INSTANCE, VAR, ContractCase

BAD = "InvalidRequestException"


class Instances(ContractCase):
    SORTINGS = ["instanceId", "definitionKey", "definitionId", "tenantId", "businessKey"]

    def setUp(self):
        self.server.deploy_once("running", models.process("running", models.USER_TASK))
        self.server.deploy_once(
            "calls-running", models.process("calls-running", models.CALLING.format(called="running"))
        )

    def test_one(self):
        instance = self.server.start("running", None, "B")
        found = self.one(self.server.get(f"/process-instance/{instance}"), PROCESS_INSTANCE)
        self.assertEqual(
            (
                found["id"],
                found["definitionKey"],
                found["businessKey"],
                found["ended"],
                found["suspended"],
                found["links"],
            ),
            (instance, "running", "B", False, False, []),
        )
        self.refused(
            self.server.get("/process-instance/17"), 404, BAD, "Process instance with id 17 does not exist"
        )
        self.nothing(self.server.delete(f"/process-instance/{instance}", {}))
        self.refused(self.server.delete(f"/process-instance/{instance}"), 404, BAD)
        self.nothing(self.server.delete(f"/process-instance/{instance}", failIfNotExists="false"))

    def test_lists_and_filters(self):
        a = self.server.start("running", {"n": {"value": 1}}, "inst-A")
        caller = self.server.start("calls-running", {"n": {"value": 2}}, "inst-B")
        (called,) = self.server.get("/process-instance", superProcessInstance=caller).json
        base = {"processInstanceIds": [a, caller, called["id"]]}
        self.lists("/process-instance", PROCESS_INSTANCE, self.SORTINGS, base)
        self.selects(
            "/process-instance",
            base,
            [
                ({"businessKey": "inst-A"}, 1),
                ({"businessKeyLike": "inst%"}, 2),
                ({"processDefinitionId": called["definitionId"]}, 2),
                ({"processDefinitionKey": "running"}, 2),
                ({"processDefinitionKeyIn": ["x"]}, 0),
                ({"processDefinitionKeyNotIn": ["running"]}, 1),
                ({"deploymentId": "1"}, 0),
                ({"superProcessInstance": caller}, 1),
                ({"subProcessInstance": called["id"]}, 1),
                ({"active": "true"}, 3),
                ({"suspended": "true"}, 0),
                ({"withIncident": "true"}, 0),
                ({"incidentType": "failedJob"}, 0),
                ({"activityIdIn": ["check"]}, 2),
                ({"activityIdIn": ["call"]}, 1),
                ({"rootProcessInstances": "true"}, 2),
                ({"leafProcessInstances": "true"}, 2),
                ({"rootProcessInstanceId": caller}, 2),
                ({"caseInstanceId": "1"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 3),
            ],
        )
        for operator, value, expected in (("eq", 1, 1), ("gteq", 1, 2), ("neq", 1, 1), ("lt", 1, 0)):
            self.counted(
                self.server.post(
                    "/process-instance/count",
                    {**base, "variables": [{"name": "n", "operator": operator, "value": value}]},
                ),
                expected,
            )
        either = {
            **base,
            "orQueries": [
                {"businessKey": "inst-A", "processDefinitionKey": "calls-running", "active": False}
            ],
        }
        self.counted(self.server.post("/process-instance/count", either), 2)

    def test_suspended(self):
        ids = [self.server.start("running") for _ in range(2)]
        states = lambda: [self.server.get(f"/process-instance/{i}").json["suspended"] for i in ids]
        self.nothing(self.server.put(f"/process-instance/{ids[0]}/suspended", {"suspended": True}))
        self.assertEqual(states(), [True, False])
        self.nothing(
            self.server.put("/process-instance/suspended", {"suspended": True, "processInstanceIds": ids})
        )
        self.assertEqual(states(), [True, True])
        self.nothing(
            self.server.put(
                "/process-instance/suspended", {"suspended": False, "processDefinitionKey": "running"}
            )
        )
        self.assertEqual(states(), [False, False])
        for body in (
            {"suspended": True},
            {"suspended": True, "processDefinitionKey": "a", "processDefinitionId": "b"},
        ):
            self.assertEqual(self.server.put("/process-instance/suspended", body).status, 400)

    def test_activity_instances(self):
        instance = self.server.start("running")
        root = self.one(self.server.get(f"/process-instance/{instance}/activity-instances"), ACTIVITY_NODE)
        definition = self.server.get("/process-definition/key/running").json
        self.assertEqual(
            (
                root["id"],
                root["activityId"],
                root["activityType"],
                root["parentActivityInstanceId"],
                root["name"],
            ),
            (instance, definition["id"], "processDefinition", None, "The running"),
        )
        (check,) = root["childActivityInstances"]
        self.shape(check, ACTIVITY_NODE)
        self.assertEqual(
            (check["activityId"], check["activityType"], check["parentActivityInstanceId"]),
            ("check", "userTask", instance),
        )
        (history,) = self.server.get(
            "/history/activity-instance", processInstanceId=instance, activityId="check"
        ).json
        self.assertEqual(history["id"], check["id"])
        self.refused(self.server.get("/process-instance/17/activity-instances"), 404, BAD)

    def test_a_multi_instance_body_is_a_node_of_its_own(self):
        self.server.deploy_once("looping", models.process("looping", models.LOOP))
        instance = self.server.start("looping")
        tree = self.server.get(f"/process-instance/{instance}/activity-instances").json
        (body,) = tree["childActivityInstances"]
        self.assertEqual(
            (body["activityId"], body["activityType"]), ("each#multiInstanceBody", "multiInstanceBody")
        )
        self.assertRegex(body["id"], r"^each#multiInstanceBody:[0-9a-f-]{36}$")
        inner = body["childActivityInstances"]
        self.assertEqual(
            [(n["activityId"], n["parentActivityInstanceId"]) for n in inner], [("each", body["id"])] * 2
        )
        rows = self.server.get(
            "/history/activity-instance", processInstanceId=instance, unfinished="true"
        ).json
        self.assertEqual({r["id"] for r in rows}, {body["id"]} | {n["id"] for n in inner})
        self.assertEqual({r["parentActivityInstanceId"] for r in rows}, {instance, body["id"]})

    def test_a_failed_job_stands_in_the_tree(self):
        self.server.deploy_once("failing-tree", models.process("failing-tree", models.FAILING_JOB))
        instance = self.server.start("failing-tree")
        incident = self.server.until(
            lambda: self.server.get("/incident", processInstanceId=instance).json, "the incident"
        )[0]
        tree = self.server.get(f"/process-instance/{instance}/activity-instances").json
        (transition,) = tree["childTransitionInstances"]
        self.assertEqual(
            sorted(transition),
            sorted(
                [
                    "id",
                    "parentActivityInstanceId",
                    "processInstanceId",
                    "processDefinitionId",
                    "activityId",
                    "targetActivityId",
                    "activityName",
                    "activityType",
                    "executionId",
                    "incidentIds",
                    "incidents",
                ]
            ),
        )
        self.assertEqual((transition["activityId"], transition["targetActivityId"]), ("risky", "risky"))
        self.assertIn(incident["id"], transition["incidentIds"] + tree["incidentIds"])

    def test_variables(self):
        instance = self.server.start("running", {"n": {"value": 5_000_000_000}})
        path = f"/process-instance/{instance}/variables"
        self.assertEqual(
            self.one(self.server.get(path + "/n"), VAR),
            {"value": 5_000_000_000, "type": "Long", "valueInfo": {}},
        )
        self.nothing(self.server.put(path + "/d", {"value": "2026-01-31T08:00:00.000+0000", "type": "date"}))
        self.assertEqual(self.server.get(path + "/d").json["value"], "2026-01-31T15:00:00.000+0700")
        # The Java worker adds its workerId.
        self.nothing(
            self.server.post(
                path, {"workerId": "w", "modifications": {"x": {"value": None}}, "deletions": ["n"]}
            )
        )
        self.assertEqual(sorted(self.server.get(path).json), ["d", "x"])
        self.refused(
            self.server.get(path + "/n"), 404, BAD, "process instance variable with name n does not exist"
        )
        self.refused(
            self.server.put(path + "/x", {"value": 1, "type": "Odd"}),
            400,
            "RestException",
            "Cannot put process instance variable x: Unsupported value type 'Odd'",
        )
        self.refused(self.server.get("/process-instance/17/variables"), 500, "NullValueException", code=0)
        for name, variable in (
            ("i", {"value": "5", "type": "Integer"}),
            ("s", {"value": 7, "type": "String"}),
            ("b", {"value": "true", "type": "Boolean"}),
            ("j", {"value": "[1]", "type": "json"}),
        ):
            self.nothing(self.server.put(f"{path}/{name}", variable))
        values = {n: (v["type"], v["value"]) for n, v in self.server.get(path).json.items()}
        self.assertEqual(
            (values["i"], values["b"], values["j"]), (("Integer", 5), ("Boolean", True), ("Json", "[1]"))
        )


class Executions(ContractCase):
    def setUp(self):
        self.server.deploy_once("receiving", models.process("receiving", models.MESSAGE))

    def test_executions(self):
        instance = self.server.start("receiving")
        found = self.one(self.server.get(f"/execution/{instance}"), EXECUTION)
        self.assertEqual((found["processInstanceId"], found["ended"]), (instance, False))
        rows = self.rows(
            self.server.get("/execution", processInstanceId=instance, activityId="receive"), EXECUTION
        )
        self.assertEqual(len(rows), 1)
        self.assertEqual(
            self.rows(
                self.server.get(
                    "/execution", messageEventSubscriptionName="papers", processInstanceId=instance
                ),
                EXECUTION,
            ),
            rows,
        )
        self.refused(self.server.get("/execution/17"), 404, BAD, "Execution with id 17 does not exist")
        # The JavaScript worker asks an instance's files of its root execution.
        file = {"value": "aGk=", "type": "File", "valueInfo": {"filename": "a.txt", "mimetype": "text/plain"}}
        self.nothing(self.server.put(f"/execution/{instance}/localVariables/f", file))
        self.assertEqual(self.server.get(f"/execution/{instance}/localVariables/f/data").bytes, b"hi")
        self.nothing(
            self.server.post(f"/execution/{rows[0]['id']}/signal", {"variables": {"v": {"value": 1}}})
        )
        (task,) = self.server.get("/task", processInstanceId=instance).json
        self.assertEqual(task["taskDefinitionKey"], "read")

    def test_event_subscriptions(self):
        instance = self.server.start("receiving")
        path = "/event-subscription"
        (row,) = self.rows(self.server.get(path, processInstanceId=instance), EVENT_SUBSCRIPTION)
        self.assertEqual(
            (row["eventType"], row["eventName"], row["activityId"], row["processInstanceId"]),
            ("message", "papers", "receive", instance),
        )
        base = {"processInstanceId": instance}
        self.selects(
            path,
            base,
            [
                ({"eventSubscriptionId": row["id"]}, 1),
                ({"eventName": "papers"}, 1),
                ({"eventName": "x"}, 0),
                ({"eventType": "message"}, 1),
                ({"eventType": "signal"}, 0),
                ({"executionId": row["executionId"]}, 1),
                ({"activityId": "receive"}, 1),
                ({"withoutTenantId": "true"}, 1),
            ],
            post=False,
        )
        trigger = f"/execution/{row['executionId']}/messageSubscriptions/papers"
        self.assertEqual(self.server.get(trigger).json["id"], row["id"])
        self.assertEqual(self.server.post(trigger.replace("papers", "none") + "/trigger").status, 500)
        self.nothing(self.server.post(trigger + "/trigger", {"variables": {"v": {"value": 1}}}))
        self.assertEqual(self.server.get(path, **base).json, [])


class Messages(ContractCase):
    def setUp(self):
        self.server.deploy_once("messaging", models.process("messaging", models.MESSAGE))

    def test_messages(self):
        first = self.server.start("messaging", {"case": {"value": 1}}, "msg-1")
        second = self.server.start("messaging", {"case": {"value": 2}}, "msg-2")
        send = lambda **body: self.server.post("/message", {"messageName": "papers", **body})
        mismatch = "org.camunda.bpm.engine.MismatchingMessageCorrelationException: "
        self.refused(self.server.post("/message"), 400, BAD, "No message name supplied")
        self.refused(
            send(businessKey="nobody"),
            400,
            "RestException",
            mismatch + "Cannot correlate message 'papers': ",
            0,
        )
        self.refused(send(), 400, "RestException", mismatch, 0)  # two wait
        self.refused(send(processInstanceId=first, tenantId="t"), 400, BAD)
        self.refused(send(variablesInResultEnabled=True, businessKey="msg-1"), 400, BAD)
        self.nothing(send(businessKey="nobody", all=True))
        self.assertEqual(send(businessKey="nobody", all=True, resultEnabled=True).json, [])
        answer = send(
            correlationKeys={"case": {"value": 2}},
            resultEnabled=True,
            variablesInResultEnabled=True,
            processVariables={"came": {"value": True}},
        )
        (result,) = self.rows(
            answer, {"resultType": str, "execution": object, "processInstance": object, "variables": dict}
        )
        self.shape(result["execution"], EXECUTION)
        self.assertEqual(
            (result["resultType"], result["processInstance"], result["execution"]["processInstanceId"]),
            ("Execution", None, second),
        )
        self.assertEqual(self.server.get(f"/process-instance/{second}/variables/came").json["value"], True)
        self.nothing(send(processInstanceId=first))
        self.malformed("POST", "/message")

    def test_signals(self):
        self.refused(self.server.post("/signal"), 400, BAD, "No signal name given")
        self.nothing(
            self.server.post("/signal", {"name": "nobody-listens", "variables": {"v": {"value": 1}}})
        )
        instance = self.server.start("messaging", None, "signals")
        (row,) = self.server.get("/event-subscription", processInstanceId=instance).json
        self.refused(
            self.server.post("/signal", {"name": "bell", "executionId": row["executionId"]}),
            500,
            "RestException",
            "has not subscribed to a signal event with name 'bell'.",
            0,
        )
        self.nothing(self.server.delete(f"/process-instance/{instance}"))
