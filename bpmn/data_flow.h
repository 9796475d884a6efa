#pragma once
// Data as BPMN draws it: objects, stores, properties, inputs and outputs, and the associations between them.
// BPMN 10.4
#include <optional>
#include <string>
#include <vector>
#include "bpmn/expression.h"

namespace lienthong::bpmn {

/// Something that holds a value: a data object (or a reference to one), a property, a data input or output: a
/// variable of `scope`. A data store is shared by all processes instead.
struct DataItem {
  enum class Kind { Object, Property, Input, Output, Store };
  Kind kind = Kind::Object;
  std::string id;
  std::string name;  ///< of the variable, or of the store: its name where that is an identifier, else its id
  std::string object;     ///< of a reference: id of what it refers to
  std::string structure;  ///< structureRef of its item definition
  std::string state;      ///< name of its data state: drawn and kept, not executed
  bool collection = false;
  NodeIndex scope = 0;
  int capacity = 0;          ///< of a store: number of items; 0: unlimited
  bool placeholder = false;  ///< written by editors where an association needs an end: holds nothing
  Place place;
};

/// `from` is evaluated and put at `to`: a name, or a path into it.
struct Assignment {
  std::optional<Expression> from;
  std::string to;
  std::vector<std::string> path;  ///< `to` taken apart; empty: no path
  Place place;
};

struct DataAssociation {
  std::string id;
  std::vector<std::string> sources;  ///< ids of data items
  std::string target;                ///< id of a data item; empty: the assignments name variables
  std::optional<Expression> transformation;
  std::vector<Assignment> assignments;
  Place place;
};

/// An inputSet: which inputs must be there before the activity begins.
struct InputSet {
  std::string id;
  std::vector<std::string> inputs, optional, while_executing;
  Place place;
};

/// What one flow node, or the process, does with data.
struct DataFlow {
  std::vector<std::string> inputs, outputs;  ///< ids of its data inputs and outputs
  std::vector<InputSet> input_sets, output_sets;
  std::vector<DataAssociation> in, out;
  bool empty() const { return in.empty() && out.empty() && inputs.empty() && outputs.empty(); }
};

}  // namespace lienthong::bpmn
