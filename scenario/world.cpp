#include "scenario/world.h"
#include <unistd.h>
#include <atomic>
#include "base/check.h"
#include "base/json.h"
#include "engine/rows/work_codec.h"
#include "storage/memory_store.h"
#include "storage/sqlite_store.h"

namespace lienthong::scenario {
namespace {

constexpr int due_rounds_max = 1'000;  ///< of work that makes itself due again at the same instant

std::filesystem::path fresh_file() {
  static std::atomic<int> count{0};
  return std::filesystem::temp_directory_path() /
         ("lienthong-scenario-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".db");
}

void remove_files(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(file.string() + suffix);
}

}  // namespace

World::World(Mode mode) : mode_(mode), calendar_(calendar::Calendar::vietnam()) {
  if (mode.store == StoreKind::Memory)
    store_ = std::make_unique<storage::MemoryStore>();
  else
    file_ = fresh_file();
  open();
}

World::~World() {
  reader_.reset();
  engine_.reset();
  store_.reset();
  if (!file_.empty()) remove_files(file_);
}

void World::open() {
  if (mode_.store == StoreKind::Sqlite) store_ = std::make_unique<storage::SqliteStore>(file_.string());
  settings_.calendar = calendar_;
  engine_ = std::make_unique<engine::Engine>(*store_, settings_);
  engine_->open(Clocks::agreeing(now_));
  reader_ = store_->reader();
}

void World::change_settings(const std::function<void(engine::Settings&)>& change) {
  change(settings_);
  restart();
}

void World::restart() {
  engine_->close(Clocks::agreeing(now_));
  reader_.reset();
  engine_.reset();
  if (mode_.store == StoreKind::Sqlite) store_.reset();
  open();
}

engine::Reply World::ask(engine::Command command) {
  std::vector<engine::Result> results = engine_->run(std::span(&command, 1), Clocks::agreeing(now_));
  settle();
  if (results.front().error) std::rethrow_exception(results.front().error);
  return std::move(results.front().reply);
}

void World::settle() {
  for (int round = 0;; ++round) {
    engine_->read(Clocks::agreeing(now_));
    const std::vector<engine::Command> due = engine_->due(64);
    if (due.empty()) break;
    check(round < due_rounds_max, "work that is due comes to an end");
    engine_->run(due, Clocks::agreeing(now_));
    if (mode_.restart_after_every_step) restart();
  }
  if (mode_.restart_after_every_step) restart();
}

void World::turn_clock(Instant to) {
  for (;;) {
    const std::optional<Instant> next = engine_->next_due();
    if (!next || *next > to) break;
    if (*next > now_) now_ = *next;
    settle();
  }
  now_ = std::max(now_, to);
  settle();
}

namespace {

template <class T>
std::string cell(const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_integral_v<T>)
    return std::to_string(value);
  else if constexpr (std::is_enum_v<T>)
    return std::string(name_of(value));
  else if constexpr (std::is_same_v<T, std::string>)
    return value;
  else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Steady>)
    return std::to_string(value.ms);
  else if constexpr (std::is_same_v<T, TypedValue>)
    return std::string(name_of(value.type)) + ":" + json::write(value.value);
  else if constexpr (std::is_same_v<T, engine::JobWork>) {
    std::string text(name_of(static_cast<engine::JobKind>(value.index())));
    engine::encode_work(text, value);
    return text;
  } else if constexpr (requires { value.has_value(); })
    return value ? cell(*value) : "-";
  else
    return std::to_string(value.value);
}

template <class R>
void dump_table(engine::Reader& reader, std::string& out) {
  for (const R& row : reader.select(engine::Query<R>{})) {
    out += R::table;
    R::columns([&](std::string_view name, auto member) {
      const std::string text = cell(row.*member);
      if (text.empty() || text == "-" || text == "0" || text == "false") return;
      out.append(" ").append(name).append("=").append(text);
    });
    out += "\n";
  }
}

template <class... R>
std::string dump_all(engine::Reader& reader, engine::Records<R...>) {
  std::string out;
  const auto one = [&]<class T>(const T*) {
    if constexpr (!std::is_same_v<T, engine::Meta>) dump_table<T>(reader, out);
  };
  (one(static_cast<const R*>(nullptr)), ...);
  return out;
}

}  // namespace

std::string rows_of(engine::Reader& reader) { return dump_all(reader, engine::AllRecords{}); }

std::string World::dump() { return rows_of(*reader_); }

void World::remember_definitions() {
  for (const auto& row : reader().select(engine::Query<engine::DefinitionRow>{}))
    definitions_[row.key].insert(row.id);
}

std::set<DefinitionId> World::definitions_of(const std::string& key) {
  remember_definitions();
  return definitions_[key];
}

}  // namespace lienthong::scenario
