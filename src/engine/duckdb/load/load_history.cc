#include "engine/duckdb/load/load_history.h"

#include <exception>
#include <initializer_list>
#include <utility>

#include "base/log.h"
#include "duckdb.hpp"
#include "duckdb/main/appender.hpp"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/own_catalog.h"

namespace slipher::engine {
namespace {

using ::duckdb::Value;

/// Old rows are looked for once in so many statements.
constexpr std::int64_t kTidyEvery = 64;

Value moment(Timestamp at) {
  if (at == Timestamp{}) return Value(::duckdb::LogicalType::TIMESTAMP);
  return Value::TIMESTAMP(::duckdb::timestamp_t(at.time_since_epoch().count()));
}
Value number(std::int64_t value) { return Value::BIGINT(value); }

void append(::duckdb::Appender& appender, std::initializer_list<Value> values) {
  appender.BeginRow();
  for (const auto& value : values) appender.Append(value);
  appender.EndRow();
}

/// One transaction that adds to the history of a database.
class HistoryWriter {
 public:
  explicit HistoryWriter(const SessionContext& session)
      : database_(session.database), connection_(*session.connection->context->db) {
    connection_.BeginTransaction();
  }

  template <class Body>
  void add(const char* table, Body&& body) {
    ::duckdb::Appender appender(connection_, database_, std::string(kInternalSchema), table);
    body(appender);
    appender.Close();
  }
  void commit() { connection_.Commit(); }

  /// Drops what is too old. Two sessions may try at once: then one does it.
  void tidy(std::initializer_list<std::pair<const char*, const char*>> tables) {
    for (const auto& [table, moment] : tables)
      connection_.Query("DELETE FROM " + internal_table(database_, table) + " WHERE " + moment +
                        " < (current_timestamp AT TIME ZONE 'UTC') - to_days(" + std::to_string(kHistoryDays) + ")");
  }

 private:
  std::string database_;
  ::duckdb::Connection connection_;
};

std::int64_t transaction_of(const SessionContext& session) {
  const auto activity = find_activity(*session.connection->context);
  return activity ? activity->transaction_of(session.process_id) : 0;
}

const char* status_of(const Result<std::int64_t>& rows) { return rows ? "completed" : "aborted"; }

Value message_of(const Result<std::int64_t>& rows) {
  if (rows) return Value(::duckdb::LogicalType::VARCHAR);
  return Value(shown_text(rows.error().message));
}

/// Sums over a load's files.
struct Totals {
  std::int64_t bytes = 0;
  std::int64_t scanned_files = 0;
  std::int64_t scanned_bytes = 0;
};

Totals totals_of(const std::vector<LoadedFile>& files) {
  Totals totals;
  for (const auto& file : files) {
    totals.bytes += file.bytes;
    totals.scanned_files += file.started_at != Timestamp{};
    totals.scanned_bytes += file.scanned_bytes;
  }
  return totals;
}

void add_errors(HistoryWriter& writer, std::int64_t query, const std::vector<LoadError>& errors, Timestamp now) {
  writer.add("load_errors", [&](::duckdb::Appender& appender) {
    std::int64_t index = 0;
    for (const auto& error : errors)
      append(appender, {number(query), number(++index), Value(error.file), number(error.line), Value(error.column),
                        Value(error.type), Value(error.length), number(static_cast<std::int64_t>(error.position)),
                        Value(error.raw_line), Value(error.raw_value), Value::INTEGER(static_cast<int>(error.code)),
                        Value(shown_text(error.reason)), moment(now)});
  });
  writer.add("load_error_fields", [&](::duckdb::Appender& appender) {
    std::int64_t index = 0;
    for (const auto& error : errors) {
      ++index;
      std::int64_t field_number = 0;
      for (const auto& field : error.fields)
        append(appender, {number(query), number(index), Value(error.file), number(error.line), number(field_number++),
                          Value(field.column), Value(field.type), Value(field.length), Value(field.value),
                          Value::BOOLEAN(field.is_null), moment(now)});
    }
  });
}

template <class Body>
void keep(const SessionContext& session, const char* what, Body&& body) {
  try {
    HistoryWriter writer(session);
    body(writer);
    writer.commit();
    if (session.query_id % kTidyEvery == 0)
      writer.tidy({{"load_history", "ended_at"},
                   {"load_files", "ended_at"},
                   {"load_errors", "occurred_at"},
                   {"load_error_fields", "occurred_at"},
                   {"unload_history", "ended_at"},
                   {"unload_files", "ended_at"}});
  } catch (const std::exception& exception) {
    spdlog::error("the history of {} {} could not be written: {}", what, session.query_id, exception.what());
  }
}

}  // namespace

const char* format_name(sql::CopyFormat format) {
  switch (format) {
    case sql::CopyFormat::kJson:
      return "JSON";
    case sql::CopyFormat::kAvro:
      return "Avro";
    case sql::CopyFormat::kParquet:
      return "Parquet";
    default:
      return "Text";
  }
}

void record_load(const SessionContext& session, const sql::CopyStatement& copy, const LoadReport& report,
                 const Result<std::int64_t>& rows) {
  const auto now = SystemClock().now();
  const auto query = session.query_id;
  const auto totals = totals_of(report.files);
  keep(session, "COPY", [&](HistoryWriter& writer) {
    writer.add("load_history", [&](::duckdb::Appender& appender) {
      append(appender, {number(query),
                        Value(session.user),
                        number(session.process_id),
                        number(transaction_of(session)),
                        Value(std::string(session.statement_id)),
                        Value(status_of(rows)),
                        Value(report.schema),
                        Value(report.table),
                        moment(report.started_at),
                        moment(now),
                        Value(shown_text(copy.from)),
                        Value(format_name(copy.format)),
                        number(rows ? *rows : 0),
                        number(rows ? totals.scanned_bytes : 0),
                        number(static_cast<std::int64_t>(report.files.size())),
                        number(totals.bytes),
                        number(totals.scanned_files),
                        number(totals.scanned_bytes),
                        number(report.error_count),
                        number(0),
                        message_of(rows)});
    });
    writer.add("load_files", [&](::duckdb::Appender& appender) {
      for (const auto& file : report.files) {
        if (file.started_at == Timestamp{}) continue;
        append(appender, {number(query), Value(file.uri), number(file.bytes), Value(file.etag),
                          moment(file.modified_at), number(file.scanned_bytes), number(file.scanned_lines),
                          number(file.errors), moment(file.started_at), moment(file.ended_at)});
      }
    });
    if (!report.errors.empty()) add_errors(writer, query, report.errors, now);
  });
}

void record_unload(const SessionContext& session, const UnloadReport& report, const Result<std::int64_t>& rows) {
  const auto now = SystemClock().now();
  const auto query = session.query_id;
  std::int64_t bytes = 0;
  if (rows)
    for (const auto& file : report.files) bytes += file.bytes;
  const std::size_t count = rows ? report.files.size() : 0;
  keep(session, "UNLOAD", [&](HistoryWriter& writer) {
    writer.add("unload_history", [&](::duckdb::Appender& appender) {
      append(appender,
             {number(query), Value(session.user), number(session.process_id), number(transaction_of(session)),
              Value(std::string(session.statement_id)), Value(status_of(rows)), moment(report.started_at), moment(now),
              Value(report.format), Value(report.compression), Value(shown_text(report.location)),
              number(rows ? *rows : 0), number(static_cast<std::int64_t>(count)), number(bytes), message_of(rows)});
    });
    if (!rows) return;
    writer.add("unload_files", [&](::duckdb::Appender& appender) {
      for (const auto& file : report.files)
        append(appender, {number(query), Value(file.uri), number(file.rows), number(file.bytes), Value(report.format),
                          moment(report.started_at), moment(now)});
    });
  });
}

}  // namespace slipher::engine
