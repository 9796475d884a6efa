"""engine-rest sections 12 and 13, and 14.5: jobs and incidents."""

import models
from shapes import HISTORIC_INCIDENT, INCIDENT, JOB, ContractCase

BAD = "InvalidRequestException"
JOB_SORTINGS = [
    "jobId",
    "executionId",
    "processInstanceId",
    "processDefinitionId",
    "processDefinitionKey",
    "jobPriority",
    "jobRetries",
    "jobDueDate",
    "tenantId",
]
INCIDENT_SORTINGS = [
    "incidentId",
    "incidentMessage",
    "incidentTimestamp",
    "incidentType",
    "executionId",
    "activityId",
    "processInstanceId",
    "processDefinitionId",
    "causeIncidentId",
    "rootCauseIncidentId",
    "configuration",
    "tenantId",
]
HISTORY_SORTINGS = [
    *(s for s in INCIDENT_SORTINGS if s != "incidentTimestamp"),
    "createTime",
    "endTime",
    "processDefinitionKey",
    "historyConfiguration",
    "incidentState",
]
PAST, FUTURE = "2001-01-01T00:00:00.000+0000", "2099-01-01T00:00:00.000+0000"


class JobCase(ContractCase):
    def setUp(self):
        self.server.deploy_once("failing", models.process("failing", models.FAILING_JOB))
        self.server.deploy_once("timing", models.process("timing", models.TIMER))

    def job(self, job):
        return self.one(self.server.get(f"/job/{job}"), JOB)

    def failed(self):
        """An instance whose job has failed for good."""
        instance = self.server.start("failing")
        found = self.server.until(
            lambda: self.server.get("/job", processInstanceId=instance, noRetriesLeft="true").json,
            "the job to fail",
        )
        return instance, found[0]["id"]

    def timer(self):
        instance = self.server.start("timing")
        (job,) = self.server.get("/job", processInstanceId=instance).json
        return instance, job["id"]


class Jobs(JobCase):
    def test_a_job_has_every_field(self):
        instance, job = self.failed()
        found = self.job(job)
        for name, value in {
            "id": job,
            "processInstanceId": instance,
            "processDefinitionKey": "failing",
            "retries": 0,
            "failedActivityId": "risky",
            "suspended": False,
            "priority": 0,
            "batchId": None,
        }.items():
            self.assertEqual(found[name], value, name)
        self.assertIn("missing", found["exceptionMessage"])
        instance, timer = self.timer()
        found = self.job(timer)
        self.assertEqual((found["retries"], found["exceptionMessage"]), (3, None))
        self.assertGreater(found["dueDate"], found["createTime"])
        self.refused(self.server.get("/job/17"), 404, BAD, "Job with id 17 does not exist")

    def test_external_tasks_are_no_jobs(self):
        self.server.deploy_once("no-job", models.process("no-job", models.external("no-job")))
        instance = self.server.start("no-job")
        (task,) = self.server.get("/external-task", processInstanceId=instance).json
        self.assertEqual(self.server.get(f"/job/{task['id']}").status, 404)
        self.assertEqual(self.server.get("/job", processInstanceId=instance).json, [])

    def test_lists_and_filters(self):
        instance, job = self.failed()
        other, timer = self.timer()
        both = {"processInstanceIds": [instance, other]}
        self.lists("/job", JOB, JOB_SORTINGS, both)
        message = self.job(job)["exceptionMessage"]
        self.selects(
            "/job",
            both,
            [
                ({"jobId": job}, 1),
                ({"jobIds": [job, timer]}, 2),
                ({"jobDefinitionId": "1"}, 0),
                ({"processInstanceId": other}, 1),
                ({"executionId": "1"}, 0),
                ({"processDefinitionKey": "timing"}, 1),
                ({"activityId": "risky"}, 1),
                ({"failedActivityId": "risky"}, 1),
                ({"withRetriesLeft": "true"}, 1),
                ({"noRetriesLeft": "true"}, 1),
                ({"executable": "true"}, 0),
                ({"timers": "true"}, 1),
                ({"messages": "true"}, 1),
                ({"timers": "false"}, 2),
                ({"withException": "true"}, 1),
                ({"exceptionMessage": message}, 1),
                ({"active": "true"}, 2),
                ({"suspended": "true"}, 0),
                ({"acquired": "true"}, 0),
                ({"priorityLowerThanOrEquals": 0}, 2),
                ({"priorityHigherThanOrEquals": 1}, 0),
                ({"withoutTenantId": "true"}, 2),
                ({"tenantIdIn": ["t"]}, 0),
                ({"tenantIdIn": ["t"], "includeJobsWithoutTenantId": "true"}, 2),
            ],
        )
        for name in ("dueDates", "createTimes"):
            expected = 1 if name == "dueDates" else 2
            get = self.server.get("/job", **both, **{name: f"gt_{PAST},lt_{FUTURE}"})
            self.assertEqual(len(get.json), expected, name)
            window = [{"operator": "gt", "value": PAST}, {"operator": "lt", "value": PAST}]
            self.assertEqual(self.server.post("/job", {**both, name: window}).json, [])
            self.refused(self.server.get("/job", **{name: f"eq_{PAST}"}), 400, BAD)
            self.refused(self.server.get("/job", **{name: "gt_x"}), 400, BAD)
        self.refused(self.server.get("/job", timers="true", messages="true"), 400, BAD)

    def test_retries(self):
        instance, job = self.failed()
        path = f"/job/{job}/retries"
        self.nothing(self.server.put(path, {"retries": 2, "dueDate": FUTURE}))
        self.assertEqual(self.server.get("/incident", processInstanceId=instance).json, [])
        found = self.job(job)
        self.assertEqual((found["retries"], found["dueDate"][:4]), (2, "2099"))
        self.nothing(self.server.put(path, {"retries": 1}))  # without the field the date stays
        self.assertEqual(self.job(job)["dueDate"][:4], "2099")
        self.nothing(self.server.put(path, {"retries": 1, "dueDate": None}))  # due now: it fails once more
        self.server.until(
            lambda: self.server.get("/incident", processInstanceId=instance).json, "the incident"
        )
        self.refused(self.server.put(path, {"retries": -1}), 500, BAD, "non-negative", 0)
        self.refused(self.server.put(path, {}), 400, BAD)
        self.refused(self.server.put(path, {"retries": 1, "dueDate": "x"}), 400, BAD)
        self.refused(self.server.put("/job/17/retries", {"retries": 1}), 500, BAD, "17", 0)
        self.malformed("PUT", path)

    def test_stacktrace(self):
        _, job = self.failed()
        answer = self.server.get(f"/job/{job}/stacktrace")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertIn("missing", answer.text)
        _, timer = self.timer()
        self.nothing(self.server.get(f"/job/{timer}/stacktrace"))
        self.refused(self.server.get("/job/17/stacktrace"), 404, BAD)

    def test_execute(self):
        instance, timer = self.timer()
        self.nothing(self.server.ask("POST", f"/job/{timer}/execute"))
        self.assertEqual(self.server.get(f"/history/process-instance/{instance}").json["state"], "COMPLETED")
        _, job = self.failed()
        self.refused(self.server.post(f"/job/{job}/execute"), 404, BAD, "missing", 0)
        self.refused(self.server.post("/job/17/execute"), 404, BAD, "No job found with id '17'", 0)

    def test_due_dates(self):
        instance, timer = self.timer()
        before = self.job(timer)["dueDate"]
        self.nothing(self.server.put(f"/job/{timer}/duedate", {"duedate": FUTURE, "cascade": True}))
        self.assertEqual(self.job(timer)["dueDate"][:4], "2099")
        self.nothing(self.server.post(f"/job/{timer}/duedate/recalculate"))
        self.assertEqual(self.job(timer)["dueDate"], before)
        self.server.advance("PT1H")
        self.nothing(self.server.post(f"/job/{timer}/duedate/recalculate", creationDateBased="false"))
        self.assertGreater(self.job(timer)["dueDate"], before)
        self.nothing(self.server.put(f"/job/{timer}/duedate", {"duedate": None}))
        self.server.until(lambda: self.server.get(f"/process-instance/{instance}").status == 404, "the timer")
        self.refused(self.server.put("/job/17/duedate", {"duedate": FUTURE}), 500, BAD, "17", 0)
        self.refused(self.server.post("/job/17/duedate/recalculate"), 404, BAD, "17")
        _, job = self.failed()
        self.refused(self.server.post(f"/job/{job}/duedate/recalculate"), 500, BAD, code=0)

    def test_suspended(self):
        instance, timer = self.timer()
        second, other = self.timer()
        state = lambda: [self.job(j)["suspended"] for j in (timer, other)]
        self.nothing(self.server.put(f"/job/{timer}/suspended", {"suspended": True}))
        self.assertEqual(state(), [True, False])
        self.nothing(self.server.put(f"/job/{timer}/suspended", {"suspended": False}))
        self.nothing(self.server.put("/job/suspended", {"suspended": True, "processInstanceId": second}))
        self.assertEqual(state(), [False, True])
        self.nothing(self.server.put("/job/suspended", {"suspended": True, "processDefinitionKey": "timing"}))
        self.assertEqual(state(), [True, True])
        definition = self.job(timer)["processDefinitionId"]
        self.nothing(
            self.server.put("/job/suspended", {"suspended": False, "processDefinitionId": definition})
        )
        self.assertEqual(state(), [False, False])
        for body in (
            {"suspended": True},
            {"suspended": True, "jobId": timer},
            {"suspended": True, "processInstanceId": instance, "processDefinitionKey": "timing"},
        ):
            self.refused(self.server.put("/job/suspended", body), 400, BAD)

    def test_priority_and_deletion(self):
        _, timer = self.timer()
        self.nothing(self.server.put(f"/job/{timer}/priority", {"priority": 99}))
        self.assertEqual(self.job(timer)["priority"], 99)
        self.refused(self.server.put(f"/job/{timer}/priority", {"priority": None}), 400, BAD)
        self.refused(self.server.put("/job/17/priority", {"priority": 1}), 404, BAD, "17")
        self.nothing(self.server.delete(f"/job/{timer}", {}))
        self.refused(self.server.delete(f"/job/{timer}"), 404, BAD, timer)


class Incidents(JobCase):
    def test_lists_and_filters(self):
        instance, job = self.failed()
        other, _ = self.failed()
        (incident,) = self.rows(self.server.get("/incident", processInstanceId=instance), INCIDENT)
        for name, value in {
            "incidentType": "failedJob",
            "configuration": job,
            "failedActivityId": "risky",
            "causeIncidentId": incident["id"],
            "rootCauseIncidentId": incident["id"],
            "annotation": None,
        }.items():
            self.assertEqual(incident[name], value, name)
        self.lists(
            "/incident", INCIDENT, INCIDENT_SORTINGS, {"processDefinitionKeyIn": ["failing"]}, post=False
        )
        message, base = incident["incidentMessage"], {"processInstanceId": instance}
        cases = [
            ({"incidentId": incident["id"]}, 1),
            ({"incidentId": "1"}, 0),
            ({"incidentType": "failedJob"}, 1),
            ({"incidentType": "custom"}, 0),
            ({"incidentMessage": message}, 1),
            ({"incidentMessageLike": "%missing%"}, 1),
            ({"processDefinitionId": incident["processDefinitionId"]}, 1),
            ({"executionId": incident["executionId"]}, 1),
            ({"activityId": incident["activityId"]}, 1),
            ({"failedActivityId": "x"}, 0),
            ({"causeIncidentId": incident["id"]}, 1),
            ({"rootCauseIncidentId": "1"}, 0),
            ({"configuration": job}, 1),
            ({"tenantIdIn": ["t"]}, 0),
            ({"jobDefinitionIdIn": ["1"]}, 0),
        ]
        times = [({"incidentTimestampBefore": FUTURE}, 1), ({"incidentTimestampAfter": FUTURE}, 0)]
        self.selects("/incident", base, cases + times, post=False)
        past = [
            ({"open": "true"}, 1),
            ({"resolved": "true"}, 0),
            ({"deleted": "true"}, 0),
            ({"createTimeBefore": FUTURE}, 1),
            ({"createTimeAfter": FUTURE}, 0),
            ({"endTimeBefore": FUTURE}, 0),
            ({"processDefinitionKey": "failing"}, 1),
            ({"withoutTenantId": "true"}, 1),
        ]
        self.selects("/history/incident", base, cases + past, post=False)
        self.lists(
            "/history/incident",
            HISTORIC_INCIDENT,
            HISTORY_SORTINGS,
            {"processDefinitionKey": "failing"},
            post=False,
        )
        self.assertEqual(self.one(self.server.get(f"/incident/{incident['id']}"), INCIDENT), incident)
        self.refused(self.server.get("/incident/17"), 404, BAD, "No matching incident with id 17")
        self.nothing(self.server.delete(f"/process-instance/{other}"))
        (row,) = self.rows(self.server.get("/history/incident", processInstanceId=other), HISTORIC_INCIDENT)
        self.assertEqual((row["open"], row["deleted"], row["resolved"]), (False, True, False))
        self.assertIsNotNone(row["endTime"])

    def test_an_incident_names_the_activity_of_its_job(self):
        instance, _ = self.failed()
        (incident,) = self.server.get("/incident", processInstanceId=instance).json
        self.assertEqual(incident["activityId"], "risky")

    def test_only_custom_incidents_are_resolved(self):
        instance, _ = self.failed()
        (incident,) = self.server.get("/incident", processInstanceId=instance).json
        self.assertEqual(self.server.delete(f"/incident/{incident['id']}").status, 400)
        made = self.one(
            self.server.post(
                f"/execution/{instance}/create-incident",
                {"incidentType": "paperLost", "configuration": "c", "message": "m"},
            ),
            INCIDENT,
        )
        self.assertEqual(
            (made["incidentType"], made["configuration"], made["incidentMessage"]), ("paperLost", "c", "m")
        )
        self.refused(self.server.post(f"/execution/{instance}/create-incident"), 400, BAD, "incidentType")
        self.refused(self.server.post("/execution/17/create-incident", {"incidentType": "a"}), 400, BAD, "17")
        self.nothing(self.server.delete(f"/incident/{made['id']}"))
        self.refused(self.server.delete(f"/incident/{made['id']}"), 404, BAD, "No matching incident")
        (row,) = self.server.get("/history/incident", incidentId=made["id"]).json
        self.assertEqual((row["resolved"], row["open"]), (True, False))

    def test_annotations(self):
        instance, _ = self.failed()
        (incident,) = self.server.get("/incident", processInstanceId=instance).json
        path = f"/incident/{incident['id']}/annotation"
        look = lambda: self.server.get(f"/incident/{incident['id']}").json["annotation"]
        self.nothing(self.server.put(path, {"annotation": "đã gọi"}))
        self.assertEqual(look(), "đã gọi")
        self.assertEqual(
            self.server.get("/history/incident", incidentId=incident["id"]).json[0]["annotation"], "đã gọi"
        )
        self.nothing(self.server.delete(path))
        self.assertEqual(look(), None)
        self.assertEqual(self.server.put("/incident/17/annotation", {"annotation": "x"}).status, 400)
        self.assertEqual(self.server.delete("/incident/17/annotation").status, 400)
        self.malformed("PUT", path)

    def test_a_called_process_hands_its_incident_up(self):
        self.server.deploy_once("caller", models.process("caller", models.CALLING.format(called="failing")))
        instance = self.server.start("caller")
        (copy,) = self.server.until(
            lambda: self.server.get("/incident", processInstanceId=instance).json, "the incident"
        )
        (root,) = self.server.get("/incident", incidentId=copy["rootCauseIncidentId"]).json
        self.assertEqual(
            (copy["causeIncidentId"], copy["activityId"], copy["configuration"]), (root["id"], "call", None)
        )
        self.assertEqual(root["causeIncidentId"], root["id"])
        self.nothing(
            self.server.put(f"/job/{root['configuration']}/retries", {"retries": 1, "dueDate": FUTURE})
        )
        self.assertEqual(self.server.get("/incident", processInstanceId=instance).json, [])
