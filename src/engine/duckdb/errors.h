#pragma once
#include <string>
#include <string_view>

#include "base/error.h"
#include "duckdb.hpp"
#include "sql/normalize.h"

namespace slipher::engine {

/// The way back from the text that DuckDB got to the one that the user wrote; for "Position: n".
struct SourceText {
  std::string_view original;
  const sql::Normalized* normalized = nullptr;  // nullptr = no position is reported
};

/// A DuckDB failure as Redshift words it: kSql "ERROR: ...[\n  Position: n]", or kCanceled after an interrupt.
Error to_error(const ::duckdb::ErrorData& error, const SourceText& source = {});

/// The message alone, without "ERROR: " and position; messages that the table does not know come out unchanged.
std::string redshift_message(::duckdb::ExceptionType type, const std::string& duckdb_message);

/// How the message of a write conflict begins: Redshift's error 1023.
inline constexpr std::string_view kConflictPrefix = "ERROR: 1023 ";

/// What a statement that an interrupt stopped fails with.
Error canceled_error();

/// kSql "ERROR: <message>".
Error sql_failure(const std::string& message);

/// Runs `body`, which returns a Result, and turns what DuckDB throws into an Error.
template <class Body>
auto guarded(Body&& body, const SourceText& source = {}) -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception& exception) {
    return to_error(::duckdb::ErrorData(exception), source);
  }
}

}  // namespace slipher::engine
