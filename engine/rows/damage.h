#pragma once
// Rows that belong to nothing, as an older version, a hand or a broken disk may have left them. They must
// neither stop the server nor their neighbours: what is found damaged is set aside, told, and can be deleted.
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>
#include "engine/rows/indexes.h"
#include "engine/rows/store.h"
#include "engine/rows/tree.h"

namespace lienthong::engine {

/// The type of the incident that tells of it.
inline constexpr const char* incident_damaged = "damaged";

/// Something that was found damaged: a process instance, a definition, or a call activity that waits for a
/// called process that is gone (`call` in `root`).
struct Damage {
  InstanceId root, call;
  DefinitionId definition;
  std::string why;
};

/// What was found damaged. Nothing in it is tried any more, and whoever asks for it is refused.
class Aside {
 public:
  explicit Aside(const Indexes& indexes) : indexes_(indexes) {}
  void clear() { *this = Aside(indexes_); }
  void add(InstanceId root, std::string why);
  /// All that runs by a definition; refusing is its reader's business.
  void add(DefinitionId, std::string why);
  /// A stray.
  void add(Damage);
  bool is_empty() const { return why_.empty(); }
  bool has(InstanceId root) const { return why_.contains(root.value); }
  const std::string& why(std::int64_t root) const { return why_.at(root); }
  void forget(InstanceId root) { why_.erase(root.value); }
  /// What was added and not yet taken.
  bool has_found() const { return !found_.empty(); }
  std::vector<Damage> take() { return std::exchange(found_, {}); }

 private:
  std::reference_wrapper<const Indexes> indexes_;
  std::unordered_map<std::int64_t, std::string> why_;  ///< of process instances, by id
  std::vector<Damage> found_;
};

/// What deletes the instances of a definition that is gone already; null: nothing does.
const Sweep* deletion_of(Tree& globals, DefinitionId);

/// Why nothing in this tree may run; empty: it is whole.
std::string damage_in(Tree& tree, std::int64_t root, Tree& globals);

/// Process instances without a definition or without their own row, and calls without a called process.
std::vector<Damage> find_strays(Reader&, Tree& globals);

}  // namespace lienthong::engine
