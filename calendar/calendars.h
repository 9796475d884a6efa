#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "calendar/calendar.h"
#include "calendar/days.h"

namespace lienthong::calendar {

/// A calendar as it was from one instant on.
struct CalendarVersion {
  std::string id;
  int number = 1;                   ///< counts from 1
  Instant valid_from;               ///< until the next version's
  std::string hash;                 ///< of what it was read from, 16 hexadecimal digits
  std::vector<std::string> layers;  ///< ids of what it was merged from, with their versions; of a file none
  std::shared_ptr<const Calendar> calendar;
};

/// The calendars of an office and its units, by id and version. What was put in never changes.
class Calendars {
 public:
  static constexpr std::size_t versions_max = 1'000;  ///< of one calendar: more is a program that went wild
  static constexpr std::size_t layers_max = 8;

  /// The office's own is what counts where no calendar is named; it is there under its id, too.
  explicit Calendars(std::shared_ptr<const Calendar> office);

  /// A calendar file, or a further version of one, valid from an instant after all versions before. The same
  /// content as the last version's is no new version. Throws Refused{Invalid}.
  const CalendarVersion& add(std::string_view json, Instant valid_from);
  /// A calendar of a unit that is merged from others, in this order (docs/formats/calendar.md); it has a
  /// version from each instant on at which one of those begins. Throws Refused{Invalid}.
  void merge(const std::string& id, const std::vector<std::string>& layers);

  const std::shared_ptr<const Calendar>& office() const { return office_; }
  /// The version that counts at an instant: before the first one's begin, the first. Null: no such calendar.
  const CalendarVersion* at(std::string_view id, Instant when) const;
  /// The version with a number; null when there is none.
  const CalendarVersion* version(std::string_view id, int number) const;
  /// All versions of a calendar, oldest first.
  std::vector<const CalendarVersion*> versions(std::string_view id) const;

 private:
  struct Kept {
    CalendarVersion version;
    std::vector<Rules> layers;  ///< what it was read from; none: merged here
  };
  const Kept* kept_at(std::string_view id, Instant when) const;
  const CalendarVersion& put(Kept kept);

  std::shared_ptr<const Calendar> office_;
  std::map<std::string, std::vector<std::shared_ptr<const Kept>>, std::less<>> kept_;
};

}  // namespace lienthong::calendar
