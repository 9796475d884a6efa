#include "adapters/simulator/agencies.h"
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::simulator {
namespace {

struct Person {
  const char *id, *name, *birth_date;
  bool alive;
};
/// Nobody real.
constexpr std::array<Person, 5> people{{{"006190000011", "Nguyễn Thị Hoa", "1990-05-20", true},
                                        {"006192000012", "Triệu Thị Mai", "1992-11-02", true},
                                        {"006089000013", "Hoàng Văn Bình", "1989-01-15", true},
                                        {"006188000022", "Lý Thị Sen", "1988-03-08", false},
                                        {"006195000014", "Nông Thị Lan", "1995-07-30", true}}};

Value failure(const std::string& code, const std::string& message) {
  return Value(Context{{"error", Value(code)}, {"message", Value(message)}});
}

std::string digits(std::int64_t number, int width) {
  char out[32];
  std::snprintf(out, sizeof out, "%0*lld", width, static_cast<long long>(number));
  return out;
}

Value verify(const Value& body) {
  for (const Person& person : people) {
    if (text_at(body, "idNumber") != person.id) continue;
    if (!person.alive) return failure("NPD_DECEASED", "the person has died");
    List mismatched;
    if (const std::string name = text_at(body, "fullName"); !name.empty() && name != person.name)
      mismatched.emplace_back("fullName");
    if (const std::string day = text_at(body, "birthDate");
        !day.empty() && day.substr(0, 10) != person.birth_date)
      mismatched.emplace_back("birthDate");
    if (!mismatched.empty()) {
      Value result = failure("NPD_MISMATCH", "some fields differ");
      Context fields = result.context();
      fields.put("mismatched", Value(std::move(mismatched)));
      return Value(std::move(fields));
    }
    return Value(Context{{"match", Value("YES")},
                         {"mismatched", Value(List{})},
                         {"status", Value("ALIVE")},
                         {"evidenceId", Value(std::string("NPD-") + person.id)}});
  }
  return failure("NPD_NOT_FOUND", "no such person");
}

/// The number of a new person: place 006, sex and century, year, six digits (Decree 137/2015 as quoted in
/// public code).
std::string personal_id(const Value& body, std::int64_t serial) {
  const std::string day = text_at(body, "birthDate");
  const std::optional<Date> born = parse_date(day.substr(0, 10));
  const int century = born ? born->year / 100 - 19 : 1;
  const int sex = text_at(body, "sex") == "female" || text_at(body, "sex") == "nữ" ? 1 : 0;
  return "006" + std::to_string(century * 2 + sex) + (born ? day.substr(2, 2) : "00") + digits(serial, 6);
}

}  // namespace

Agencies::Agencies(std::string state_file) : state_file_(std::move(state_file)) {
  std::ifstream in(state_file_, std::ios::binary);
  if (state_file_.empty() || !in) return;
  std::stringstream bytes;
  bytes << in.rdbuf();
  const Value state = json::parse(bytes.str());
  const auto part = [&](const char* name) {
    return state.find(name) ? state.find(name)->context() : Context{};
  };
  accepted_ = part("accepted");
  acts_ = part("acts");
  counts_ = part("counts");
  if (const Value* serial = state.find("serial")) serial_ = serial->number().to_integer().value_or(0);
}

void Agencies::save() {
  if (state_file_.empty()) return;
  const std::string partial = state_file_ + ".new";
  std::ofstream(partial, std::ios::binary) << json::write(Value(Context{{"accepted", Value(accepted_)},
                                                                        {"acts", Value(acts_)},
                                                                        {"counts", Value(counts_)},
                                                                        {"serial", Value(serial_)}}));
  std::rename(partial.c_str(), state_file_.c_str());
}

Value Agencies::answer(const std::string& member, const std::string& service, const Value& body) {
  const std::int64_t serial = ++serial_;
  if (member == "NPD" && service == "verify") return verify(body);
  if (member == "NPD") return Value(Context{{"fields", Value(Context{})}, {"asOf", Value("2022-04-12")}});
  if (member == "CIVIL") {
    if (text_at(body, "childName").empty() || !parse_date(text_at(body, "birthDate").substr(0, 10)))
      return failure("CIVIL_INVALID", "the child's name and birth date are needed");
    const std::string act = "birth " + text_at(body, "childName") + " " + text_at(body, "birthDate") + " " +
                            text_at(body, "motherId");
    if (acts_.find(act)) return failure("CIVIL_DUPLICATE", "this birth is registered");
    acts_.put(act, Value(true));
    return Value(Context{{"bookNo", Value("01/2022")},
                         {"certificateNo", Value(std::to_string(serial) + "/2022")},
                         {"personalId", Value(personal_id(body, serial))},
                         {"pdfRef", Value("civil:" + std::to_string(serial))}});
  }
  if (member == "RESIDENCE") {
    if (text_at(body, "consentRef").empty())
      return failure("RES_NO_CONSENT", "the head of the household has not agreed");
    return Value(
        Context{{"decision", Value("QD-" + std::to_string(serial))}, {"effectiveDate", Value("2022-04-14")}});
  }
  if (member == "BHYT") {
    if (text_at(body, "clinicCode").empty() || text_at(body, "clinicCode") == "00000")
      return failure("BHYT_BAD_CLINIC", "no such clinic");
    const std::string act = "card " + text_at(body, "personalId");
    if (acts_.find(act)) return failure("BHYT_DUPLICATE", "a card was issued before");
    acts_.put(act, Value(true));
    return Value(Context{{"cardNo", Value("TE106" + digits(serial, 10))},
                         {"validFrom", Value("2022-04-12")},
                         {"validTo", Value("2028-04-11")}});
  }
  if (member == "SIGN")
    return Value(
        Context{{"signedRef", Value(text_at(body, "docRef") + "#signed")}, {"validity", Value("VALID")}});
  if (member == "PORTAL") {
    const std::string act = "portal " + text_at(body, "MaHoSo") + " " + text_at(body, "sequence");
    const bool known = acts_.find(act) != nullptr;
    acts_.put(act, Value(true));
    return Value(Context{{"error_code", Value(known ? 1 : 0)}});
  }
  return failure("UNKNOWN_SERVICE", "no such service");
}

Agencies::Reply Agencies::call(const std::string& path, const std::string& request_id, const Value& body) {
  const std::lock_guard lock(mutex_);
  const std::string member = path.substr(0, path.find('/')), service = path.substr(path.rfind('/') + 1);
  Mode& mode = modes_[member];
  const Mode now = mode;
  if (mode.times > 0 && --mode.times == 0) mode = Mode{};
  if (now.name == "down") return {503, failure("DOWN", "the agency is down"), false, 0};
  const std::string key = path + " " + request_id;
  const Value* before = counts_.find(key);
  counts_.put(key, Value((before ? before->number().to_integer().value_or(0) : 0) + 1));
  Reply reply;
  if (const Value* known = accepted_.find(key))
    reply.body = *known;
  else if (now.name == "refuse")
    reply.body = failure(now.error, "refused by order");
  else {
    reply.body = answer(member, service, body);
    if (now.name == "twice")
      answer(member, service, body);  // an agency that does it twice itself must not harm us
    accepted_.put(key, reply.body);
  }
  save();
  reply.drop = now.name == "drop-reply";
  reply.delay_ms = now.name == "slow" ? now.delay_ms : 0;
  return reply;
}

Agencies::Reply Agencies::look_up(const std::string& path, const std::string& request_id) {
  const std::lock_guard lock(mutex_);
  if (modes_[path.substr(0, path.find('/'))].name == "down")
    return {503, failure("DOWN", "the agency is down"), false, 0};
  if (const Value* known = accepted_.find(path + " " + request_id)) return {200, *known, false, 0};
  return {404, failure("UNKNOWN_REQUEST", "that request never arrived"), false, 0};
}

void Agencies::control(const std::string& member, const Value& order) {
  const std::lock_guard lock(mutex_);
  Mode mode;
  mode.name = text_at(order, "mode");
  constexpr std::array<std::string_view, 6> known{"ok", "slow", "refuse", "twice", "drop-reply", "down"};
  if (std::find(known.begin(), known.end(), mode.name) == known.end())
    throw Refused(Refused::Kind::Invalid, "/mode: expected ok, slow, refuse, twice, drop-reply or down");
  mode.error = text_at(order, "error");
  const auto number = [&](const char* key) {
    const Value* found = order.find(key);
    return found && found->is_number() ? found->number().to_integer().value_or(0) : 0;
  };
  mode.delay_ms = number("delayMs");
  mode.times = number("times");
  modes_[member] = mode;
}

Value Agencies::journal() {
  const std::lock_guard lock(mutex_);
  List rows;
  for (const auto& [key, times] : counts_.entries) {
    const std::size_t space = key.rfind(' ');
    rows.push_back(Value(Context{{"service", Value(key.substr(0, space))},
                                 {"requestId", Value(key.substr(space + 1))},
                                 {"times", times},
                                 {"accepted", Value(accepted_.find(key) != nullptr)}}));
  }
  return Value(std::move(rows));
}

void Agencies::reset() {
  const std::lock_guard lock(mutex_);
  modes_.clear();
  accepted_ = acts_ = counts_ = Context{};
  serial_ = 0;
  save();
}

}  // namespace lienthong::simulator
