"""The contract's types as tables, and a test case that compares answers with them."""

import re
import unittest

from server import server

DATE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$")


class Date:
    """A string of 1.5."""


class Optional:
    def __init__(self, kind):
        self.kind = kind


def opt(kind):
    return Optional(kind)


NULL = type(None)

VAR = {"value": object, "type": str, "valueInfo": dict}

TASK = {
    "id": str,
    "name": opt(str),
    "assignee": opt(str),
    "owner": opt(str),
    "created": Date,
    "lastUpdated": opt(Date),
    "due": opt(Date),
    "followUp": opt(Date),
    "delegationState": opt(str),
    "description": opt(str),
    "executionId": opt(str),
    "parentTaskId": opt(str),
    "priority": int,
    "processDefinitionId": opt(str),
    "processInstanceId": opt(str),
    "taskDefinitionKey": opt(str),
    "caseExecutionId": opt(str),
    "caseInstanceId": opt(str),
    "caseDefinitionId": opt(str),
    "suspended": bool,
    "formKey": opt(str),
    "camundaFormRef": opt(dict),
    "tenantId": opt(str),
    "taskState": str,
}

COMMENT = {
    "links": list,
    "id": str,
    "userId": opt(str),
    "time": Date,
    "taskId": opt(str),
    "processInstanceId": opt(str),
    "message": str,
    "removalTime": opt(Date),
    "rootProcessInstanceId": opt(str),
}

EXTERNAL_TASK = {
    "id": str,
    "topicName": str,
    "workerId": opt(str),
    "lockExpirationTime": opt(Date),
    "createTime": Date,
    "retries": opt(int),
    "errorMessage": opt(str),
    "priority": int,
    "suspended": bool,
    "activityId": str,
    "activityInstanceId": str,
    "executionId": str,
    "processInstanceId": str,
    "processDefinitionId": str,
    "processDefinitionKey": str,
    "processDefinitionVersionTag": opt(str),
    "tenantId": opt(str),
    "businessKey": opt(str),
}

LOCKED_TASK = {**EXTERNAL_TASK, "errorDetails": opt(str), "variables": dict, "extensionProperties": dict}

JOB = {
    "id": str,
    "jobDefinitionId": opt(str),
    "processInstanceId": opt(str),
    "processDefinitionId": opt(str),
    "processDefinitionKey": opt(str),
    "executionId": opt(str),
    "exceptionMessage": opt(str),
    "failedActivityId": opt(str),
    "retries": int,
    "dueDate": opt(Date),
    "suspended": bool,
    "priority": int,
    "tenantId": opt(str),
    "createTime": Date,
    "batchId": opt(str),
}

INCIDENT = {
    "id": str,
    "incidentType": str,
    "incidentTimestamp": Date,
    "incidentMessage": opt(str),
    "executionId": opt(str),
    "activityId": opt(str),
    "failedActivityId": opt(str),
    "processInstanceId": opt(str),
    "processDefinitionId": opt(str),
    "causeIncidentId": str,
    "rootCauseIncidentId": str,
    "configuration": opt(str),
    "jobDefinitionId": opt(str),
    "tenantId": opt(str),
    "annotation": opt(str),
}

HISTORIC_INCIDENT = {
    **{k: v for k, v in INCIDENT.items() if k != "incidentTimestamp"},
    "createTime": Date,
    "endTime": opt(Date),
    "removalTime": opt(Date),
    "historyConfiguration": opt(str),
    "processDefinitionKey": opt(str),
    "rootProcessInstanceId": opt(str),
    "open": bool,
    "deleted": bool,
    "resolved": bool,
}

HISTORIC_PROCESS = {
    "id": str,
    "businessKey": opt(str),
    "processDefinitionId": str,
    "processDefinitionKey": str,
    "processDefinitionName": opt(str),
    "processDefinitionVersion": int,
    "startTime": Date,
    "endTime": opt(Date),
    "durationInMillis": opt(int),
    "startUserId": opt(str),
    "startActivityId": str,
    "deleteReason": opt(str),
    "superProcessInstanceId": opt(str),
    "rootProcessInstanceId": str,
    "superCaseInstanceId": opt(str),
    "caseInstanceId": opt(str),
    "tenantId": opt(str),
    "state": str,
    "removalTime": opt(Date),
    "restartedProcessInstanceId": opt(str),
}

HISTORIC_ACTIVITY = {
    "id": str,
    "parentActivityInstanceId": str,
    "activityId": str,
    "activityName": opt(str),
    "activityType": str,
    "processDefinitionKey": str,
    "processDefinitionId": str,
    "processInstanceId": str,
    "executionId": str,
    "taskId": opt(str),
    "assignee": opt(str),
    "calledProcessInstanceId": opt(str),
    "calledCaseInstanceId": opt(str),
    "startTime": Date,
    "endTime": opt(Date),
    "durationInMillis": opt(int),
    "canceled": bool,
    "completeScope": bool,
    "tenantId": opt(str),
    "removalTime": opt(Date),
    "rootProcessInstanceId": opt(str),
}

HISTORIC_TASK = {
    "id": str,
    "processDefinitionKey": opt(str),
    "processDefinitionId": opt(str),
    "processInstanceId": opt(str),
    "executionId": opt(str),
    "caseDefinitionKey": opt(str),
    "caseDefinitionId": opt(str),
    "caseInstanceId": opt(str),
    "caseExecutionId": opt(str),
    "activityInstanceId": opt(str),
    "name": opt(str),
    "description": opt(str),
    "deleteReason": opt(str),
    "owner": opt(str),
    "assignee": opt(str),
    "startTime": Date,
    "endTime": opt(Date),
    "duration": opt(int),
    "taskDefinitionKey": opt(str),
    "priority": int,
    "due": opt(Date),
    "parentTaskId": opt(str),
    "followUp": opt(Date),
    "tenantId": opt(str),
    "removalTime": opt(Date),
    "rootProcessInstanceId": opt(str),
    "taskState": str,
}

HISTORIC_VARIABLE = {
    **VAR,
    "id": str,
    "name": str,
    "processDefinitionKey": opt(str),
    "processDefinitionId": opt(str),
    "processInstanceId": opt(str),
    "executionId": opt(str),
    "activityInstanceId": opt(str),
    "caseDefinitionKey": opt(str),
    "caseDefinitionId": opt(str),
    "caseInstanceId": opt(str),
    "caseExecutionId": opt(str),
    "taskId": opt(str),
    "errorMessage": opt(str),
    "tenantId": opt(str),
    "state": str,
    "createTime": Date,
    "removalTime": opt(Date),
    "rootProcessInstanceId": opt(str),
}

VARIABLE_INSTANCE = {
    **VAR,
    "id": str,
    "name": str,
    "processDefinitionId": opt(str),
    "processInstanceId": opt(str),
    "executionId": opt(str),
    "caseInstanceId": opt(str),
    "caseExecutionId": opt(str),
    "taskId": opt(str),
    "batchId": opt(str),
    "activityInstanceId": opt(str),
    "errorMessage": opt(str),
    "tenantId": opt(str),
}

DEPLOYMENT = {
    "links": list,
    "id": str,
    "name": opt(str),
    "source": opt(str),
    "deploymentTime": Date,
    "tenantId": opt(str),
}
DEPLOYED = {
    **DEPLOYMENT,
    "deployedProcessDefinitions": opt(dict),
    "deployedDecisionDefinitions": opt(dict),
    "deployedDecisionRequirementsDefinitions": opt(dict),
    "deployedCaseDefinitions": opt(dict),
}

PROCESS_DEFINITION = {
    "id": str,
    "key": str,
    "category": opt(str),
    "description": opt(str),
    "name": opt(str),
    "version": int,
    "resource": str,
    "deploymentId": str,
    "diagram": opt(str),
    "suspended": bool,
    "tenantId": opt(str),
    "versionTag": opt(str),
    "historyTimeToLive": opt(int),
    "startableInTasklist": bool,
}

PROCESS_INSTANCE = {
    "links": list,
    "id": str,
    "definitionId": str,
    "definitionKey": str,
    "businessKey": opt(str),
    "caseInstanceId": opt(str),
    "ended": bool,
    "suspended": bool,
    "tenantId": opt(str),
}

EXECUTION = {"id": str, "processInstanceId": str, "ended": bool, "tenantId": opt(str)}

EVENT_SUBSCRIPTION = {
    "id": str,
    "eventType": str,
    "eventName": opt(str),
    "executionId": opt(str),
    "processInstanceId": opt(str),
    "activityId": str,
    "createdDate": Date,
    "tenantId": opt(str),
}

ACTIVITY_NODE = {
    "id": str,
    "parentActivityInstanceId": opt(str),
    "activityId": str,
    "activityName": opt(str),
    "name": opt(str),
    "activityType": str,
    "processInstanceId": str,
    "processDefinitionId": str,
    "childActivityInstances": list,
    "childTransitionInstances": list,
    "executionIds": list,
    "incidentIds": list,
    "incidents": list,
}


class ContractCase(unittest.TestCase):
    """Words for comparing answers with the contract."""

    maxDiff = None

    @property
    def server(self):
        return server()

    def value(self, value, kind, where):
        if isinstance(kind, Optional):
            if value is not None:
                self.value(value, kind.kind, where)
        elif kind is Date:
            self.assertIsInstance(value, str, where)
            self.assertRegex(value, DATE, where)
        elif kind is int:
            self.assertTrue(isinstance(value, int) and not isinstance(value, bool), f"{where} is {value!r}")
        elif kind is not object:
            self.assertIsInstance(value, kind, where)

    def shape(self, found, fields, where="the answer"):
        """Every declared field with its type, and no other."""
        self.assertIsInstance(found, dict, where)
        self.assertEqual(sorted(found), sorted(fields), where)
        for name, kind in fields.items():
            self.value(found[name], kind, f"{where}.{name}")
        return found

    def one(self, answer, fields):
        self.is_json(answer, 200)
        return self.shape(answer.json, fields)

    def rows(self, answer, fields):
        self.is_json(answer, 200)
        rows = answer.json
        self.assertIsInstance(rows, list)
        for i, row in enumerate(rows):
            self.shape(row, fields, f"row {i}")
        return rows

    def is_json(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "application/json")

    def nothing(self, answer):
        """204 with an empty body."""
        self.assertEqual((answer.status, answer.bytes), (204, b""), answer)

    def counted(self, answer, count):
        self.is_json(answer, 200)
        self.assertEqual(answer.json, {"count": count})

    def refused(self, answer, status, kind, text="", code=None):
        """The contract's error: exactly type, message and code."""
        self.is_json(answer, status)
        error = answer.json
        self.assertEqual(error["type"], kind, answer)
        self.assertIn(text, error["message"])
        self.assertEqual(error["code"], code, answer)
        return error

    def malformed(self, method, path):
        """What any endpoint with a JSON body says of a broken one (1.3)."""
        self.refused(self.server.ask(method, path, b"{"), 400, "InvalidRequestException")
        self.refused(self.server.ask(method, path, b"[1]"), 400, "InvalidRequestException")

    def lists(self, path, fields, sortings, some, post=True):
        """What every list understands (1.7): paging, sorting, counts, errors. `some` selects rows."""
        everything = self.rows(self.server.get(path, **some), fields)
        count = len(everything)
        self.assertGreater(count, 1, f"{path} needs rows to be tested with")
        ids = [row["id"] for row in everything]
        self.counted(self.server.get(path + "/count", **some), count)
        self.assertEqual(self.server.get(path, maxResults=0, **some).json, [])
        first = self.server.get(path, maxResults=1, **some).json
        rest = self.server.get(path, firstResult=1, **some).json
        self.assertEqual([row["id"] for row in first + rest], ids)
        for key in sortings:
            up = [
                r["id"] for r in self.rows(self.server.get(path, sortBy=key, sortOrder="asc", **some), fields)
            ]
            down = [
                r["id"]
                for r in self.rows(self.server.get(path, sortBy=key, sortOrder="desc", **some), fields)
            ]
            self.assertEqual((sorted(up), sorted(down)), (sorted(ids), sorted(ids)), key)
        self.counted(self.server.get(path + "/count", sortBy=sortings[0], sortOrder="asc", **some), count)
        bad = "InvalidRequestException"
        self.refused(
            self.server.get(path, sortBy=sortings[0]),
            400,
            bad,
            "Only a single sorting parameter specified. sortBy and sortOrder required",
        )
        self.refused(self.server.get(path, sortOrder="asc"), 400, bad)
        self.refused(
            self.server.get(path, sortBy="nonsense", sortOrder="asc"),
            400,
            bad,
            "sortBy parameter has invalid value: nonsense",
        )
        self.refused(self.server.get(path, sortBy=sortings[0], sortOrder="up"), 400, bad)
        for parameter in ("firstResult", "maxResults"):
            self.refused(self.server.get(path, **{parameter: "x"}), 400, bad)
        self.assertEqual(self.server.get(path, nobodyKnows="x", **some).status, 200)
        if post:
            self.lists_by_post(path, fields, sortings, some, ids)
        else:
            self.assertEqual(self.server.post(path).status, 405)

    def lists_by_post(self, path, fields, sortings, some, ids):
        found = self.rows(self.server.post(path, some), fields)
        self.assertEqual([row["id"] for row in found], ids)
        self.counted(self.server.post(path + "/count", some), len(ids))
        self.assertEqual(len(self.server.post(path, some, maxResults=1).json), 1)
        # The paging pair stays in the query string: in the body it is refused, not lost.
        self.refused(
            self.server.post(path, {**some, "maxResults": 1}),
            400,
            "InvalidRequestException",
            f"'maxResults' is a query parameter of POST {path}, not a property of the body",
        )
        levels = [{"sortBy": key, "sortOrder": "desc"} for key in sortings if key != "duration"]
        self.assertEqual(
            len(self.rows(self.server.post(path, {**some, "sorting": levels}), fields)), len(ids)
        )
        flat = self.server.post(path, {**some, "sortBy": sortings[0], "sortOrder": "desc"})
        self.assertEqual(len(self.rows(flat, fields)), len(ids))
        self.refused(
            self.server.post(path, {"sorting": [{"sortBy": "nonsense", "sortOrder": "asc"}]}),
            400,
            "InvalidRequestException",
        )
        self.malformed("POST", path)
        self.malformed("POST", path + "/count")
        self.assertEqual(self.server.post(path, {**some, "nobodyKnows": {"x": 1}}).status, 200)

    def selects(self, path, base, cases, post=True):
        """cases: (parameters, expected number of rows), each conjoined with `base`; asked by GET and POST."""
        for parameters, expected in cases:
            with self.subTest(path=path, **parameters):
                found = self.server.get(path, **{**base, **parameters})
                self.assertEqual(found.status, 200, found)
                self.assertEqual(len(found.json), expected)
                self.counted(self.server.get(path + "/count", **{**base, **parameters}), expected)
                if post:
                    self.assertEqual(
                        len(self.server.post(path, {**base, **parameters}).json), expected, "by POST"
                    )
