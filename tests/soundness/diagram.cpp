#include "tests/soundness/diagram.h"
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace soundness_test {
namespace {

const std::map<std::string, std::string>& elements() {
  static const std::map<std::string, std::string> all{{"start", "startEvent"},
                                                      {"end", "endEvent"},
                                                      {"catch", "intermediateCatchEvent"},
                                                      {"throw", "intermediateThrowEvent"},
                                                      {"on", "boundaryEvent"},
                                                      {"task", "task"},
                                                      {"user", "userTask"},
                                                      {"send", "sendTask"},
                                                      {"receive", "receiveTask"},
                                                      {"call", "callActivity"},
                                                      {"xor", "exclusiveGateway"},
                                                      {"and", "parallelGateway"},
                                                      {"or", "inclusiveGateway"},
                                                      {"complex", "complexGateway"},
                                                      {"events", "eventBasedGateway"},
                                                      {"sub", "subProcess"},
                                                      {"esub", "subProcess"},
                                                      {"tx", "transaction"},
                                                      {"adhoc", "adHocSubProcess"}};
  return all;
}

const std::map<std::string, std::string>& definitions() {
  static const std::map<std::string, std::string> all{
      {"timer", "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"},
      {"message", "<messageEventDefinition messageRef='message'/>"},
      {"signal", "<signalEventDefinition signalRef='signal'/>"},
      {"error", "<errorEventDefinition errorRef='CODE'/>"},
      {"escalation", "<escalationEventDefinition escalationRef='e-CODE'/>"},
      {"link", "<linkEventDefinition name='CODE'/>"},
      {"compensate", "<compensateEventDefinition/>"},
      {"cancel", "<cancelEventDefinition/>"},
      {"terminate", "<terminateEventDefinition/>"}};
  return all;
}

struct Writer {
  std::string body, processes, message_flows, participants, referred;
  std::vector<std::string> closing;
  std::set<std::string> codes;
  std::map<std::string, std::string> defaults;

  void write(const std::string& word) {
    if (word == "}") {
      body += closing.back() + "\n";
      closing.pop_back();
    } else if (word.find('>') != std::string::npos) {
      word.find("~>") != std::string::npos ? message_flow(word) : flows(word);
    } else if (word.starts_with("pool:")) {
      const std::string id = word.substr(5, word.size() - 6);
      participants += "<participant id='p-" + id + "' processRef='" + id + "'/>";
      body += "<process id='" + id + "' isExecutable='true'>\n";
      closing.push_back("</process>");
    } else {
      node(word);
    }
  }

  void message_flow(const std::string& word) {
    const std::size_t at = word.find("~>");
    const std::string from = word.substr(0, at), to = word.substr(at + 2);
    message_flows +=
        "<messageFlow id='" + from + "~" + to + "' sourceRef='" + from + "' targetRef='" + to + "'/>";
  }

  void flows(const std::string& word) {
    std::size_t begin = 0, at = word.find('>');
    while (at != std::string::npos) {
      std::string from = word.substr(begin, at - begin);
      std::string condition;
      if (from.back() == '?') condition = "<conditionExpression>${x}</conditionExpression>";
      const bool by_default = from.back() == '=';
      if (!condition.empty() || by_default) from.pop_back();
      std::size_t next = word.find('>', at + 1);
      std::string to = word.substr(at + 1, next == std::string::npos ? next : next - at - 1);
      while (to.back() == '?' || to.back() == '=') to.pop_back();
      body += "<sequenceFlow id='" + from + "-" + to + "' sourceRef='" + from + "' targetRef='" + to + "'>" +
              condition + "</sequenceFlow>\n";
      if (by_default) defaults[from] = from + "-" + to;
      begin = at + 1;
      at = next;
    }
  }

  void node(std::string word) {
    const bool opens = word.back() == '{';
    if (opens) word.pop_back();
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) throw std::invalid_argument("no kind in '" + word + "'");
    std::string kind = word.substr(0, colon), id = word.substr(colon + 1), host, code, event;
    if (const std::size_t at = id.find('@'); at != std::string::npos) {
      host = id.substr(at + 1);
      id.resize(at);
    }
    std::string quantity;
    if (const std::size_t at = kind.find_first_of("*+"); at != std::string::npos && at + 1 < kind.size()) {
      quantity = (kind[at] == '*' ? " startQuantity='" : " completionQuantity='") + kind.substr(at + 1) + "'";
      kind.resize(at);
    }
    const bool stays = kind.back() == '+';
    if (stays) kind.pop_back();
    if (const std::size_t at = kind.find('/'); at != std::string::npos) {
      code = kind.substr(at + 1);
      kind.resize(at);
      codes.insert(code);
    }
    if (const std::size_t at = kind.find('-'); at != std::string::npos) {
      event = kind.substr(at + 1);
      kind.resize(at);
    }
    const std::string element = elements().at(kind);
    body += "<" + element + " id='" + id + "'";
    if (!host.empty()) body += " attachedToRef='" + host + "'";
    if (stays) body += kind == "on" ? " cancelActivity='false'" : " isInterrupting='false'";
    body += quantity;
    if (kind == "esub") body += " triggeredByEvent='true'";
    body += " DEFAULT-" + id + "->";
    if (!event.empty()) body += definition(event, code);
    if (opens)
      closing.push_back("</" + element + ">");
    else
      body += "</" + element + ">\n";
  }

  static std::string definition(const std::string& event, const std::string& code) {
    std::string text = definitions().at(event);
    if (const std::size_t at = text.find("CODE"); at != std::string::npos) {
      text.replace(at, 4, code);
      for (const std::string empty : {" errorRef=''", " escalationRef='e-'"})
        if (const std::size_t found = text.find(empty); found != std::string::npos)
          text.erase(found, empty.size());
    }
    return text;
  }

  std::string finish(bool pools) {
    std::string text =
        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'>\n";
    if (pools) text += "<collaboration id='c'>" + participants + message_flows + "</collaboration>\n";
    text += "<message id='message' name='message'/><signal id='signal' name='signal'/>\n";
    for (const std::string& code : codes)
      text += "<error id='" + code + "' errorCode='" + code + "'/><escalation id='e-" + code +
              "' escalationCode='" + code + "'/>\n";
    for (std::size_t at = body.find(" DEFAULT-"); at != std::string::npos; at = body.find(" DEFAULT-", at)) {
      const std::size_t end = body.find("->", at);
      const auto found = defaults.find(body.substr(at + 9, end - at - 9));
      body.replace(at, end - at + 1, found == defaults.end() ? "" : " default='" + found->second + "'");
    }
    if (!pools) body = "<process id='p' isExecutable='true'>\n" + body + "</process>\n";
    return text + body + "</definitions>\n";
  }
};

}  // namespace

std::string diagram(const std::string& text) {
  Writer writer;
  std::istringstream words(text);
  for (std::string word; words >> word;) writer.write(word);
  return writer.finish(text.find("pool:") != std::string::npos);
}

}  // namespace soundness_test
