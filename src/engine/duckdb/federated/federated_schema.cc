#include "engine/duckdb/federated/federated_schema.h"

#include <type_traits>
#include <variant>

#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/own_rows.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr const char* kTable = "federated_schemas";
/// schema_name, source_database, source_schema, host, port, secret_arn: the first columns of own_catalog.cc's table.
constexpr std::size_t kColumns = 6;

/// Statements that make an object under a name of the user's.
template <class Statement>
constexpr bool makes_object =
    std::is_same_v<Statement, sql::CreateTable> || std::is_same_v<Statement, sql::CreateTableAs> ||
    std::is_same_v<Statement, sql::CreateView> || std::is_same_v<Statement, sql::CreateMaterializedView> ||
    std::is_same_v<Statement, sql::CreateFunction> || std::is_same_v<Statement, sql::CreateProcedure>;

const sql::QualifiedName* name_of_made_object(const sql::Tree& tree) {
  return std::visit(
      [](const auto& statement) -> const sql::QualifiedName* {
        if constexpr (makes_object<std::decay_t<decltype(statement)>>) {
          if constexpr (requires { statement.temporary; }) return statement.temporary ? nullptr : &statement.name;
          return &statement.name;
        } else {
          return nullptr;
        }
      },
      tree);
}

}  // namespace

std::vector<FederatedSchema> federated_schemas(::duckdb::ClientContext& context, const std::string& database) {
  std::vector<FederatedSchema> schemas;
  visit_rows(context, database, kTable, kColumns, [&](::duckdb::DataChunk& chunk, std::size_t row) {
    const auto text = [&](std::size_t column) { return chunk.GetValue(column, row).ToString(); };
    schemas.push_back({text(0), {text(3), chunk.GetValue(4, row).GetValue<int>(), text(1), text(5)}, text(2)});
  });
  return schemas;
}

bool is_federated_schema(const SessionContext& session, const std::string& database, const std::string& schema) {
  if (!session.connection || schema.empty()) return false;
  bool found = false;
  auto& context = *session.connection->context;
  context.RunFunctionInTransaction([&] {
    visit_rows(context, database.empty() ? session.database : database, kTable, 1,
               [&](::duckdb::DataChunk& chunk, std::size_t row) {
                 found = found || chunk.GetValue(0, row).ToString() == schema;
               });
  });
  return found;
}

Result<void> forget_federated_schema(Session& session, const std::string& schema) {
  return run_all(session, {"DELETE FROM " + internal(session, kTable) + " WHERE schema_name = " + quote_text(schema)});
}

Result<void> check_makes_nothing_remote(Session& session, const sql::Tree& tree) {
  const auto* name = name_of_made_object(tree);
  if (!name || name->empty()) return {};
  const auto schema = name->size() > 1 ? (*name)[name->size() - 2] : session.context().search_path.front();
  if (schema == "public" || !is_federated_schema(session.context(), {}, schema)) return {};
  return sql_failure("cannot create \"" + name->back() + "\" in external schema \"" + schema +
                     "\": objects of a remote database cannot be made here");
}

Result<Outcome> lower_statement(Session& session, const sql::CreateFederatedSchema& statement) {
  auto is_free = schema_is_free(session, statement.name, statement.if_not_exists);
  if (!is_free) return is_free.error();
  if (!*is_free) return Outcome{};
  const auto& user = session.context().user;
  auto done = run_all(session, {"CREATE SCHEMA " + quote_names({session.context().database, statement.name}),
                                "INSERT INTO " + internal(session, "schemas") + " VALUES (" +
                                    quote_text(statement.name) + ", " + quote_text(user) + ", NULL)",
                                "INSERT INTO " + internal(session, kTable) + " VALUES (" + quote_text(statement.name) +
                                    ", " + quote_text(statement.database) + ", " + quote_text(statement.schema) + ", " +
                                    quote_text(statement.host) + ", " + std::to_string(statement.port) + ", " +
                                    quote_text(statement.secret_arn) + ", " + quote_text_or_null(statement.role) +
                                    ", " + quote_text(user) + ")"});
  if (!done) return done.error();
  session.apply_search_path();
  return Outcome{};
}

}  // namespace slipher::engine
