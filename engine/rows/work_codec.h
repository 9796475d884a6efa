#pragma once
#include <string>
#include <string_view>
#include "engine/rows/job.h"

namespace lienthong::engine {

/// What a job is to do, as JSON for the column beside its kind.
void encode_work(std::string& out, const JobWork&);
/// Throws std::runtime_error for text that encode_work() did not make for that kind.
JobWork decode_work(std::string_view kind, std::string_view json);

}  // namespace lienthong::engine
