#include "engine/rows/questions.h"
#include <algorithm>

namespace lienthong::engine {
namespace {

/// The columns of a variable that has a value, where they tell it (engine/rows/value_codec.h).
std::optional<Filter> stored_as(const Value& value) {
  const auto number = [](Scalar held) {
    return Filter::all({Filter::is_null("value.text"), Filter::equal("value.number", std::move(held))});
  };
  if (value.is_string()) return Filter::equal("value.text", value.string());
  if (value.is_boolean()) return number(std::int64_t{value.boolean() ? 1 : 0});
  if (!value.is_number()) return std::nullopt;
  if (const auto whole = value.number().to_integer()) return number(*whole);
  return number(value.number().to_double());
}

/// Its process instances.
Filter of_definition(DefinitionId definition) {
  return Filter::all(
      {Filter::equal("definition", definition.value), Filter::equal("parent", std::int64_t{0})});
}

}  // namespace

std::vector<std::int64_t> roots_of_key(Workspace& work, const std::string& business_key) {
  std::vector<std::int64_t> roots;
  for (const Instance& root : work.select<Instance>(Filter::equal("business_key", business_key)))
    roots.push_back(key_of(root));
  return roots;
}

std::optional<std::vector<std::int64_t>> roots_with(Workspace& work, const std::string& name,
                                                    const Value& value, std::size_t max) {
  const std::optional<Filter> stored = stored_as(value);
  if (!stored) return std::nullopt;
  const std::vector<Variable> found = work.select<Variable>(
      Filter::all({Filter::equal("name", name), *stored}), 0, static_cast<std::int64_t>(max) + 1);
  if (found.size() > max) return std::nullopt;
  std::vector<std::int64_t> roots;
  for (const Variable& variable : found) roots.push_back(variable.root.value);
  std::ranges::sort(roots);
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  return roots;
}

std::vector<std::int64_t> roots_of(Workspace& work, DefinitionId definition, std::int64_t last,
                                   std::int64_t max) {
  std::vector<std::int64_t> roots;
  for (const Instance& root : work.select<Instance>(of_definition(definition), last, max))
    roots.push_back(key_of(root));
  return roots;
}

std::int64_t count_roots_of(Workspace& work, DefinitionId definition) {
  return work.count<Instance>(of_definition(definition));
}

std::vector<Resource> resources_of(Workspace& work, DeploymentId deployment) {
  return work.select<Resource>(Filter::equal("deployment", deployment.value));
}

std::optional<Resource> resource_of(Workspace& work, DeploymentId deployment, const std::string& name) {
  std::vector<Resource> found = work.select<Resource>(
      Filter::all({Filter::equal("deployment", deployment.value), Filter::equal("name", name)}));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

}  // namespace lienthong::engine
