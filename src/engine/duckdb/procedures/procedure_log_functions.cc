#include "duckdb/catalog/catalog.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/main/config.hpp"
#include "duckdb/parser/parsed_data/create_table_function_info.hpp"
#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/procedures/procedure_log.h"
#include "sql/plpgsql/tree.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::Value;
using Row = std::vector<Value>;

struct LogFunctionInfo : ::duckdb::TableFunctionInfo {
  explicit LogFunctionInfo(std::shared_ptr<ProcedureLog> shared) : log(std::move(shared)) {}
  std::shared_ptr<ProcedureLog> log;
};

struct LogRows : ::duckdb::GlobalTableFunctionState {
  std::vector<Row> rows;
  std::size_t at = 0;
};

struct LogBindData : ::duckdb::TableFunctionData {
  std::shared_ptr<ProcedureLog> log;
};

using Columns = std::vector<std::pair<const char*, LogicalType>>;

Columns call_columns() {
  return {{"user_name", LogicalType::VARCHAR},  {"session_user_name", LogicalType::VARCHAR},
          {"query", LogicalType::BIGINT},       {"label", LogicalType::VARCHAR},
          {"pid", LogicalType::BIGINT},         {"database", LogicalType::VARCHAR},
          {"querytxt", LogicalType::VARCHAR},   {"starttime", LogicalType::TIMESTAMP},
          {"endtime", LogicalType::TIMESTAMP},  {"aborted", LogicalType::INTEGER},
          {"from_sp_call", LogicalType::BIGINT}};
}

Columns message_columns() {
  return {{"user_name", LogicalType::VARCHAR},
          {"session_user_name", LogicalType::VARCHAR},
          {"pid", LogicalType::BIGINT},
          {"query", LogicalType::BIGINT},
          {"recordtime", LogicalType::TIMESTAMP},
          {"loglevel", LogicalType::INTEGER},
          {"loglevel_text", LogicalType::VARCHAR},
          {"message", LogicalType::VARCHAR},
          {"linenum", LogicalType::INTEGER},
          {"querytxt", LogicalType::VARCHAR},
          {"label", LogicalType::VARCHAR},
          {"aborted", LogicalType::INTEGER},
          {"database", LogicalType::VARCHAR}};
}

Value time_value(std::chrono::system_clock::time_point time) {
  return Value::TIMESTAMP(
      ::duckdb::timestamp_t(std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count()));
}

const char* level_text(int level) {
  using Level = sql::plpgsql::Raise::Level;
  switch (static_cast<Level>(level)) {
    case Level::kLog:
      return "LOG";
    case Level::kInfo:
      return "INFO";
    case Level::kNotice:
      return "NOTICE";
    case Level::kWarning:
      return "WARNING";
    case Level::kException:
      return "EXCEPTION";
  }
  return "";
}

std::vector<Row> call_rows(const ProcedureLog& log) {
  std::vector<Row> rows;
  for (const auto& call : log.calls())
    rows.push_back({Value(call.user), Value(call.session_user), Value::BIGINT(call.query_id), Value(call.label),
                    Value::BIGINT(call.process_id), Value(call.database), Value(call.text), time_value(call.started_at),
                    call.ended_at ? time_value(*call.ended_at) : Value(LogicalType::TIMESTAMP),
                    Value::INTEGER(call.aborted ? 1 : 0),
                    call.outer_query_id ? Value::BIGINT(*call.outer_query_id) : Value(LogicalType::BIGINT)});
  return rows;
}

std::vector<Row> message_rows(const ProcedureLog& log) {
  std::vector<Row> rows;
  for (const auto& [message, call] : log.messages())
    rows.push_back({Value(call.user), Value(call.session_user), Value::BIGINT(call.process_id),
                    Value::BIGINT(call.query_id), time_value(message.raised_at), Value::INTEGER(message.level),
                    Value(level_text(message.level)), Value(message.text), Value::INTEGER(message.line),
                    Value(call.text), Value(call.label), Value::INTEGER(call.aborted ? 1 : 0), Value(call.database)});
  return rows;
}

template <Columns (*columns)()>
::duckdb::unique_ptr<::duckdb::FunctionData> bind(::duckdb::ClientContext&, ::duckdb::TableFunctionBindInput& input,
                                                  ::duckdb::vector<LogicalType>& types,
                                                  ::duckdb::vector<::duckdb::string>& names) {
  for (const auto& [name, type] : columns()) {
    names.emplace_back(name);
    types.push_back(type);
  }
  auto data = ::duckdb::make_uniq<LogBindData>();
  data->log = input.info->Cast<LogFunctionInfo>().log;
  return data;
}

template <std::vector<Row> (*rows)(const ProcedureLog&)>
::duckdb::unique_ptr<::duckdb::GlobalTableFunctionState> start(::duckdb::ClientContext&,
                                                               ::duckdb::TableFunctionInitInput& input) {
  auto state = ::duckdb::make_uniq<LogRows>();
  state->rows = rows(*input.bind_data->Cast<LogBindData>().log);
  return state;
}

void scan(::duckdb::ClientContext&, ::duckdb::TableFunctionInput& input, ::duckdb::DataChunk& output) {
  auto& state = input.global_state->Cast<LogRows>();
  std::size_t count = 0;
  for (; count < STANDARD_VECTOR_SIZE && state.at < state.rows.size(); ++count, ++state.at) {
    for (std::size_t i = 0; i < state.rows[state.at].size(); ++i) output.SetValue(i, count, state.rows[state.at][i]);
  }
  output.SetCardinality(count);
}

}  // namespace

void register_procedure_log(::duckdb::DatabaseInstance& database, std::shared_ptr<ProcedureLog> log) {
  ::duckdb::TableFunction calls("rs_procedure_calls", {}, scan, bind<call_columns>, start<call_rows>);
  ::duckdb::TableFunction messages("rs_procedure_messages", {}, scan, bind<message_columns>, start<message_rows>);
  auto& catalog = ::duckdb::Catalog::GetSystemCatalog(database);
  const auto transaction = ::duckdb::CatalogTransaction::GetSystemTransaction(database);
  for (auto* function : {&calls, &messages}) {
    function->function_info = ::duckdb::make_shared_ptr<LogFunctionInfo>(log);
    ::duckdb::CreateTableFunctionInfo info(*function);
    catalog.CreateFunction(transaction, info);
  }
}

}  // namespace slipher::engine
