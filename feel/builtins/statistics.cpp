#include <algorithm>
#include <map>
#include "feel/builtins/arguments.h"
#include "feel/operators.h"

namespace lienthong::feel {
namespace {

/// The arguments as numbers; nothing when one is something else.
std::optional<std::vector<Decimal>> numbers(Evaluation& evaluation, Arguments arguments) {
  const List list = listed(arguments);
  evaluation.step(list.size());
  std::vector<Decimal> result;
  result.reserve(list.size());
  for (const Value& element : list) {
    if (!element.is_number()) return std::nullopt;
    result.push_back(element.number());
  }
  return result;
}

std::optional<Decimal> sum_of(const std::vector<Decimal>& list) {
  std::optional<Decimal> sum = Decimal(0);
  for (const Decimal& number : list)
    if (sum) sum = add(*sum, number);
  return sum;
}

Decimal size_of(const std::vector<Decimal>& list) { return Decimal(static_cast<std::int64_t>(list.size())); }

std::optional<Decimal> mean_of(const std::vector<Decimal>& list) {
  const std::optional<Decimal> sum = sum_of(list);
  return sum && !list.empty() ? divide(*sum, size_of(list)) : std::nullopt;
}

Value extreme(Evaluation& evaluation, Arguments arguments, const char* function, int wanted) {
  const List list = listed(arguments);
  if (list.empty()) return misfit(evaluation, function, "at least one element");
  const Value* best = &list.front();
  for (const Value& element : list) {
    evaluation.step();
    const std::optional<int> found = order(evaluation, element, *best);
    if (!found) return misfit(evaluation, function, "elements that can be compared");
    if (*found == wanted) best = &element;
  }
  return *best;
}

Value minimum(Evaluation& evaluation, Arguments arguments) {
  return extreme(evaluation, arguments, "min", -1);
}
Value maximum(Evaluation& evaluation, Arguments arguments) {
  return extreme(evaluation, arguments, "max", 1);
}

Value sum(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || list->empty()) return misfit(evaluation, "sum", "numbers");
  return number_or_fail(evaluation, sum_of(*list));
}

Value product(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || list->empty()) return misfit(evaluation, "product", "numbers");
  std::optional<Decimal> result = Decimal(1);
  for (const Decimal& number : *list)
    if (result) result = multiply(*result, number);
  return number_or_fail(evaluation, result);
}

Value mean(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || list->empty()) return misfit(evaluation, "mean", "numbers");
  return number_or_fail(evaluation, mean_of(*list));
}

Value median(Evaluation& evaluation, Arguments arguments) {
  std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || list->empty()) return misfit(evaluation, "median", "numbers");
  std::sort(list->begin(), list->end());
  const std::size_t middle = list->size() / 2;
  if (list->size() % 2 == 1) return (*list)[middle];
  const std::optional<Decimal> both = add((*list)[middle - 1], (*list)[middle]);
  return number_or_fail(evaluation, both ? divide(*both, Decimal(2)) : std::nullopt);
}

/// Of a sample: divided by one less than the count.
Value standard_deviation(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || list->size() < 2) return misfit(evaluation, "stddev", "two numbers or more");
  const std::optional<Decimal> mean = mean_of(*list);
  std::optional<Decimal> squares = mean ? std::optional(Decimal(0)) : std::nullopt;
  for (const Decimal& number : *list) {
    const std::optional<Decimal> distance = squares ? subtract(number, *mean) : std::nullopt;
    const std::optional<Decimal> square = distance ? multiply(*distance, *distance) : std::nullopt;
    squares = square ? add(*squares, *square) : std::nullopt;
  }
  const std::optional<Decimal> variance =
      squares ? divide(*squares, Decimal(static_cast<std::int64_t>(list->size()) - 1)) : std::nullopt;
  return number_or_fail(evaluation, variance ? square_root(*variance) : std::nullopt);
}

Value mode(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::vector<Decimal>> list = numbers(evaluation, arguments);
  if (!list || (arguments.size() == 1 && arguments[0].is_null()))
    return misfit(evaluation, "mode", "numbers");
  std::map<Decimal, std::size_t> counts;
  std::size_t most = 0;
  for (const Decimal& number : *list) most = std::max(most, ++counts[number]);
  List result;
  for (const auto& [number, times] : counts)
    if (times == most) result.emplace_back(number);
  pay(evaluation, result.size());
  return result;
}

constexpr Declared declared_statistic[] = {
    {"min", "list...", minimum},
    {"max", "list...", maximum},
    {"sum", "list...", sum},
    {"product", "list...", product},
    {"mean", "list...", mean},
    {"median", "list...", median},
    {"stddev", "list...", standard_deviation},
    {"mode", "list...", mode},
};

}  // namespace

std::span<const Declared> statistic_functions() { return declared_statistic; }

}  // namespace lienthong::feel
