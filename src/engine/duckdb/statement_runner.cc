#include "engine/duckdb/statement_runner.h"

#include <algorithm>
#include <utility>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/insert_columns.h"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/plan/given_names.h"
#include "engine/duckdb/result_streams.h"
#include "engine/duckdb/rewrite/group_aliases.h"
#include "engine/duckdb/rewrite/rewrite.h"
#include "engine/duckdb/rewrite/set_literals.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using ::duckdb::PendingExecutionResult;
using ::duckdb::StatementReturnType;

std::vector<std::string> values_of(const std::vector<sql::Parameter>& parameters) {
  std::vector<std::string> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter.value);
  return values;
}

// Which items of the statement's own select list are a bare NULL: DuckDB types those as INTEGER.
std::vector<bool> find_untyped_nulls(const ::duckdb::SQLStatement& statement) {
  std::vector<bool> nulls;
  if (statement.type != ::duckdb::StatementType::SELECT_STATEMENT) return nulls;
  const auto& node = *statement.Cast<::duckdb::SelectStatement>().node;
  if (node.type != ::duckdb::QueryNodeType::SELECT_NODE) return nulls;
  for (const auto& item : node.Cast<::duckdb::SelectNode>().select_list) {
    if (item->GetExpressionClass() == ::duckdb::ExpressionClass::STAR) return {};
    nulls.push_back(item->GetExpressionClass() == ::duckdb::ExpressionClass::CONSTANT &&
                    item->Cast<::duckdb::ConstantExpression>().value.IsNull());
  }
  return nulls;
}

// Column metadata from the result's types and what the plan told of their origins.
std::vector<Column> describe(const ::duckdb::vector<std::string>& names,
                             const ::duckdb::vector<::duckdb::LogicalType>& types,
                             const std::vector<ColumnOrigin>& origins, const std::vector<bool>& untyped_nulls) {
  std::vector<Column> columns;
  columns.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_null = i < untyped_nulls.size() && untyped_nulls[i];
    auto column = column_of(i < origins.size() ? shown_name(names[i], origins[i].given_name) : names[i],
                            is_null              ? ::duckdb::LogicalType::VARCHAR
                            : i < origins.size() ? with_char_length(types[i], origins[i])
                                                 : types[i]);
    if (i < origins.size() && !is_null) {
      const auto& origin = origins[i];
      column.schema_name = origin.schema;
      column.table_name = origin.table;
      column.nullable = origin.nullable;
      if (column.type == Type::kVarchar && origin.text_bytes) column.precision = std::max(*origin.text_bytes, 1);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// What the statement that was planned last is about to read; tables of the session itself have their shown schema.
void record_scans(const SessionContext& session, const std::vector<PlanScan>& tables) {
  const auto activity = tables.empty() ? nullptr : find_activity(*session.connection->context);
  if (!activity) return;
  std::vector<ScanRecord> scans;
  for (const auto& table : tables) {
    const bool is_temporary = table.database == "temp";
    scans.push_back({session.query_id, static_cast<std::int32_t>(scans.size()),
                     is_temporary ? session.database : table.database,
                     is_temporary ? temporary_schema(session) : table.schema, table.table});
  }
  activity->add_scans(std::move(scans));
}

}  // namespace

StatementRunner::Parsed StatementRunner::parse(const std::string& text) {
  ::duckdb::Parser parser(session_.connection->context->GetParserOptions());
  parser.ParseQuery(text);
  if (parser.statements.size() != 1)
    throw ::duckdb::ParserException("cannot insert multiple commands into a statement");
  Parsed parsed;
  parsed.statement = std::move(parser.statements[0]);
  parsed.untyped_nulls = find_untyped_nulls(*parsed.statement);
  return parsed;
}

Result<StatementRunner::Parsed> StatementRunner::parse_and_rewrite(const std::string& text,
                                                                   const std::vector<sql::Parameter>& parameters,
                                                                   const SourceText& source) {
  return guarded(
      [&]() -> Result<Parsed> {
        auto parsed = parse(text);
        const auto values = values_of(parameters);
        if (auto done = complete_columns(*parsed.statement, session_); !done) return done.error();
        RewriteContext context{values, session_};
        if (auto done = rewrite(*parsed.statement, context); !done) return done.error();
        parsed.statement->named_param_map.clear();  // all of them are constants now
        expand_item_names(*session_.connection, *parsed.statement, context.grouped_by_items);
        type_set_literals(*session_.connection, *parsed.statement, context.set_operations);
        if (session_.check_access) {
          if (auto allowed = session_.check_access(*parsed.statement); !allowed) return allowed.error();
        }
        return parsed;
      },
      source);
}

Result<Outcome> StatementRunner::run(std::string_view text, const std::vector<sql::Parameter>& parameters) {
  const auto normalized = sql::normalize(text, parameters);
  if (!normalized) return normalized.error();
  const SourceText source{text, &*normalized};
  auto parsed = parse_and_rewrite(normalized->text, parameters, source);
  if (!parsed) return parsed.error();
  return execute(*std::move(parsed), source);
}

Result<Outcome> StatementRunner::run_normalized(const std::string& text,
                                                const std::vector<sql::Parameter>& parameters) {
  auto parsed = parse_and_rewrite(text, parameters, {});
  if (!parsed) return parsed.error();
  return execute(*std::move(parsed), {});
}

Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> StatementRunner::prepare(
    std::string_view text, const std::vector<sql::Parameter>& parameters) {
  const auto normalized = sql::normalize(text, parameters);
  if (!normalized) return normalized.error();
  const SourceText source{text, &*normalized};
  auto parsed = parse_and_rewrite(normalized->text, parameters, source);
  if (!parsed) return parsed.error();
  return guarded(
      [&]() -> Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> {
        auto prepared = session_.connection->Prepare(std::move(parsed->statement));
        if (prepared->HasError()) return to_error(prepared->GetErrorObject(), source);
        return prepared;
      },
      source);
}

Result<std::string> StatementRunner::translate_query(std::string_view text,
                                                     const std::vector<sql::Parameter>& parameters) {
  const auto normalized = sql::normalize(text, parameters);
  if (!normalized) return normalized.error();
  const SourceText source{text, &*normalized};
  auto parsed = parse_and_rewrite(normalized->text, parameters, source);
  if (!parsed) return parsed.error();
  if (parsed->statement->type != ::duckdb::StatementType::SELECT_STATEMENT)
    return sql_failure("only a query can be used here");
  return guarded([&]() -> Result<std::string> { return parsed->statement->ToString(); }, source);
}

Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> StatementRunner::prepare(
    std::string_view text, const std::function<std::size_t()>& parameters) {
  const std::vector<sql::Parameter> none;
  const auto normalized = sql::normalize(text, none);
  if (!normalized) return normalized.error();
  auto parsed = parse_and_rewrite(normalized->text, none, {});
  if (!parsed) return parsed.error();
  return guarded([&]() -> Result<::duckdb::unique_ptr<::duckdb::PreparedStatement>> {
    for (std::size_t i = 1; i <= parameters(); ++i) parsed->statement->named_param_map[std::to_string(i)] = i;
    auto prepared = session_.connection->Prepare(std::move(parsed->statement));
    if (prepared->HasError()) return to_error(prepared->GetErrorObject());
    return prepared;
  });
}

Result<std::vector<StatementRunner::QueryColumn>> StatementRunner::describe_query(const std::string& engine_text) {
  return guarded([&]() -> Result<std::vector<QueryColumn>> {
    auto parsed = parse(engine_text);
    const auto facts = PlanFacts::of(*session_.connection->context);
    facts->columns.clear();
    facts->wanted = true;
    auto prepared = session_.connection->Prepare(std::move(parsed.statement));
    facts->wanted = false;
    if (prepared->HasError()) return to_error(prepared->GetErrorObject());
    std::vector<QueryColumn> columns;
    for (std::size_t i = 0; i < prepared->GetNames().size(); ++i) {
      const bool is_null = i < parsed.untyped_nulls.size() && parsed.untyped_nulls[i];
      auto origin = i < facts->columns.size() ? facts->columns[i] : ColumnOrigin();
      columns.push_back({shown_name(prepared->GetNames()[i], origin.given_name),
                         is_null ? ::duckdb::LogicalType(::duckdb::LogicalType::VARCHAR) : prepared->GetTypes()[i],
                         std::move(origin)});
    }
    return columns;
  });
}

Result<void> StatementRunner::check_writes(const ::duckdb::StatementProperties& properties) const {
  for (const auto& [name, database] : properties.modified_databases) {
    if (name == session_.database || name == "temp") continue;
    return sql_failure("cross-database write is not supported: \"" + name + "\" is not the connected database, \"" +
                       session_.database + "\" is");
  }
  return {};
}

::duckdb::unique_ptr<::duckdb::QueryResult> StatementRunner::drive(::duckdb::PreparedStatement& prepared) {
  ::duckdb::vector<::duckdb::Value> none;
  auto pending = prepared.PendingQuery(none, true);
  if (pending->HasError()) pending->ThrowError();
  for (;;) {
    const auto state = pending->ExecuteTask();
    if (pending->HasError()) pending->ThrowError();
    if (::duckdb::PendingQueryResult::IsResultReady(state)) break;
    // An interrupt that came before DuckDB began to execute was dropped by it.
    if (interrupted_) session_.connection->Interrupt();
    if (state == PendingExecutionResult::BLOCKED || state == PendingExecutionResult::NO_TASKS_AVAILABLE)
      pending->WaitForTask();
  }
  auto result = pending->Execute();
  if (result->HasError()) result->ThrowError();
  return result;
}

Result<Outcome> StatementRunner::execute(Parsed parsed, const SourceText& source) {
  return guarded(
      [&]() -> Result<Outcome> {
        auto& connection = *session_.connection;
        const auto facts = PlanFacts::of(*connection.context);
        facts->columns.clear();
        facts->wanted = true;
        auto prepared = connection.Prepare(std::move(parsed.statement));
        facts->wanted = false;
        if (prepared->HasError()) return to_error(prepared->GetErrorObject(), source);
        const auto properties = prepared->GetStatementProperties();
        if (auto allowed = check_writes(properties); !allowed) return allowed.error();
        if (interrupted_) return canceled_error();

        record_scans(session_, facts->tables);
        auto columns = describe(prepared->GetNames(), prepared->GetTypes(), facts->columns, parsed.untyped_nulls);
        auto result = drive(*prepared);
        Outcome outcome;
        if (properties.return_type == StatementReturnType::QUERY_RESULT) {
          outcome.stream = std::make_unique<QueryStream>(std::move(result), std::move(columns), parsed.untyped_nulls,
                                                         on_stream_failure_, *connection.context);
          return outcome;
        }
        if (properties.return_type == StatementReturnType::CHANGED_ROWS) {
          const auto chunk = result->Fetch();
          if (result->HasError()) return to_error(result->GetErrorObject(), source);
          if (chunk && chunk->size() > 0) outcome.rows = chunk->GetValue(0, 0).GetValue<std::int64_t>();
        }
        return outcome;
      },
      source);
}

Result<std::int64_t> StatementRunner::change(const std::string& text) {
  return guarded([&]() -> Result<std::int64_t> {
    auto result = session_.connection->Query(text);
    if (result->HasError()) return to_error(result->GetErrorObject());
    // A count is how DuckDB answers what changes rows; CREATE TABLE AS does not say so in its properties.
    if (result->RowCount() == 0 || result->names.at(0) != "Count") return 0;
    return result->GetValue(0, 0).GetValue<std::int64_t>();
  });
}

Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>> StatementRunner::fetch(const std::string& text) {
  return guarded([&]() -> Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>> {
    auto result = session_.connection->Query(text);
    if (result->HasError()) return to_error(result->GetErrorObject());
    return result;
  });
}

}  // namespace slipher::engine
