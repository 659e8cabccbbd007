#include "engine/duckdb/access_mode.h"

#include "engine/duckdb/errors.h"
#include "sql/statement.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kDefault = "default_transaction_read_only";

template <class... Statements>
bool is_any_of(const sql::Tree& tree) {
  return (std::holds_alternative<Statements>(tree) || ...);
}

}  // namespace

bool is_read_only(const SessionContext& session) {
  auto found = session.settings.find(kTransactionReadOnly);
  if (found == session.settings.end()) found = session.settings.find(kDefault);
  return found != session.settings.end() && found->second == "on";
}

Error read_only_error() { return sql_failure("transaction is read-only"); }

Result<void> check_read_only(const std::optional<sql::Tree>& tree, std::string_view text) {
  if (!tree || sql::classify(text).effect != sql::Effect::kWrite) return {};
  if (is_any_of<sql::Merge, sql::CopyStatement, sql::Execute, sql::UnloadStatement, sql::Call, sql::Analyze,
                sql::Vacuum, sql::LockTables, sql::Unsupported>(*tree))
    return {};
  return read_only_error();
}

bool may_change(const Session& session, const std::optional<sql::Tree>& tree, std::string_view text) {
  if (tree) {
    if (const auto* execute = std::get_if<sql::Execute>(&*tree)) {
      const auto found = session.prepared.find(execute->name);
      if (found != session.prepared.end()) text = found->second.statement.text;
    }
  }
  return sql::classify(text).effect == sql::Effect::kWrite;
}

}  // namespace slipher::engine
