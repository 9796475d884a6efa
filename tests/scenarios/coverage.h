#pragma once
// docs/bpmn-coverage.md: which element of BPMN which scenario shows, made from scenarios that passed.
#include <filesystem>
#include <string>
#include <vector>
#include "scenario/scenario.h"

namespace lienthong::coverage {

/// One line of tests/coverage/rows.txt.
struct Row {
  std::string id, title;
  std::vector<std::string> peers;                            ///< one a product, in the order of the heading
  std::vector<std::pair<std::string, std::string>> reasons;  ///< column, why no scenario shows it
};

/// Throws Refused{Invalid} that names the line.
std::vector<Row> read_rows(const std::filesystem::path& file);

struct Page {
  std::string text;
  std::vector<std::string> holes;    ///< "row, column": neither shown nor explained
  std::vector<std::string> unknown;  ///< covered rows that are in no line
  std::vector<std::string> excuses;  ///< cells that are explained although a scenario shows them
};
Page render(const std::vector<Row>& rows,
            const std::vector<std::pair<scenario::Cover, std::string>>& covered);

}  // namespace lienthong::coverage
