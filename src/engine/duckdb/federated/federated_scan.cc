#include "engine/duckdb/federated/federated_scan.h"

#include <algorithm>
#include <optional>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/function/table_function.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/star_expression.hpp"
#include "duckdb/parser/parsed_data/create_table_function_info.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"
#include "duckdb/parser/tableref/table_function_ref.hpp"
#include "duckdb/planner/table_filter_state.hpp"
#include "duckdb/storage/table/column_segment.hpp"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/federated/copy_decoder.h"
#include "engine/duckdb/federated/federated_listing.h"
#include "engine/duckdb/federated/federated_schema.h"
#include "engine/duckdb/federated/remote_filter.h"
#include "engine/duckdb/federated/remote_transaction.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::column_t;
using ::duckdb::idx_t;

constexpr const char* kScan = "slipher_federated_scan";

struct ScanData final : ::duckdb::TableFunctionData {
  ScanData(RemoteTarget target_in, RemoteTable table_in) : target(std::move(target_in)), table(std::move(table_in)) {}
  ::duckdb::unique_ptr<::duckdb::FunctionData> Copy() const override {
    return ::duckdb::make_uniq<ScanData>(target, table);
  }
  bool Equals(const ::duckdb::FunctionData& other_data) const override {
    const auto& other = other_data.Cast<ScanData>();
    return target == other.target && table.schema == other.table.schema && table.name == other.table.name;
  }

  const RemoteTarget target;
  const RemoteTable table;
};

[[noreturn]] void no_such_relation(const FederatedName& name) {
  throw ::duckdb::InvalidInputException("%s", "relation \"" + name.schema + "." + name.table + "\" does not exist");
}

::duckdb::unique_ptr<::duckdb::FunctionData> bind(ClientContext& context, ::duckdb::TableFunctionBindInput& input,
                                                  ::duckdb::vector<::duckdb::LogicalType>& types,
                                                  ::duckdb::vector<std::string>& names) {
  const FederatedName name{input.inputs.at(0).ToString(), input.inputs.at(1).ToString(), input.inputs.at(2).ToString()};
  const auto schemas = federated_schemas(context, name.database);
  const auto schema =
      std::find_if(schemas.begin(), schemas.end(), [&](const auto& each) { return each.name == name.schema; });
  if (schema == schemas.end()) no_such_relation(name);
  auto table = RemoteTransactions::of(context, schema->target)
                   ->table(schema->remote_schema, name.table, interruption_of(context));
  if (!table) throw_storage_error(table.error());
  if (!*table) no_such_relation(name);
  for (const auto& column : (*table)->columns) {
    names.push_back(column.name);
    types.push_back(column.type.type);
  }
  return ::duckdb::make_uniq<ScanData>(schema->target, **table);
}

/// One reading of a remote table.
struct Scan final : ::duckdb::GlobalTableFunctionState {
  Scan(std::shared_ptr<RemoteTransaction> transaction_in, RemoteTransaction::Lease lease_in,
       std::vector<RemoteColumn> columns, RemoteConnection::IsInterrupted is_interrupted_in)
      : transaction(std::move(transaction_in)),
        lease(std::move(lease_in)),
        decoder(std::move(columns)),
        is_interrupted(std::move(is_interrupted_in)) {}
  ~Scan() override { finish(false); }

  void finish(bool is_whole) {
    if (lease.connection) transaction->give_back(std::move(lease), is_whole);
    lease.connection.reset();
  }

  const std::shared_ptr<RemoteTransaction> transaction;
  RemoteTransaction::Lease lease;
  CopyDecoder decoder;
  const RemoteConnection::IsInterrupted is_interrupted;
  std::vector<idx_t> places;  // of the columns in the output
  struct Filter {
    idx_t column;
    const ::duckdb::TableFilter& filter;
    ::duckdb::unique_ptr<::duckdb::TableFilterState> state;
  };
  std::vector<Filter> filters;
};

std::string copy_text(const RemoteTable& table, const std::vector<RemoteColumn>& columns,
                      const std::vector<std::string>& conditions) {
  std::string list, where;
  for (const auto& column : columns) list += (list.empty() ? " " : ", ") + remote_value(column);
  for (const auto& condition : conditions) where += (where.empty() ? " WHERE " : " AND ") + condition;
  return "COPY (SELECT" + list + " FROM " + quote_names({table.schema, table.name}) + where +
         ") TO STDOUT (FORMAT binary)";
}

::duckdb::unique_ptr<::duckdb::GlobalTableFunctionState> start(ClientContext& context,
                                                               ::duckdb::TableFunctionInitInput& input) {
  const auto& data = input.bind_data->Cast<ScanData>();
  std::vector<RemoteColumn> columns;
  std::vector<idx_t> places;
  for (idx_t i = 0; i < input.column_ids.size(); ++i) {
    if (input.column_ids[i] >= data.table.columns.size()) continue;  // none, for COUNT(*)
    columns.push_back(data.table.columns[input.column_ids[i]]);
    places.push_back(i);
  }
  std::vector<std::string> conditions;
  std::vector<Scan::Filter> filters;
  if (input.filters) {
    for (const auto& [place, filter] : input.filters->filters) {
      const auto column = input.column_ids.at(place);
      if (column < data.table.columns.size()) {
        if (auto condition = remote_condition(data.table.columns[column], *filter)) conditions.push_back(*condition);
      }
      filters.push_back({place, *filter, ::duckdb::TableFilterState::Initialize(context, *filter)});
    }
  }
  const auto is_interrupted = interruption_of(context);
  auto transaction = RemoteTransactions::of(context, data.target);
  auto lease = transaction->lease(is_interrupted);
  if (!lease) throw_storage_error(lease.error());
  auto scan = ::duckdb::make_uniq<Scan>(std::move(transaction), *std::move(lease), columns, is_interrupted);
  scan->places = std::move(places);
  scan->filters = std::move(filters);
  auto started = scan->lease.connection->start_copy(copy_text(data.table, columns, conditions), is_interrupted);
  if (!started) throw_storage_error(started.error());
  return scan;
}

/// Fills `output`; fewer rows than fit = the end.
idx_t read_rows(Scan& scan, ::duckdb::DataChunk& output) {
  std::vector<::duckdb::Vector*> vectors;
  for (const auto place : scan.places) vectors.push_back(&output.data[place]);
  idx_t rows = 0;
  while (rows < STANDARD_VECTOR_SIZE) {
    if (scan.decoder.next(vectors, rows)) {
      ++rows;
      continue;
    }
    auto message = scan.lease.connection->next_message(scan.is_interrupted);
    if (!message) throw_storage_error(message.error());
    if (!*message) {
      scan.finish(true);
      break;
    }
    scan.decoder.take(**message);
  }
  return rows;
}

/// What the server was not told to leave out.
void filter_rows(Scan& scan, ::duckdb::DataChunk& output) {
  if (scan.filters.empty()) return;
  ::duckdb::SelectionVector selected(0, output.size());
  idx_t count = output.size();
  for (auto& filter : scan.filters) {
    auto& vector = output.data[filter.column];
    ::duckdb::UnifiedVectorFormat format;
    vector.ToUnifiedFormat(output.size(), format);
    ::duckdb::ColumnSegment::FilterSelection(selected, vector, format, filter.filter, *filter.state, output.size(),
                                             count);
    if (count == 0) break;
  }
  if (count < output.size()) output.Slice(selected, count);
}

void scan(ClientContext&, ::duckdb::TableFunctionInput& input, ::duckdb::DataChunk& output) {
  auto& scan = input.global_state->Cast<Scan>();
  // An empty chunk would be the end.
  while (scan.lease.connection) {
    output.Reset();
    output.SetCardinality(read_rows(scan, output));
    filter_rows(scan, output);
    if (output.size() > 0) return;
  }
  output.SetCardinality(0);
}

::duckdb::unique_ptr<::duckdb::NodeStatistics> cardinality(ClientContext&, const ::duckdb::FunctionData* bind_data) {
  const auto rows = bind_data->Cast<ScanData>().table.rows;
  return rows < 0 ? nullptr : ::duckdb::make_uniq<::duckdb::NodeStatistics>(static_cast<idx_t>(rows));
}

/// What COUNT(*) reads: no column at all.
::duckdb::virtual_column_map_t virtual_columns(ClientContext&, ::duckdb::optional_ptr<::duckdb::FunctionData>) {
  ::duckdb::virtual_column_map_t columns;
  columns.emplace(::duckdb::COLUMN_IDENTIFIER_EMPTY, ::duckdb::TableColumn("", ::duckdb::LogicalType::BOOLEAN));
  return columns;
}

::duckdb::InsertionOrderPreservingMap<std::string> described(::duckdb::TableFunctionToStringInput& input) {
  const auto& data = input.bind_data->Cast<ScanData>();
  ::duckdb::InsertionOrderPreservingMap<std::string> texts;
  texts["Remote table"] = data.target.server() + " " + data.table.schema + "." + data.table.name;
  return texts;
}

}  // namespace

void register_federated_functions(::duckdb::DatabaseInstance& instance, FederatedSettings settings) {
  instance.GetObjectCache().Put(RemotePools::ObjectType(), ::duckdb::make_shared_ptr<RemotePools>(std::move(settings)));
  const auto text = ::duckdb::LogicalType::VARCHAR;
  ::duckdb::TableFunction function(kScan, {text, text, text}, scan, bind, start);
  function.projection_pushdown = true;
  function.filter_pushdown = true;
  function.cardinality = cardinality;
  function.to_string = described;
  function.get_virtual_columns = virtual_columns;
  ::duckdb::Connection connection(instance);
  connection.BeginTransaction();
  auto& catalog = ::duckdb::Catalog::GetSystemCatalog(instance);
  for (auto& each : {function, federated_tables(), federated_columns()}) {
    ::duckdb::CreateTableFunctionInfo info(each);
    info.internal = true;
    catalog.CreateTableFunction(*connection.context, info);
  }
  connection.Commit();
}

::duckdb::unique_ptr<::duckdb::TableRef> federated_table(const std::string& database, const std::string& schema,
                                                         const std::string& table) {
  ::duckdb::vector<::duckdb::unique_ptr<::duckdb::ParsedExpression>> parts;
  for (const auto& part : {database, schema, table})
    parts.push_back(::duckdb::make_uniq<::duckdb::ConstantExpression>(::duckdb::Value(part)));
  auto call = ::duckdb::make_uniq<::duckdb::TableFunctionRef>();
  call->function = ::duckdb::make_uniq<::duckdb::FunctionExpression>(kScan, std::move(parts));
  auto node = ::duckdb::make_uniq<::duckdb::SelectNode>();
  node->select_list.push_back(::duckdb::make_uniq<::duckdb::StarExpression>());
  node->from_table = std::move(call);
  auto query = ::duckdb::make_uniq<::duckdb::SelectStatement>();
  query->node = std::move(node);
  return ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query), table);
}

std::optional<FederatedName> called_federated_table(const ::duckdb::ParsedExpression& call) {
  if (call.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION) return std::nullopt;
  const auto& function = call.Cast<::duckdb::FunctionExpression>();
  if (function.function_name != kScan || function.children.size() != 3) return std::nullopt;
  const auto part = [&](std::size_t i) {
    return function.children[i]->Cast<::duckdb::ConstantExpression>().value.ToString();
  };
  return FederatedName{part(0), part(1), part(2)};
}

}  // namespace slipher::engine
