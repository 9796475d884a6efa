#include "storage/sqlite_reader.h"
#include <sqlite3.h>
#include <list>
#include <unordered_map>
#include "storage/list_reader.h"
#include "storage/reads.h"
#include "storage/sqlite.h"

namespace lienthong::storage {
namespace {

constexpr std::size_t statements_max =
    128;  ///< kept prepared: more than there are lists, fewer than there are filters
constexpr std::size_t statement_bytes_max =
    16'384;  ///< longer ones hold long lists of values and hardly come again

/// Prepared statements by their text; the one that was used longest ago goes first.
class StatementCache {
 public:
  explicit StatementCache(Connection& connection) : connection_(connection) {}

  Statement& get(const std::string& sql) {
    auto known = by_text_.find(sql);
    if (known != by_text_.end()) {
      recent_.splice(recent_.begin(), recent_, known->second);
      return recent_.front().second;
    }
    if (sql.size() > statement_bytes_max) return passing_.emplace_back(connection_, sql);
    if (recent_.size() == statements_max) {
      by_text_.erase(recent_.back().first);
      recent_.pop_back();
    }
    recent_.emplace_front(sql, Statement(connection_, sql));
    by_text_.emplace(recent_.front().first, recent_.begin());
    return recent_.front().second;
  }
  void drop_passing() { passing_.clear(); }

 private:
  using Entries = std::list<std::pair<std::string, Statement>>;
  Connection& connection_;
  Entries recent_;
  std::unordered_map<std::string_view, Entries::iterator> by_text_;
  std::vector<Statement> passing_;
};

class SqliteReader final : public ReaderBase<SqliteReader> {
 public:
  SqliteReader(const std::string& path, const SqliteStore::Settings& settings,
               std::shared_ptr<std::atomic<std::int64_t>> reads)
      : connection_(path, Connection::Mode::ReadOnly, settings.vfs),
        statements_(connection_),
        lists_([this](const Sql& sql, const ListReader::Take& take) { run(sql, take); },
               [this] { connection_.execute("BEGIN"); }, settings.few_rows),
        tell_(settings.reads),
        reads_(std::move(reads)) {
    connection_.execute("PRAGMA query_only=ON");
    connection_.execute("PRAGMA cache_size=-8192");
    connection_.limit_statements(settings.read_deadline);
  }

  template <class R>
  std::vector<R> select_rows(const engine::Query<R>& query) {
    const Layout& table = engine::layout_of<R>();
    const Condition where = engine::resolve(table, query.where);
    const std::vector<Sorting> order = engine::resolve(table, query.order);
    std::vector<R> rows;
    as_list([&] {
      lists_.select(table, where, order, query.first, query.max,
                    [&](const std::vector<Cell>& cells) { table.decode(&rows.emplace_back(), cells); });
    });
    return rows;
  }

  template <class R>
  std::int64_t count_rows(const engine::Query<R>& query) {
    const Condition where = engine::resolve(engine::layout_of<R>(), query.where);
    std::int64_t count = 0;
    as_list([&] { count = lists_.count(engine::layout_of<R>(), where); });
    return count;
  }

  template <class R>
  std::optional<R> get_row(std::int64_t id) {
    const Layout& table = engine::layout_of<R>();
    std::optional<R> found;
    as_list([&] {
      lists_.select(table, Condition::equal(table.columns[0], id), {}, 0, 1,
                    [&](const std::vector<Cell>& cells) { table.decode(&found.emplace(), cells); });
    });
    return found;
  }

 private:
  /// Its statements have one deadline.
  template <class Read>
  void as_list(const Read& read) {
    ++*reads_;
    connection_.start_deadline();
    struct End {
      SqliteReader& reader;
      ~End() {
        reader.statements_.drop_passing();
        reader.connection_.roll_back();
      }
    } const end{*this};
    try {
      read();
    } catch (const SqliteError& error) {
      if (error.primary() == SQLITE_INTERRUPT)
        throw engine::ReadTimeout("The list took too long to read; narrow it down");
      throw;
    }
  }

  void run(const Sql& sql, const ListReader::Take& take) {
    if (tell_) tell_(sql.text);
    Statement& statement = statements_.get(sql.text);
    Running running(statement);
    statement.bind(sql.parameters);
    while (statement.step()) {
      statement.read(cells_);
      take(cells_);
    }
  }

  Connection connection_;
  StatementCache statements_;
  ListReader lists_;
  std::function<void(const std::string&)> tell_;
  std::shared_ptr<std::atomic<std::int64_t>> reads_;
  std::vector<Cell> cells_;
};

}  // namespace

std::unique_ptr<engine::Reader> make_sqlite_reader(const std::string& path,
                                                   const SqliteStore::Settings& settings,
                                                   std::shared_ptr<std::atomic<std::int64_t>> reads) {
  return std::make_unique<SqliteReader>(path, settings, std::move(reads));
}

}  // namespace lienthong::storage
