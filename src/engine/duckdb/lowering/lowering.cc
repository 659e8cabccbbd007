#include "engine/duckdb/lowering/lowering.h"

#include <type_traits>
#include <variant>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/federated/federated_schema.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/lock_checks.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/result_streams.h"

namespace slipher::engine {

Result<Outcome> lower(Session& session, const sql::Tree& tree) {
  return guarded([&]() -> Result<Outcome> {
    if (auto allowed = authorize(session, tree); !allowed) return allowed.error();
    if (auto local = check_makes_nothing_remote(session, tree); !local) return local.error();
    if (auto free = check_locks(session, tree); !free) return free.error();
    return std::visit(
        [&](const auto& statement) -> Result<Outcome> {
          using Statement = std::decay_t<decltype(statement)>;
          if constexpr (std::is_same_v<Statement, sql::BeginTransaction> ||
                        std::is_same_v<Statement, sql::CommitTransaction> ||
                        std::is_same_v<Statement, sql::RollbackTransaction> || std::is_same_v<Statement, sql::Call>) {
            return Error(ErrorCode::kInternal, "transaction control reached the lowering");
          } else {
            return lower_statement(session, statement);
          }
        },
        tree);
  });
}

namespace {

const char* outside_command(const sql::Tree& tree) {
  if (std::holds_alternative<sql::CreateDatabase>(tree)) return "CREATE DATABASE";
  if (std::holds_alternative<sql::AlterDatabase>(tree)) return "ALTER DATABASE";
  if (std::holds_alternative<sql::Vacuum>(tree)) return "VACUUM";
  const auto* drop = std::get_if<sql::Drop>(&tree);
  if (drop && drop->kind == sql::Drop::Kind::kDatabase) return "DROP DATABASE";
  return nullptr;
}

}  // namespace

bool runs_outside_transaction(const sql::Tree& tree) { return outside_command(tree) != nullptr; }

Error outside_transaction_error(const sql::Tree& tree) {
  return sql_failure(std::string(outside_command(tree)) + " cannot run inside a transaction block");
}

Outcome text_rows(std::vector<std::string> names, std::vector<std::vector<std::optional<std::string>>> rows) {
  Outcome outcome;
  outcome.stream = std::make_unique<TextRows>(std::move(names), std::move(rows));
  return outcome;
}

Result<Outcome> lower_statement(Session& session, const sql::CopyStatement& statement) {
  const StatementObjects objects(session.context(), std::nullopt);
  auto rows = run_copy(session.context(), statement);
  if (!rows) return rows.error();
  Outcome outcome;
  outcome.rows = *rows;
  return outcome;
}

Result<Outcome> lower_statement(Session& session, const sql::UnloadStatement& statement) {
  const StatementObjects objects(session.context(), std::nullopt);
  auto rows = run_unload(session.context(), statement);
  if (!rows) return rows.error();
  Outcome outcome;
  outcome.rows = *rows;
  return outcome;
}

Result<Outcome> lower_statement(Session&, const sql::AbsentObject& statement) {
  if (statement.if_exists) return Outcome{};
  std::string name;
  for (const auto& part : statement.name) name += (name.empty() ? "" : ".") + part;
  return sql_failure(statement.kind + " \"" + name + "\" does not exist");
}

Result<Outcome> lower_statement(Session&, const sql::Unsupported& statement) {
  return sql::not_supported(statement.construct);
}

}  // namespace slipher::engine
