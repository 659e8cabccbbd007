#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/show_rows.h"
#include "engine/duckdb/procedures/stored_procedure.h"
#include "engine/duckdb/quoting.h"
#include "sql/column_type.h"

namespace slipher::engine {
namespace {

using Cell = std::optional<std::string>;

std::string types_of(const StoredProcedure& procedure, bool (sql::ProcedureArgument::*wanted)() const) {
  std::string out;
  for (const auto& argument : procedure.arguments) {
    if ((argument.*wanted)()) out += (out.empty() ? "" : ", ") + sql::display_spelling({argument.type.name, {}});
  }
  return out;
}

std::string mode_text(sql::ProcedureArgument::Mode mode) {
  if (mode == sql::ProcedureArgument::Mode::kIn) return "IN";
  return mode == sql::ProcedureArgument::Mode::kOut ? "OUT" : "INOUT";
}

/// Length, precision and scale of a parameter's type; each absent where the type has none.
std::vector<Cell> measures(const sql::ColumnType& written) {
  const auto type = sql::with_column_defaults(written);
  const auto at = [&](std::size_t i) {
    return i < type.modifiers.size() ? Cell(std::to_string(type.modifiers[i])) : Cell();
  };
  if (type.name == "varchar" || type.name == "char") return {at(0), {}, {}};
  if (type.name == "numeric") return {{}, at(0), at(1)};
  constexpr std::pair<std::string_view, std::string_view> kBits[] = {
      {"smallint", "16"}, {"integer", "32"}, {"bigint", "64"}};
  for (const auto& [name, bits] : kBits) {
    if (type.name == name) return {{}, std::string(bits), "0"};
  }
  return {{}, {}, {}};
}

}  // namespace

Result<ShownRows> show_procedures(Session& session, const sql::ShowObjects& show) {
  const auto schema = show.name.empty() ? session.context().search_path.front() : show.name.back();
  auto names = session.runner().fetch("SELECT DISTINCT procedure_name FROM " + internal(session, "procedures") +
                                      " WHERE schema_name = " + quote_text(schema) + " ORDER BY 1");
  if (!names) return names.error();
  ShownRows shown{{"database_name", "schema_name", "procedure_name", "number_of_arguments", "argument_list",
                   "return_type", "remarks"},
                  {},
                  2};
  for (std::size_t row = 0; row < (*names)->RowCount(); ++row) {
    auto procedures = find_procedures(session, {schema, (*names)->GetValue(0, row).ToString()});
    if (!procedures) return procedures.error();
    for (const auto& procedure : *procedures) {
      shown.rows.push_back({session.context().database, schema, procedure.name.name,
                            std::to_string(procedure.inputs().size()),
                            types_of(procedure, &sql::ProcedureArgument::is_input),
                            types_of(procedure, &sql::ProcedureArgument::is_output), Cell()});
    }
  }
  return shown;
}

Result<ShownRows> show_procedure_parameters(Session& session, const sql::ShowObjects& show) {
  sql::ProcedureReference reference{show.name, {}, true};
  for (const auto& type : show.argument_types)
    reference.arguments.push_back({"", sql::ProcedureArgument::Mode::kIn, type});
  auto procedure = find_procedure(session, reference);
  if (!procedure) return procedure.error();
  ShownRows shown{{"database_name", "schema_name", "procedure_name", "parameter_name", "ordinal_position",
                   "parameter_type", "data_type", "character_maximum_length", "numeric_precision", "numeric_scale"},
                  {},
                  3};
  int position = 0;
  for (const auto& argument : procedure->arguments) {
    std::vector<Cell> row{session.context().database,
                          procedure->name.schema,
                          procedure->name.name,
                          argument.name,
                          std::to_string(++position),
                          mode_text(argument.mode),
                          sql::display_spelling({argument.type.name, {}})};
    for (auto& measure : measures(argument.type)) row.push_back(std::move(measure));
    shown.rows.push_back(std::move(row));
  }
  return shown;
}

}  // namespace slipher::engine
