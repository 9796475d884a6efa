"""Runs `lienthong due` and the expressions that count working time: due_dates.py PROGRAM ROOT."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM, ROOT = sys.argv[1], sys.argv[2]
VIETNAM = os.path.join(ROOT, "calendars", "vn-public-sector.json")
HOURS = {"id": "police", "zoneOffset": "+07:00",
         "openingHours": {"saturday": [{"from": "07:30", "to": "11:30"}]}}


def run(*arguments, given=None):
    return subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, text=True, timeout=60)


class Due(unittest.TestCase):
    def due(self, start, limit, *more):
        answer = run("due", "--calendar", VIETNAM, "--start", start, "--limit", limit, *more)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout

    def test_a_day_off_moves_to_the_end_of_the_next_working_day(self):
        self.assertEqual(self.due("2022-04-15T10:20", "15 days"), "2022-05-04T24:00+07:00\n")

    def test_a_month_without_the_day_ends_on_its_last(self):
        self.assertEqual(self.due("2021-12-31T09:00", "2 months"), "2022-02-28T24:00+07:00\n")

    def test_kinds_and_options(self):
        start = "2022-04-12T15:01"
        self.assertEqual(self.due(start, "3 working days"), "2022-04-18T17:00+07:00\n")
        self.assertEqual(self.due(start, "3 working days", "--cut-off", "false"), "2022-04-15T17:00+07:00\n")
        self.assertEqual(self.due(start, "3 working days", "--ends-at", "24:00"), "2022-04-18T24:00+07:00\n")
        self.assertEqual(self.due(start, "2 working hours"), "2022-04-13T07:31+07:00\n")
        self.assertEqual(self.due(start, "PT72H"), "2022-04-15T15:01+07:00\n")
        for roll, end in (("previous", "2022-04-29"), ("none", "2022-04-30")):
            self.assertEqual(self.due("2022-04-15T10:20", "15 days", "--roll", roll), end + "T24:00+07:00\n")

    def test_an_id_and_no_calendar_are_the_built_in_one(self):
        for more in ([], ["--calendar", "vn-public-sector"]):
            answer = run("due", "--start", "2022-04-15T10:20", "--limit", "15 days", *more)
            self.assertEqual(answer.stdout, "2022-05-04T24:00+07:00\n")

    def test_json_has_the_instant_and_how_it_came_about(self):
        self.assertEqual(json.loads(self.due("2026-12-30T15:30", "3 working days", "--json")), {
            "due": "2027-01-06T17:00:00+07:00", "text": "2027-01-06T17:00+07:00",
            "start": "2026-12-30T15:30:00+07:00", "received": "2026-12-31T07:30:00+07:00",
            "limit": "3 working days", "calendar": "vn-public-sector", "crossesUnlistedYear": True})
        self.assertEqual(json.loads(self.due("2022-04-15T10:20", "15 days", "--json"))["due"],
                         "2022-05-05T00:00:00+07:00")

    def test_calendars_are_merged(self):
        with tempfile.TemporaryDirectory() as folder:
            police = os.path.join(folder, "police.json")
            with open(police, "w", encoding="utf-8") as out:
                json.dump(HOURS, out)
            answer = run("due", "--calendar", police, "--calendar", VIETNAM, "--start", "2022-04-12T09:00",
                         "--limit", "2 working days")
        self.assertEqual(answer.stdout, "2022-05-07T11:30+07:00\n")

    def test_bad_input_says_what_is_wrong(self):
        for arguments, said in (
                (["--start", "soon", "--limit", "1 day"], "--start takes a date-time"),
                (["--start", "2022-04-15T10:20", "--limit", "15 dogs"], "limit takes a span such as"),
                (["--start", "2022-04-15T10:20", "--limit=-1 day"], "cannot be negative"),
                (["--start", "2022-04-15T10:20", "--limit", "101 years"], "longer than a hundred years"),
                (["--start", "2022-04-15T10:20"], "--start and --limit"),
                (["--start", "2022-04-15T10:20", "--limit", "1 day", "--roll", "up"], "roll is none, next"),
                (["--start", "2022-04-15T10:20", "--limit", "1 day", "--ends-at", "5"], "ends-at is close"),
                (["--start", "2022-04-15T10:20", "--limit", "1 day", "--calendar", "m"], "'m' is no")):
            answer = run("due", *arguments)
            self.assertEqual((answer.returncode, answer.stdout), (2, ""), arguments)
            self.assertIn(said, answer.stderr)

    def test_a_line_of_a_batch_tells_the_story_of_a_clock(self):
        lines = [{"start": "2022-04-12T09:00", "limit": "3 working days",
                  "events": [{"pause": "2022-04-13T09:00"}, {"resume": "2022-04-14T08:00"}]},
                 {"start": "2022-04-12T09:00", "limit": "3 working days",
                  "events": [{"pause": "2022-04-13T09:00"}, {"resume": "2022-04-14T15:30", "receipt": True},
                             {"relimit": "5 working days"}]},
                 {"start": "2022-04-12T09:00", "limit": "3 working days",
                  "events": [{"reset": "2022-04-18T15:30"}]},
                 {"start": "2022-04-12T09:00", "limit": "3 working days",
                  "events": [{"resume": "2022-04-18T15:30"}]},
                 {"start": "2022-04-12T09:00", "limit": "1 day", "until": 1}]
        answer = run("due", "--batch", given="".join(json.dumps(line) + "\n" for line in lines) + "[\n")
        answers = [json.loads(line) for line in answer.stdout.splitlines()]
        self.assertEqual([one.get("text") for one in answers[:3]],
                         ["2022-04-18T17:00+07:00", "2022-04-21T17:00+07:00", "2022-04-22T17:00+07:00"])
        self.assertIn("not paused", answers[3]["error"])
        self.assertIn("unknown key 'until'", answers[4]["error"])
        self.assertIn("line 1", answers[5]["error"])


class Expressions(unittest.TestCase):
    def test_dmn_takes_the_calendar_that_is_named(self):
        model = """<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'
          id='d' name='d' namespace='u'>
          <decision id='last' name='last'><variable name='last'/>
          <literalExpression><text>string(due(@"2022-04-12T09:00:00", "2 working days"))</text>
          </literalExpression>
          </decision></definitions>"""
        with tempfile.TemporaryDirectory() as folder:
            dmn, police = os.path.join(folder, "d.dmn"), os.path.join(folder, "police.json")
            with open(dmn, "w", encoding="utf-8") as out:
                out.write(model)
            with open(police, "w", encoding="utf-8") as out:
                json.dump(HOURS, out)
            own = run("dmn", "eval", dmn)
            named = run("dmn", "eval", "--calendar", police, dmn)
        self.assertEqual(own.stdout, '"2022-04-14T17:00:00+07:00"\n', own.stderr)
        self.assertEqual(named.stdout, '"2022-04-30T11:30:00+07:00"\n', named.stderr)

    def test_feel_names_a_calendar_beside_the_merged_ones(self):
        with tempfile.TemporaryDirectory() as folder:
            police = os.path.join(folder, "police.json")
            with open(police, "w", encoding="utf-8") as out:
                json.dump(HOURS, out)
            answer = run("feel", "eval", "--calendar", "vn-public-sector", "--calendar", police,
                         '[is working day(@"2022-04-12"), is working day(@"2022-04-12", "police")]')
        self.assertEqual(answer.stdout, "[true, false]\n", answer.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
