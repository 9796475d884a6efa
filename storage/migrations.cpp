#include "storage/migrations.h"
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
  for (const Table& table : all_tables()) statements.push_back(create_table(table));
  for (const Index& index : all_indexes()) statements.push_back(create_index(index));
  statements.push_back(
      "INSERT INTO meta(id, format, epoch, last_id, engine_time, clock_offset_ms) VALUES (1, " +
      std::to_string(format_current) + ", 0, 0, 0, 0)");
  statements.push_back("PRAGMA application_id=" + std::to_string(application));
  return statements;
}

}  // namespace

const std::vector<Migration>& all_migrations() {
  static const std::vector<Migration> steps;  // format 1 is the first
  return steps;
}

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
  for (; present < format; ++present) {
    const Migration* step = nullptr;
    for (const Migration& candidate : steps)
      if (candidate.from == present) step = &candidate;
    if (!step)
      throw std::runtime_error("The store has format " + std::to_string(present) +
                               ", which this program cannot bring up to " + std::to_string(format));
    std::vector<std::string> statements = step->statements;
    statements.push_back("UPDATE meta SET format = " + std::to_string(present + 1) + " WHERE id = 1");
    in_one_transaction(connection, statements);
  }
}

}  // namespace lienthong::storage
