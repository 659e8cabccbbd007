#include "engine/duckdb/session.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_search_path.hpp"
#include "duckdb/main/client_data.hpp"
#include "duckdb/transaction/transaction_context.hpp"
#include "engine/duckdb/access/query_access.h"
#include "engine/duckdb/access/rights_facts.h"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/lock_checks.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/refresh/view_extents.h"

namespace slipher::engine {
namespace {

const std::vector<sql::Parameter> kNoParameters;

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ".") + part;
  return out;
}

}  // namespace

Session::Session(std::shared_ptr<DuckDbWarehouse> warehouse, const ConnectionSettings& settings)
    : warehouse_(std::move(warehouse)),
      connection_(warehouse_->pool().take(settings.database)),
      runner_(context_, interrupted_),
      parameters_(&kNoParameters) {
  const bool is_new = !connection_;
  if (is_new) connection_ = std::make_unique<::duckdb::Connection>(warehouse_->instance());
  context_.connection = connection_.get();
  context_.database = settings.database;
  context_.user = settings.user;
  context_.session_user = settings.user;
  context_.objects = &warehouse_->objects();
  context_.process_id = warehouse_->next_process_id();
  context_.is_interrupted = [this] { return interrupted_.load(); };
  context_.translate_query = [this](std::string_view text) { return runner_.translate_query(text, *parameters_); };
  context_.check_access = [this](const ::duckdb::SQLStatement& statement) -> Result<void> {
    if (auto allowed = check_query(*this, statement); !allowed) return allowed;
    return check_locks(*this, statement);
  };
  context_.load_rights = [this] { return load_rights_facts(*this); };
  if (is_new) {
    apply_search_path();
    TransactionChanges::of(*connection_->context, warehouse_->view_extents());
  }
  connection_->context->registered_state->Insert(
      SessionState::kKey,
      ::duckdb::make_shared_ptr<SessionState>(context_, warehouse_->activity(), warehouse_->locks()));
  warehouse_->activity()->open_session(context_.process_id, context_.user, context_.database);
}

Session::~Session() {
  warehouse_->activity()->close_session(context_.process_id);
  auto& context = *connection_->context;
  if (has_left_traces_ || misses_schemas_ || context.transaction.HasActiveTransaction()) return;
  context.registered_state->Remove(SessionState::kKey);
  warehouse_->pool().give(context_.database, std::move(connection_));
}

void Session::apply_search_path() {
  ::duckdb::vector<::duckdb::CatalogSearchEntry> entries;
  misses_schemas_ = false;
  auto& context = *connection_->context;
  context.RunFunctionInTransaction([&] {
    for (const auto& schema : context_.search_path) {
      const auto entry =
          ::duckdb::Catalog::GetSchema(context, context_.database, schema, ::duckdb::OnEntryNotFound::RETURN_NULL);
      if (entry) entries.emplace_back(context_.database, schema);
      if (!entry) misses_schemas_ = true;
    }
    // Nothing to search: a schema that no user object is in.
    if (entries.empty()) entries.emplace_back(context_.database, std::string(kInternalSchema));
    ::duckdb::ClientData::Get(context).catalog_search_path->Set(entries, ::duckdb::CatalogSetPathType::SET_DIRECTLY);
  });
}

void Session::restore_settings(SavedSettings saved) {
  const auto zone_of = [](const auto& settings) {
    const auto found = settings.find("timezone");
    return found == settings.end() ? std::string("UTC") : found->second;
  };
  if (const auto zone = zone_of(saved.settings); zone != zone_of(context_.settings)) {
    const auto set = connection_->Query("SET SESSION TimeZone = " + quote_text(zone));
    if (set->HasError()) set->ThrowError();
  }
  context_.settings = std::move(saved.settings);
  if (saved.user) context_.user = *std::move(saved.user);
  if (saved.search_path == context_.search_path) return;
  context_.search_path = std::move(saved.search_path);
  apply_search_path();
}

void Session::start_statement(const Command& command) {
  interrupted_ = false;
  parameters_ = command.parameters ? command.parameters : &kNoParameters;
  marker_ = command.marker;
  forget_rights_facts(*this);
  context_.statement_id = command.statement_id;
  next_query_id_ = command.next_query_id;
  context_.query_id = next_query_id();
  if (misses_schemas_) apply_search_path();
}

std::int64_t Session::next_query_id() {
  return next_query_id_ ? (*next_query_id_)() : warehouse_->next_query_id();
}

Result<Session::ObjectName> Session::resolve_new(const std::vector<std::string>& parts) const {
  if (parts.empty() || parts.size() > 3) return sql_failure("improper qualified name: " + joined(parts));
  if (parts.size() == 3 && parts[0] != context_.database && !warehouse_->check_database(parts[0]))
    return sql_failure("database \"" + parts[0] + "\" does not exist");
  if (parts.size() == 3 && parts[0] != context_.database)
    return sql_failure("cross-database write is not supported: \"" + parts[0] + "\" is not the connected database, \"" +
                       context_.database + "\" is");
  ObjectName object{parts.size() == 1 ? context_.search_path.front() : parts[parts.size() - 2], parts.back()};
  if (object.schema == kInternalSchema || object.schema == "information_schema" || object.schema.starts_with("pg_"))
    return sql_failure("permission denied for schema " + object.schema);
  return object;
}

Result<Session::ObjectName> Session::resolve_existing(const std::vector<std::string>& parts) {
  auto object = resolve_new(parts);
  if (!object) return object;
  return guarded([&]() -> Result<ObjectName> {
    auto& context = *connection_->context;
    std::optional<ObjectName> found;
    context.RunFunctionInTransaction([&] {
      const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, object->name);
      const auto look = [&](const std::string& catalog, const std::string& schema) {
        return ::duckdb::Catalog::GetEntry(context, catalog, schema, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
      };
      if (parts.size() == 1 && look("temp", "main")) {
        found = ObjectName{"", object->name};
        return;
      }
      auto schemas = parts.size() == 1 ? context_.search_path : std::vector{object->schema};
      for (const auto& schema : schemas) {
        const auto entry = look(context_.database, schema);
        if (!entry) continue;
        found = ObjectName{schema, entry->name};  // with the capitals that it was made with
        return;
      }
    });
    if (!found) return sql_failure("relation \"" + joined(parts) + "\" does not exist");
    return *found;
  });
}

std::string Session::quoted(const ObjectName& object) const {
  if (object.schema.empty()) return quote_name(object.name);  // DuckDB looks there first
  return quote_names({context_.database, object.schema, object.name});
}

}  // namespace slipher::engine
