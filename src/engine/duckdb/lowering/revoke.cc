#include "engine/duckdb/lowering/revoke.h"

#include <algorithm>
#include <set>

#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

/// What is held on some objects, and by whom it was given.
class Grants {
 public:
  static Result<Grants> read(Session& session, const std::vector<ObjectPrivilege>& privileges) {
    std::vector<ObjectKey> objects;
    for (const auto& privilege : privileges) objects.push_back(privilege.object);
    auto book = read_rights(session, session.context().database, objects);
    if (!book) return book.error();
    auto principals = principals_of(session);
    if (!principals) return principals.error();
    return Grants(*std::move(book), *std::move(principals));
  }

  /// "": by the owner, or a superuser in his place.
  std::string source(const ObjectPrivilege& privilege) const {
    const auto& grantor = privilege.grantor;
    if (grantor.empty() || is_same_name(book_.owner(privilege.object), grantor) ||
        identity_of(*principals_, grantor).is_superuser)
      return {};
    return ::duckdb::StringUtil::Lower(grantor);
  }
  bool is_same(const ObjectPrivilege& one, const ObjectPrivilege& other) const {
    return one.object == other.object && one.column == other.column && one.privilege == other.privilege &&
           one.grantee == other.grantee && source(one) == source(other);
  }
  const RightsBook& book() const { return book_; }
  std::int64_t id_of(const std::string& user) const { return identity_of(*principals_, user).id; }

 private:
  Grants(RightsBook book, std::shared_ptr<const Principals> principals)
      : book_(std::move(book)), principals_(std::move(principals)) {}

  RightsBook book_;
  std::shared_ptr<const Principals> principals_;
};

/// The privileges on the objects that a REVOKE names, as it leaves them.
class Taking {
 public:
  Taking(const Grants& grants, const std::vector<ObjectPrivilege>& named) : grants_(grants) {
    std::set<ObjectKey> objects;
    for (const auto& each : named) objects.insert(each.object);
    for (const auto& object : objects) {
      for (const auto& each : grants.book().held(object)) rows_.push_back({each, false, false});
    }
  }

  // A privilege taken from a whole table is taken from its columns too.
  void take(const ObjectPrivilege& named, bool only_option) {
    for (auto& row : rows_) {
      auto wanted = named;
      if (wanted.column.empty()) wanted.column = row.privilege.column;
      if (!grants_.is_same(row.privilege, wanted)) continue;
      if (row.privilege.grantable) losers_.insert(row.privilege.grantee);
      row.loses_option = true;
      row.is_gone = row.is_gone || !only_option;
    }
  }

  // Rounds, since what goes may have been passed on, too.
  Result<void> follow(bool cascade) {
    for (bool goes_on = true; goes_on;) {
      goes_on = false;
      for (auto& row : rows_) {
        if (row.is_gone || !is_orphan(row.privilege)) continue;
        if (!cascade) return sql_failure("dependent privileges exist\n  Hint: Use CASCADE to revoke them too.");
        if (row.privilege.grantable) losers_.insert(row.privilege.grantee);
        row.is_gone = row.loses_option = true;
        goes_on = true;
      }
    }
    return {};
  }

  std::vector<ObjectPrivilege> gone() const {
    std::vector<ObjectPrivilege> rows;
    for (const auto& row : rows_) {
      if (row.is_gone) rows.push_back(row.privilege);
    }
    return rows;
  }
  std::vector<ObjectPrivilege> without_option() const {
    std::vector<ObjectPrivilege> rows;
    for (const auto& row : rows_) {
      if (row.loses_option && !row.is_gone) rows.push_back(row.privilege);
    }
    return rows;
  }

 private:
  struct Row {
    ObjectPrivilege privilege;
    bool is_gone;
    bool loses_option;
  };

  // Its grantor lost something here, and has no other right left to give it.
  bool is_orphan(const ObjectPrivilege& privilege) const {
    const auto source = grants_.source(privilege);
    if (source.empty()) return false;
    const auto grantor = grants_.id_of(source);
    if (!losers_.contains(grantor)) return false;
    return std::none_of(rows_.begin(), rows_.end(), [&](const Row& row) {
      const auto& right = row.privilege;
      return !row.is_gone && !row.loses_option && right.grantable && right.grantee == grantor &&
             right.object == privilege.object && right.privilege == privilege.privilege &&
             (right.column.empty() || right.column == privilege.column);
    });
  }

  const Grants& grants_;
  std::vector<Row> rows_;
  std::set<std::int64_t> losers_;
};

// The user, or the owner in whose place a superuser gives and takes.
void set_grantor(Session& session, const RightsBook& book, const Identity& who, ObjectPrivilege& privilege) {
  const auto owner = book.owner(privilege.object);
  privilege.grantor = who.is_superuser && !owner.empty() ? owner : session.context().user;
}

}  // namespace

Result<void> give_privileges(Session& session, std::vector<ObjectPrivilege> privileges) {
  if (privileges.empty()) return {};
  auto who = acting(session);
  if (!who) return who.error();
  auto grants = Grants::read(session, privileges);
  if (!grants) return grants.error();
  std::vector<ObjectPrivilege> replaced;
  for (auto& privilege : privileges) {
    set_grantor(session, grants->book(), **who, privilege);
    for (const auto& held : grants->book().held(privilege.object)) {
      if (!grants->is_same(held, privilege)) continue;
      privilege.grantable = privilege.grantable || held.grantable;
      replaced.push_back(held);
    }
  }
  if (auto done = remove_privileges(session, replaced, false); !done) return done;
  return add_privileges(session, privileges);
}

Result<void> take_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges, bool only_option,
                             bool cascade) {
  if (privileges.empty()) return {};
  auto who = acting(session);
  if (!who) return who.error();
  auto grants = Grants::read(session, privileges);
  if (!grants) return grants.error();
  Taking taking(*grants, privileges);
  for (auto privilege : privileges) {
    set_grantor(session, grants->book(), **who, privilege);
    taking.take(privilege, only_option);
  }
  if (auto done = taking.follow(cascade); !done) return done;
  if (auto done = remove_privileges(session, taking.gone(), false); !done) return done;
  return remove_privileges(session, taking.without_option(), true);
}

}  // namespace slipher::engine
