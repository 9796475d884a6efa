// The npm package camunda-external-task-client-js, unmodified, against the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client, File, Variables } from "camunda-external-task-client-js";
import { model, startServer, twoSteps } from "./server.js";

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  await server.stop();
});

const until = async (what, look) => {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 10));
  }
  assert.fail(`waited 10 s for ${what}`);
};

/// Deploys a process of this key and works on its topic with `handler`.
async function withWorker(key, options, handler, play) {
  await server.deploy(`${key}.bpmn`, model(key));
  const client = new Client({ baseUrl: server.base, workerId: `worker-${key}`, interval: 20, ...options });
  client.subscribe(key, { lockDuration: 20_000 }, handler);
  const start = async (variables = {}) =>
    (await server.call("POST", `/process-definition/key/${key}/start`, { businessKey: key, variables })).body;
  try {
    await play(start, client);
  } finally {
    client.stop();
  }
}

const ended = (id) =>
  until(
    "the end of the process",
    async () => (await server.call("GET", `/history/process-instance/${id}`)).body.endTime,
  );
const variable = async (id, name) =>
  (await server.call("GET", `/history/variable-instance?processInstanceId=${id}&variableName=${name}`))
    .body[0];

test("a worker subscribes, sees the task and completes it", async () => {
  let seen;
  await withWorker(
    "complete",
    {},
    async ({ task, taskService }) => {
      seen = task;
      await taskService.complete(task, new Variables().set("answer", 42));
    },
    async (start) => {
      const { id } = await start({ who: { value: "An" } });
      await ended(id);
      assert.equal(seen.businessKey, "complete");
      assert.equal(seen.processInstanceId, id);
      assert.equal(seen.activityId, "work");
      assert.equal(seen.variables.get("who"), "An");
      const answer = await variable(id, "answer");
      assert.equal(answer.type, "Integer");
      assert.equal(answer.value, 42);
    },
  );
});

test("values of every type go both ways", async () => {
  const when = new Date("2022-04-12T07:50:00.000Z");
  const seen = {};
  await withWorker(
    "types",
    {},
    async ({ task, taskService }) => {
      for (const name of ["json", "date", "yes", "number", "text", "nothing"])
        seen[name] = task.variables.get(name);
      const file = task.variables.get("file");
      seen.file = await file.load();
      const out = new Variables()
        .set("jsonOut", { list: [1, { a: "ố" }] })
        .set("dateOut", when)
        .set("noOut", false)
        .set("numberOut", 1.5)
        .set("fileOut", await new File({ localPath: "./package.json" }).load());
      await taskService.complete(task, out);
    },
    async (start) => {
      const { id } = await start({
        json: { value: '{"child":{"name":"An"}}', type: "Json" },
        date: { value: "2022-04-12T14:50:00.000+0700", type: "Date" },
        yes: { value: true },
        number: { value: 7, type: "Long" },
        text: { value: "Nguyễn" },
        nothing: { value: null },
        file: {
          value: Buffer.from("giấy khai sinh").toString("base64"),
          type: "File",
          valueInfo: { filename: "a.txt", mimetype: "text/plain" },
        },
      });
      await ended(id);
      assert.deepEqual(seen.json, { child: { name: "An" } });
      assert.equal(seen.date.getTime(), when.getTime());
      assert.equal(seen.yes, true);
      assert.equal(seen.number, 7);
      assert.equal(seen.text, "Nguyễn");
      assert.equal(seen.nothing, null);
      assert.equal(seen.file.content.toString(), "giấy khai sinh");
      assert.equal(seen.file.filename, "a.txt");
      assert.deepEqual(JSON.parse((await variable(id, "jsonOut")).value), { list: [1, { a: "ố" }] });
      assert.equal(
        Date.parse((await variable(id, "dateOut")).value.replace(/(\d\d)(\d\d)$/, "$1:$2")),
        when.getTime(),
      );
      assert.equal((await variable(id, "noOut")).value, false);
      assert.equal((await variable(id, "numberOut")).value, 1.5);
      assert.equal((await variable(id, "fileOut")).type, "File");
    },
  );
});

test("a failure is tried again; without retries it becomes an incident that a retry resolves", async () => {
  let tries = 0;
  await withWorker(
    "failing",
    {},
    async ({ task, taskService }) => {
      ++tries;
      if (tries <= 2)
        await taskService.handleFailure(task, {
          errorMessage: "registry down",
          errorDetails: "at once",
          retries: 2 - tries,
          retryTimeout: 1,
        });
      else await taskService.complete(task);
    },
    async (start) => {
      const { id } = await start();
      const incident = await until(
        "the incident",
        async () => (await server.call("GET", `/incident?processInstanceId=${id}`)).body[0],
      );
      assert.equal(incident.incidentType, "failedExternalTask");
      assert.equal(incident.incidentMessage, "registry down");
      assert.equal(tries, 2);
      assert.equal(
        (await server.call("GET", `/external-task/${incident.configuration}/errorDetails`)).body,
        "at once",
      );
      assert.equal(
        (await server.call("PUT", `/external-task/${incident.configuration}/retries`, { retries: 1 })).status,
        204,
      );
      await ended(id);
      assert.deepEqual((await server.call("GET", `/incident?processInstanceId=${id}`)).body, []);
    },
  );
});

test("a BPMN error is led to the boundary event", async () => {
  await withWorker(
    "erring",
    {},
    async ({ task, taskService }) => {
      await taskService.handleBpmnError(task, "NO", "not eligible", new Variables().set("checked", true));
    },
    async (start) => {
      const { id } = await start();
      const task = await until(
        "the person's task",
        async () => (await server.call("GET", `/task?processInstanceId=${id}`)).body[0],
      );
      assert.equal(task.taskDefinitionKey, "person");
      const variables = (await server.call("GET", `/process-instance/${id}/variables`)).body;
      assert.equal(variables.why.value, "not eligible");
      assert.equal(variables.checked.value, true);
    },
  );
});

test("a lock is extended, given back and taken anew", async () => {
  const steps = [];
  await withWorker(
    "locking",
    {},
    async ({ task, taskService }) => {
      const expiry = async () =>
        Date.parse(
          (await server.call("GET", `/external-task/${task.id}`)).body.lockExpirationTime?.replace(
            /(\d\d)(\d\d)$/,
            "$1:$2",
          ),
        );
      if (steps.length === 0) {
        const before = await expiry();
        await taskService.extendLock(task, 600_000);
        steps.push((await expiry()) - before);
        await taskService.unlock(task);
        return;
      }
      await taskService.lock(task, 60_000);
      steps.push("locked again");
      await taskService.complete(task);
    },
    async (start) => {
      const { id } = await start();
      await ended(id);
      assert.ok(steps[0] > 500_000, `extended by ${steps[0]} ms`);
      assert.equal(steps[1], "locked again");
    },
  );
});

test("a long poll is woken in under 100 ms by the completion of the step before", async () => {
  const [first, second] = ["step-one", "step-two"];
  await server.deploy("steps.bpmn", twoSteps("steps", first, second));
  const worker = (topic, handler) => {
    const client = new Client({ baseUrl: server.base, workerId: topic, asyncResponseTimeout: 20_000 });
    client.subscribe(topic, { lockDuration: 20_000 }, handler);
    return client;
  };
  let completing, handled;
  const clients = [
    worker(first, async ({ task, taskService }) => {
      await new Promise((go) => setTimeout(go, 150)); // the second worker's poll is waiting by now
      completing = performance.now();
      await taskService.complete(task);
    }),
    worker(second, async ({ task, taskService }) => {
      handled(performance.now());
      await taskService.complete(task);
    }),
  ];
  const waits = [];
  try {
    for (let i = 0; i < 7; ++i) {
      const woken = new Promise((done) => {
        handled = done;
      });
      const { body } = await server.call("POST", "/process-definition/key/steps/start", {});
      waits.push((await woken) - completing);
      await ended(body.id);
    }
  } finally {
    for (const client of clients) client.stop();
  }
  waits.sort((a, b) => a - b);
  console.log(`# long poll woken after ${waits.map((w) => w.toFixed(1)).join(", ")} ms`);
  assert.ok(waits[3] < 100, `median ${waits[3]} ms`);
});
