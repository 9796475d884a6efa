#pragma once
// Rows that belong to nothing, as an older version, a hand or a broken disk may have left them. They must
// neither stop the server nor their neighbours: what is found damaged is set aside, told, and can be deleted.
#include <string>
#include <vector>
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

/// What deletes the instances of a definition that is gone already; null: nothing does.
const Sweep* deletion_of(Tree& globals, DefinitionId);

/// Why nothing in this tree may run; empty: it is whole.
std::string damage_in(Tree& tree, std::int64_t root, Tree& globals);

/// Process instances without a definition or without their own row, and calls without a called process.
std::vector<Damage> find_strays(Reader&, Tree& globals);

}  // namespace lienthong::engine
