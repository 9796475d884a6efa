#pragma once
// Data inputs and outputs as they are filled and copied while the process runs. BPMN 10.4, 13.3.2
#include "engine/steps/run.h"

namespace lienthong::engine {

/// Fills the data inputs of an activity or a throwing event; false while no input set is satisfied: it stays
/// Ready, and is looked at again when data changes. BPMN 13.3.2
bool fill_data_inputs(Run&, Instance& self, const bpmn::Node&);
/// Copies what an activity has made to where its data output associations lead.
void copy_data_outputs(Run&, Instance& self, const bpmn::Node&);
/// The same for an event that has caught `payload`; `at`: a scope that sees the targets.
void copy_payload(Run&, Instance& at, const bpmn::Node& event, const Variables& payload);
/// Throws Refused where a process is called without the data its own input sets require.
void check_called_inputs(const Definition& called, const Variables&);

// An activity whose input sets are not satisfied stays Ready until data changes (data/data_waits.cpp).
void wait_for_data(Run&, const Instance& self, const bpmn::Node&);
void stop_waiting_for_data(Run&, const Instance& self);
/// Something has changed in the data of one process instance; 0: a data store.
void data_changed(Run&, InstanceId root);

// Data stores (data/data_stores.cpp).
std::optional<Value> stored_data(Run&, const std::string& store);
void store_data(Run&, const bpmn::DataItem& store, Value);

}  // namespace lienthong::engine
