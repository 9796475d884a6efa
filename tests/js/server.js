// Starts the real server on a free port with a database of its own, and speaks to it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve(process.env.LIENTHONG_BIN ?? "../../build/debug/app/lienthong");

export async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), "lienthong-js-"));
  const child = spawn(program, [
    "serve",
    "--db",
    join(folder, "test.db"),
    "--listen",
    "127.0.0.1:0",
    "--without",
    "all",
  ]);
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const base = await new Promise((found, failed) => {
    child.stdout.once("data", (text) => found(String(text).match(/http:\S+/)[0]));
    child.once("exit", (code) => failed(new Error(`the server ended with ${code}: ${errors}`)));
  });
  return {
    base,
    async call(method, path, body) {
      const answer = await fetch(base + path, {
        method,
        headers: body === undefined ? {} : { "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        body: text && answer.headers.get("content-type") === "application/json" ? JSON.parse(text) : text,
      };
    },
    async deploy(name, xml) {
      const form = new FormData();
      form.append("deployment-name", name);
      form.append(name, new Blob([xml]), name);
      const answer = await fetch(base + "/deployment/create", { method: "POST", body: form });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
    async stop() {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill();
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

/// A process with one external task of its own topic, an error boundary event, and a user task behind that.
export const model = (key) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:tests"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <error id="e" name="No" errorCode="NO" />
  <process id="${key}" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="work" />
    <serviceTask id="work" camunda:type="external" camunda:topic="${key}" />
    <sequenceFlow id="f2" sourceRef="work" targetRef="end" />
    <endEvent id="end" />
    <boundaryEvent id="refused" attachedToRef="work">
      <errorEventDefinition errorRef="e" camunda:errorMessageVariable="why" />
    </boundaryEvent>
    <sequenceFlow id="f3" sourceRef="refused" targetRef="person" />
    <userTask id="person" name="Person" />
    <sequenceFlow id="f4" sourceRef="person" targetRef="end2" />
    <endEvent id="end2" />
  </process>
</definitions>`;

/// A process of two external tasks, one after the other.
export const twoSteps = (key, first, second) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:tests"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <process id="${key}" isExecutable="true">
    <startEvent id="start" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="one" />
    <serviceTask id="one" camunda:type="external" camunda:topic="${first}" />
    <sequenceFlow id="f2" sourceRef="one" targetRef="two" />
    <serviceTask id="two" camunda:type="external" camunda:topic="${second}" />
    <sequenceFlow id="f3" sourceRef="two" targetRef="end" />
    <endEvent id="end" />
  </process>
</definitions>`;
