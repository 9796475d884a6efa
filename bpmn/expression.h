#pragma once
#include <string>
#include "xml/place.h"

namespace lienthong::bpmn {

using xml::Place;

/// Text to be evaluated, and the language it is written in.
struct Expression {
  enum class Language { Template, Feel, JavaScript, Other };  ///< Template: `${…}` parts inside literal text
  std::string text;
  Language language = Language::Template;
  Place place;
  std::string resource = "";  ///< file of the deployment that holds the text instead; empty: none
};

using NodeIndex = int;  ///< into Process::nodes; 0 is the process itself; -1 none
using FlowIndex = int;  ///< into Process::flows; -1 none

}  // namespace lienthong::bpmn
