#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/lowering/show_rows.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

std::string column_list(const std::vector<ExternalTable::Column>& columns, const std::string& separator) {
  std::string out;
  for (const auto& column : columns) out += (out.empty() ? "" : "," + separator) + column.name + " " + column.type_text;
  return out;
}

std::string property_list(const sql::Properties& properties) {
  std::string out;
  for (const auto& [name, value] : properties)
    out += (out.empty() ? "" : ", ") + quote_text(name) + "=" + quote_text(value);
  return out;
}

std::string creating_text(const std::string& name, const ExternalTable& table) {
  std::string out = "CREATE EXTERNAL TABLE " + name + " (\n    " + column_list(table.columns, "\n    ") + "\n)\n";
  if (!table.keys.empty()) out += "PARTITIONED BY (" + column_list(table.keys, " ") + ")\n";
  const auto& format = table.format;
  if (format.kind == sql::ExternalFormat::Kind::kText) {
    out += "ROW FORMAT DELIMITED FIELDS TERMINATED BY " + quote_text(std::string(1, format.delimiter)) + "\n";
  } else if (!format.serde.empty()) {
    out += "ROW FORMAT SERDE " + quote_text(format.serde) + "\n";
  }
  if (!format.input_format.empty())
    out += "STORED AS INPUTFORMAT " + quote_text(format.input_format) + "\nOUTPUTFORMAT " +
           quote_text(format.output_format) + "\n";
  out += "LOCATION " + quote_text(table.location);
  if (!table.properties.empty()) out += "\nTABLE PROPERTIES (" + property_list(table.properties) + ")";
  return out + ";";
}

std::string partition_text(const std::string& name, const ExternalTable& table,
                           const ExternalTable::Partition& partition) {
  std::string values;
  for (std::size_t i = 0; i < table.keys.size() && i < partition.values.size(); ++i)
    values += (values.empty() ? "" : ", ") + table.keys[i].name + "=" + quote_text(partition.values[i]);
  return "\nALTER TABLE " + name + " ADD IF NOT EXISTS PARTITION (" + values + ") LOCATION " +
         quote_text(partition.location) + ";";
}

}  // namespace

Result<ShownRows> show_external_table(Session& session, const sql::ShowObjects& show) {
  auto object = session.resolve_existing(show.name);
  if (!object) return object.error();
  auto table = external_table_of(session, *object);
  if (!table) return table.error();
  if (!*table) return sql_failure("\"" + object->name + "\" is not an external table");
  const auto name = object->schema + "." + object->name;
  auto text = creating_text(name, **table);
  if (show.with_partitions) {
    for (const auto& partition : (*table)->partitions) text += partition_text(name, **table, partition);
  }
  return ShownRows{{"Show External Table DDL statement"}, {{std::move(text)}}, 0};
}

}  // namespace slipher::engine
