#pragma once
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "engine/duckdb/functions/datetime_values.h"

/// What functions take from the session that they are bound in.
namespace slipher::engine::functions {

/// The value of a parameter; "" = its default, also for connections that are no sessions.
std::string session_parameter(::duckdb::ClientContext& context, std::string_view name);

/// cast_super_null_on_error: a SUPER value that cannot be cast becomes NULL.
bool super_errors_are_null(::duckdb::ClientContext& context);

/// The session's time zone as the engine names it.
std::string session_zone(::duckdb::ClientContext& context);
/// Whether SET made the session's time zone another than UTC: everywhere else a TIMESTAMPTZ's clock is its UTC time,
/// and nothing has to be converted.
bool is_away_from_utc(::duckdb::ClientContext& context);
/// A moment in UTC as the session's clock shows it.
::duckdb::timestamp_t session_time(::duckdb::ClientContext& context, ::duckdb::timestamp_t utc);

/// DateStyle and the time zone, for texts that become dates.
DateReading date_reading(::duckdb::ClientContext& context);

}  // namespace slipher::engine::functions
