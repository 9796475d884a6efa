#pragma once
#include "tests/reference/model.h"

namespace lienthong::reference {

/// One thing that the world outside does to a process.
struct Stimulus {
  enum class Kind {
    Start,
    CompleteTask,
    TaskError,
    TaskEscalation,
    Answer,       ///< a worker completes an external task
    WorkerError,  ///< a worker raises a BPMN error
    WorkerFails,  ///< … reports a technical failure: an incident
    Retry,        ///< a person lets the failed external task be tried again
    Message,
    Signal,
    Wait,  ///< the clock is turned
    Cancel,
    Suspend,  ///< an instance of the process `node`; what it calls goes on
    Activate
  };
  Kind kind = Kind::Start;
  int node = -1;          ///< the element it happens to, where there is one
  std::string reference;  ///< name of the message or signal, code of the error
                          ///< or escalation
  int minutes = 0;        ///< of Wait
  Variables variables;
};

}  // namespace lienthong::reference
