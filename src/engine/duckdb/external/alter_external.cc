#include <algorithm>

#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/lowering/statements.h"
#include "objects/object_store.h"

namespace slipher::engine {
namespace {

/// Runs one action of ALTER TABLE on what is known of an external table.
class AlteringExternal {
 public:
  explicit AlteringExternal(ExternalTable& table) : table_(table) {}

  Result<void> operator()(const sql::AddPartitions& action);
  Result<void> operator()(const sql::DropPartition& action);
  Result<void> operator()(const sql::SetExternalLocation& action);
  Result<void> operator()(const sql::SetFileFormat& action) {
    table_.format = action.format;
    return {};
  }
  Result<void> operator()(const sql::SetTableProperties& action);

 private:
  using Place = std::vector<ExternalTable::Partition>::iterator;
  /// The values in the order of the table's partition columns; each must be given once.
  Result<std::vector<std::string>> values_of(const sql::Properties& given) const;
  Result<Place> find(const sql::Properties& given);
  static Result<void> check(const std::string& location) {
    auto parsed = objects::parse_location(location);
    return parsed ? Result<void>() : parsed.error();
  }

  ExternalTable& table_;
};

Result<std::vector<std::string>> AlteringExternal::values_of(const sql::Properties& given) const {
  if (table_.keys.empty()) return sql_failure("table \"" + table_.name + "\" is not partitioned");
  std::vector<std::string> values;
  for (const auto& key : table_.keys) {
    const auto found =
        std::find_if(given.begin(), given.end(), [&](const auto& pair) { return pair.first == key.name; });
    if (found == given.end()) return sql_failure("partition column \"" + key.name + "\" has no value");
    values.push_back(found->second);
  }
  if (given.size() != values.size()) return sql_failure("the partition names a column that is no partition column");
  return values;
}

Result<AlteringExternal::Place> AlteringExternal::find(const sql::Properties& given) {
  auto values = values_of(given);
  if (!values) return values.error();
  return std::find_if(table_.partitions.begin(), table_.partitions.end(),
                      [&](const auto& partition) { return partition.values == *values; });
}

Result<void> AlteringExternal::operator()(const sql::AddPartitions& action) {
  for (const auto& spec : action.partitions) {
    auto place = find(spec.values);
    if (!place) return place.error();
    if (*place != table_.partitions.end()) {
      if (action.if_not_exists) continue;
      return sql_failure("partition already exists");
    }
    auto location = spec.location;
    if (location.empty()) {
      location = table_.location + (table_.location.ends_with('/') ? "" : "/");
      for (const auto& [name, value] : spec.values) location += name + "=" + value + "/";
    }
    if (auto valid = check(location); !valid) return valid;
    table_.partitions.push_back({*values_of(spec.values), std::move(location)});
  }
  return {};
}

Result<void> AlteringExternal::operator()(const sql::DropPartition& action) {
  auto place = find(action.partition.values);
  if (!place) return place.error();
  if (*place != table_.partitions.end()) {
    table_.partitions.erase(*place);
    return {};
  }
  return action.if_exists ? Result<void>() : sql_failure("partition does not exist");
}

Result<void> AlteringExternal::operator()(const sql::SetExternalLocation& action) {
  if (auto valid = check(action.location); !valid) return valid;
  if (action.partition.empty()) {
    table_.location = action.location;
    return {};
  }
  auto place = find(action.partition);
  if (!place) return place.error();
  if (*place == table_.partitions.end()) return sql_failure("partition does not exist");
  (*place)->location = action.location;
  return {};
}

Result<void> AlteringExternal::operator()(const sql::SetTableProperties& action) {
  for (const auto& [name, value] : action.properties) {
    const auto found = std::find_if(table_.properties.begin(), table_.properties.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    if (found != table_.properties.end()) {
      found->second = value;
    } else {
      table_.properties.emplace_back(name, value);
    }
  }
  return {};
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::AlterExternalTable& statement) {
  auto object = session.resolve_existing(statement.name);
  if (!object) return object.error();
  auto table = external_table_of(session, *object);
  if (!table) return table.error();
  if (!*table) return sql_failure("\"" + object->name + "\" is not an external table");
  AlteringExternal altering(**table);
  if (auto done = std::visit(altering, statement.action); !done) return done.error();
  if (auto stored = store_external_table(session, **table); !stored) return stored.error();
  return Outcome{};
}

}  // namespace slipher::engine
