#include "dmn/check_tables.h"
#include <algorithm>
#include <map>
#include <set>
#include "dmn/check.h"
#include "feel/operators.h"

// Each column's values fall into pieces that all its tests treat alike: the bounds that its cells mention,
// what lies between them, what lies outside. One value stands for each piece, so that the cells themselves
// say which rules hold there. A table is judged by walking through the combinations, column by column, with
// the rules still possible.
namespace lienthong::dmn {
namespace {

using feel::Node;
using feel::Op;
using Kind = Value::Kind;

bool is_ordered(Kind kind) {
  return kind == Kind::Number || kind == Kind::Date || kind == Kind::Time || kind == Kind::DateTime ||
         kind == Kind::DaysTime || kind == Kind::YearsMonths;
}

/// Whether a cell is decided by comparing its input with constants.
bool is_constant(const Node& node) {
  switch (node.op) {
    case Op::Literal:
    case Op::AnyTest: return true;
    case Op::Name: return node.name == "?";
    case Op::Tests:
    case Op::CompareTest:
    case Op::ExpressionTest:
    case Op::ListLiteral:
    case Op::Range:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::Equal:
    case Op::NotEqual:
    case Op::And:
    case Op::Or:
    case Op::Between:
    case Op::In:
      return std::ranges::all_of(node.children, [](const auto& child) { return is_constant(*child); });
    default: return false;
  }
}

void collect_constants(const Value& value, List& constants) {
  if (value.is_list()) {
    for (const Value& element : value.list()) collect_constants(element, constants);
  } else if (value.kind() == Kind::Range) {
    if (value.range().low) collect_constants(*value.range().low, constants);
    if (value.range().high) collect_constants(*value.range().high, constants);
  } else {
    constants.push_back(value);
  }
}

void collect_constants(const Node& node, List& constants) {
  if (node.op == Op::Literal) collect_constants(node.constant, constants);
  for (const feel::NodePtr& child : node.children) collect_constants(*child, constants);
}

/// A value between two neighbours, whole where that is possible; absent bounds are infinitely far.
Value between(feel::Evaluation& evaluation, const Value* low, const Value* high) {
  const Value& some = low ? *low : *high;
  const auto moved = [&](const Value& from, int by) {
    if (from.is_number()) return feel::add(evaluation, from, Value(by));
    const Value step = from.kind() == Kind::YearsMonths ? Value(YearsMonths{by})
                       : from.kind() == Kind::Time      ? Value(DaysTime{by * 60, 0})
                                                        : Value(DaysTime{by * 86'400, 0});
    return feel::add(evaluation, from, step);
  };
  if (!low) return moved(some, -1);
  if (!high) return moved(some, 1);
  const Value next = moved(*low, 1);
  if (feel::order(evaluation, next, *high).value_or(0) < 0) return next;
  if (low->is_number()) {
    const Value sum = feel::add(evaluation, *low, *high);
    return feel::divide(evaluation, sum, Value(2));
  }
  const Value distance = feel::subtract(evaluation, *high, *low);
  const Value half = feel::divide(evaluation, distance, Value(2));
  return feel::add(evaluation, *low, half);
}

/// A text that is none of those mentioned.
Value other_text(const List& constants) {
  std::string text = "other";
  while (std::ranges::any_of(constants, [&](const Value& c) { return c.is_string() && c.string() == text; }))
    text += "'";
  return text;
}

class Judgement {
 public:
  Judgement(const Table& table, const Node& node, const std::string& element_id,
            std::vector<Problem>& problems)
      : table_(table), node_(node), element_id_(element_id), problems_(problems) {}

  void run() {
    if (table_.rules.empty() || table_.inputs.empty()) return;
    const feel::Environment environment{no_names_, Instant{}, 0};
    try {
      feel::Evaluation evaluation(environment, nullptr, nullptr, budget_);
      for (std::size_t column = 0; column < table_.inputs.size(); ++column)
        columns_.push_back(pieces(evaluation, column));
    } catch (const feel::EvaluationError&) {
      return not_judged();
    }
    std::vector<int> all;
    for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) all.push_back(static_cast<int>(rule));
    fires_.assign(table_.rules.size(), false);
    std::vector<const Piece*> chosen;
    if (!walk(0, all, chosen)) return not_judged();
    report();
  }

 private:
  struct Piece {
    Value example;
    bool any = false;         ///< the column is not looked at: no value need be told
    std::vector<bool> holds;  ///< by rule
    std::vector<bool> maybe;  ///< by rule: it cannot be told
  };
  using Column = std::vector<Piece>;

  List representatives(feel::Evaluation& evaluation, std::size_t column, const List& constants) {
    const Table::Input& input = table_.inputs[column];
    std::set<Kind> kinds;
    for (const Value& constant : constants)
      if (!constant.is_null()) kinds.insert(constant.kind());
    if (kinds.empty() && input.type.shape == feel::Type::Shape::Basic) kinds.insert(input.type.basic);
    List values;
    for (const Kind kind : kinds) {
      List own;
      for (const Value& constant : constants)
        if (constant.kind() == kind) own.push_back(constant);
      if (kind == Kind::Boolean) {
        values.insert(values.end(), {Value(true), Value(false)});
      } else if (kind == Kind::String) {
        std::ranges::sort(own, [](const Value& a, const Value& b) { return a.string() < b.string(); });
        own.erase(std::unique(own.begin(), own.end()), own.end());
        values.insert(values.end(), own.begin(), own.end());
        values.push_back(other_text(constants));
      } else if (is_ordered(kind) && !own.empty()) {
        std::ranges::sort(own, [&](const Value& a, const Value& b) {
          return feel::order(evaluation, a, b).value_or(0) < 0;
        });
        own.erase(std::unique(own.begin(), own.end(),
                              [&](const Value& a, const Value& b) {
                                return feel::order(evaluation, a, b).value_or(1) == 0;
                              }),
                  own.end());
        for (std::size_t i = 0; i <= own.size(); ++i) {
          values.push_back(
              between(evaluation, i > 0 ? &own[i - 1] : nullptr, i < own.size() ? &own[i] : nullptr));
          if (i < own.size()) values.push_back(own[i]);
        }
      }
    }
    if (std::ranges::any_of(constants, [](const Value& c) { return c.is_null(); })) values.emplace_back();
    return values;
  }

  Column pieces(feel::Evaluation& evaluation, std::size_t column) {
    const Table::Input& input = table_.inputs[column];
    const std::size_t rules = table_.rules.size();
    List constants;
    bool told_apart = false;
    for (std::size_t rule = 0; rule < rules; ++rule) {
      const Node& cell = table_.input_tests(node_, rule, column);
      told_apart = told_apart || cell.children[0]->op != Op::AnyTest;
      if (is_constant(cell)) collect_constants(cell, constants);
    }
    if (input.values) collect_constants(*input.values, constants);
    for (const auto& tests : input.type.allowed) collect_constants(*tests, constants);
    const auto allowed = [&](const Value& value) {
      if (value.is_null()) return true;
      const auto passes = [&](const Node& tests) {
        return !is_constant(tests) || evaluation.unary_tests_in(nullptr, tests, value) == Value(true);
      };
      return (!input.values || passes(*input.values)) &&
             std::ranges::all_of(input.type.allowed, [&](const auto& tests) { return passes(*tests); });
    };
    Column column_pieces;
    std::map<std::pair<std::vector<bool>, std::vector<bool>>, bool> known;
    for (const Value& value : told_apart ? representatives(evaluation, column, constants) : List()) {
      if (!allowed(value)) continue;
      Piece piece{value, false, std::vector<bool>(rules), std::vector<bool>(rules)};
      for (std::size_t rule = 0; rule < rules; ++rule) {
        const Node& cell = table_.input_tests(node_, rule, column);
        if (is_constant(cell))
          piece.holds[rule] = evaluation.unary_tests_in(nullptr, cell, value) == Value(true);
        else
          piece.maybe[rule] = true;
      }
      // Pieces in which the same rules hold are one; whole and named values make the better examples.
      if (known.emplace(std::pair(piece.holds, piece.maybe), true).second)
        column_pieces.push_back(std::move(piece));
    }
    if (!column_pieces.empty()) return column_pieces;
    Piece whole{Value(), true, std::vector<bool>(rules, true), std::vector<bool>(rules)};
    for (std::size_t rule = 0; rule < rules; ++rule)
      if (table_.input_tests(node_, rule, column).children[0]->op != Op::AnyTest)
        whole.holds[rule] = false, whole.maybe[rule] = true;
    return {whole};
  }

  /// False when there are too many combinations.
  bool walk(std::size_t column, const std::vector<int>& possible, std::vector<const Piece*>& chosen) {
    if (++walked_ > table_pieces_max) return false;
    if (possible.empty()) {
      note_gap(chosen);
      return true;
    }
    if (column == columns_.size()) {
      note_hits(possible, chosen);
      return true;
    }
    for (const Piece& piece : columns_[column]) {
      std::vector<int> left;
      for (const int rule : possible) {
        const auto at = static_cast<std::size_t>(rule);
        if (piece.holds[at] || piece.maybe[at]) left.push_back(rule);
      }
      walked_ += possible.size() / 64;
      chosen.push_back(&piece);
      const bool done = walk(column + 1, left, chosen);
      chosen.pop_back();
      if (!done) return false;
    }
    return true;
  }

  std::string example(const std::vector<const Piece*>& chosen) const {
    std::string out;
    for (std::size_t i = 0; i < chosen.size(); ++i)
      if (!chosen[i]->any)
        out += (out.empty() ? "" : ", ") + table_.inputs[i].text + " = " + feel::shown(chosen[i]->example);
    return out.empty() ? "any input" : out;
  }

  void note_gap(const std::vector<const Piece*>& chosen) {
    if (gaps_.size() < findings_max) gaps_.push_back(example(chosen));
    ++gap_count_;
  }

  bool is_certain(int rule, const std::vector<const Piece*>& chosen) const {
    return std::ranges::none_of(
        chosen, [&](const Piece* piece) { return piece->maybe[static_cast<std::size_t>(rule)]; });
  }

  void note_hits(const std::vector<int>& possible, const std::vector<const Piece*>& chosen) {
    std::vector<int> certain;
    for (const int rule : possible)
      if (is_certain(rule, chosen)) certain.push_back(rule);
    // Of a FIRST table everything behind the first certain rule is hidden.
    for (const int rule : possible) {
      fires_[static_cast<std::size_t>(rule)] = true;
      if (table_.hit_policy == HitPolicy::First && !certain.empty() && rule == certain[0]) break;
    }
    const bool contradiction = table_.hit_policy == HitPolicy::Unique || table_.hit_policy == HitPolicy::Any;
    for (std::size_t i = 1; contradiction && i < certain.size(); ++i)
      if (table_.hit_policy == HitPolicy::Unique || !same_outputs(certain[0], certain[i]))
        overlaps_.emplace(std::pair(certain[0], certain[i]), example(chosen));
  }

  bool same_outputs(int a, int b) const {
    const Table::RuleText &x = table_.rules[static_cast<std::size_t>(a)],
                          &y = table_.rules[static_cast<std::size_t>(b)];
    return x.outputs == y.outputs;
  }

  void warn(const std::string& id, Place place, const char* rule, std::string message) {
    problems_.push_back({Problem::Severity::Warning, rule, std::move(message), id.empty() ? element_id_ : id,
                         place.line, place.column, ""});
  }

  void not_judged() {
    warn(element_id_, {node_.line, node_.column}, "table-not-judged",
         "The table of '" + table_.name + "' has too many combinations to look for gaps and overlaps");
  }

  void report() {
    const bool has_default = std::ranges::any_of(table_.outputs, &Table::Output::has_default);
    const bool complete = !table_.gives_list() && table_.aggregation == Aggregation::None && !has_default;
    if (complete)
      for (const std::string& gap : gaps_)
        warn(element_id_, {node_.line, node_.column}, "table-gap",
             "No rule of '" + table_.name + "' matches " + gap +
                 (gap_count_ > gaps_.size() ? " (one of " + std::to_string(gap_count_) + " gaps)" : ""));
    std::size_t told = 0;
    for (const auto& [rules, where] : overlaps_) {
      if (++told > findings_max) break;
      const Table::RuleText& later = table_.rules[static_cast<std::size_t>(rules.second)];
      warn(later.id, later.place, "rule-overlap",
           "Rules " + std::to_string(rules.first + 1) + " and " + std::to_string(rules.second + 1) + " of '" +
               table_.name + "' both match " + where + ", and its hit policy is " +
               std::string(name_of(table_.hit_policy)));
    }
    for (std::size_t rule = 0; rule < fires_.size(); ++rule)
      if (!fires_[rule])
        warn(table_.rules[rule].id, table_.rules[rule].place, "rule-unreachable",
             "Rule " + std::to_string(rule + 1) + " of '" + table_.name + "' never fires");
  }

  const Table& table_;
  const Node& node_;
  const std::string& element_id_;
  std::vector<Problem>& problems_;
  feel::NoNames no_names_;
  feel::Budget budget_;
  std::vector<Column> columns_;
  std::size_t walked_ = 0, gap_count_ = 0;
  std::vector<std::string> gaps_;
  std::map<std::pair<int, int>, std::string> overlaps_;
  std::vector<bool> fires_;
};

}  // namespace

void check_table(const Table& table, const Node& node, const std::string& element_id,
                 std::vector<Problem>& problems) {
  Judgement(table, node, element_id, problems).run();
}

}  // namespace lienthong::dmn
