#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::adapters {

struct Mail {
  std::string server;  ///< smtp://host:port
  std::string from, message_id, subject, text;
  std::vector<std::string> to;            ///< as wire_address gives them
  std::vector<std::string> deliver_to{};  ///< of `to`, those whom it has not reached yet; empty: all
};

/// The whole message (RFC 5322): headers folded, the subject in encoded words (RFC 2047) where it is not
/// plain text that stays what it is.
std::string message_of(const Mail&);

/// An address as every mail server takes it: ASCII before the @ (a dot-atom of RFC 5322, so that it can
/// neither be empty nor smuggle anything), the domain in IDNA. Nothing when it is none, or one that only a
/// server with SMTPUTF8 would take.
std::optional<std::string> wire_address(std::string_view);

}  // namespace lienthong::adapters
