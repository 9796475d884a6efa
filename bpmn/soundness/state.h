#pragma once
// A state of the token game: a tree of scopes, each with its tokens and what it remembers. Kept as short rows
// of numbers in one block, found again by their hash.
#include <span>
#include <vector>
#include "bpmn/soundness/net.h"

namespace lienthong::bpmn::soundness {

struct Scope {
  Code node = none;          ///< none: the whole, around the process instances
  std::vector<Code> places;  ///< sorted; a place occurs once a token
  std::vector<Scope> children;

  std::size_t count(Code place) const;
  bool has(Code place) const { return count(place) > 0; }
  void put(Code place);
  void take(Code place);
  /// Equal states get equal rows: the order of children means nothing.
  void sort();
};
bool operator==(const Scope&, const Scope&);
bool operator<(const Scope&, const Scope&);

using Words = std::vector<Code>;
void write(const Scope&, Words&);
Scope read(std::span<const Code>);

/// All states seen, numbered in the order of their discovery.
class States {
 public:
  States();
  std::size_t size() const { return ends_.size(); }
  std::size_t words() const { return words_.size(); }
  std::span<const Code> row(std::size_t state) const;
  /// The number of this state, and whether it is new.
  std::pair<Code, bool> add(const Words&);

 private:
  void grow();
  Words words_;
  std::vector<std::size_t> ends_;
  std::vector<Code> slots_;  ///< open addressing; none: free
};

}  // namespace lienthong::bpmn::soundness
