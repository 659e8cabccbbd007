#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/duckdb/access/principals.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {

/// What a privilege is on, inside of one database.
struct ObjectKey {
  /// "relation", "schema", "function", "procedure", "language", "assumerole"; of FOR TABLES IN ..., "tables",
  /// "functions", "procedures", "schemas", "languages", "copy jobs".
  std::string kind;
  std::string schema;  // "" = the whole database, or an object outside of schemas
  std::string name;    // of a routine with its argument types: "f(integer)"

  auto operator<=>(const ObjectKey&) const = default;
};

struct ObjectPrivilege {
  ObjectKey object;
  std::string column;     // "" = all of it
  std::string privilege;  // lower case
  std::int64_t grantee = kPublicId;
  bool grantable = false;
  std::string grantor;
};

/// Owners and privileges of some objects of a database.
class RightsBook {
 public:
  void set_owner(const ObjectKey& object, std::string owner) { owners_[object] = std::move(owner); }
  void add(ObjectPrivilege privilege) { held_[privilege.object].push_back(std::move(privilege)); }

  /// "" = it belongs to the superusers.
  std::string owner(const ObjectKey& object) const;
  const std::vector<ObjectPrivilege>& held(const ObjectKey& object) const;
  const std::map<ObjectKey, std::string>& owners() const { return owners_; }
  const std::map<ObjectKey, std::vector<ObjectPrivilege>>& all_held() const { return held_; }

  bool owns(const Identity& who, const ObjectKey& object) const;
  /// On the whole object: as superuser, as owner, by a grant, or by one for all objects of its kind.
  bool may(const Identity& who, const ObjectKey& object, std::string_view privilege) const;
  /// May give the privilege to others.
  bool may_grant(const Identity& who, const ObjectKey& object, std::string_view privilege) const;
  /// The columns that a privilege was granted on.
  std::vector<std::string> columns(const Identity& who, const ObjectKey& object, std::string_view privilege) const;

 private:
  bool held_by(const Identity& who, const ObjectKey& object, std::string_view privilege) const;

  std::map<ObjectKey, std::string> owners_;
  std::map<ObjectKey, std::vector<ObjectPrivilege>> held_;
};

/// Reads what is known of `objects` (with what their schemas give), in `database`; of all objects when it is empty.
Result<RightsBook> read_rights(::duckdb::Connection& connection, const std::string& database,
                               const std::vector<ObjectKey>& objects);
Result<RightsBook> read_rights(Session& session, const std::string& database, const std::vector<ObjectKey>& objects);

/// Changes of the session's database, in its transaction. A row is known by everything but its option.
Result<void> add_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges);
/// With `only_option` they lose the grant option only.
Result<void> remove_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges, bool only_option);

/// In default_privileges: takes away what PUBLIC gets by itself.
inline constexpr const char* kNoPrivilege = "none";

/// A new object gets what ALTER DEFAULT PRIVILEGES of its owner, the session's user, says.
Result<void> give_default_privileges(Session& session, const ObjectKey& object);

// What becomes of the privileges when objects change.
Result<void> forget_privileges(Session& session, const ObjectKey& object);
Result<void> rename_privileges(Session& session, const ObjectKey& from, const ObjectKey& to);

/// Names of the database's tables, views and routines that `user` owns, and its schemas: "table public.t".
Result<std::vector<std::string>> owned_objects(Session& session, const std::string& database, const std::string& user);

}  // namespace slipher::engine
