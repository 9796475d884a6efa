#include <random>
#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

using Random = std::mt19937;

int below(Random& random, int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); }

std::string number_cell(Random& random) {
  const std::string a = std::to_string(below(random, 20)), b = std::to_string(20 + below(random, 20));
  switch (below(random, 10)) {
    case 0: return "-";
    case 1: return "< " + a;
    case 2: return ">= " + b;
    case 3: return "[" + a + ".." + b + ")";
    case 4: return "(" + a + ".." + b + "]";
    case 5: return "not(" + a + ")";
    case 6: return a + ", " + b;
    case 7: return "null";
    case 8: return "? > " + a;
    default: return a;
  }
}

std::string text_cell(Random& random) {
  const std::string a = "\"t" + std::to_string(below(random, 8)) + "\"";
  switch (below(random, 6)) {
    case 0: return "-";
    case 1: return "not(" + a + ")";
    case 2: return a + ", \"t0\"";
    case 3: return "[" + a + ", \"t1\"]";
    default: return a;
  }
}

Value number_value(Random& random) {
  switch (below(random, 12)) {
    case 0: return {};
    case 1: return "t1";
    case 2: return List{Value(3)};
    case 3: return Date{2026, 1, 1};
    case 4: return *Decimal::parse("3.5");
    default: return below(random, 45);
  }
}

Value text_value(Random& random) {
  switch (below(random, 10)) {
    case 0: return {};
    case 1: return 7;
    case 2: return List{Value("t1")};
    default: return "t" + std::to_string(below(random, 9));
  }
}

}  // namespace

TEST_CASE("An indexed table matches the rules that looking at each would find") {
  Random random(4);
  int indexed = 0;
  for (int round = 0; round < 40; ++round) {
    TestTable t{"RULE ORDER", "", {"x", "y"}, {"o"}, {}};
    const int rules = 17 + below(random, 150);
    for (int i = 0; i < rules; ++i)
      t.rules.push_back({number_cell(random), text_cell(random), std::to_string(i)});
    const Compiled one =
        compiled({definitions(input("x") + input("y") + decision("d", table(t), {}, {"x", "y"}))});
    REQUIRE(one.problems.empty());
    indexed += one.model->elements[2].table->index() ? 1 : 0;
    for (int i = 0; i < 60; ++i) {
      const Given given{{"x", number_value(random)}, {"y", text_value(random)}};
      Trace every_cell;
      every_cell.cells = true;
      const Value plain = outcome(one.model, "d", given, &every_cell).value;
      CAPTURE(round, shown(given[0].second), shown(given[1].second));
      CHECK(shown(outcome(one.model, "d", given).value) == shown(plain));
    }
  }
  CHECK(indexed > 20);
}

TEST_CASE("Big tables have an index and small ones none") {
  const auto index = [](int rules, const std::string& cell) {
    TestTable t{"UNIQUE", "", {"x"}, {"o"}, {}};
    for (int i = 0; i < rules; ++i) t.rules.push_back({cell.empty() ? std::to_string(i) : cell, "1"});
    return compiled({definitions(input("x") + decision("d", table(t), {}, {"x"}))})
        .model->elements[1]
        .table->index();
  };
  CHECK(index(16, "") == nullptr);
  CHECK(index(1'000, "") != nullptr);
  CHECK(index(1'000, "? > 3") == nullptr);
}
