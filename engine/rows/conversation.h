#pragma once
// Rows of conversations between process instances (BPMN 8.4.2): who talks to whom, the values of correlation
// keys, and messages that came before anybody waited for them.
#include <optional>
#include <string>
#include <string_view>
#include "base/ids.h"
#include "base/instant.h"
#include "base/typed_value.h"

namespace lienthong::engine {

/// `partner` has exchanged a message with `root` over a message flow. Each of the two has such a row.
struct Partner {
  PartnerId id;
  InstanceId root, partner;
  std::string process;  ///< id of the partner's process

  static constexpr std::string_view table = "partner";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &Partner::id);
    v("root", &Partner::root);
    v("partner", &Partner::partner);
    v("process", &Partner::process);
  }
};

/// The value of one property of a correlation key, set by the first message that carries it.
struct KeyValue {
  KeyValueId id;
  InstanceId root;
  std::string key, property;  ///< ids of the model
  TypedValue value;

  static constexpr std::string_view table = "key_value";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &KeyValue::id);
    v("root", &KeyValue::root);
    v("key", &KeyValue::key);
    v("property", &KeyValue::property);
    v("value", &KeyValue::value);
  }
};

/// A message that nobody waited for yet; a job ends its time to live.
struct KeptMessage {
  MessageId id;
  std::string name;
  std::optional<std::string> business_key;
  InstanceId receiver;          ///< only this process instance; 0: any
  InstanceId sender;            ///< process instance that sent it over a message flow; 0: from outside
  std::string sender_process;   ///< its process
  std::string process, target;  ///< where the message flow leads; empty: wherever the name is waited for
  bool to_partner = false;      ///< only for an instance that has talked to the sender
  JobId expiry;
  Instant received;

  static constexpr std::string_view table = "kept_message";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &KeptMessage::id);
    v("name", &KeptMessage::name);
    v("business_key", &KeptMessage::business_key);
    v("receiver", &KeptMessage::receiver);
    v("sender", &KeptMessage::sender);
    v("sender_process", &KeptMessage::sender_process);
    v("process", &KeptMessage::process);
    v("target", &KeptMessage::target);
    v("to_partner", &KeptMessage::to_partner);
    v("expiry", &KeptMessage::expiry);
    v("received", &KeptMessage::received);
  }
};

/// One value of a kept message: carried by it, or (`matched`) to be equal to a variable of its receiver.
struct KeptValue {
  KeptValueId id;
  MessageId message;
  std::string name;
  TypedValue value;
  bool matched = false;

  static constexpr std::string_view table = "kept_value";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &KeptValue::id);
    v("message", &KeptValue::message);
    v("name", &KeptValue::name);
    v("value", &KeptValue::value);
    v("matched", &KeptValue::matched);
  }
};

/// What a data store holds, by its name; shared by all processes (BPMN 10.4.1).
struct StoredData {
  StoredDataId id;
  std::string name;
  TypedValue value;
  Instant updated;

  static constexpr std::string_view table = "stored_data";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &StoredData::id);
    v("name", &StoredData::name);
    v("value", &StoredData::value);
    v("updated", &StoredData::updated);
  }
};

}  // namespace lienthong::engine
