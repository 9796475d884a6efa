#include "tests/bpmn/rule_twins.h"
#include <algorithm>
#include <boost/regex.hpp>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include "tests/bpmn/support.h"

namespace lienthong::bpmn::testing {
namespace {

std::string replace(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

/// One of the two models.
std::string choose(const std::string& text, bool broken) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t open; (open = text.find("[[", at)) != std::string::npos;) {
    const std::size_t middle = text.find("||", open), close = text.find("]]", open);
    if (middle == std::string::npos || close == std::string::npos || close < middle)
      throw std::runtime_error("[[broken||kept]] is not complete: " + text);
    out += text.substr(at, open - at);
    out += broken ? text.substr(open + 2, middle - open - 2) : text.substr(middle + 2, close - middle - 2);
    at = close + 2;
  }
  return out + text.substr(at);
}

std::string with_flows(const std::string& text) {
  static const boost::regex conditional("\\{(\\w+)>(\\w+)\\?\\}"), plain("\\{(\\w+)>(\\w+)\\}");
  const std::string open = "<sequenceFlow id='$1-$2' sourceRef='$1' targetRef='$2'";
  std::string out = boost::regex_replace(
      text, conditional,
      open + "><conditionExpression xsi:type='tFormalExpression'>x</conditionExpression></sequenceFlow>");
  out = boost::regex_replace(out, plain, open + "/>");
  return replace(out, "{ab}", "<participantRef>a</participantRef><participantRef>b</participantRef>");
}

std::string diagram(const std::string& shown) {
  static const boost::regex shape("<(BPMNShape\\s[^>]*)/>"), edge("<(BPMNEdge\\s[^>]*)/>");
  std::string placed = boost::regex_replace(shown, shape, "<$1><c:Bounds x='1'/></BPMNShape>");
  placed = boost::regex_replace(placed, edge, "<$1><i:waypoint/><i:waypoint/></BPMNEdge>");
  for (const char* end : {"<", "</"})
    placed = replace(placed, end + std::string("BPMN"), end + std::string("d:BPMN"));
  return "<d:BPMNDiagram><d:BPMNPlane bpmnElement='p'>" + placed + "</d:BPMNPlane></d:BPMNDiagram>";
}

std::vector<std::string> split(std::string text) {
  std::vector<std::string> out;
  for (std::size_t end; (end = text.find(" ;;")) != std::string::npos; text.erase(0, end + 3))
    out.push_back(text.substr(0, end));
  out.push_back(text);
  out.resize(3);
  return out;
}

std::string framed(const std::string& frame, const std::string& text) {
  const auto parts = split(with_flows(text));
  const std::string& body = parts[0];
  if (frame == "xml") return body;
  if (frame == "file") return file(body);
  if (frame == "choreography")
    return file(
        "<message id='x'/><choreography id='ch'><participant id='a'/><participant id='b'/>"
        "<participant id='c'/><messageFlow id='m' sourceRef='a' targetRef='b'/>"
        "<messageFlow id='n' sourceRef='b' targetRef='a'/>" +
        body + "</choreography>");
  if (frame != "drawing" && frame != "executable") throw std::runtime_error("unknown frame " + frame);
  const std::string executable = frame == "executable" ? " isExecutable='true'" : "";
  return file(parts[1] + "<process id='p'" + executable + ">" + body + "</process>" +
                  (parts[2].empty() ? "" : diagram(parts[2])),
              "xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' "
              "xmlns:c='http://www.omg.org/spec/DD/20100524/DC' "
              "xmlns:i='http://www.omg.org/spec/DD/20100524/DI'");
}

/// Lines with what goes on in the next ones; without comments and empty lines.
std::vector<std::string> whole_lines(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == ' ')
      out.back() += "\n" + line.substr(line.find_first_not_of(' ') - 1);
    else
      out.push_back(line);
  }
  return out;
}

}  // namespace

std::vector<RuleExample> rule_twins(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<RuleExample> out;
  for (const auto& path : paths) {
    std::string rule;
    for (const std::string& line : whole_lines(path)) {
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) {
        rule = line;
        continue;
      }
      const std::string frame = line.substr(0, colon), text = line.substr(colon + 2);
      out.push_back({rule, framed(frame, choose(text, true)), framed(frame, choose(text, false))});
    }
  }
  return out;
}

}  // namespace lienthong::bpmn::testing
