"""engine-rest sections 14.1 to 14.3."""

import models
from shapes import HISTORIC_ACTIVITY, HISTORIC_PROCESS, HISTORIC_TASK, ContractCase

BAD = "InvalidRequestException"
PAST, FUTURE = "2001-01-01T00:00:00.000+0000", "2099-01-01T00:00:00.000+0000"
PROCESS_SORTINGS = [
    "instanceId",
    "definitionId",
    "definitionKey",
    "definitionName",
    "definitionVersion",
    "businessKey",
    "startTime",
    "endTime",
    "duration",
    "tenantId",
]
ACTIVITY_SORTINGS = [
    "activityInstanceId",
    "instanceId",
    "executionId",
    "activityId",
    "activityName",
    "activityType",
    "startTime",
    "endTime",
    "duration",
    "definitionId",
    "occurrence",
    "tenantId",
]
TASK_SORTINGS = [
    "taskId",
    "activityInstanceId",
    "processDefinitionId",
    "processInstanceId",
    "executionId",
    "duration",
    "endTime",
    "startTime",
    "taskName",
    "taskDescription",
    "assignee",
    "owner",
    "dueDate",
    "followUpDate",
    "deleteReason",
    "taskDefinitionKey",
    "priority",
    "caseDefinitionId",
    "caseInstanceId",
    "caseExecutionId",
    "tenantId",
]


class HistoryCase(ContractCase):
    KEY = "historic"

    def setUp(self):
        self.server.deploy_once(self.KEY, models.process(self.KEY, models.USER_TASK))
        self.server.deploy_once(
            "calls-historic", models.process("calls-historic", models.CALLING.format(called=self.KEY))
        )

    def task_of(self, instance):
        return self.server.get("/task", processInstanceId=instance).json[0]["id"]

    def finished(self, business_key=None, variables=None):
        instance = self.server.start(self.KEY, variables, business_key)
        self.server.advance("PT1M")
        self.nothing(self.server.post(f"/task/{self.task_of(instance)}/complete"))
        return instance

    def nested(self):
        """A caller and its called instance."""
        caller = self.server.start("calls-historic")
        (called,) = self.server.get("/process-instance", superProcessInstance=caller).json
        return caller, called["id"]


class Processes(HistoryCase):
    def process(self, instance):
        return self.one(self.server.get(f"/history/process-instance/{instance}"), HISTORIC_PROCESS)

    def test_a_process_has_every_field(self):
        instance = self.server.start(self.KEY, None, "K")
        found = self.process(instance)
        definition = self.server.get(f"/process-definition/key/{self.KEY}").json
        for name, value in {
            "id": instance,
            "businessKey": "K",
            "processDefinitionId": definition["id"],
            "processDefinitionKey": self.KEY,
            "processDefinitionName": "The historic",
            "processDefinitionVersion": 1,
            "endTime": None,
            "durationInMillis": None,
            "startActivityId": "start",
            "deleteReason": None,
            "superProcessInstanceId": None,
            "rootProcessInstanceId": instance,
            "state": "ACTIVE",
        }.items():
            self.assertEqual(found[name], value, name)
        self.refused(
            self.server.get("/history/process-instance/17"),
            404,
            BAD,
            "Historic process instance with id 17 does not exist",
        )

    def test_states(self):
        instance = self.server.start(self.KEY)
        suspend = lambda on: self.server.put(f"/process-instance/{instance}/suspended", {"suspended": on})
        self.nothing(suspend(True))
        self.assertEqual(self.process(instance)["state"], "SUSPENDED")
        self.nothing(suspend(False))
        self.nothing(self.server.delete(f"/process-instance/{instance}"))
        ended = self.process(instance)
        self.assertEqual(ended["state"], "EXTERNALLY_TERMINATED")
        self.assertIsNotNone(ended["endTime"])
        done = self.process(self.finished())
        self.assertEqual(done["state"], "COMPLETED")
        self.assertGreaterEqual(done["durationInMillis"], 60_000)

    def test_called_processes(self):
        caller, called = self.nested()
        found = self.process(called)
        self.assertEqual((found["superProcessInstanceId"], found["rootProcessInstanceId"]), (caller, caller))
        both = {"processInstanceIds": [caller, called]}
        self.selects(
            "/history/process-instance",
            both,
            [
                ({"superProcessInstanceId": caller}, 1),
                ({"subProcessInstanceId": called}, 1),
                ({"rootProcessInstances": "true"}, 1),
                ({"rootProcessInstanceId": caller}, 2),
            ],
        )
        self.assertEqual(
            self.server.get("/history/process-instance", subProcessInstanceId=called).json[0]["id"], caller
        )
        self.assertEqual(
            self.server.get(
                "/history/process-instance", rootProcessInstances="true", superProcessInstanceId=caller
            ).status,
            400,
        )

    def test_lists_and_filters(self):
        running = self.server.start(self.KEY, {"n": {"value": 5}}, "hist-A")
        ended = self.finished("hist-B", {"n": {"value": 9}})
        base = {"processInstanceIds": [running, ended]}
        self.lists("/history/process-instance", HISTORIC_PROCESS, PROCESS_SORTINGS, base)
        definition = self.process(ended)["processDefinitionId"]
        self.selects(
            "/history/process-instance",
            base,
            [
                ({"processInstanceId": ended}, 1),
                ({"processInstanceIdNotIn": [ended]}, 1),
                ({"finished": "true"}, 1),
                ({"unfinished": "true"}, 1),
                ({"finished": "false"}, 2),
                ({"processInstanceBusinessKey": "hist-A"}, 1),
                ({"processInstanceBusinessKeyIn": ["hist-A", "hist-B"]}, 2),
                ({"processInstanceBusinessKeyLike": "hist%"}, 2),
                ({"processDefinitionId": definition}, 2),
                ({"processDefinitionKey": self.KEY}, 2),
                ({"processDefinitionKeyIn": ["x"]}, 0),
                ({"processDefinitionKeyNotIn": ["x"]}, 2),
                ({"processDefinitionKeyNotIn": [self.KEY]}, 0),
                ({"processDefinitionName": "The historic"}, 2),
                ({"processDefinitionNameLike": "The%"}, 2),
                ({"active": "true"}, 1),
                ({"suspended": "true"}, 0),
                ({"completed": "true"}, 1),
                ({"externallyTerminated": "true"}, 0),
                ({"internallyTerminated": "true"}, 0),
                ({"withIncidents": "true"}, 0),
                ({"withRootIncidents": "true"}, 0),
                ({"incidentType": "failedJob"}, 0),
                ({"incidentStatus": "open"}, 0),
                ({"incidentMessageLike": "%"}, 0),
                ({"withJobsRetrying": "true"}, 0),
                ({"startedBy": "an"}, 0),
                ({"startedBefore": FUTURE}, 2),
                ({"startedAfter": FUTURE}, 0),
                ({"finishedBefore": FUTURE}, 1),
                ({"finishedAfter": PAST}, 1),
                ({"executedActivityAfter": PAST}, 2),
                ({"executedActivityBefore": PAST}, 0),
                ({"executedActivityIdIn": ["check"]}, 1),
                ({"activeActivityIdIn": ["check"]}, 1),
                ({"activityIdIn": ["check"]}, 1),
                ({"activityIdIn": ["done"]}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 2),
                ({"caseInstanceId": "1"}, 0),
            ],
        )
        start = self.process(ended)["startTime"]
        self.assertEqual(
            len(
                self.server.get(
                    "/history/process-instance",
                    startedBefore=start,
                    startedAfter=start,
                    processInstanceId=ended,
                ).json
            ),
            1,
        )  # inclusive
        for operator, value, expected in (("eq", 9, 1), ("gt", 4, 2), ("neq", 5, 1)):
            self.counted(
                self.server.post(
                    "/history/process-instance/count",
                    {**base, "variables": [{"name": "n", "operator": operator, "value": value}]},
                ),
                expected,
            )
        either = {**base, "orQueries": [{"active": True, "completed": True, "suspended": False}]}
        self.counted(self.server.post("/history/process-instance/count", either), 2)
        error = self.server.get("/history/process-instance", active="true", completed="true")
        self.assertEqual(error.status, 400)
        self.assertIn(
            "Already querying for historic process instance with another state", error.json["message"]
        )
        longest = self.server.get(
            "/history/process-instance", **base, sortBy="duration", sortOrder="asc"
        ).json
        self.assertEqual([row["id"] for row in longest], [ended, running])  # nulls last

    def test_deletion(self):
        path = "/history/process-instance/"
        instance = self.finished()
        self.nothing(self.server.delete(path + instance, {}))
        for kind in ("process-instance", "activity-instance", "task", "variable-instance"):
            field = "processInstanceId"
            self.assertEqual(self.server.get(f"/history/{kind}", **{field: instance}).json, [], kind)
        self.refused(self.server.delete(path + instance), 404, BAD)
        self.nothing(self.server.delete(path + instance, failIfNotExists="false"))
        self.refused(self.server.delete(path + self.server.start(self.KEY)), 404, BAD)


class Activities(HistoryCase):
    def test_activities(self):
        instance = self.finished()
        rows = self.rows(
            self.server.get(
                "/history/activity-instance", processInstanceId=instance, sortBy="occurrence", sortOrder="asc"
            ),
            HISTORIC_ACTIVITY,
        )
        self.assertEqual(
            [(r["activityId"], r["activityType"]) for r in rows],
            [("start", "startEvent"), ("check", "userTask"), ("done", "noneEndEvent")],
        )
        check = rows[1]
        self.assertRegex(check["id"], r"^check:[0-9a-f-]{36}$")
        self.assertEqual(
            (check["parentActivityInstanceId"], check["rootProcessInstanceId"]), (instance, instance)
        )
        self.assertEqual(
            (check["activityName"], check["canceled"], check["completeScope"]),
            ("Check the Papers", False, False),
        )
        self.assertEqual([row["completeScope"] for row in rows], [False, False, True])
        self.assertGreaterEqual(check["durationInMillis"], 60_000)
        (task,) = self.server.get("/history/task", processInstanceId=instance).json
        self.assertEqual((check["taskId"], check["id"]), (task["id"], task["activityInstanceId"]))
        self.assertEqual(
            self.one(self.server.get(f"/history/activity-instance/{check['id']}"), HISTORIC_ACTIVITY), check
        )
        for bad in ("check:17", "x"):
            self.refused(
                self.server.get(f"/history/activity-instance/{bad}"),
                404,
                BAD,
                f"Historic activity instance with id '{bad}' does not exist",
            )
        caller, called = self.nested()
        (call,) = self.server.get(
            "/history/activity-instance", processInstanceId=caller, activityId="call"
        ).json
        self.assertEqual((call["calledProcessInstanceId"], call["activityType"]), (called, "callActivity"))

    def test_lists_and_filters(self):
        instance = self.server.start(self.KEY)
        self.nothing(self.server.post(f"/task/{self.task_of(instance)}/claim", {"userId": "an"}))
        base = {"processInstanceId": instance}
        self.lists("/history/activity-instance", HISTORIC_ACTIVITY, ACTIVITY_SORTINGS, base)
        (check,) = self.server.get("/history/activity-instance", activityId="check", **base).json
        self.selects(
            "/history/activity-instance",
            base,
            [
                ({}, 2),
                ({"activityInstanceId": check["id"]}, 1),
                ({"executionId": check["executionId"]}, 1),
                ({"processDefinitionId": check["processDefinitionId"]}, 2),
                ({"activityName": "Check the Papers"}, 1),
                ({"activityName": "check the papers"}, 0),
                ({"activityNameLike": "Check%"}, 1),
                ({"activityType": "userTask"}, 1),
                ({"taskAssignee": "an"}, 1),
                ({"finished": "true"}, 1),
                ({"unfinished": "true"}, 1),
                ({"completeScope": "true"}, 0),
                ({"canceled": "true"}, 0),
                ({"startedBefore": FUTURE}, 2),
                ({"startedAfter": FUTURE}, 0),
                ({"finishedAfter": PAST}, 1),
                ({"finishedBefore": PAST}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 2),
            ],
        )
        self.nothing(self.server.delete(f"/process-instance/{instance}"))
        self.counted(self.server.get("/history/activity-instance/count", canceled="true", **base), 1)


class Tasks(HistoryCase):
    def test_a_task_has_every_field(self):
        instance = self.server.start(self.KEY)
        task = self.task_of(instance)
        look = lambda: self.rows(self.server.get("/history/task", taskId=task), HISTORIC_TASK)[0]
        self.assertEqual(
            (look()["taskState"], look()["endTime"], look()["deleteReason"]), ("Created", None, None)
        )
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.assertEqual((look()["taskState"], look()["assignee"]), ("Updated", "an"))
        self.server.advance("PT1M")
        self.nothing(self.server.post(f"/task/{task}/complete"))
        found = look()
        for name, value in {
            "deleteReason": "completed",
            "taskState": "Completed",
            "name": "Check the Papers",
            "description": "Look at both pages",
            "priority": 60,
            "processInstanceId": instance,
            "taskDefinitionKey": "check",
            "rootProcessInstanceId": instance,
        }.items():
            self.assertEqual(found[name], value, name)
        self.assertGreaterEqual(found["duration"], 60_000)
        gone = self.server.start(self.KEY)
        self.nothing(self.server.delete(f"/process-instance/{gone}"))
        (row,) = self.server.get("/history/task", processInstanceId=gone).json
        self.assertEqual((row["taskState"], row["deleteReason"]), ("Deleted", "deleted"))

    def test_lists_and_filters(self):
        ended = self.finished("hist-task", {"n": {"value": 1}})
        running = self.server.start(self.KEY, {"n": {"value": 2}}, "hist-task")
        task = self.task_of(running)
        self.nothing(self.server.post(f"/task/{task}/claim", {"userId": "an"}))
        self.nothing(self.server.put(f"/task/{task}/localVariables/own", {"value": "x"}))
        base = {"processInstanceBusinessKey": "hist-task"}
        self.lists("/history/task", HISTORIC_TASK, TASK_SORTINGS, base)
        (row,) = self.server.get("/history/task", taskId=task).json
        self.selects(
            "/history/task",
            base,
            [
                ({"taskId": task}, 1),
                ({"processInstanceId": ended}, 1),
                ({"rootProcessInstanceId": ended}, 1),
                ({"processInstanceBusinessKeyIn": ["hist-task"]}, 2),
                ({"processInstanceBusinessKeyLike": "hist-t%"}, 2),
                ({"executionId": row["executionId"]}, 1),
                ({"activityInstanceIdIn": [row["activityInstanceId"]]}, 1),
                ({"processDefinitionId": row["processDefinitionId"]}, 2),
                ({"processDefinitionKey": self.KEY}, 2),
                ({"processDefinitionName": "The historic"}, 2),
                ({"taskName": "check THE papers"}, 2),
                ({"taskNameLike": "CHECK%"}, 2),
                ({"taskDescription": "look at both pages"}, 2),
                ({"taskDescriptionLike": "look%"}, 2),
                ({"taskDefinitionKey": "check"}, 2),
                ({"taskDefinitionKeyIn": ["x"]}, 0),
                ({"taskDeleteReason": "completed"}, 1),
                ({"taskDeleteReasonLike": "comp%"}, 1),
                ({"taskAssignee": "an"}, 1),
                ({"taskAssigneeLike": "a%"}, 1),
                ({"taskOwner": "an"}, 0),
                ({"taskPriority": 60}, 2),
                ({"assigned": "true"}, 1),
                ({"unassigned": "true"}, 1),
                ({"finished": "true"}, 1),
                ({"unfinished": "true"}, 1),
                ({"processFinished": "true"}, 1),
                ({"processUnfinished": "true"}, 1),
                ({"taskDueDateBefore": FUTURE}, 0),
                ({"withoutTaskDueDate": "true"}, 2),
                ({"taskFollowUpDateAfter": PAST}, 0),
                ({"startedBefore": FUTURE}, 2),
                ({"finishedAfter": PAST}, 1),
                ({"taskInvolvedUser": "an"}, 1),
                ({"taskHadCandidateGroup": "clerks"}, 1),
                ({"caseInstanceId": "1"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 2),
            ],
        )
        count = lambda body: self.server.post("/history/task/count", {**base, **body}).json["count"]
        self.assertEqual(count({"processVariables": [{"name": "n", "operator": "gt", "value": 1}]}), 1)
        self.assertEqual(count({"taskVariables": [{"name": "own", "operator": "eq", "value": "x"}]}), 1)
        self.assertEqual(
            self.server.post(
                "/history/task", {"taskVariables": [{"name": "own", "operator": "neq", "value": "x"}]}
            ).status,
            400,
        )
        self.assertEqual(count({"orQueries": [{"taskId": task, "finished": True}]}), 2)
