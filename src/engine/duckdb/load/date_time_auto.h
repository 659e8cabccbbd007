#pragma once
#include <string_view>

#include "engine/duckdb/load/date_time.h"

namespace slipher::engine {

/// DATEFORMAT and TIMEFORMAT 'auto': recognises the forms that Amazon Redshift lists in "Using automatic recognition
/// with DATEFORMAT and TIMEFORMAT". Does not check that the day exists.
bool recognise_date_time(std::string_view text, DateTime& value);

}  // namespace slipher::engine
