#include "app/zone_files.h"
#include "feel/zones.h"

namespace {

/// The tests read named zones as the program does.
[[maybe_unused]] const bool installed =
    (lienthong::feel::zones::read_zones_with(lienthong::app::read_zone_file), true);

}  // namespace
