#pragma once
// What is done to something that is suspended, as a table: a `.doors` file says for each way in ("door") what
// happens before, what is stopped, what is done to it, and what is seen while it is stopped and when it is
// active again. From each come the stories of its four cells.
//
//   door     NAME
//   models   FILE…                    deployed first
//   before   LINE                     of a scenario; any number of them
//   stops    of KEY | …               what `suspend` and `activate` take
//   when     LINE                     done while it is stopped
//   answer   "TEXT"                   each is in the words of its refusal; none: it is accepted
//   stopped  CLAUSES                  hold then, and after activation too until what was refused is asked
//   again again    LINE                     done after activation; without it, what was refused active
//   CLAUSES                  hold then, however often it is suspended and activated activates LINE, deletes
//   LINE      instead of `activate` and `delete` gone     CLAUSES                  hold when it has been
//   deleted, besides that nothing of it is left repeats  no                       it has ended and cannot be
//   suspended again
#include <filesystem>
#include <map>
#include <string>
#include <vector>
#include "scenario/scenario.h"

namespace lienthong::doors {

struct Door {
  std::string name, stops, activates, deletes;
  std::vector<std::string> models, before, when, answers, again;
  std::vector<std::string> stopped, active, gone;  ///< clauses
  bool repeats = true;
  std::filesystem::path file;

  bool refused() const { return !answers.empty(); }
};

std::vector<Door> read(const std::filesystem::path& file);

/// The columns of the table.
inline const std::vector<std::string> cells{"asked", "stopped", "active again", "deleted"};
/// The story of one cell.
scenario::Scenario story(const Door&, const std::string& cell);

/// A row of the page: the door's name, what happens there, then its cells.
using Row = std::vector<std::string>;
std::vector<Row> rows_of_page(const std::filesystem::path& page);

}  // namespace lienthong::doors
