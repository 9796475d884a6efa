#include "storage/schema.h"
#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>
#include "base/check.h"
#include "storage/filter_sql.h"
#include "storage/migrations.h"

namespace lienthong::storage {
namespace {

using engine::Filter;

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

std::string key_text(const Index::Key& key) {
  return key.head ? head_text(quoted_name(key.column->sql)) : quoted_name(key.column->sql);
}

std::string keys_text(const Index& index) {
  if (index.keys.empty()) return quoted_name(index.table->columns[0].sql);
  std::string keys;
  for (const Index::Key& key : index.keys) keys += (keys.empty() ? "" : ", ") + key_text(key);
  return keys;
}

/// Whether it holds every row in which the column has a value other than 0.
bool holds_all_of(const Index& index, const Column& column) {
  return !index.partial() || (only_column(index.only) == &column && index.only.op == Filter::Op::Not);
}

/// Says which indexes there are, in the words of the records.
class Indexes {
 public:
  Indexes() {
    add_narrow();
    add_present();
    add_history();
  }
  std::vector<Index> all;

 private:
  using Keys = std::initializer_list<std::string_view>;

  /// "value.text~" is the head of a text.
  Index& add(std::string_view table, Keys keys, const Filter& only, const char* reason) {
    Index index;
    index.table = engine::find_layout(table);
    check(index.table, "an index belongs to a table that exists");
    index.name = index.table->name;
    for (std::string_view key : keys) {
      const bool head = key.ends_with('~');
      const Column* column = index.table->find(key.substr(0, key.size() - (head ? 1 : 0)));
      check(column, "an index names columns that exist");
      index.keys.push_back({column, head});
      index.name += "_" + column->sql;
    }
    index.only = engine::resolve(*index.table, only);
    if (index.keys.empty()) index.name += "_" + only_column(index.only)->sql + "_only";
    index.reason = reason;
    return all.emplace_back(std::move(index));
  }
  void set(std::string_view table, std::string_view column, const char* reason) {
    add(table, {column}, Filter::not_null(std::string(column)), reason);
  }
  void refers(std::string_view table, std::string_view column, const char* reason) {
    add(table, {column}, beyond(column, none), reason);
  }

  void add_narrow() {
    for (const char* table :
         {"instance", "subscription", "arrival", "compensable", "variable", "task", "identity_link", "job",
          "deadline", "rung", "incident", "partner", "key_value", "carried_value"})
      add(table, {"root"}, {}, "loads the rows of a process instance").narrow = true;
    for (const char* table : {"activity_history", "task_history", "variable_history", "incident_history",
                              "decision_history", "audit_event"})
      add(table, {"root"}, {}, "reads the history of a process instance").narrow = true;
    add("identity_link", {"task"}, {}, "joins tasks with their candidates").narrow = true;
    add("comment", {"task"}, {}, "lists the comments of a task").narrow = true;
    add("comment", {"root"}, {}, "lists the comments of a process instance").narrow = true;
    add("resource", {"deployment"}, {}, "lists the files of a deployment").narrow = true;
    add("decision_history", {"instance"}, {}, "lists what was decided in an activity").narrow = true;
    for (const char* table : {"incident", "incident_history"})
      add(table, {"instance"}, {}, "finds what belongs to an activity instance").narrow = true;
  }

  void add_present() {
    set("instance", "business_key", "finds process instances by business key");
    add("instance", {"definition"}, Filter::equal("parent", none),
        "finds the process instances of a definition");
    add("instance", {"definition", "node"}, {}, "lists by definition, and by activity");
    add("instance", {}, Filter::equal("suspended", one), "lists what is suspended");
    add("task", {"definition", "node", "priority", "name"}, {}, "lists by each of them, and in their order");
    add("task", {"assignee"}, {}, "lists a person's, and what nobody has");
    for (const char* column : {"owner", "due", "follow_up", "updated", "parent_task"})
      set("task", column, "lists by it, and in its order");
    add("identity_link", {"group", "user", "type", "task"}, {}, "lists what waits for a group or a person");
    add("subscription", {"event", "name", "target"}, {}, "lists by what is waited for");
    add("job", {"kind", "topic", "definition", "node", "priority"}, {}, "lists by each of them");
    add("job", {"worker", "locked_until"}, beyond("worker", std::string()), "lists what a worker has taken");
    set("job", "due", "lists by when it is due");
    add("job", {}, Filter::equal("retries", none), "lists what is not tried again");
    add("job", {}, Filter::not_null("error_message"), "lists what has failed");
    add("deadline", {"state", "due"}, {}, "lists what is late, or soon due");
    add("deadline", {"name", "node"}, {}, "lists by promise, and by activity");
    add("deadline", {}, Filter::is_null("ended"), "lists what is not over");
    refers("deadline", "task", "lists the deadlines of a task");
    for (const char* table : {"incident", "incident_history"}) {
      add(table, {"definition", "node", "type", "failed_node"}, {}, "lists by each of them");
      add(table, {"message~"}, Filter::not_null("message"), "lists by what went wrong");
      set(table, "configuration", "finds an incident by what it was made with");
      refers(table, "job", "finds the incident of a job");
      refers(table, "cause", "lists what followed from an incident");
      refers(table, "root_cause", "lists all that followed from an incident");
    }
  }

  void add_history() {
    for (const char* table : {"process_history", "activity_history", "task_history"})
      set(table, "ended", "lists by when it ended");
    add("process_history", {}, Filter::is_null("ended"), "lists what goes on");
    set("process_history", "business_key", "finds ended process instances by business key");
    add("process_history", {"definition"}, {}, "lists by definition");
    add("process_history", {"state"},
        Filter::any({Filter::equal("state", word(engine::Outcome::Suspended)),
                     Filter::equal("state", word(engine::Outcome::ExternallyTerminated)),
                     Filter::equal("state", word(engine::Outcome::InternallyTerminated))}),
        "lists the few that were suspended or terminated");
    refers("process_history", "calling_root", "lists called process instances, and their callers");
    add("process_history", {"top_root"}, beyond("calling_root", none), "lists a hierarchy of calls");
    set("process_history", "start_user", "lists what a person has started");
    add("activity_history", {"definition", "node", "type", "name"}, {}, "lists by each of them");
    set("activity_history", "assignee", "lists what a person did");
    add("activity_history", {"called"}, Filter::all({beyond("called", none), Filter::is_null("ended")}),
        "finds calls whose called process is gone");
    add("task_history", {"definition", "node", "name"}, {}, "lists by each of them");
    for (const char* column : {"assignee", "owner", "parent_task"})
      set("task_history", column, "lists by it, and in its order");
    for (const char* table : {"variable", "variable_history"})
      add(table, {"name", "value.text~", "value.number"}, {}, "finds what has a variable of a value");
    add("incident_history", {"state"}, {}, "lists what is open");
    set("incident_history", "ended", "lists by when it ended");
    add("decision_history", {"key", "name", "decision", "requirements", "definition", "node"}, {},
        "lists by each of them");
    refers("decision_history", "asked_by", "lists what an evaluation required");
    for (const char* column : {"user", "tenant"}) set("decision_history", column, "lists by it");
  }

  /// Of a column that is never null.
  static Filter beyond(std::string_view column, engine::Scalar least) {
    return Filter::negate(Filter::less_or_equal(std::string(column), std::move(least)));
  }
  static std::string word(engine::Outcome state) { return std::string(name_of(state)); }
  static constexpr std::int64_t none = 0, one = 1;
};

}  // namespace

const std::vector<Index>& all_indexes() {
  static const std::vector<Index> indexes = Indexes().all;
  return indexes;
}

const Index* index_on(const Layout& table, const Column& column) {
  for (const Index& index : all_indexes())
    if (index.table == &table && !index.keys.empty() && index.keys[0].column == &column &&
        !index.keys[0].head && holds_all_of(index, column))
      return &index;
  return nullptr;
}

bool rises(const Layout& table, const Column& column) {
  using Named = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Named, 7> known{{{"task", "created"},
                                               {"incident", "created"},
                                               {"process_history", "started"},
                                               {"activity_history", "started"},
                                               {"task_history", "started"},
                                               {"incident_history", "created"},
                                               {"decision_history", "evaluated"}}};
  return std::ranges::find(known, Named(table.name, column.name)) != known.end();
}

std::string quoted_name(std::string_view identifier) { return "\"" + std::string(identifier) + "\""; }

std::string create_table(const Layout& table) {
  std::string sql = "CREATE TABLE " + quoted_name(table.name) + " (\n  " + quoted_name(table.columns[0].sql) +
                    " INTEGER PRIMARY KEY";
  for (std::size_t i = 1; i < table.columns.size(); ++i) sql += ",\n  " + declaration(table.columns[i]);
  return sql + "\n)";
}

std::string create_index(const Index& index) {
  std::string sql = "CREATE INDEX " + quoted_name(index.name) + " ON " + quoted_name(index.table->name) +
                    "(" + keys_text(index) + ")";
  if (index.partial()) sql += " WHERE " + condition_text(index.only);
  return sql;
}

std::string insert_rows(const Layout& table, std::size_t rows) {
  std::string sql =
      "INSERT OR ROLLBACK INTO " + quoted_name(table.name) + "(" + columns_of(table) + ") VALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    sql += row > 0 ? ", (" : "(";
    for (std::size_t i = 0; i < table.columns.size(); ++i) sql += i > 0 ? ", ?" : "?";
    sql += ")";
  }
  return sql;
}

std::string update_row(const Layout& table, const std::vector<std::size_t>& columns) {
  std::string sql;
  for (const std::size_t at : columns)
    sql += (sql.empty() ? "UPDATE " + quoted_name(table.name) + " SET " : ", ") +
           quoted_name(table.columns[at].sql) + " = ?";
  return sql + " WHERE " + quoted_name(table.columns[0].sql) + " = ?";
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
      if (index.table != &table) continue;
      if (std::exchange(first, false)) page += "\n";
      page += "- index on `" + keys_text(index) + "`";
      if (index.partial()) page += " where `" + condition_text(index.only) + "`";
      page += std::string(": ") + index.reason + "\n";
    }
  }
  return page;
}

}  // namespace lienthong::storage
