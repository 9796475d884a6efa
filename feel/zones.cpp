#include "feel/zones.h"
#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::feel::zones {
namespace {

struct Change {
  std::int64_t at_s;
  std::int32_t offset_s;
};

struct Zone {
  std::int32_t before_s = 0;
  std::vector<Change> changes;

  std::int32_t offset_at(std::int64_t utc_s) const {
    const auto after = std::upper_bound(changes.begin(), changes.end(), utc_s,
                                        [](std::int64_t t, const Change& change) { return t < change.at_s; });
    return after == changes.begin() ? before_s : std::prev(after)->offset_s;
  }
};

/// Big-endian numbers from a TZif file (RFC 8536).
class Bytes {
 public:
  explicit Bytes(std::string_view text) : text_(text) {}
  bool has(std::size_t count) const { return text_.size() >= count; }
  void skip(std::size_t count) { text_.remove_prefix(std::min(count, text_.size())); }
  std::int64_t number(std::size_t bytes) {
    if (!has(bytes)) {
      skip(bytes);
      return 0;
    }
    std::uint64_t value = (static_cast<unsigned char>(text_[0]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < bytes; ++i) value = (value << 8) | static_cast<unsigned char>(text_[i]);
    skip(bytes);
    return static_cast<std::int64_t>(value);
  }
  unsigned char byte() { return static_cast<unsigned char>(number(1) & 0xFF); }

 private:
  std::string_view text_;
};

struct Header {
  std::size_t utc_flags, standard_flags, leaps, times, types, characters;

  static Header read(Bytes& in) {
    in.skip(20);  // magic, version, reserved
    const auto count = [&in] { return static_cast<std::size_t>(std::max<std::int64_t>(in.number(4), 0)); };
    Header header{};
    header.utc_flags = count();
    header.standard_flags = count();
    header.leaps = count();
    header.times = count();
    header.types = count();
    header.characters = count();
    return header;
  }
  std::size_t size(std::size_t time_bytes) const {
    return times * (time_bytes + 1) + types * 6 + characters + leaps * (time_bytes + 4) + standard_flags +
           utc_flags;
  }
};

std::shared_ptr<const Zone> read_zone(const std::string& text) {
  constexpr std::size_t header_size = 44;
  if (text.size() < header_size || text.compare(0, 4, "TZif") != 0 || text[4] < '2') return nullptr;
  Bytes in(text);
  in.skip(Header::read(in).size(4));
  if (!in.has(header_size)) return nullptr;
  const Header header = Header::read(in);
  if (!in.has(header.size(8)) || header.types == 0) return nullptr;
  auto zone = std::make_shared<Zone>();
  for (std::size_t i = 0; i < header.times; ++i) zone->changes.push_back({in.number(8), 0});
  std::vector<std::size_t> kinds;
  for (std::size_t i = 0; i < header.times; ++i) kinds.push_back(in.byte());
  std::vector<std::int32_t> offsets;
  for (std::size_t i = 0; i < header.types; ++i) {
    offsets.push_back(static_cast<std::int32_t>(in.number(4)));
    in.skip(2);
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] >= offsets.size()) return nullptr;
    zone->changes[i].offset_s = offsets[kinds[i]];
  }
  zone->before_s = offsets.front();
  return zone;
}

/// Files list changes up to 2037. Later years go like the listed one that has as many days and begins on the
/// same day of the week, because rules speak of months and weekdays.
std::int64_t listed(std::int64_t utc_s) {
  constexpr std::int64_t day_s = 86'400;
  constexpr std::int32_t last = 2037, cycle = 28;
  const std::int64_t day = utc_s / day_s;
  if (day <= days_from_civil({last, 12, 31})) return utc_s;
  const auto start = [](std::int32_t year) { return days_from_civil({year, 1, 1}); };
  const auto length = [&](std::int32_t year) { return start(year + 1) - start(year); };
  const std::int32_t year = civil_from_days(day).year;
  std::int32_t like = last;
  while (like > last - cycle && (length(like) != length(year) || (start(year) - start(like)) % 7 != 0))
    --like;
  return utc_s - (start(year) - start(like)) * day_s;
}

bool is_plausible(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  };
  return !name.empty() && name.front() != '/' && std::all_of(name.begin(), name.end(), fits);
}

std::atomic<ReadZone> reader{nullptr};

std::shared_ptr<const Zone> find(const std::string& name) {
  constexpr std::size_t remembered_max = 1'000;  // the database has about 600 names
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Zone>> known;
  if (!is_plausible(name)) return nullptr;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  std::shared_ptr<const Zone> zone;
  if (const ReadZone read = reader.load())
    if (const std::optional<std::string> file = read(name)) zone = read_zone(*file);
  if (!zone && (name == "UTC" || name == "GMT" || name == "Etc/UTC")) zone = std::make_shared<Zone>();
  if (!zone && (name == "Asia/Ho_Chi_Minh" || name == "Asia/Saigon")) {
    auto vietnam = std::make_shared<Zone>();
    vietnam->before_s = 7 * 3600;
    zone = vietnam;
  }
  if (known.size() < remembered_max) known[name] = zone;
  return zone;
}

}  // namespace

void read_zones_with(ReadZone read) { reader = read; }

bool is_known(const std::string& name) { return find(name) != nullptr; }

std::optional<std::int32_t> offset_at(const std::string& name, std::int64_t utc_s) {
  const std::shared_ptr<const Zone> zone = find(name);
  return zone ? std::optional(zone->offset_at(listed(utc_s))) : std::nullopt;
}

std::optional<std::int32_t> offset_of_local(const std::string& name, std::int64_t local_s) {
  const std::shared_ptr<const Zone> zone = find(name);
  if (!zone) return std::nullopt;
  // The offset before the local time's neighbourhood holds unless a change has already happened by then.
  constexpr std::int64_t day_s = 86'400;
  const std::int32_t before = zone->offset_at(listed(local_s - day_s));
  const std::int32_t at = zone->offset_at(listed(local_s - before));
  if (at == before) return before;
  return zone->offset_at(listed(local_s - at)) == at ? at : before;
}

}  // namespace lienthong::feel::zones
