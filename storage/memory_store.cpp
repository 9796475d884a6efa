#include "storage/memory_store.h"
#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include "storage/memory_rows.h"
#include "storage/migrations.h"
#include "storage/reads.h"

namespace lienthong::storage {

using engine::Evaluator;
using engine::Meta;

struct MemoryStore::Contents final : RowSource {
  template <class... R>
  using AllRows = std::tuple<MemoryRows<R>...>;
  engine::AllRecords::apply<AllRows> rows;
  std::vector<const AnyRows*> by_position;
  mutable std::shared_mutex mutex;
  engine::Counters counters;
  std::atomic<std::int64_t> reads = 0;
  bool refuses = false;

  Contents() {
    std::apply([this](const auto&... each) { (by_position.push_back(&each), ...); }, rows);
  }
  const AnyRows& of(const Layout& table) const {
    return *by_position[static_cast<std::size_t>(&table - engine::all_layouts().data())];
  }
  Meta& meta() {
    auto& metas = std::get<MemoryRows<Meta>>(rows);
    if (Meta* present = metas.at(1)) return *present;
    return metas.put(Meta{});
  }
  void visit_all(const Layout& table, const Visit& visit) const override { of(table).visit_all(visit); }
  bool visit_equal(const Layout& table, const Column& column, std::int64_t value,
                   const Visit& visit) const override {
    const AnyRows& all = of(table);
    if (&column == &table.columns[0]) {
      if (const void* record = all.find(value)) visit(record);
      return true;
    }
    const std::set<std::int64_t>* ids = all.equal(column, value);
    if (!ids) return false;
    for (std::int64_t id : *ids)
      if (!visit(all.find(id))) break;
    return true;
  }

  /// Visits at least the rows that satisfy the condition, few others where an index helps; by id, ascending.
  void visit_candidates(const Layout& table, const Condition& where, const Visit& visit) const {
    if (!visit_indexed(table, where, visit)) visit_all(table, visit);
  }

  /// One list's rows, in order, cut to its page.
  std::vector<const void*> find(const Layout& table, const Condition& where,
                                const std::vector<Sorting>& order, std::int64_t first,
                                std::int64_t max) const {
    Evaluator evaluator(*this);
    std::vector<const void*> found;
    const bool sorted = !order.empty();
    std::int64_t enough = first > std::numeric_limits<std::int64_t>::max() - max ? max : first + max;
    if (max <= 0) return found;
    visit_candidates(table, where, [&](const void* record) {
      if (evaluator.holds(where, record)) found.push_back(record);
      return sorted || static_cast<std::int64_t>(found.size()) < enough;
    });
    if (sorted) sort(found, order, evaluator);
    auto size = static_cast<std::int64_t>(found.size());
    std::int64_t begin = std::clamp<std::int64_t>(first, 0, size), length = std::min(size - begin, max);
    found.resize(static_cast<std::size_t>(begin + length));
    found.erase(found.begin(), found.begin() + begin);
    return found;
  }

 private:
  bool visit_indexed(const Layout& table, const Condition& where, const Visit& visit) const {
    using Op = engine::Filter::Op;
    if (where.op == Op::All)
      return std::any_of(where.parts.begin(), where.parts.end(),
                         [&](const Condition& part) { return visit_indexed(table, part, visit); });
    if (where.op == Op::In && where.column == &table.columns[0]) {
      auto whole = [](const engine::Scalar& value) { return std::holds_alternative<std::int64_t>(value); };
      if (!std::all_of(where.values.begin(), where.values.end(), whole)) return false;
      for (const engine::Scalar& value : where.values) {
        const void* record = of(table).find(std::get<std::int64_t>(value));
        if (record && !visit(record)) break;
      }
      return true;
    }
    const auto* text = std::get_if<std::string>(&where.value);
    if (where.op == Op::Equal && text && !where.ignore_case) {
      const std::set<std::int64_t>* ids = of(table).equal(*where.column, *text);
      if (!ids) return false;
      for (const std::int64_t id : *ids)
        if (!visit(of(table).find(id))) break;
      return true;
    }
    const auto* value = std::get_if<std::int64_t>(&where.value);
    return where.op == Op::Equal && value && where.column->type == Column::Type::Integer &&
           visit_equal(table, *where.column, *value, visit);
  }

  static void sort(std::vector<const void*>& found, const std::vector<Sorting>& order, Evaluator& evaluator) {
    struct Key {
      Cell cell;
      std::string held;
      Cell view() const {
        Cell seen = cell;
        seen.text = held;
        return seen;
      }
    };
    struct Keyed {
      const void* record;
      std::vector<Key> keys;
    };
    std::vector<Keyed> keyed;
    for (const void* record : found) {
      Keyed& one = keyed.emplace_back(Keyed{record, {}});
      for (const Sorting& sorting : order) {
        Key& key = one.keys.emplace_back();
        key.cell = evaluator.sort_key(sorting, record, key.held);
      }
    }
    // Stable, and rows come by id: ties stay in that order.
    std::stable_sort(keyed.begin(), keyed.end(), [&order](const Keyed& a, const Keyed& b) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        int sign = compare_nulls_last(a.keys[i].view(), b.keys[i].view());
        if (sign != 0) return order[i].descending ? sign > 0 : sign < 0;
      }
      return false;
    });
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = keyed[i].record;
  }
};

namespace {

class MemoryReader final : public ReaderBase<MemoryReader> {
 public:
  explicit MemoryReader(MemoryStore::Contents& contents) : contents_(contents) {}

  template <class R>
  std::vector<R> select_rows(const engine::Query<R>& query) {
    std::vector<R> rows;
    for_each(query, [&rows](const R& row) { rows.push_back(row); });
    return rows;
  }
  template <class R>
  std::int64_t count_rows(const engine::Query<R>& query) {
    const Condition where = resolve(layout_of<R>(), query.where);
    std::shared_lock lock(contents_.mutex);
    ++contents_.reads;
    return static_cast<std::int64_t>(
        contents_.find(layout_of<R>(), where, {}, 0, std::numeric_limits<std::int64_t>::max()).size());
  }
  template <class R>
  std::optional<R> get_row(std::int64_t id) {
    std::shared_lock lock(contents_.mutex);
    ++contents_.reads;
    const void* found = contents_.of(layout_of<R>()).find(id);
    if (!found) return std::nullopt;
    return *static_cast<const R*>(found);
  }

 private:
  template <class R, class Take>
  void for_each(const engine::Query<R>& query, const Take& take) {
    const Condition where = resolve(layout_of<R>(), query.where);
    const std::vector<Sorting> order = resolve(layout_of<R>(), query.order);
    std::shared_lock lock(contents_.mutex);
    ++contents_.reads;
    for (const void* record : contents_.find(layout_of<R>(), where, order, query.first, query.max))
      take(*static_cast<const R*>(record));
  }
  MemoryStore::Contents& contents_;
};

}  // namespace

MemoryStore::MemoryStore() : contents_(std::make_unique<Contents>()) {}
MemoryStore::~MemoryStore() = default;

std::int64_t MemoryStore::open() {
  std::unique_lock lock(contents_->mutex);
  contents_->meta().format = format_current;
  return ++contents_->meta().epoch;
}

void MemoryStore::commit(const engine::WriteBatch& batch) {
  std::unique_lock lock(contents_->mutex);
  if (batch.epoch != contents_->meta().epoch)
    throw engine::Fenced("Another process has taken the store over: epoch " + std::to_string(batch.epoch) +
                         " has ended");
  if (contents_->refuses) throw engine::NotWritten("The store was told to refuse writes");
  const auto& metas = batch.of<Meta>().changes;
  const Meta before = contents_->meta();
  auto each = [&batch, this](const auto& act) {
    std::apply([&](const auto&... rows) { (act(rows), ...); }, batch.rows);
  };
  each([this]<class R>(const engine::Rows<R>& rows) {
    if constexpr (!std::is_same_v<R, Meta>) std::get<MemoryRows<R>>(contents_->rows).check_changes(rows);
  });
  std::int64_t written = 0;
  each([this, &written]<class R>(const engine::Rows<R>& rows) {
    if constexpr (!std::is_same_v<R, Meta>) written += std::get<MemoryRows<R>>(contents_->rows).apply(rows);
  });
  if (auto at = metas.find(1); at != metas.end() && at->second.row) {
    contents_->meta() = *at->second.row;
    contents_->meta().format = before.format;  // format and epoch are the store's own
    contents_->meta().epoch = before.epoch;
    ++written;
  }
  ++contents_->counters.commits;
  contents_->counters.rows += written;
  contents_->counters.statements += written;
}

std::unique_ptr<engine::Reader> MemoryStore::reader() { return std::make_unique<MemoryReader>(*contents_); }

engine::Counters MemoryStore::counters() const {
  std::shared_lock lock(contents_->mutex);
  engine::Counters counters = contents_->counters;
  counters.reads = contents_->reads;
  return counters;
}

void MemoryStore::refuse_writes(bool refuse) {
  std::unique_lock lock(contents_->mutex);
  contents_->refuses = refuse;
}

}  // namespace lienthong::storage
