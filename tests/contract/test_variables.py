"""engine-rest 14.4, and variable instances of section 7."""

import models
from shapes import HISTORIC_VARIABLE, VARIABLE_INSTANCE, ContractCase

BAD = "InvalidRequestException"


class Variables(ContractCase):
    KEY = "variables"
    OBJECT = {
        "value": '{"a":[1]}',
        "type": "Object",
        "valueInfo": {"objectTypeName": "java.util.Map", "serializationDataFormat": "application/json"},
    }
    BYTES = {"value": "AAH/", "type": "Bytes"}

    def setUp(self):
        self.server.deploy_once(self.KEY, models.process(self.KEY, models.USER_TASK))

    def task_of(self, instance):
        return self.server.get("/task", processInstanceId=instance).json[0]["id"]

    def started(self):
        instance = self.server.start(
            self.KEY, {"n": {"value": 5}, "o": self.OBJECT, "b": self.BYTES, "s": {"value": "Xy"}}
        )
        task = self.task_of(instance)
        self.nothing(self.server.put(f"/task/{task}/localVariables/own", {"value": True}))
        return instance, task

    def by_name(self, path, fields, **query):
        return {row["name"]: row for row in self.rows(self.server.get(path, **query), fields)}

    def test_present_variables(self):
        instance, task = self.started()
        path = "/variable-instance"
        found = self.by_name(path, VARIABLE_INSTANCE, processInstanceIdIn=[instance])
        self.assertEqual(sorted(found), ["b", "n", "o", "own", "s"])
        self.assertEqual((found["o"]["value"], found["b"]["value"]), ({"a": [1]}, "AAH/"))
        self.assertEqual((found["n"]["activityInstanceId"], found["n"]["executionId"]), (instance, instance))
        self.assertEqual(found["own"]["taskId"], task)
        self.assertRegex(found["own"]["activityInstanceId"], r"^check:[0-9a-f-]{36}$")
        raw = self.by_name(path, VARIABLE_INSTANCE, processInstanceIdIn=[instance], deserializeValues="false")
        self.assertEqual(raw["o"]["value"], '{"a":[1]}')
        self.assertEqual(
            self.one(self.server.get(f"{path}/{found['n']['id']}"), VARIABLE_INSTANCE), found["n"]
        )
        self.assertEqual(
            self.server.get(f"{path}/{found['o']['id']}", deserializeValue="false").json["value"], '{"a":[1]}'
        )
        data = self.server.get(f"{path}/{found['b']['id']}/data")
        self.assertEqual(
            (data.bytes, data.headers["Content-Type"]), (b"\0\1\xff", "application/octet-stream")
        )
        self.refused(self.server.get(f"{path}/{found['n']['id']}/data"), 400, BAD, "is not a binary value.")
        for target in (f"{path}/17", f"{path}/17/data"):
            self.refused(self.server.get(target), 404, BAD)
        self.lists(
            path,
            VARIABLE_INSTANCE,
            ["variableName", "variableType", "activityInstanceId", "tenantId"],
            {"processInstanceIdIn": [instance]},
        )
        self.selects(
            path,
            {"processInstanceIdIn": [instance]},
            [
                ({"variableName": "n"}, 1),
                ({"variableName": "N"}, 0),
                ({"variableName": "N", "variableNamesIgnoreCase": "true"}, 1),
                ({"variableNameLike": "o%"}, 2),
                ({"executionIdIn": [instance]}, 4),
                ({"taskIdIn": [task]}, 1),
                ({"activityInstanceIdIn": [found["own"]["activityInstanceId"]]}, 1),
                ({"variableScopeIdIn": [task, instance]}, 5),
                ({"caseInstanceIdIn": ["1"]}, 0),
                ({"batchIdIn": ["1"]}, 0),
                ({"tenantIdIn": ["t"]}, 0),
            ],
        )
        self.counted(
            self.server.post(
                path + "/count",
                {
                    "processInstanceIdIn": [instance],
                    "variableValues": [{"name": "n", "operator": "gteq", "value": 5}],
                },
            ),
            1,
        )
        body = {"processInstanceIdIn": [instance], "variableName": "o"}
        self.assertEqual(
            self.server.post(path, body, deserializeValues="false").json[0]["value"], '{"a":[1]}'
        )

    def test_past_variables(self):
        instance, task = self.started()
        path = "/history/variable-instance"
        self.nothing(self.server.delete(f"/process-instance/{instance}/variables/s"))
        found = self.by_name(path, HISTORIC_VARIABLE, processInstanceId=instance)
        self.assertEqual(sorted(found), ["b", "n", "o", "own"])
        every = self.by_name(path, HISTORIC_VARIABLE, processInstanceId=instance, includeDeleted="true")
        self.assertEqual((every["s"]["state"], every["n"]["state"]), ("DELETED", "CREATED"))
        now = self.by_name("/variable-instance", VARIABLE_INSTANCE, processInstanceIdIn=[instance])
        self.assertEqual({n: v["id"] for n, v in now.items()}, {n: v["id"] for n, v in found.items()})
        self.nothing(self.server.delete(f"/process-instance/{instance}"))
        after = self.by_name(path, HISTORIC_VARIABLE, processInstanceId=instance)
        self.assertEqual({v["state"] for v in after.values()}, {"CREATED"})
        self.assertEqual(
            self.one(self.server.get(f"{path}/{found['o']['id']}"), HISTORIC_VARIABLE)["value"], {"a": [1]}
        )
        self.assertEqual(self.server.get(f"{path}/{found['b']['id']}/data").bytes, b"\0\1\xff")
        self.refused(self.server.get(path + "/17"), 404, BAD)
        self.refused(self.server.get(path + "/17/data"), 404, BAD)
        self.lists(
            path,
            HISTORIC_VARIABLE,
            ["instanceId", "variableName", "tenantId"],
            {"processInstanceId": instance},
        )
        self.selects(
            path,
            {"processInstanceIdIn": [instance]},
            [
                ({"variableName": "n"}, 1),
                ({"variableNameLike": "o%"}, 2),
                ({"variableNameIn": ["n", "b"]}, 2),
                ({"variableTypeIn": ["integer", "boolean"]}, 2),
                ({"processDefinitionKey": self.KEY}, 4),
                ({"processDefinitionId": found["n"]["processDefinitionId"]}, 4),
                ({"executionIdIn": [instance]}, 3),
                ({"taskIdIn": [task]}, 1),
                ({"activityInstanceIdIn": [instance]}, 3),
                ({"caseInstanceId": "1"}, 0),
                ({"tenantIdIn": ["t"]}, 0),
                ({"withoutTenantId": "true"}, 4),
                ({"includeDeleted": "true"}, 5),
            ],
        )
        value = {"processInstanceId": instance, "variableName": "n", "variableValue": 5}
        self.counted(self.server.post(path + "/count", value), 1)
        self.counted(self.server.get(path + "/count", **value), 0)  # values of a query string are strings
        self.refused(self.server.get(path, variableValue="5"), 400, BAD)
