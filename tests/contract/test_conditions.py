"""engine-rest 8.3, and what listeners and conditions do to other requests."""

import models
from shapes import PROCESS_INSTANCE, ContractCase

PEE = "ProcessEngineException"

START = (
    '<startEvent id="asked"><conditionalEventDefinition><condition>${age &lt; 1}</condition>'
    '</conditionalEventDefinition></startEvent><userTask id="register"/><endEvent id="done"/>'
    + models.flow("asked", "register", "done")
)

BOUNDARY = (
    '<startEvent id="start"/><userTask id="work"/><boundaryEvent id="high" attachedToRef="work">'
    '<conditionalEventDefinition camunda:variableName="level"><condition>${level &gt; 2}</condition>'
    '</conditionalEventDefinition></boundaryEvent><userTask id="alarm"/>'
    '<endEvent id="done"/><endEvent id="over"/>'
    + models.flow("start", "work", "done")
    + models.flow("high", "alarm", "over")
)

FAILING = (
    '<startEvent id="start"/><userTask id="work"><extensionElements>'
    '<camunda:taskListener event="complete" expression="${nobody.knows}"/>'
    '<camunda:executionListener event="end" expression="${execution.setVariable(\'told\', true)}"/>'
    "</extensionElements></userTask><endEvent id='done'/>" + models.flow("start", "work", "done")
)


class Conditions(ContractCase):
    def ask(self, **body):
        return self.server.post("/condition", body)

    def tasks(self, instance):
        return self.server.get("/task", processInstanceId=instance).json

    def test_start_by_condition(self):
        young = {"age": {"value": 0, "type": "Integer"}}
        if "conditional" not in self.server.deployed:
            self.refused(self.ask(variables=young), 500, PEE, "ENGINE-13043 No subscriptions were found", 0)
        self.server.deploy_once("conditional", models.process("conditional", START))
        (started,) = self.rows(self.ask(variables=young, businessKey="c-1"), PROCESS_INSTANCE)
        self.assertEqual((started["businessKey"], started["ended"]), ("c-1", False))
        (task,) = self.tasks(started["id"])
        self.assertEqual(task["taskDefinitionKey"], "register")
        self.assertEqual(
            self.server.get(f"/process-instance/{started['id']}/variables/age").json["value"], 0
        )
        self.assertEqual(self.ask(variables={"age": {"value": 9}}).json, [])
        self.assertEqual(self.ask(variables={}).json, [])  # an unknown variable makes it false
        self.assertEqual(self.ask(variables=young, tenantId="t").json, [])
        self.rows(self.ask(variables=young, withoutTenantId=True), PROCESS_INSTANCE)
        self.refused(
            self.ask(variables=young, tenantId="t", withoutTenantId=True), 400, "InvalidRequestException"
        )
        definition = started["definitionId"]
        self.rows(self.ask(variables=young, processDefinitionId=definition), PROCESS_INSTANCE)
        self.server.deploy_once("bounded", models.process("bounded", BOUNDARY))
        other = self.server.get("/process-definition/key/bounded").json["id"]
        self.refused(
            self.ask(variables=young, processDefinitionId=other),
            500,
            PEE,
            "does not declare conditional start event",
            0,
        )
        self.malformed("POST", "/condition")

    def test_changes_through_the_api(self):
        self.server.deploy_once("bounded", models.process("bounded", BOUNDARY))
        instance = self.server.start("bounded", {"level": {"value": 1}})
        (row,) = self.server.get("/event-subscription", processInstanceId=instance).json
        self.assertEqual(
            (row["eventType"], row["eventName"], row["activityId"]), ("conditional", "level", "high")
        )
        self.nothing(self.server.put(f"/process-instance/{instance}/variables/other", {"value": 9}))
        self.nothing(self.server.delete(f"/process-instance/{instance}/variables/level"))
        self.assertEqual([task["taskDefinitionKey"] for task in self.tasks(instance)], ["work"])
        self.nothing(self.server.put(f"/process-instance/{instance}/variables/level", {"value": 3}))
        self.assertEqual([task["taskDefinitionKey"] for task in self.tasks(instance)], ["alarm"])
        self.assertEqual(self.server.get("/event-subscription", processInstanceId=instance).json, [])

    def test_a_listener_that_throws(self):
        self.server.deploy_once("told", models.process("told", FAILING))
        instance = self.server.start("told")
        (task,) = self.tasks(instance)
        answer = self.server.post(f"/task/{task['id']}/complete", {"variables": {"half": {"value": 1}}})
        self.refused(answer, 500, "RestException", f"Cannot complete task {task['id']}", 0)
        (still,) = self.tasks(instance)
        self.assertEqual(still["id"], task["id"])
        self.assertEqual(self.server.get(f"/process-instance/{instance}/variables").json, {})
        self.nothing(self.server.delete(f"/process-instance/{instance}", skipCustomListeners="true"))
        rows = self.server.get("/history/variable-instance", processInstanceId=instance).json
        self.assertEqual([row["name"] for row in rows], [])
