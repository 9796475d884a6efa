#include "storage/list_reader.h"
#include <algorithm>
#include "engine/rows/filter_eval.h"
#include "engine/rows/text.h"
#include "storage/rising.h"

namespace lienthong::storage {
namespace {

using engine::Scalar;
using Op = engine::Filter::Op;

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// Values of a column, read in order: ids of a list's rows.
struct Stream {
  const Layout* table;
  const Column* column;
  Condition where;
  Access access;
};
using Streams = std::vector<Stream>;

/// A list, and what there is to find its rows by.
struct List {
  const Layout& table;
  const Condition& where;
  Conditions conditions;
  const std::vector<Sorting>& order;
  std::int64_t first, max;

  const Column& key() const { return table.columns[0]; }
  std::int64_t wanted() const { return first > unlimited - max ? unlimited : first + max; }
  bool only_by_id() const {
    return std::ranges::all_of(conditions, [&](const Condition* one) { return only_column(*one) == &key(); });
  }
};

bool is_nothing(const Condition& condition) {
  return (condition.op == Op::Any && condition.parts.empty()) ||
         (condition.op == Op::In && condition.values.empty());
}

bool lacks_only_nulls(const Index& index) {
  return !index.partial() || (index.only.op == Op::Not && index.only.parts[0].op == Op::IsNull);
}

bool leave_nothing(const Conditions& conditions) {
  return std::ranges::any_of(conditions, [](const Condition* one) { return is_nothing(*one); });
}

/// When a condition leaves few rows by its nature, how to come by them.
Access pinned(const Layout& table, const Conditions& conditions) {
  Access found;
  for (const Condition* one : conditions) {
    if (one->op != Op::Equal && one->op != Op::In) continue;
    if (one->column == &table.columns[0]) return Access::by_id();
    for (const Index& index : all_indexes())
      if (index.narrow && index.table == &table && index.keys[0].column == one->column)
        found = Access::by(index);
  }
  return found;
}

bool is_by_id(const Layout& table, const Sorting& sorting) {
  return !sorting.inner_table && sorting.column == &table.columns[0];
}

/// Whether something is asked of what it is sorted or limited by.
bool concerns(const Index& index, const Conditions& conditions) {
  return std::ranges::any_of(conditions, [&](const Condition* one) {
    const Column* column = only_column(*one);
    const auto is_it = [&](const Index::Key& key) { return key.column == column; };
    return column && (std::ranges::any_of(index.keys, is_it) || column == only_column(index.only));
  });
}

class Page {
 public:
  Page(const RunSql& run, const ListReader::Take& take, Candidates& candidates, const List& list)
      : run_(run), take_(take), candidates_(candidates), list_(list) {}

  void read() {
    if (list_.order.empty() || is_by_id(list_.table, list_.order[0])) return by_id();
    if (list_.max == unlimited || !(risen() || grouped() || walked())) plain();
  }

  /// The ids of the list's rows, from streams that each have some of them; empty: nothing has them.
  Streams streams() {
    for (const Index& index : all_indexes()) {
      if (index.table != &list_.table || !concerns(index, list_.conditions)) continue;
      if (const auto ranges = candidates_.ranges().find(index, list_.conditions, index.keys.size()))
        return own(*ranges);
    }
    for (const Condition* one : list_.conditions)
      if (one->op == Op::Exists && one->outer == &list_.key())
        if (Streams linked = through(*one); !linked.empty()) return linked;
    return {};
  }

 private:
  void plain(Access access = {}) {
    run_(select_rows(list_.table, list_.where, list_.order, list_.first, list_.max, access), take_);
  }

  void by_id() {
    const Streams all = streams();
    if (all.empty()) return plain(Access::by_id());
    const bool descending = !list_.order.empty() && list_.order[0].descending;
    take_rows(merged(all, descending, list_.wanted()));
  }

  Streams own(const Ranges& ranges) const {
    Streams made;
    for (const Range& range : ranges)
      made.push_back({&list_.table, &list_.key(), Condition::all({range.where(), list_.where}),
                      Access::by(*range.index)});
    return made;
  }

  /// Through the rows of another table that name the list's rows by id.
  Streams through(const Condition& exists) {
    const Layout& other = *exists.inner_table;
    const Condition named = exists.parts.empty() ? Condition{} : exists.parts[0];
    std::vector<Condition> rest;
    for (const Condition* one : list_.conditions)
      if (one != &exists) rest.push_back(*one);
    Condition back;
    back.op = Op::Exists;
    back.inner_table = &list_.table;
    back.inner = &list_.key();
    back.outer = exists.inner;
    if (exists.outer_root) back.outer_root = &other.columns[1];
    back.parts.push_back(Condition::all(std::move(rest)));
    const Condition where = Condition::all({named, back});
    if (exists.inner == &other.columns[0]) return {{&other, exists.inner, where, Access::by_id()}};
    Streams made;
    for (const Index& index : all_indexes()) {
      if (index.table != &other || index.keys.size() < 2 || index.keys.back().column != exists.inner)
        continue;
      const auto ranges = candidates_.ranges().find(index, conjuncts(named), index.keys.size() - 1);
      for (const Range& range : ranges.value_or(Ranges{}))
        made.push_back({&other, exists.inner, Condition::all({range.where(), where}), Access::by(index)});
      if (!made.empty()) break;
    }
    return made;
  }

  /// The first ids of all streams.
  RowIds merged(const Streams& streams, bool descending, std::int64_t wanted) const {
    RowIds ids;
    for (const Stream& stream : streams) {
      Condition where = stream.where;
      if (std::ssize(ids) == wanted && wanted > 0) {
        Condition bound = Condition::equal(*stream.column, ids.back());
        bound.op = descending ? Op::LessOrEqual : Op::Less;
        where = Condition::all({where, descending ? Condition::negate(bound) : bound});
      }
      run_(select_values(*stream.table, *stream.column, where, stream.access, descending, wanted),
           [&ids](const std::vector<Cell>& cells) { ids.push_back(cells[0].integer); });
      if (descending)
        std::ranges::sort(ids, std::greater{});
      else
        std::ranges::sort(ids);
      ids.erase(std::ranges::unique(ids).begin(), ids.end());
      if (std::ssize(ids) > wanted) ids.resize(static_cast<std::size_t>(wanted));
    }
    return ids;
  }

  /// Those of the page out of all up to its end.
  void take_rows(RowIds ids) const {
    ids.erase(ids.begin(), ids.begin() + std::min<std::ptrdiff_t>(list_.first, std::ssize(ids)));
    if (!ids.empty())
      run_(select_rows(list_.table, Condition::in(list_.key(), ids), list_.order, 0, unlimited,
                       Access::by_id()),
           take_);
  }

  // ---- an order by a column that rises with the id

  bool risen() {
    const Sorting& by = list_.order[0];
    if (by.inner_table || !rises(list_.table, *by.column)) return false;
    Streams all = streams();
    if (all.empty()) all.push_back({&list_.table, &list_.key(), list_.where, Access::by_id()});
    RowIds ids = merged(all, by.descending, list_.wanted());
    if (std::ssize(ids) == list_.wanted()) {
      const RowIds alike = like_the_last(by, ids.back());
      ids.insert(ids.end(), alike.begin(), alike.end());
    }
    if (!ids.empty())
      run_(select_rows(list_.table, Condition::in(list_.key(), ids), list_.order, list_.first, list_.max,
                       Access::by_id()),
           take_);
    return true;
  }

  /// Rows behind the last one in which the column has the same value: the rest of the order ranks them.
  RowIds like_the_last(const Sorting& by, std::int64_t last) const {
    std::int64_t value = 0;
    run_(select_first(list_.table, *by.column, Condition::equal(list_.key(), last)),
         [&value](const std::vector<Cell>& cells) { value = cells[1].integer; });
    std::vector<Condition> parts{list_.where};
    const auto end = Rising(run_).first(list_.table, *by.column, value, !by.descending);
    parts.push_back(by.descending ? Rising::before(list_.table, last) : Rising::from(list_.table, last + 1));
    if (end)
      parts.push_back(by.descending ? Rising::from(list_.table, *end) : Rising::before(list_.table, *end));
    RowIds ids;
    run_(select_values(list_.table, list_.key(), Condition::all(std::move(parts)), Access::by_id(), false,
                       unlimited),
         [&ids](const std::vector<Cell>& cells) { ids.push_back(cells[0].integer); });
    return ids;
  }

  // ---- an order by columns with few different values: stretches of an index, one after the other

  /// Where the columns that the list is ordered by stand in an index; none: it has not all of them.
  std::optional<std::vector<std::size_t>> places_in(const Index& index, std::size_t levels) const {
    std::vector<std::size_t> places;
    for (std::size_t level = 0; level < levels; ++level) {
      const Sorting& sorting = list_.order[level];
      if (sorting.inner_table && (sorting.outer_root || sorting.inner != &sorting.inner_table->columns[0]))
        return std::nullopt;
      const Column* column = sorting.inner_table ? sorting.outer : sorting.column;
      const auto at = std::ranges::find_if(
          index.keys, [&](const Index::Key& key) { return key.column == column && !key.head; });
      if (at == index.keys.end()) return std::nullopt;
      places.push_back(static_cast<std::size_t>(at - index.keys.begin()));
    }
    return places;
  }

  /// What rows with this value in their own column are sorted by.
  Scalar sort_value(const Sorting& sorting, const Scalar& own) const {
    Scalar value = own;
    if (sorting.inner_table) {
      value = {};
      const Condition row = Condition::equal(*sorting.inner, own);
      run_(select_values(*sorting.inner_table, *sorting.column, Condition::all({row, sorting.where}),
                         Access::by_id(), false, 1),
           [&value](const std::vector<Cell>& cells) { value = scalar_of(cells[0]); });
    }
    const auto* text = std::get_if<std::string>(&value);
    return text && sorting.ignore_case ? Scalar(engine::lower_case(*text)) : value;
  }

  struct Group {
    std::vector<Scalar> by;
    Ranges ranges;
  };

  std::vector<Group> groups(const Ranges& ranges, const std::vector<std::size_t>& places) const {
    std::vector<Group> all;
    for (const Range& range : ranges) {
      Group& one = all.emplace_back();
      for (std::size_t level = 0; level < places.size(); ++level)
        one.by.push_back(sort_value(list_.order[level], range.values[places[level]]));
      one.ranges.push_back(range);
    }
    const auto sign = [&](const Group& a, const Group& b) {
      for (std::size_t level = 0; level < places.size(); ++level)
        if (const int way = compare_nulls_last(cell_of(a.by[level]), cell_of(b.by[level])))
          return list_.order[level].descending ? -way : way;
      return 0;
    };
    std::ranges::stable_sort(all, [&](const Group& a, const Group& b) { return sign(a, b) < 0; });
    std::vector<Group> joined;
    for (Group& one : all) {
      if (joined.empty() || sign(joined.back(), one) != 0)
        joined.push_back(std::move(one));
      else
        joined.back().ranges.push_back(std::move(one.ranges.front()));
    }
    return joined;
  }

  bool grouped() {
    const auto id = std::ranges::find_if(
        list_.order, [&](const Sorting& sorting) { return is_by_id(list_.table, sorting); });
    const auto levels = static_cast<std::size_t>(id - list_.order.begin());
    const bool descending = id != list_.order.end() && id->descending;
    for (const Index& index : all_indexes()) {
      if (index.table != &list_.table || index.keys.size() < 2) continue;
      const auto places = places_in(index, levels);
      if (!places) continue;
      const auto ranges = candidates_.ranges().find(index, list_.conditions, index.keys.size());
      if (!ranges) continue;
      RowIds ids;
      for (const Group& group : groups(*ranges, *places)) {
        const RowIds more = merged(own(group.ranges), descending, list_.wanted() - std::ssize(ids));
        ids.insert(ids.end(), more.begin(), more.end());
        if (std::ssize(ids) >= list_.wanted()) break;
      }
      take_rows(std::move(ids));
      return true;
    }
    return false;
  }

  // ---- an order by a column that has an index of its own

  bool walked() {
    const Sorting& by = list_.order[0];
    const Index* index = by.inner_table || by.ignore_case ? nullptr : index_on(list_.table, *by.column);
    if (!index || index->keys.size() != 1 || !lacks_only_nulls(*index)) return false;
    const Condition null = Condition::equal(*by.column, {});
    const Condition with = Condition::all({list_.where, Condition::negate(null)});
    const Condition without = Condition::all({list_.where, null});
    const auto valued = [&](std::int64_t first, std::int64_t max) {
      return taken([&](const ListReader::Take& take) {
        run_(select_rows(list_.table, with, list_.order, first, max, Access::by(*index)), take);
      });
    };
    const std::vector<Sorting> rest(list_.order.begin() + 1, list_.order.end());
    const auto empty = [&](std::int64_t first, std::int64_t max) {
      if (!by.column->nullable) return std::int64_t{0};
      return taken([&](const ListReader::Take& take) {
        const List list{list_.table, without, conjuncts(without), rest, first, max};
        Page(run_, take, candidates_, list).read();
      });
    };
    if (by.descending)
      two_parts(empty, valued, without, Access::by_id());
    else
      two_parts(valued, empty, with, Access::by(*index));
    return true;
  }

  /// The page out of one part of the list and what comes after it.
  template <class First, class Second>
  void two_parts(const First& before, const Second& after, const Condition& in_first, Access access) {
    const std::int64_t found = before(list_.first, list_.max);
    if (found == list_.max) return;
    std::int64_t skipped = 0;
    if (found == 0 && list_.first > 0)
      run_(count_rows(list_.table, in_first, access),
           [&](const std::vector<Cell>& cells) { skipped = std::min(cells[0].integer, list_.first); });
    after(found > 0 ? 0 : list_.first - skipped, list_.max - found);
  }

  template <class Read>
  std::int64_t taken(const Read& read) {
    std::int64_t rows = 0;
    read([&](const std::vector<Cell>& cells) {
      ++rows;
      take_(cells);
    });
    return rows;
  }

  const RunSql& run_;
  const ListReader::Take& take_;
  Candidates& candidates_;
  const List& list_;
};

}  // namespace

void ListReader::select(const Layout& table, const Condition& asked, const std::vector<Sorting>& order,
                        std::int64_t first, std::int64_t max, const Take& take) {
  const Conditions conditions = conjuncts(asked);
  first = std::max<std::int64_t>(first, 0);
  if (max <= 0 || leave_nothing(conditions)) return;
  const Access access = pinned(table, conditions);
  if (access.way != Access::Way::Any) return run_(select_rows(table, asked, order, first, max, access), take);
  hold_();
  const Condition where = Rising(run_).with_ids(table, asked);
  const List list{table, where, conjuncts(where), order, first, max};
  if (leave_nothing(list.conditions)) return;
  Candidates candidates(run_, few_max_);
  if (!list.only_by_id())
    if (const auto ids = candidates.few(table, list.conditions)) {
      if (ids->empty()) return;
      const Condition among = Condition::all({Condition::in(list.key(), *ids), where});
      return run_(select_rows(table, among, order, list.first, list.max, Access::by_id()), take);
    }
  Page(run_, take, candidates, list).read();
}

std::int64_t ListReader::count(const Layout& table, const Condition& asked) {
  const Conditions conditions = conjuncts(asked);
  if (leave_nothing(conditions)) return 0;
  std::int64_t rows = 0;
  const Take add = [&rows](const std::vector<Cell>& cells) { rows += cells[0].integer; };
  const Access access = pinned(table, conditions);
  if (access.way != Access::Way::Any) {
    run_(count_rows(table, asked, access), add);
    return rows;
  }
  hold_();
  const Condition where = Rising(run_).with_ids(table, asked);
  const List list{table, where, conjuncts(where), {}, 0, unlimited};
  if (leave_nothing(list.conditions)) return 0;
  if (list.only_by_id()) {
    run_(count_rows(table, where), add);
    return rows;
  }
  Candidates candidates(run_, few_max_);
  if (const auto ids = candidates.few(table, list.conditions)) {
    if (ids->empty()) return 0;
    run_(count_rows(table, Condition::all({Condition::in(list.key(), *ids), where}), Access::by_id()), add);
    return rows;
  }
  for (const Index& index : all_indexes()) {
    if (index.table != &table) continue;
    const auto ranges = candidates.ranges().find(index, list.conditions, 0);
    if (!ranges) continue;
    for (const Range& range : *ranges)
      run_(count_rows(table, Condition::all({range.where(), where}), Access::by(index)), add);
    return rows;
  }
  const Streams linked = Page(run_, add, candidates, list).streams();
  if (linked.size() == 1) {
    const Stream& one = linked.front();
    run_(count_values(*one.table, *one.column, one.where, one.access), add);
  } else {
    run_(count_rows(table, where), add);
  }
  return rows;
}

}  // namespace lienthong::storage
