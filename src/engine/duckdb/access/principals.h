#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace slipher::engine {

enum class PrincipalKind { kUser, kGroup, kRole };

/// Names differ by more than the case of letters: "IAM:Ann" may be written without quotes, or be named by a client.
bool is_same_name(std::string_view one, std::string_view other);

/// A user, group or role of a warehouse. Numbers are one space for all kinds and never come again.
struct Principal {
  PrincipalKind kind = PrincipalKind::kUser;
  std::int64_t id = 0;
  std::string name;
  bool is_superuser = false;
  bool may_create_databases = false;
  std::string password;     // as Redshift stores it: md5..., sha256|...; "" = none
  std::string valid_until;  // as written; "" = for ever
  std::int64_t connection_limit = -1;
  std::string syslog_access = "RESTRICTED";
  std::int64_t session_timeout = 0;
  std::string external_id;
  std::string owner;     // of a role
  std::string settings;  // ALTER USER SET: "a=b" lines
};

inline constexpr std::int64_t kPublicId = 0;
inline constexpr std::int64_t kFirstPrincipalId = 101;

/// What is given to a principal on the whole warehouse, beside privileges on the objects of a database.
struct ClusterGrant {
  /// "group": member of group `parent`. "role": has role `parent`. "system": has system privilege `privilege`.
  /// "database": has `privilege` on database `object`. "owner": `object` belongs to the user named `grantor`.
  std::string kind;
  std::int64_t parent = 0;
  std::string object;
  std::string privilege;
  std::int64_t member = 0;
  bool with_option = false;
  std::string grantor;

  /// Two grants with the same key are the same one.
  auto key() const { return std::tie(kind, parent, object, privilege, member); }
  /// What PUBLIC has on every database without a grant: one that was revoked is kept as removed.
  bool is_public_temp() const { return kind == "database" && privilege == "temp" && member == kPublicId; }
};

/// Users that are there without having been created, by what they are called.
inline constexpr std::string_view kServiceUser = "rdsdb";
inline constexpr std::string_view kAdministrator = "awsuser";

/// All principals and what they have been given, as they were at one moment.
class Principals {
 public:
  void add(Principal principal);
  void add(ClusterGrant grant) { grants_.push_back(std::move(grant)); }
  /// PUBLIC may make temporary tables in every database until that is revoked.
  void mark_public_temp_revoked(const std::string& database) { without_public_temp_.insert(database); }

  const Principal* find(PrincipalKind kind, std::string_view name) const;
  const Principal* find(std::int64_t id) const;
  const std::map<std::int64_t, Principal>& all() const { return by_id_; }
  const std::vector<ClusterGrant>& grants() const { return grants_; }
  bool has_public_temp(const std::string& database) const { return !without_public_temp_.contains(database); }
  /// "" = it has none but the superusers.
  std::string database_owner(const std::string& database) const;

 private:
  std::map<std::int64_t, Principal> by_id_;
  std::vector<ClusterGrant> grants_;
  std::set<std::string> without_public_temp_;
};

/// Adds the users and roles that every warehouse has.
void add_system_principals(Principals& principals);

/// The user that a statement runs as, with everything that is his.
struct Identity {
  std::string user;
  std::int64_t id = 0;
  bool is_superuser = true;
  bool may_create_databases = true;
  /// His own number, PUBLIC's, and those of his groups and, through other roles too, roles.
  std::set<std::int64_t> grantees;
  std::set<std::string, std::less<>> system_privileges;

  bool has(std::string_view system_privilege) const {
    return is_superuser || system_privileges.contains(system_privilege);
  }
};

/// A number and those of the groups and roles that its principal has, also by way of other roles.
std::set<std::int64_t> roles_of(const Principals& principals, std::int64_t id);

/// Somebody who was never created acts as a superuser.
Identity identity_of(const Principals& principals, const std::string& user);

/// A number for a user who was never created.
std::int64_t implicit_user_id(std::string_view user);

}  // namespace slipher::engine
