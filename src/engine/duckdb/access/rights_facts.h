#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "engine/duckdb/access/privileges.h"

namespace slipher::engine {

/// What HAS_TABLE_PRIVILEGE and its like answer from while a statement runs: all privileges of the session's database.
struct RightsFacts : ::duckdb::ClientContextState {
  std::shared_ptr<const Principals> principals;
  std::shared_ptr<const RightsBook> book;
  std::string database;

  static ::duckdb::shared_ptr<RightsFacts> of(::duckdb::ClientContext& context);
};

/// Before a statement that calls one of them: as the statement's transaction sees them.
Result<void> load_rights_facts(Session& session);
/// They are read anew for the next statement.
void forget_rights_facts(Session& session);

/// Registers rs_has_privilege(kind, user, object, column, privilege), rs_user_id(name), rs_implicit_user_id(name),
/// rs_sees_identity(user, id) and rs_is_member(kind, name, role or group).
void register_privilege_functions(::duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
