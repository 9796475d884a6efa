#pragma once
// One command at work. `Run` names the owners of its state; what of it a room can ask is what its arrows let
// it include (docs/ARCHITECTURE.md): elsewhere an owner is a name without a type.
#include "engine/steps/agenda.h"
#include "engine/steps/life.h"
#include "engine/steps/sight.h"

namespace lienthong::engine {

struct Run : Sight {
  Run(Core& core, Agenda& the_agenda, class Changes& the_changes, class Data& the_data,
      class Conditions& the_conditions, class Joins& the_joins, class Loops& the_loops, Life& the_life)
      : Sight(core),
        agenda(the_agenda),
        changes(the_changes),
        data(the_data),
        conditions(the_conditions),
        joins(the_joins),
        loops(the_loops),
        life(the_life) {}

  Agenda& agenda;          ///< steps that are left
  Changes& changes;        ///< of variables, that nobody has looked at (data/)
  Data& data;              ///< variables and expressions (data/)
  Conditions& conditions;  ///< conditional events (waits/)
  Joins& joins;            ///< tokens that wait for others (tokens/)
  Loops& loops;            ///< multi-instances and standard loops (tokens/)
  Life& life;              ///< how instances begin and end (driver/)
};

}  // namespace lienthong::engine
