#include "storage/schema.h"
#include <utility>
#include "storage/migrations.h"

namespace lienthong::storage {
namespace {

const char* type_name(Column::Type type) {
  switch (type) {
    case Column::Type::Integer: return "INTEGER";
    case Column::Type::Number: return "";  // no affinity: integers and reals stay what they are
    case Column::Type::Text: return "TEXT";
    case Column::Type::Bytes: return "BLOB";
  }
  return "";
}

std::string declaration(const Column& column) {
  std::string sql = quoted_name(column.sql);
  if (column.type != Column::Type::Number) sql += std::string(" ") + type_name(column.type);
  return sql + (column.nullable ? "" : " NOT NULL");
}

std::string columns_of(const Layout& table) {
  std::string list;
  for (const Column& column : table.columns) list += (list.empty() ? "" : ", ") + quoted_name(column.sql);
  return list;
}

}  // namespace

const std::vector<Index>& all_indexes() {
  constexpr const char* tree = "loads the rows of a process instance";
  constexpr const char* trail = "reads the history of a process instance";
  static const std::vector<Index> indexes{
      {"instance", "root", "", tree},
      {"subscription", "root", "", tree},
      {"arrival", "root", "", tree},
      {"compensable", "root", "", tree},
      {"variable", "root", "", tree},
      {"task", "root", "", tree},
      {"identity_link", "root", "", tree},
      {"job", "root", "", tree},
      {"deadline", "root", "", tree},
      {"rung", "root", "", tree},
      {"incident", "root", "", tree},
      {"partner", "root", "", tree},
      {"key_value", "root", "", tree},
      {"carried_value", "root", "", tree},
      {"instance", "business_key", "\"business_key\" IS NOT NULL", "finds process instances by business key"},
      {"instance", "definition", "\"parent\" = 0", "finds the process instances of a definition", false},
      {"task", "assignee", "\"assignee\" IS NOT NULL", "lists a person's tasks"},
      {"identity_link", "task", "", "joins tasks with their candidates"},
      {"comment", "task", "", "lists the comments of a task"},
      {"comment", "root", "", "lists the comments of a process instance"},
      {"resource", "deployment", "", "lists the files of a deployment"},
      {"process_history", "business_key", "\"business_key\" IS NOT NULL",
       "finds ended process instances by business key"},
      {"process_history", "root", "", trail},
      {"activity_history", "root", "", trail},
      {"activity_history", "called", "\"called\" > 0 AND \"ended\" IS NULL",
       "finds calls whose called process is gone", false},
      {"task_history", "root", "", trail},
      {"variable_history", "root", "", trail},
      {"incident_history", "root", "", trail},
      {"decision_history", "root", "", trail},
      {"audit_event", "root", "", trail},
  };
  return indexes;
}

const Index* index_on(const Layout& table, const Column& column) {
  for (const Index& index : all_indexes())
    if (table.name == index.table && column.name == index.column) return &index;
  return nullptr;
}

std::string quoted_name(std::string_view identifier) { return "\"" + std::string(identifier) + "\""; }

std::string create_table(const Layout& table) {
  std::string sql = "CREATE TABLE " + quoted_name(table.name) + " (\n  " + quoted_name(table.columns[0].sql) +
                    " INTEGER PRIMARY KEY";
  for (std::size_t i = 1; i < table.columns.size(); ++i) sql += ",\n  " + declaration(table.columns[i]);
  return sql + "\n)";
}

std::string create_index(const Index& index) {
  std::string sql = "CREATE INDEX " + quoted_name(std::string(index.table) + "_" + index.column) + " ON " +
                    quoted_name(index.table) + "(" + quoted_name(index.column) + ")";
  if (*index.only) sql += std::string(" WHERE ") + index.only;
  return sql;
}

std::string insert_row(const Layout& table) {
  std::string sql = "INSERT INTO " + quoted_name(table.name) + "(" + columns_of(table) + ") VALUES (";
  for (std::size_t i = 1; i <= table.columns.size(); ++i) sql += (i > 1 ? ", ?" : "?") + std::to_string(i);
  return sql + ")";
}

std::string update_row(const Layout& table) {
  std::string sql = "UPDATE " + quoted_name(table.name) + " SET ";
  // A row never moves to another root; naming the column would touch its index all the same.
  std::size_t first = table.has_root() ? 2 : 1;
  for (std::size_t i = first; i < table.columns.size(); ++i)
    sql += (i > first ? ", " : "") + quoted_name(table.columns[i].sql) + " = ?" + std::to_string(i + 1);
  return sql + " WHERE " + quoted_name(table.columns[0].sql) + " = ?1";
}

std::string delete_row(const Layout& table) {
  return "DELETE FROM " + quoted_name(table.name) + " WHERE " + quoted_name(table.columns[0].sql) + " = ?1";
}

std::string schema_page() {
  std::string page =
      "# The tables of a store\n\n"
      "One SQLite file, format " +
      std::to_string(format_current) +
      ". Made from the record descriptions in "
      "`engine/rows/records.h`; what a column stands for is said there.\n\n"
      "- Ids are 63-bit, time-ordered integers; 0 is none. Instants are milliseconds since 1970 UTC. "
      "Booleans are 0 and 1. "
      "Enumerations are stored by name.\n"
      "- A typed value takes four columns: `…_type` (the wire type), `…_text` (strings, documents, FEEL "
      "dates and durations), "
      "`…_number` (numbers, Boolean as 0/1, dates as milliseconds) and `…_blob`: null where the others say "
      "all, else `B` and "
      "the raw bytes, or `X` and what they cannot say exactly.\n"
      "- `meta` has one row. `format` and `epoch` belong to the store: a writer whose epoch is not the "
      "stored one is refused.\n"
      "- Look with `sqlite3 -readonly`; a copy is `VACUUM INTO`. Never open the file for writing while the "
      "server runs.\n";
  for (const Layout& table : engine::all_layouts()) {
    page += "\n## " + table.name + "\n\n| column | type | null |\n| --- | --- | --- |\n";
    for (const Column& column : table.columns) {
      std::string type = column.type == Column::Type::Number ? "INTEGER or REAL" : type_name(column.type);
      if (&column == &table.columns[0]) type += ", primary key";
      page += "| `" + column.sql + "` | " + type + " | " + (column.nullable ? "yes" : "") + " |\n";
    }
    bool first = true;
    for (const Index& index : all_indexes()) {
      if (table.name != index.table) continue;
      if (std::exchange(first, false)) page += "\n";
      page += "- index on `" + std::string(index.column) + "`";
      if (*index.only) page += std::string(" where `") + index.only + "`";
      page += std::string(": ") + index.reason + "\n";
    }
  }
  return page;
}

}  // namespace lienthong::storage
