#include <algorithm>

#include "engine/duckdb/external/external_catalog.h"

namespace slipher::engine {
namespace {

/// The type's spelling as the catalog keeps it: varchar(20).
std::string type_text(const sql::ColumnType& type) {
  std::string modifiers;
  for (const auto modifier : type.modifiers) modifiers += (modifiers.empty() ? "(" : ",") + std::to_string(modifier);
  return type.name + modifiers + (modifiers.empty() ? "" : ")");
}

ExternalTable::Column made_column(const sql::ColumnDefinition& column) {
  auto type = column.type;
  const auto text = type_text(type);
  // Hive's names, as in CREATE EXTERNAL TABLE.
  if (type.name == "string") type = {"varchar", {sql::kVarcharMaxLength}};
  if (type.name == "tinyint") type = {"smallint", {}};
  if (type.name.ends_with('>')) type = {"super", {}};
  return {column.name, sql::engine_spelling(type), text};
}

/// Runs one action of ALTER TABLE on the columns of an external table. The restrictions are those of Amazon Redshift,
/// "ALTER TABLE".
class AlteringColumns {
 public:
  explicit AlteringColumns(ExternalTable& table) : table_(table) {}

  Result<void> operator()(const sql::AddColumn& action);
  Result<void> operator()(const sql::DropColumn& action);
  Result<void> operator()(const sql::RenameColumn& action);
  Result<void> operator()(const sql::RenameTable&) { return sql_failure("cannot rename an external table"); }
  template <class Other>
  Result<void> operator()(const Other&) {
    return sql_failure("Operation not supported on external tables");
  }

 private:
  using Columns = std::vector<ExternalTable::Column>;
  static Columns::iterator find(Columns& columns, const std::string& name) {
    return std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; });
  }
  bool has(const std::string& name) { return find(table_.columns, name) != table_.columns.end() || is_key(name); }
  bool is_key(const std::string& name) { return find(table_.keys, name) != table_.keys.end(); }
  Error no_such(const std::string& name) const {
    return sql_failure("column \"" + name + "\" of relation \"" + table_.name + "\" does not exist");
  }
  Error already_there(const std::string& name) const {
    return sql_failure("column \"" + name + "\" of relation \"" + table_.name + "\" already exists");
  }

  ExternalTable& table_;
};

Result<void> AlteringColumns::operator()(const sql::AddColumn& action) {
  const auto& column = action.column;
  if (!column.default_value.empty() || !column.encoding.empty() || column.not_null)
    return sql_failure("a column of an external table cannot have the constraints DEFAULT, ENCODE, NOT NULL or NULL");
  if (has(column.name)) return action.if_not_exists ? Result<void>() : already_there(column.name);
  table_.columns.push_back(made_column(column));
  return {};
}

// RESTRICT and CASCADE are ignored for external tables.
Result<void> AlteringColumns::operator()(const sql::DropColumn& action) {
  if (is_key(action.column)) return sql_failure("cannot drop partition column \"" + action.column + "\"");
  const auto column = find(table_.columns, action.column);
  if (column == table_.columns.end()) return action.if_exists ? Result<void>() : no_such(action.column);
  if (table_.columns.size() == 1) return sql_failure("cannot drop the last column of a table");
  table_.columns.erase(column);
  return {};
}

Result<void> AlteringColumns::operator()(const sql::RenameColumn& action) {
  if (is_key(action.from)) return sql_failure("cannot rename partition column \"" + action.from + "\"");
  const auto column = find(table_.columns, action.from);
  if (column == table_.columns.end()) return no_such(action.from);
  if (has(action.to)) return already_there(action.to);
  column->name = action.to;
  return {};
}

}  // namespace

Result<void> alter_external_columns(Session& session, ExternalTable table,
                                    const std::vector<sql::AlterTableAction>& actions) {
  AlteringColumns altering(table);
  for (const auto& action : actions) {
    if (auto done = std::visit(altering, action); !done) return done;
  }
  return store_external_table(session, table);
}

}  // namespace slipher::engine
