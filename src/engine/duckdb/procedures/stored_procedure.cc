#include "engine/duckdb/procedures/stored_procedure.h"

#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/quoting.h"
#include "sql/column_type.h"

namespace slipher::engine {
namespace {

using sql::ProcedureArgument;

std::vector<std::string> texts_of(const ::duckdb::Value& list) {
  std::vector<std::string> texts;
  if (list.IsNull()) return texts;
  for (const auto& item : ::duckdb::ListValue::GetChildren(list)) texts.push_back(item.IsNull() ? "" : item.ToString());
  return texts;
}

std::string dotted(const sql::QualifiedName& name) {
  std::string out;
  for (const auto& part : name) out += (out.empty() ? "" : ".") + part;
  return out;
}

std::vector<ProcedureArgument> arguments_of(const std::vector<std::string>& names,
                                            const std::vector<std::string>& modes,
                                            const std::vector<std::string>& types) {
  std::vector<ProcedureArgument> arguments;
  for (std::size_t i = 0; i < names.size() && i < modes.size() && i < types.size(); ++i) {
    ProcedureArgument argument;
    argument.name = names[i];
    argument.mode = modes[i] == "o"   ? ProcedureArgument::Mode::kOut
                    : modes[i] == "b" ? ProcedureArgument::Mode::kInOut
                                      : ProcedureArgument::Mode::kIn;
    sql::TokenCursor cursor(types[i]);
    argument.type = sql::parse_column_type(cursor);
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

Result<std::vector<StoredProcedure>> read_procedures(Session& session, const std::string& schema,
                                                     const std::string& name) {
  auto rows = session.runner().fetch(
      "SELECT owner, argument_names, argument_modes, argument_types, nonatomic, security_definer, setting_names, "
      "setting_values, source_text FROM " +
      internal(session, "procedures") + " WHERE schema_name = " + quote_text(schema) +
      " AND procedure_name = " + quote_text(name) + " ORDER BY input_types");
  if (!rows) return rows.error();
  std::vector<StoredProcedure> procedures;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) {
    const auto at = [&](std::size_t column) { return (*rows)->GetValue(column, row); };
    StoredProcedure procedure;
    procedure.name = {schema, name};
    procedure.owner = at(0).ToString();
    procedure.arguments = arguments_of(texts_of(at(1)), texts_of(at(2)), texts_of(at(3)));
    procedure.nonatomic = at(4).GetValue<bool>();
    procedure.security_definer = at(5).GetValue<bool>();
    const auto names = texts_of(at(6));
    const auto values = texts_of(at(7));
    for (std::size_t i = 0; i < names.size() && i < values.size(); ++i)
      procedure.settings.emplace_back(names[i], values[i]);
    procedure.source = at(8).ToString();
    procedures.push_back(std::move(procedure));
  }
  return procedures;
}

}  // namespace

std::vector<const ProcedureArgument*> StoredProcedure::inputs() const {
  std::vector<const ProcedureArgument*> list;
  for (const auto& argument : arguments) {
    if (argument.is_input()) list.push_back(&argument);
  }
  return list;
}

std::string StoredProcedure::signature() const { return name.name + "(" + input_types(arguments) + ")"; }

ObjectKey procedure_key(const StoredProcedure& procedure) {
  return {"procedure", procedure.name.schema, procedure.signature()};
}

std::string input_types(const std::vector<ProcedureArgument>& arguments) {
  std::string out;
  for (const auto& argument : arguments) {
    if (argument.is_input()) out += (out.empty() ? "" : ", ") + sql::display_spelling({argument.type.name, {}});
  }
  return out;
}

Result<std::vector<StoredProcedure>> find_procedures(Session& session, const sql::QualifiedName& name) {
  if (name.empty() || name.size() > 3 || (name.size() == 3 && name[0] != session.context().database))
    return std::vector<StoredProcedure>();
  if (name.size() > 1) return read_procedures(session, name[name.size() - 2], name.back());
  for (const auto& schema : session.context().search_path) {
    auto found = read_procedures(session, schema, name.back());
    if (!found || !found->empty()) return found;
  }
  return std::vector<StoredProcedure>();
}

Result<StoredProcedure> find_procedure(Session& session, const sql::ProcedureReference& reference) {
  auto found = find_procedures(session, reference.name);
  if (!found) return found.error();
  const auto wanted = input_types(reference.arguments);
  if (!reference.has_arguments) {
    if (found->size() > 1) return sql_failure("procedure name \"" + dotted(reference.name) + "\" is not unique");
    if (!found->empty()) return found->front();
  }
  for (auto& procedure : *found) {
    if (reference.has_arguments && input_types(procedure.arguments) == wanted) return std::move(procedure);
  }
  return sql_failure("procedure " + dotted(reference.name) + "(" + wanted + ") does not exist");
}

}  // namespace slipher::engine
