#pragma once
#include <memory>
#include <string>
#include "base/names.h"
#include "base/value.h"

namespace lienthong {

/// The types of variables in the Camunda 7 wire contract (engine-rest 2.1).
enum class VariableType {
  Null,
  Boolean,
  Short,
  Integer,
  Long,
  Double,
  String,
  Date,
  Bytes,
  File,
  Json,
  Xml,
  Object
};

template <>
struct Names<VariableType> {
  static constexpr std::array<std::string_view, 13> values{"Null",   "Boolean", "Short", "Integer", "Long",
                                                           "Double", "String",  "Date",  "Bytes",   "File",
                                                           "Json",   "Xml",     "Object"};
};

/// A variable's value as the outside sees it.
/// `value` holds: Null; Boolean; Number (Short … Double); String (String, the document of Json/Xml/Object as
/// text, the raw bytes of Bytes and File); DateTime (Date). A FEEL date, time or duration is kept as such
/// under type String.
struct TypedValue {
  /// What only files and objects carry.
  struct Info {
    std::string filename, mime_type, encoding;                // File
    std::string object_type_name, serialization_data_format;  // Object
    friend bool operator==(const Info&, const Info&) = default;
  };
  VariableType type = VariableType::Null;
  Value value;
  std::shared_ptr<const Info> info;  ///< null except for File and Object
  bool transient = false;            ///< lives only inside the present command

  /// The value expressions see: Json and JSON objects parsed, everything else as it is. Text that is no JSON
  /// is null.
  Value for_expressions() const;
  /// The variable an expression's result becomes: whole numbers Integer or Long, others Double, lists and
  /// contexts Json.
  static TypedValue of(Value);
  /// The same of a `${…}` template, whose whole numbers are Long and whose others, and 1.0, are Double.
  static TypedValue of_template(Value);

  friend bool operator==(const TypedValue&, const TypedValue&);
};

}  // namespace lienthong
