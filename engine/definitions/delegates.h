#pragma once
// Java classes and beans cannot run here. A delegates file says which workers do their work instead
// (docs/formats/delegates.md).
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include "bpmn/model.h"

namespace lienthong::engine {

struct Delegate {
  std::string topic;
  std::string result_variable;  ///< set from the worker's variable of that name; empty: none
};

class Delegates {
 public:
  /// Reads a delegates file. Throws Refused{Invalid} that names the entry.
  static Delegates parse(std::string_view json);
  /// By class name, or by bean with or without `${…}`; null: no entry.
  const Delegate* find(std::string_view java) const;
  /// Entries of `other` go first.
  void add(const Delegates& other);
  /// Turns what has an entry into external tasks.
  void apply(bpmn::Process&) const;

  /// A deployment may bring its own file, by this name; its entries go before the server's.
  static constexpr std::string_view resource_name = "delegates.json";
  static constexpr std::size_t entries_max = 10'000;

 private:
  std::map<std::string, Delegate, std::less<>> entries_;
};

}  // namespace lienthong::engine
