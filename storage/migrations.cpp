#include "storage/migrations.h"
#include <map>
#include <stdexcept>
#include "storage/schema.h"
#include "storage/sqlite.h"

namespace lienthong::storage {
namespace {

constexpr std::int64_t application = 0x4C54484F;  ///< "LTHO": what `file` and sqlite3 tell an operator

void in_one_transaction(Connection& connection, const std::vector<std::string>& statements) {
  connection.execute("BEGIN IMMEDIATE");
  try {
    for (const std::string& statement : statements) connection.execute(statement);
    connection.execute("COMMIT");
  } catch (...) {
    connection.roll_back();
    throw;
  }
}

std::vector<std::string> creation() {
  std::vector<std::string> statements;
  for (const Layout& table : engine::all_layouts()) statements.push_back(create_table(table));
  for (const Index& index : all_indexes()) statements.push_back(create_index(index));
  statements.push_back(
      "INSERT INTO meta(id, format, epoch, last_id, engine_time, clock_offset_ms, steady, wall) VALUES (1, " +
      std::to_string(format_current) + ", 0, 0, 0, 0, 0, 0)");
  statements.push_back("PRAGMA application_id=" + std::to_string(application));
  return statements;
}

/// What a job is to do stood in two texts, configuration and payload, whose meaning its kind said.
Migration typed_jobs(std::int64_t from) {
  return {from,
          {R"(ALTER TABLE "job" ADD COLUMN "work" TEXT NOT NULL DEFAULT '{}')",
           R"(UPDATE "job" SET "kind" = 'try-again' WHERE "kind" = 'step'
             AND ("payload" = '' OR "configuration" IN ('unhandled-error', 'message-flow', 'call-lost')))",
           R"(UPDATE "job" SET "kind" = 'continue', "work" = json_object(
             'why', CASE "configuration" WHEN 'agenda' THEN 'long-run' ELSE "configuration" END,
             'taken', json_extract("payload", '$.before'),
             'steps', json_extract("payload", '$.steps')) WHERE "kind" = 'step')",
           R"(UPDATE "job" SET "work" = json_object('deadline', CAST("configuration" AS INTEGER))
           WHERE "kind" = 'rung')",
           R"(UPDATE "job" SET "work" = json_set("payload", '$.rung', "configuration",
             '$.root', CAST(json_extract("payload", '$.root') AS INTEGER)) WHERE "kind" = 'notification')",
           R"(UPDATE "job" SET "kind" = 'kept-message', "work" = json_object(
             'message', CAST("payload" AS INTEGER))
           WHERE "kind" = 'timer' AND "configuration" = 'kept-message')",
           R"(UPDATE "job" SET "kind" = 'signal', "work" = json_object(
             'name', substr("configuration", length('signal: ') + 1))
           WHERE "kind" = 'timer' AND "configuration" LIKE 'signal: %')",
           R"(UPDATE "job" SET "kind" = 'listener', "work" = json_object(
             'listener', substr("configuration", instr("configuration", '$taskListener~') + 14),
             'period', "payload", 'left', "repetitions")
           WHERE "kind" = 'timer' AND instr("configuration", '$taskListener~') > 0)",
           R"(UPDATE "job" SET "work" = json_object('part', -1, 'period', "payload", 'left', "repetitions")
           WHERE "kind" = 'timer')",
           R"(ALTER TABLE "job" DROP COLUMN "configuration")", R"(ALTER TABLE "job" DROP COLUMN "payload")",
           R"(ALTER TABLE "job" DROP COLUMN "repetitions")"}};
}

/// A ladder was worked out again for each of its points.
Migration ladder_rows(std::int64_t from) {
  return {from,
          {R"(CREATE TABLE "rung" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL,
           "instance" INTEGER NOT NULL, "deadline" INTEGER NOT NULL, "name" TEXT NOT NULL,
           "level" INTEGER NOT NULL, "at" INTEGER NOT NULL, "state" TEXT NOT NULL, "told" TEXT,
           "notification" INTEGER NOT NULL, "ended" INTEGER, "ended_by" TEXT))",
           R"(CREATE INDEX "rung_root" ON "rung"("root"))",
           R"(UPDATE "job" SET "kind" = 'ladder', "due" = NULL, "retries" = 3, "work" = json_object(
             'deadline', json_extract("work", '$.deadline'),
             'passed', (SELECT "next_rung" FROM "deadline"
                        WHERE "id" = json_extract("job"."work", '$.deadline'))) WHERE "kind" = 'rung')",
           R"(ALTER TABLE "deadline" ADD COLUMN "ended" INTEGER)",
           R"(ALTER TABLE "deadline" DROP COLUMN "next_rung")"}};
}

}  // namespace

const std::vector<Migration>& all_migrations() {
  // Written out: what a step makes must stay what it was when the next one is added.
  static const std::vector<Migration> steps{
      {1,
       {R"(ALTER TABLE "instance" ADD COLUMN "terminated" INTEGER NOT NULL DEFAULT 0)",
        R"(ALTER TABLE "instance" ADD COLUMN "closing" INTEGER NOT NULL DEFAULT 0)",
        R"(ALTER TABLE "instance" ADD COLUMN "compensates" INTEGER NOT NULL DEFAULT 0)",
        R"(ALTER TABLE "subscription" ADD COLUMN "part" INTEGER NOT NULL DEFAULT 0)",
        R"(ALTER TABLE "identity_link" ADD COLUMN "definition" INTEGER NOT NULL DEFAULT 0)",
        R"(CREATE TABLE "compensable" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL,
           "scope" INTEGER NOT NULL, "node" TEXT NOT NULL, "kept" INTEGER NOT NULL, "by" INTEGER NOT NULL,
           "begun" INTEGER NOT NULL, "handler" INTEGER NOT NULL))",
        R"(CREATE INDEX "compensable_root" ON "compensable"("root"))",
        R"(CREATE TABLE "partner" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL,
           "partner" INTEGER NOT NULL, "process" TEXT NOT NULL))",
        R"(CREATE INDEX "partner_root" ON "partner"("root"))",
        R"(CREATE TABLE "key_value" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL, "key" TEXT NOT NULL,
           "property" TEXT NOT NULL, "value_type" TEXT NOT NULL, "value_text" TEXT, "value_number",
           "value_blob" BLOB))",
        R"(CREATE INDEX "key_value_root" ON "key_value"("root"))",
        R"(CREATE TABLE "kept_message" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "business_key" TEXT,
           "receiver" INTEGER NOT NULL, "sender" INTEGER NOT NULL, "sender_process" TEXT NOT NULL,
           "process" TEXT NOT NULL, "target" TEXT NOT NULL, "to_partner" INTEGER NOT NULL,
           "expiry" INTEGER NOT NULL, "received" INTEGER NOT NULL))",
        R"(CREATE TABLE "kept_value" ("id" INTEGER PRIMARY KEY, "message" INTEGER NOT NULL,
           "name" TEXT NOT NULL, "value_type" TEXT NOT NULL, "value_text" TEXT, "value_number",
           "value_blob" BLOB, "matched" INTEGER NOT NULL))",
        R"(CREATE TABLE "stored_data" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL,
           "value_type" TEXT NOT NULL, "value_text" TEXT, "value_number", "value_blob" BLOB,
           "updated" INTEGER NOT NULL))"}},
      {2,
       {R"(CREATE TABLE "decision" ("id" INTEGER PRIMARY KEY, "deployment" INTEGER NOT NULL,
           "requirements" INTEGER NOT NULL, "key" TEXT NOT NULL, "resource" TEXT NOT NULL,
           "version" INTEGER NOT NULL, "name" TEXT, "category" TEXT, "version_tag" TEXT, "tenant" TEXT,
           "history_time_to_live" INTEGER, "latest" INTEGER NOT NULL))",
        R"(CREATE TABLE "decision_requirements" ("id" INTEGER PRIMARY KEY, "deployment" INTEGER NOT NULL,
           "key" TEXT NOT NULL, "resource" TEXT NOT NULL, "version" INTEGER NOT NULL, "name" TEXT,
           "category" TEXT, "tenant" TEXT, "latest" INTEGER NOT NULL))",
        R"(CREATE TABLE "decision_history" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL,
           "instance" INTEGER NOT NULL, "definition" INTEGER NOT NULL, "decision" INTEGER NOT NULL,
           "requirements" INTEGER NOT NULL, "asked_by" INTEGER NOT NULL, "key" TEXT NOT NULL,
           "node" TEXT NOT NULL, "name" TEXT, "user" TEXT, "tenant" TEXT, "collected" TEXT,
           "evaluated" INTEGER NOT NULL, "details" TEXT NOT NULL))",
        R"(CREATE INDEX "decision_history_root" ON "decision_history"("root"))"}},
      {3,
       {R"(CREATE TABLE "carried_value" ("id" INTEGER PRIMARY KEY, "root" INTEGER NOT NULL,
           "job" INTEGER NOT NULL, "step" INTEGER NOT NULL, "name" TEXT NOT NULL, "value_type" TEXT NOT NULL,
           "value_text" TEXT, "value_number", "value_blob" BLOB, "local" INTEGER NOT NULL))",
        R"(CREATE INDEX "carried_value_root" ON "carried_value"("root"))",
        R"(ALTER TABLE "task" DROP COLUMN "suspended")"}},
      {4,
       {R"(CREATE INDEX "instance_definition" ON "instance"("definition") WHERE "parent" = 0)",
        R"(CREATE INDEX "activity_history_called" ON "activity_history"("called")
           WHERE "called" > 0 AND "ended" IS NULL)"}},
      {5,  // the job of an incident was the text of its configuration
       {R"(ALTER TABLE "incident" ADD COLUMN "job" INTEGER NOT NULL DEFAULT 0)",
        R"(UPDATE "incident" SET "job" = CAST("configuration" AS INTEGER), "configuration" = NULL
           WHERE "type" IN ('failedJob', 'failedExternalTask')
             AND "configuration" IN (SELECT CAST("id" AS TEXT) FROM "job"))",
        R"(ALTER TABLE "incident_history" ADD COLUMN "job" INTEGER NOT NULL DEFAULT 0)",
        R"(UPDATE "incident_history" SET "job" = CAST("configuration" AS INTEGER), "configuration" = NULL
           WHERE "type" IN ('failedJob', 'failedExternalTask')
             AND "configuration" = CAST(CAST("configuration" AS INTEGER) AS TEXT))"}},
      {6,
       {R"(ALTER TABLE "meta" ADD COLUMN "steady" INTEGER NOT NULL DEFAULT 0)",
        R"(ALTER TABLE "meta" ADD COLUMN "wall" INTEGER NOT NULL DEFAULT 0)"}},
      {7,
       {R"(ALTER TABLE "instance" ADD COLUMN "swept" INTEGER NOT NULL DEFAULT 0)",
        R"(CREATE TABLE "sweep" ("id" INTEGER PRIMARY KEY, "kind" TEXT NOT NULL,
           "definition" INTEGER NOT NULL, "deployment" INTEGER NOT NULL, "key" TEXT NOT NULL,
           "resource" TEXT NOT NULL, "whole" INTEGER NOT NULL, "name" TEXT NOT NULL,
           "reached" INTEGER NOT NULL, "width" INTEGER NOT NULL, "done" INTEGER NOT NULL,
           "total" INTEGER NOT NULL, "user" TEXT, "created" INTEGER NOT NULL))",
        R"(CREATE TABLE "sweep_value" ("id" INTEGER PRIMARY KEY, "sweep" INTEGER NOT NULL,
           "role" TEXT NOT NULL, "name" TEXT NOT NULL, "value_type" TEXT NOT NULL, "value_text" TEXT,
           "value_number", "value_blob" BLOB))"}},
      typed_jobs(8),
      ladder_rows(9)};
  return steps;
}

namespace {

/// Their statements by name.
std::map<std::string, std::string> present_indexes(Connection& connection) {
  std::map<std::string, std::string> all;
  Statement present(connection, "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOT NULL");
  for (std::vector<Cell> cells; present.step();) {
    present.read(cells);
    all.emplace(cells[0].text, cells[1].text);
  }
  return all;
}

/// Indexes are no part of the format: whatever a file has, it gets those of this program.
void bring_up_indexes(Connection& connection) {
  std::map<std::string, std::string> wanted;
  for (const Index& index : all_indexes()) wanted.emplace(index.name, create_index(index));
  std::vector<std::string> changes;
  for (const auto& [name, sql] : present_indexes(connection)) {
    const auto known = wanted.find(name);
    if (known != wanted.end() && known->second == sql)
      wanted.erase(known);
    else
      changes.push_back("DROP INDEX " + quoted_name(name));
  }
  for (const auto& [name, sql] : wanted) changes.push_back(sql);
  if (!changes.empty()) in_one_transaction(connection, changes);
}

}  // namespace

void bring_up(Connection& connection, const std::vector<Migration>& steps, std::int64_t format) {
  if (connection.number("SELECT count(*) FROM sqlite_schema") == 0)
    in_one_transaction(connection, creation());
  if (connection.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'") == 0)
    throw std::runtime_error("The file is a database, but no store of this program: it has no table 'meta'");
  std::int64_t present = connection.number("SELECT format FROM meta WHERE id = 1");
  if (present > format)
    throw std::runtime_error("The store has format " + std::to_string(present) +
                             ", made by a newer version of this program; " + "this one reads formats up to " +
                             std::to_string(format));
  std::vector<std::string> statements;
  if (present < format)  // a column with an index could not be dropped
    for (const auto& [name, sql] : present_indexes(connection))
      statements.push_back("DROP INDEX " + quoted_name(name));
  for (; present < format; ++present) {
    const Migration* step = nullptr;
    for (const Migration& candidate : steps)
      if (candidate.from == present) step = &candidate;
    if (!step)
      throw std::runtime_error("The store has format " + std::to_string(present) +
                               ", which this program cannot bring up to " + std::to_string(format));
    statements.insert(statements.end(), step->statements.begin(), step->statements.end());
    statements.push_back("UPDATE meta SET format = " + std::to_string(present + 1) + " WHERE id = 1");
    in_one_transaction(connection, statements);
    statements.clear();
  }
  if (format == format_current) bring_up_indexes(connection);
}

}  // namespace lienthong::storage
