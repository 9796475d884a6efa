"""engine-rest section 9."""

import unittest

import models
from shapes import COMMENT, TASK, VAR, ContractCase

SORTINGS = [
    "instanceId",
    "caseInstanceId",
    "dueDate",
    "followUpDate",
    "executionId",
    "caseExecutionId",
    "assignee",
    "created",
    "lastUpdated",
    "description",
    "id",
    "name",
    "nameCaseInsensitive",
    "priority",
    "tenantId",
]


class Tasks(ContractCase):
    KEY = "tasks"

    def setUp(self):
        self.server.deploy_once(self.KEY, models.process(self.KEY, models.USER_TASK))

    def started(self, variables=None, business_key=None):
        instance = self.server.start(self.KEY, variables, business_key)
        (task,) = self.server.get("/task", processInstanceId=instance).json
        return instance, task["id"]

    def task(self, task):
        return self.one(self.server.get(f"/task/{task}"), TASK)

    def test_a_task_has_every_field(self):
        instance, task = self.started()
        found = self.task(task)
        definition = self.server.get(f"/process-instance/{instance}").json["definitionId"]
        for name, value in {
            "id": task,
            "name": "Check the Papers",
            "description": "Look at both pages",
            "priority": 60,
            "taskDefinitionKey": "check",
            "processInstanceId": instance,
            "taskState": "Created",
            "processDefinitionId": definition,
            "suspended": False,
            "assignee": None,
            "lastUpdated": None,
            "delegationState": None,
            "camundaFormRef": None,
        }.items():
            self.assertEqual(found[name], value, name)
        self.refused(
            self.server.get("/task/17"), 404, "InvalidRequestException", "No matching task with id 17"
        )
        self.refused(self.server.get("/task/not-an-id"), 404, "InvalidRequestException")

    def test_lists(self):
        for _ in range(3):
            self.started(business_key="lists")
        self.lists("/task", TASK, SORTINGS, {"processInstanceBusinessKey": "lists"})
        self.refused(
            self.server.get("/task", sortBy="processVariable", sortOrder="asc"),
            400,
            "InvalidRequestException",
            "sortBy parameter has invalid value: processVariable",
        )

    def test_filters(self):
        instance, task = self.started({"n": {"value": 5}, "s": {"value": "xy"}}, "filters")
        second = self.started({"n": {"value": 9}}, "filters")[1]
        self.nothing(self.server.post(f"/task/{second}/claim", {"userId": "an"}))
        self.nothing(self.server.put(f"/task/{second}/localVariables/own", {"value": True}))
        past, future = "2001-01-01T00:00:00.000+0000", "2099-01-01T00:00:00.000+0000"
        self.selects(
            "/task",
            {"processInstanceBusinessKey": "filters"},
            [
                ({"taskId": task}, 1),
                ({"taskIdIn": [task, second]}, 2),
                ({"taskId": "x"}, 0),
                ({"name": "check the papers"}, 1 + 1),
                ({"name": "other"}, 0),
                ({"nameNotEqual": "CHECK THE PAPERS"}, 0),
                ({"nameLike": "check%"}, 2),
                ({"nameNotLike": "%papers"}, 0),
                ({"nameLike": "papers"}, 0),
                ({"description": "look at both PAGES"}, 2),
                ({"descriptionLike": "look%"}, 2),
                ({"priority": 60}, 2),
                ({"minPriority": 61}, 0),
                ({"maxPriority": 60}, 2),
                ({"taskDefinitionKey": "check"}, 2),
                ({"taskDefinitionKey": "CHECK"}, 0),
                ({"taskDefinitionKeyIn": ["check", "b"]}, 2),
                ({"taskDefinitionKeyNotIn": ["check"]}, 0),
                ({"taskDefinitionKeyLike": "ch_ck"}, 2),
                ({"parentTaskId": "1"}, 0),
                ({"delegationState": "PENDING"}, 0),
                ({"active": "true"}, 2),
                ({"suspended": "true"}, 0),
                ({"suspended": "false"}, 2),
                ({"assignee": "an"}, 1),
                ({"assignee": "AN"}, 0),
                ({"assigneeLike": "a%"}, 1),
                ({"assigneeIn": ["an", "x"]}, 1),
                ({"assigneeNotIn": ["x"]}, 1),
                ({"owner": "an"}, 0),
                ({"assigned": "true"}, 1),
                ({"unassigned": "true"}, 1),
                ({"involvedUser": "binh"}, 2),
                ({"involvedUser": "nobody"}, 0),
                ({"processInstanceId": instance}, 1),
                ({"processInstanceIdIn": [instance, "7"]}, 1),
                ({"processInstanceBusinessKeyIn": ["filters", "b"]}, 2),
                ({"processInstanceBusinessKeyLike": "filt%"}, 2),
                ({"processDefinitionKey": self.KEY}, 2),
                ({"processDefinitionKeyIn": ["none"]}, 0),
                ({"processDefinitionName": "The tasks"}, 2),
                ({"processDefinitionNameLike": "The%"}, 2),
                ({"executionId": "1"}, 0),
                ({"withoutTenantId": "true"}, 2),
                ({"tenantIdIn": ["t"]}, 0),
                ({"caseInstanceId": "1"}, 0),
                ({"createdAfter": past}, 2),
                ({"createdBefore": past}, 0),
                ({"createdBefore": future}, 2),
                ({"updatedAfter": past}, 2),
                ({"dueBefore": future}, 0),
                ({"withoutDueDate": "true"}, 2),
                ({"followUpBefore": future}, 0),
                ({"followUpBeforeOrNotExistent": past}, 2),
                ({"created": past}, 0),
                ({"due": past}, 0),
            ],
        )

    def test_candidates(self):
        _, task = self.started(business_key="candidates")
        _, taken = self.started(business_key="candidates")
        self.nothing(self.server.post(f"/task/{taken}/claim", {"userId": "an"}))
        every = {"includeAssignedTasks": "true"}
        self.selects(
            "/task",
            {"processInstanceBusinessKey": "candidates"},
            [
                ({"candidateUser": "an"}, 1),
                ({"candidateUser": "an", **every}, 2),
                ({"candidateUser": "chi"}, 0),
                ({"candidateGroup": "clerks"}, 1),
                ({"candidateGroup": "clerks", **every}, 2),
                ({"candidateGroups": ["clerks", "x"]}, 1),
                ({"candidateGroupLike": "cl%"}, 1),
                ({"candidateGroup": "clerks", "candidateGroups": ["x"]}, 0),
                ({"withCandidateGroups": "true"}, 1),
                ({"withCandidateGroups": "false"}, 2),
                ({"withoutCandidateGroups": "true"}, 0),
                ({"withCandidateUsers": "true", **every}, 2),
                ({"withoutCandidateUsers": "true"}, 0),
            ],
        )
        wrong = "ProcessEngineException"
        self.refused(
            self.server.get("/task", candidateUser="a", candidateGroup="b"),
            500,
            wrong,
            "cannot set both candidateUser and candidateGroup",
            0,
        )
        self.refused(self.server.get("/task", includeAssignedTasks="true"), 500, wrong, code=0)
        self.refused(
            self.server.get("/task", withoutDueDate="true", dueBefore="2020-01-01T00:00:00.000+0000"),
            500,
            wrong,
            code=0,
        )
        self.refused(self.server.get("/task", withoutTenantId="true", tenantIdIn="a"), 500, wrong, code=0)
        self.assertEqual(self.server.get(f"/task/{task}").json["assignee"], None)

    def test_bad_filter_values(self):
        for name, value, kind in (
            ("active", "x", "java.lang.Boolean"),
            ("createdAfter", "x", "java.util.Date"),
            ("priority", "x", "java.lang.Integer"),
        ):
            self.refused(
                self.server.get("/task", **{name: value}),
                400,
                "InvalidRequestException",
                f"Cannot set query parameter '{name}' to value 'x'",
            )
            self.assertIn(kind, self.server.post("/task", {name: value}).json["message"])
        self.refused(self.server.get("/task", delegationState="x"), 400, "InvalidRequestException")
        self.refused(self.server.get("/task", assigneeExpression="${a}"), 400, "InvalidRequestException")

    def test_variables_in_filters(self):
        base = {"processInstanceBusinessKey": "variables"}
        when = "2022-04-12T14:50:00.000+0700"
        self.started(
            {"n": {"value": 5}, "s": {"value": "Xy"}, "d": {"value": when, "type": "Date"}}, "variables"
        )
        _, task = self.started({"n": {"value": 9.5}}, "variables")
        self.nothing(self.server.put(f"/task/{task}/localVariables/own", {"value": "mine"}))

        def count(field, name, operator, value, **more):
            body = {**base, field: [{"name": name, "operator": operator, "value": value}], **more}
            return self.server.post("/task/count", body).json["count"]

        for operator, value, expected in (
            ("eq", 5, 1),
            ("neq", 5, 1),
            ("gt", 5, 1),
            ("gteq", 5, 2),
            ("lt", 9.5, 1),
            ("lteq", 9.5, 2),
            ("eq", "5", 0),
            ("eq", None, 0),
        ):
            self.assertEqual(count("processVariables", "n", operator, value), expected, (operator, value))
        self.assertEqual(count("processVariables", "s", "like", "X%"), 1)
        self.assertEqual(count("processVariables", "s", "notLike", "X%"), 0)
        self.assertEqual(count("processVariables", "s", "eq", "xy"), 0)
        self.assertEqual(count("processVariables", "s", "eq", "xy", variableValuesIgnoreCase=True), 1)
        self.assertEqual(count("processVariables", "S", "eq", "Xy", variableNamesIgnoreCase=True), 1)
        self.assertEqual(count("processVariables", "d", "eq", when), 1)
        self.assertEqual(count("processVariables", "d", "gt", when), 0)
        self.assertEqual(count("taskVariables", "own", "eq", "mine"), 1)
        self.assertEqual(count("processVariables", "own", "eq", "mine"), 0)
        self.assertEqual(count("taskVariables", "n", "eq", 5), 0)
        get = self.server.get("/task", processVariables="s_eq_Xy", **base)
        self.assertEqual(len(get.json), 1)
        for bad in ("s_eq", "s_eq_a_b"):
            self.refused(
                self.server.get("/task", processVariables=bad),
                400,
                "InvalidRequestException",
                "variable query parameter has to have format KEY_OPERATOR_VALUE.",
            )
        self.refused(
            self.server.get("/task", processVariables="s_between_1"),
            400,
            "InvalidRequestException",
            "Invalid process variable comparator specified: between",
        )
        self.refused(
            self.server.get("/task", taskVariables="s_notLike_1"),
            400,
            "InvalidRequestException",
            "Invalid task variable comparator specified: notLike",
        )

    def test_or_queries_and_sorting_by_variables(self):
        base = {"processInstanceBusinessKey": "or"}
        ids = {n: self.started({"n": {"value": n}}, "or")[1] for n in (2, 1, 3)}
        self.nothing(self.server.post(f"/task/{ids[3]}/claim", {"userId": "dung"}))
        either = {**base, "orQueries": [{"taskId": ids[1], "assignee": "dung", "active": False}]}
        self.assertEqual({t["id"] for t in self.server.post("/task", either).json}, {ids[1], ids[3]})
        both = {
            **either,
            "orQueries": either["orQueries"] + [{"assignee": "dung", "variableNamesIgnoreCase": True}],
        }
        self.assertEqual([t["id"] for t in self.server.post("/task", both).json], [ids[3]])
        self.refused(
            self.server.post("/task", {"orQueries": [{"sorting": []}]}),
            500,
            "ProcessEngineException",
            "within 'or' query",
            0,
        )
        self.refused(
            self.server.post("/task", {"orQueries": [{"withCandidateGroups": True}]}),
            500,
            "ProcessEngineException",
            "within 'or' query",
            0,
        )
        level = {
            "sortBy": "processVariable",
            "sortOrder": "desc",
            "parameters": {"variable": "n", "type": "Integer"},
        }
        found = self.server.post("/task", {**base, "sorting": [level]}).json
        self.assertEqual([t["id"] for t in found], [ids[3], ids[2], ids[1]])
        self.refused(
            self.server.post("/task", {"sorting": [{"sortBy": "taskVariable", "sortOrder": "asc"}]}),
            400,
            "InvalidRequestException",
        )

    def test_result_shape(self):
        instance, task = self.started(
            {
                "outer": {
                    "value": '{"a":1}',
                    "type": "Object",
                    "valueInfo": {
                        "objectTypeName": "java.util.Map",
                        "serializationDataFormat": "application/json",
                    },
                }
            }
        )
        self.nothing(self.server.put(f"/task/{task}/localVariables/own", {"value": 1}))
        every = self.one(
            self.server.get(f"/task/{task}", withTaskVariablesInReturn="true"), {**TASK, "variables": dict}
        )
        self.assertEqual(sorted(every["variables"]), ["outer", "own"])
        self.assertEqual(every["variables"]["outer"]["value"], {"a": 1})
        (local,) = self.rows(
            self.server.post(
                "/task", {"processInstanceId": instance, "withTaskLocalVariablesInReturn": True}
            ),
            {**TASK, "variables": dict},
        )
        self.assertEqual(list(local["variables"]), ["own"])
        flags = {**TASK, "attachment": bool, "comment": bool}
        self.assertEqual(
            self.one(self.server.get(f"/task/{task}", withCommentAttachmentInfo="true"), flags)["comment"],
            False,
        )
        self.server.post(f"/task/{task}/comment/create", {"message": "x"})
        self.assertEqual(
            self.one(self.server.get(f"/task/{task}", withCommentAttachmentInfo="true"), flags)["comment"],
            True,
        )


if __name__ == "__main__":
    unittest.main()
