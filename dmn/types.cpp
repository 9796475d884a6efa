#include "dmn/types.h"
#include <algorithm>
#include "base/nearest.h"
#include "feel/feel.h"
#include "feel/fold.h"
#include "feel/parser.h"

namespace lienthong::dmn {
namespace {

using feel::Type;

/// FEEL's own types, also behind a prefix ("feel:number"), and the ones that Camunda 7 knows.
std::optional<Type> built_in(std::string_view name, bool camunda) {
  if (const std::size_t colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
  const feel::Width width = name == "integer"  ? feel::Width::Integer
                            : name == "long"   ? feel::Width::Long
                            : name == "double" ? feel::Width::Double
                                               : feel::Width::Any;
  Type type = feel::basic_type(width == feel::Width::Any ? name : "number");
  if (type.shape == Type::Shape::Unknown) return std::nullopt;
  if (!camunda) return type;
  // Camunda's "date" is a date and time, and its tables compare it with both.
  if (name == "date") type = Type();
  type.converts = name != "Any";
  type.name = name;
  type.width = width;
  return type;
}

/// What a typeRef may say, for whoever wrote something else: the nearest, and all there are.
std::string accepted(std::string_view instead_of, std::vector<std::string_view> own) {
  constexpr std::string_view basic[] = {"number",
                                        "string",
                                        "boolean",
                                        "date",
                                        "time",
                                        "date and time",
                                        "days and time duration",
                                        "years and months duration",
                                        "integer",
                                        "long",
                                        "double",
                                        "Any"};
  // Spellings that are read without being listed.
  constexpr std::string_view others[] = {"dateTime", "dayTimeDuration", "yearMonthDuration"};
  std::vector<std::string_view> names(std::begin(basic), std::end(basic));
  names.insert(names.end(), own.begin(), own.end());
  constexpr std::size_t listed_max = 24;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), listed_max); ++i)
    (list += i > 0 ? ", " : "") += names[i];
  if (names.size() > listed_max) list += ", …";
  names.insert(names.end(), std::begin(others), std::end(others));
  const std::string hint = do_you_mean(instead_of, names);
  return (hint.empty() ? "; known are " : hint + " Known are ") + list;
}

std::size_t size_of(const Type& type) {
  std::size_t size = 1;
  for (const Type& part : type.parts) size += size_of(part);
  return size;
}

}  // namespace

/// Resolves the definitions of one file, each once, whatever order they stand in.
class TypeReading {
 public:
  TypeReading(const std::vector<const Definitions*>& files, std::size_t file, Types& types,
              std::vector<Problem>& problems)
      : files_(files), types_(types), problems_(problems) {
    types_.camunda_ = files[file]->platform == Platform::Camunda7;
    add(file, "", 0);
  }

 private:
  struct Origin {
    std::size_t file;
    std::string prefix;  ///< "import." or nothing
  };

  void add(std::size_t file, const std::string& prefix, int depth) {
    const Origin origin{file, prefix};
    for (const ItemDefinition& item : files_[file]->item_definitions) define(origin, item, depth);
    if (depth > 0) return;  // the types of an imported file's imports come with their users
    for (const Import& import : files_[file]->imports)
      for (std::size_t other = 0; other < files_.size(); ++other)
        if (other != file && files_[other]->name_space == import.name_space && !import.name_space.empty())
          add(other, import.name.empty() ? "" : import.name + ".", depth + 1);
  }

  void error(const Origin& origin, const ItemDefinition& item, Place place, std::string rule,
             std::string message) {
    if (origin.file != 0 && !origin.prefix.empty()) return;  // told where the file itself is looked at
    problems_.push_back({Problem::Severity::Error, std::move(rule), std::move(message), item.id, place.line,
                         place.column, ""});
  }

  void define(const Origin& origin, const ItemDefinition& item, int depth) {
    if (types_.types_.contains(origin.prefix + item.name)) return;
    Type type = read(origin, item, depth);
    types_.types_.insert_or_assign(origin.prefix + item.name, std::move(type));
  }

  std::optional<Type> referred(const Origin& origin, const std::string& name, int depth) {
    const auto known = types_.types_.find(origin.prefix + name);
    if (known != types_.types_.end()) return known->second;
    for (const ItemDefinition& item : files_[origin.file]->item_definitions) {
      const std::size_t colon = name.rfind(':');
      if (item.name != name && (colon == name.npos || item.name != name.substr(colon + 1))) continue;
      if (depth >= type_depth_max) return std::nullopt;
      define(origin, item, depth + 1);
      return types_.types_.at(origin.prefix + item.name);
    }
    for (const Import& import : files_[origin.file]->imports) {
      if (import.name.empty() || !name.starts_with(import.name + ".")) continue;
      for (std::size_t other = 0; other < files_.size(); ++other)
        if (files_[other]->name_space == import.name_space && depth < type_depth_max)
          return referred({other, origin.prefix + import.name + "."}, name.substr(import.name.size() + 1),
                          depth + 1);
    }
    return built_in(name, files_[origin.file]->platform == Platform::Camunda7);
  }

  std::vector<std::string_view> own_names(const Origin& origin) const {
    std::vector<std::string_view> names;
    for (const ItemDefinition& item : files_[origin.file]->item_definitions) names.push_back(item.name);
    return names;
  }

  Type reference(const Origin& origin, const ItemDefinition& item, const std::string& name, Place place,
                 int depth) {
    if (name.empty()) return {};
    std::optional<Type> type = referred(origin, name, depth);
    if (type) return std::move(*type);
    error(origin, item, place, "unknown-type",
          "There is no type \"" + name + "\"" +
              (depth >= type_depth_max ? " within " + std::to_string(type_depth_max) + " references"
                                       : accepted(name, own_names(origin))));
    return {};
  }

  Type read(const Origin& origin, const ItemDefinition& item, int depth) {
    Type type;
    if (item.function) {
      type.shape = Type::Shape::Function;
      for (const InformationItem& parameter : item.function->parameters)
        type.parts.push_back(reference(origin, item, parameter.type_ref, parameter.place, depth));
      type.parts.push_back(reference(origin, item, item.function->output_type_ref, item.place, depth));
    } else if (!item.components.empty()) {
      type.shape = Type::Shape::Context;
      for (const ItemDefinition& component : item.components) {
        type.names.push_back(component.name);
        if (depth >= type_depth_max) {
          error(origin, item, component.place, "unknown-type",
                "The type of \"" + component.name + "\" has no end within " + std::to_string(type_depth_max) +
                    " levels");
          type.parts.emplace_back();
          continue;
        }
        type.parts.push_back(read(origin, component, depth + 1));
      }
    } else {
      type = reference(origin, item, item.type_ref, item.place, depth);
    }
    restrict(origin, item, item.allowed_values, type);
    if (item.is_collection) {
      Type list;
      list.shape = Type::Shape::List;
      list.parts.push_back(std::move(type));
      type = std::move(list);
    }
    restrict(origin, item, item.type_constraint, type);
    type.name = item.name;
    if (size_of(type) <= type_size_max) return type;
    error(origin, item, item.place, "type-too-large",
          "The type \"" + item.name + "\" has more than " + std::to_string(type_size_max) + " parts");
    return {};
  }

  void restrict(const Origin& origin, const ItemDefinition& item, const std::optional<Text>& tests,
                Type& type) {
    if (!tests) return;
    feel::Vocabulary vocabulary;
    vocabulary.line = tests->place.line;
    vocabulary.column = tests->place.column;
    try {
      type.allowed.push_back(feel::folded(feel::parse_constraint(tests->text, vocabulary)));
    } catch (const feel::SyntaxError& wrong) {
      error(origin, item, {wrong.line, wrong.column}, "feel-syntax",
            "The constraint of \"" + item.name + "\": " + wrong.what());
    }
  }

  const std::vector<const Definitions*>& files_;
  Types& types_;
  std::vector<Problem>& problems_;
};

Types::Types(const std::vector<const Definitions*>& files, std::size_t file, std::vector<Problem>& problems) {
  TypeReading(files, file, *this, problems);
}

std::optional<feel::Type> Types::find(std::string_view name) const {
  if (name.empty()) return feel::Type();
  if (const auto found = types_.find(name); found != types_.end()) return found->second;
  if (const std::size_t colon = name.rfind(':'); colon != name.npos)
    if (const auto found = types_.find(name.substr(colon + 1)); found != types_.end()) return found->second;
  return built_in(name, camunda_);
}

std::string Types::known(std::string_view instead_of) const {
  std::vector<std::string_view> own;
  for (const auto& [name, type] : types_) own.push_back(name);
  return accepted(instead_of, std::move(own));
}

}  // namespace lienthong::dmn
